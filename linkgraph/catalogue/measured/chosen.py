"""What a question's parameters choose: kinds of link, a time, and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkgraph.graph.base import LinkShape, Param, Projection

__all__ = ["chosen_links", "in_time", "links_as", "nodes_of", "number", "whole"]

_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "sources": pl.String(),
}  # fmt: skip
_OF_SHAPE = ("type", "from_kind", "to_kind")


def chosen_links(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that ``link_types``, ``since`` and ``until`` of a question choose.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at`` (UTC, ISO text; null where
    not told), ``sources``; by link_id. With a bound of time, links without a moment are
    left out.
    """
    wanted = params["link_types"]
    types = {str(one) for one in wanted} if isinstance(wanted, list) else set()
    return in_time(links_as(graph, _LINK, lambda shape: shape.type in types), params)


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


def whole(params: Mapping[str, Param], name: str) -> int:
    """Return a parameter that the catalogue has checked to be a whole number."""
    return int(str(params[name]))
