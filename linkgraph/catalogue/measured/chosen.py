"""What a question's parameters choose: kinds of link, a time, and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Param, Projection

__all__ = ["chosen_links", "nodes_of", "number", "whole"]

_LINK = {
    "link_id": pl.String, "type": pl.String, "from_id": pl.String, "to_id": pl.String,
    "at": pl.String, "sources": pl.String,
}  # fmt: skip


def chosen_links(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the links that ``link_types``, ``since`` and ``until`` of a question choose.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at`` (UTC, ISO text; null where
    not told), ``sources``; by link_id. With a bound of time, links without a moment are
    left out.
    """
    wanted = params["link_types"]
    frames = [
        frame.with_columns(type=pl.lit(shape.type)).select(
            (pl.col(name) if name in (*frame.columns, "type") else pl.lit(None))
            .cast(dtype)
            .alias(name)
            for name, dtype in _LINK.items()
        )
        for shape, frame in graph.links.items()
        if isinstance(wanted, list) and shape.type in wanted
    ]
    links = pl.concat([pl.DataFrame(schema=_LINK), *frames])
    if params.get("since"):
        links = links.filter(pl.col("at") >= params["since"])
    if params.get("until"):
        links = links.filter(pl.col("at") < params["until"])
    return links.sort("link_id")


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
