"""What a question's parameters choose: kinds of link, a time, countries, grades, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from linkgraph.graph.base import LinkShape, Param, Projection

__all__ = [
    "chosen_links",
    "countries_of",
    "in_time",
    "links_as",
    "narrowed",
    "nodes_of",
    "number",
    "one_of",
    "texts",
    "whole",
]

_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
# Best first. The letters F and X say that nobody can tell.
_RELIABILITY = {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5, "1": 1, "2": 2, "3": 3}
_IN_COUNTRY = ("NATIONAL_OF", "RESIDES_IN", "IN_JURISDICTION")
_OF_SHAPE = ("type", "from_kind", "to_kind")


def chosen_links(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that the parameters of ``heads.CHOOSING`` choose.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at`` (UTC, ISO text; null where
    not told), ``reliability``, ``sources``; by link_id. With a bound of time, links without
    a moment are left out; with a least reliability, those whose source nobody graded.
    """
    types = set(texts(params, "link_types"))
    return narrowed(
        graph, in_time(links_as(graph, _LINK, lambda s: s.type in types), params), params
    )


def narrowed(graph: Projection, links: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that ``countries`` and ``least_reliability`` let through."""
    least = params.get("least_reliability")
    if least:
        if least not in _RELIABILITY:
            raise InputError(
                "'least_reliability' is no grade", remedy="One of A, B, C, D, E; 1, 2, 3 of 3x5x2."
            )
        good = [one for one, rank in _RELIABILITY.items() if rank <= _RELIABILITY[str(least)]]
        links = links.filter(pl.col("reliability").is_in(good))
    wanted = texts(params, "countries")
    if wanted:
        here = countries_of(graph).filter(pl.col("country").is_in([c.upper() for c in wanted]))
        inside = here["id"].unique().implode()
        links = links.filter(pl.col("from_id").is_in(inside) | pl.col("to_id").is_in(inside))
    return links


def countries_of(graph: Projection) -> pl.DataFrame:
    """Return ``id``, ``country`` (ISO code) and ``sources``: where each entity can be acted on.

    By nationality, residence, registration, number or address, whatever says so; one row for
    each way of saying it.
    """
    schema = {"from_id": pl.String(), "to_id": pl.String(), "sources": pl.String()}
    told = links_as(graph, schema | {"link_id": pl.String()}, lambda s: s.type in _IN_COUNTRY)
    return told.select("sources", id="from_id", country=pl.col("to_id").str.replace("country:", ""))


def links_as(
    graph: Projection, schema: Mapping[str, pl.DataType], wanted: Callable[[LinkShape], bool]
) -> pl.DataFrame:
    """Return the links of some shapes in one table, by link_id.

    Args:
        graph: In bulk.
        schema: The columns; ``type``, ``from_kind`` and ``to_kind`` are the shape's, and
            what a shape does not have is null.
        wanted: Whether a shape's links are asked for.
    """
    frames = [
        frame.with_columns(
            type=pl.lit(shape.type), from_kind=pl.lit(shape.start), to_kind=pl.lit(shape.end)
        ).select(
            (pl.col(name) if name in (*frame.columns, *_OF_SHAPE) else pl.lit(None))
            .cast(dtype)
            .alias(name)
            for name, dtype in schema.items()
        )
        for shape, frame in graph.links.items()
        if wanted(shape)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames]).sort("link_id")


def in_time(links: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links from ``since`` on and before ``until``, where these are given."""
    if params.get("since"):
        links = links.filter(pl.col("at") >= params["since"])
    if params.get("until"):
        links = links.filter(pl.col("at") < params["until"])
    return links


def nodes_of(graph: Projection) -> pl.DataFrame:
    """Return ``id``, ``kind`` and ``caption`` of all entities of a graph."""
    schema = {"id": pl.String, "kind": pl.String, "caption": pl.String}
    frames = [
        frame.select("id", kind=pl.lit(kind), caption="caption")
        for kind, frame in graph.nodes.items()
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def number(params: Mapping[str, Param], name: str) -> float:
    """Return a parameter that the catalogue has checked to be a number."""
    return float(str(params[name]))


def texts(params: Mapping[str, Param], name: str) -> list[str]:
    """Return a parameter that is a list; empty where none was given."""
    told = params.get(name)
    return [str(one) for one in told] if isinstance(told, list) else []


def one_of(params: Mapping[str, Param], name: str, known: Iterable[str]) -> str:
    """Return a parameter that is one of some words.

    Raises:
        InputError: It is none of them.
    """
    told = str(params[name])
    if told not in known:
        raise InputError(f"{name!r} is none of the words that are known", remedy=", ".join(known))
    return told


def whole(params: Mapping[str, Param], name: str) -> int:
    """Return a parameter that the catalogue has checked to be a whole number."""
    return int(str(params[name]))
