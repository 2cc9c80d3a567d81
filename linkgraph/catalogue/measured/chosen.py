"""What a question's parameters choose: kinds of link, a time, countries, grades, numbers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from linkgraph.graph.base import LinkShape, Param, Projection

__all__ = [
    "chosen_links",
    "countries_of",
    "in_countries",
    "in_time",
    "links_as",
    "names_of",
    "narrowed",
    "nodes_of",
    "number",
    "one_of",
    "placements",
    "texts",
    "touching",
    "whole",
]

_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
_IN_COUNTRY = ("NATIONAL_OF", "RESIDES_IN", "IN_JURISDICTION")
_OF_SHAPE = ("type", "from_kind", "to_kind")


def chosen_links(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that a question's ``link_types`` and shared parameters choose.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at`` (UTC, ISO text; null where
    not told), ``reliability``, ``sources``; by link_id. With a bound of time, links without
    a moment are left out; with a least grade, those whose source nobody graded.
    """
    types = set(texts(params, "link_types"))
    told = narrowed(links_as(graph, _LINK, lambda shape: shape.type in types), params)
    return touching(graph, told, params)


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
        if wanted(shape) and frame.height
    ]
    # Those of one shape stand by link_id: to sort a million of them again takes as long as to measure them.
    if len(frames) == 1:
        return frames[0]
    return pl.concat([pl.DataFrame(schema=schema), *frames]).sort("link_id")


def narrowed(links: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that ``since``, ``until`` and ``min_grade`` choose, where given.

    Args:
        links: With ``at`` and ``reliability``.
        params: The question's; what it does not have chooses nothing.
    """
    links = in_time(links, params)
    grades = params.get("min_grade")
    if isinstance(grades, list):
        links = links.filter(pl.col("reliability").is_in(grades))
    return links


def countries_of(graph: Projection) -> pl.DataFrame:
    """Return where entities can be acted on: ``id``, ``countries`` (sorted), ``held_by``.

    ``held_by`` holds the sources that say so, one text. Entities that nothing places are
    left out.
    """
    wanted = {
        "from_id": pl.String(),
        "to_id": pl.String(),
        "link_id": pl.String(),
        "sources": pl.String(),
    }
    found = links_as(graph, wanted, lambda shape: shape.type == "IN_JURISDICTION")
    return found.group_by(id="from_id").agg(
        pl.col("to_id").str.strip_prefix("country:").unique().sort().alias("countries"),
        pl.col("sources").drop_nulls().unique().sort().str.join(" ").alias("held_by"),
    )


def in_countries(params: Mapping[str, Param], *columns: str) -> pl.Expr:
    """Return whether a list column holds one of ``countries``; true where none is asked for."""
    asked = params.get("countries")
    if not isinstance(asked, list):
        return pl.lit(value=True)
    wanted = [str(one).upper() for one in asked]
    return pl.any_horizontal(
        pl.col(name).list.set_intersection(wanted).list.len().fill_null(0) > 0 for name in columns
    )


def touching(graph: Projection, links: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links with an end in one of ``countries``, where these are given."""
    wanted = [one.upper() for one in texts(params, "countries")]
    if not wanted:
        return links
    here = placements(graph).filter(pl.col("country").is_in(wanted))
    inside = here["id"].unique().implode()
    return links.filter(pl.col("from_id").is_in(inside) | pl.col("to_id").is_in(inside))


def placements(graph: Projection) -> pl.DataFrame:
    """Return ``id``, ``country`` (ISO code) and ``sources``: where each entity can be acted on.

    By nationality, residence, registration, number or address, whatever says so; one row for
    each way of saying it.
    """
    schema = {"from_id": pl.String(), "to_id": pl.String(), "sources": pl.String()}
    told = links_as(graph, schema | {"link_id": pl.String()}, lambda s: s.type in _IN_COUNTRY)
    return told.select("sources", id="from_id", country=pl.col("to_id").str.replace("country:", ""))


def in_time(links: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links from ``since`` on and before ``until``, where these are given."""
    if params.get("since"):
        links = links.filter(pl.col("at") >= params["since"])
    if params.get("until"):
        links = links.filter(pl.col("at") < params["until"])
    return links


def nodes_of(graph: Projection) -> pl.DataFrame:
    """Return ``id``, ``kind``, ``caption`` and ``sources`` of all entities of a graph.

    Whoever tells a caption tells what these sources say, and names them.
    """
    schema = {
        "id": pl.String(),
        "kind": pl.String(),
        "caption": pl.String(),
        "sources": pl.String(),
    }
    frames = [
        # Countries that nobody speaks of have no sources.
        nodes_as(graph, kind, schema).with_columns(kind=pl.lit(kind))
        for kind in graph.nodes
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def names_of(
    graph: Projection, ids: pl.Series | None = None
) -> dict[str | None, tuple[str | None, str | None]]:
    """Return, by entity id, what to call it and the sources that tell of it; of some, or all."""
    nodes = nodes_of(graph)
    if ids is not None:
        nodes = nodes.filter(pl.col("id").is_in(ids.implode()))
    told = nodes.select("id", "caption", "sources").iter_rows()
    return defaultdict(lambda: (None, None), {one: (name, said) for one, name, said in told})


def nodes_as(graph: Projection, kind: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the entities of a kind in one table; what none of them has is null."""
    frame = graph.nodes.get(kind, pl.DataFrame({"id": pl.Series([], dtype=pl.String)}))
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def ids_in(params: Mapping[str, Param], name: str) -> list[str] | None:
    """Return a parameter that holds ids; None where none is asked for."""
    given = params.get(name)
    return [str(one) for one in given] if isinstance(given, list) and given else None


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


def number(params: Mapping[str, Param], name: str) -> float:
    """Return a parameter that the catalogue has checked to be a number."""
    return float(str(params[name]))


def whole(params: Mapping[str, Param], name: str) -> int:
    """Return a parameter that the catalogue has checked to be a whole number."""
    return int(str(params[name]))
