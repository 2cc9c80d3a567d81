"""Links that a question may walk along, from entity to entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.paths import DIRECTIONS, LINK, Walk
from linkgraph.catalogue.measured.chosen import narrowed, one_of, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkgraph.graph.base import LinkShape, Param, Projection

__all__ = ["WALKING", "all_sources", "walk_of", "walkable"]

# Front matter of which links may be walked along, and how.
WALKING = """
[params.link_types]
type = "links"
default = "ties"
help = "Link types to follow"

[params.direction]
type = "text"
default = "both"
help = "both, out (along links, as money and calls go) or in (against them)"

[params.max_links]
type = "int"
least = 1
help = "Not over anything that more of these links touch, such as a shop, an agency's phone or an exchange, count"
"""


def walk_of(params: Mapping[str, Param]) -> Walk:
    """Return how a question's parameters let links be walked along."""
    most = params["max_links"]
    return Walk(
        in_order=params.get("in_order") is True,
        direction=one_of(params, "direction", DIRECTIONS),
        max_links=most if isinstance(most, int) else None,
    )


def walkable(graph: Projection, params: Mapping[str, Param]) -> Callable[[pl.Series], pl.DataFrame]:
    """Return what gives the links at some entities that a question's parameters choose.

    Args:
        graph: In bulk.
        params: ``link_types``, and of ``since``, ``until`` and ``min_grade`` those that the
            question has.

    Returns:
        Takes ids, gives links as ``LINK``; linear in the links of the types.
    """
    types = set(texts(params, "link_types"))
    frames = [
        narrowed(_columns(shape, frame), params).select(*LINK)
        for shape, frame in graph.links.items()
        if shape.type in types
    ]

    def touching(ids: pl.Series) -> pl.DataFrame:
        some = ids.implode()
        near = pl.col("from_id").is_in(some) | pl.col("to_id").is_in(some)
        return pl.concat([pl.DataFrame(schema=LINK), *(frame.filter(near) for frame in frames)])

    return touching


def _columns(shape: LinkShape, frame: pl.DataFrame) -> pl.DataFrame:
    told = frame.with_columns(type=pl.lit(shape.type))
    return told.select(
        (pl.col(name) if name in told.columns else pl.lit(None)).cast(pl.String).alias(name)
        for name in (*LINK, "reliability")
    )


def all_sources(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return ``key`` and ``sources``: all that the texts of a key name, once each, as one text."""
    once = frame.select(key, "sources").drop_nulls().unique()
    split = once.with_columns(pl.col("sources").str.split(" ")).explode("sources").unique()
    return split.group_by(key).agg(pl.col("sources").sort().str.join(" "))
