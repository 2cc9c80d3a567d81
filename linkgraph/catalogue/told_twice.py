"""Payments that several originators may have told of each by a number of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Projection

__all__ = ["told_twice"]

_ALIKE = ("from_id", "to_id", "amount_minor", "currency", "day")


def told_twice(graph: Projection, originators: Mapping[str, str]) -> str:
    """Return a caution where payments of several originators are alike, and so may count twice.

    A remittance stands in the files of the country that it left and of the one that it
    reached, under one number or two: these are as many payments, since numbers alone show
    nothing. Alike are those between the same ends, of one amount, currency and day (UTC),
    of which no originator tells of all.

    Args:
        graph: In bulk.
        originators: Of the sources that the rows of an answer rest on, by source id.

    Returns:
        Empty where all are of one originator, or no payments are alike.

    Note:
        O(payments).
    """
    if len(set(originators.values())) < 2:  # noqa: PLR2004 - one by itself
        return ""
    frames = [
        frame.select(
            "link_id", "from_id", "to_id", "amount_minor", "currency",
            pl.col("at").str.head(10).alias("day"), pl.col("sources").str.split(" ").alias("source"),
        )
        for shape, frame in graph.links.items()
        if shape.type == "PAID" and {"amount_minor", "currency", "at"} <= set(frame.columns)
    ]  # fmt: skip
    if not frames:
        return ""
    told = pl.concat(frames).drop_nulls(_ALIKE)
    # One originator tells of most payments: only what stands there more than once is looked at.
    told = told.filter(pl.struct(_ALIKE).is_duplicated()).explode("source")
    by = pl.col("source").replace_strict(originators, default=None, return_dtype=pl.String)
    held = told.with_columns(by.alias("by")).drop_nulls("by").unique(["link_id", "by"])
    each = held.group_by(*_ALIKE, "by").len().group_by(_ALIKE).agg(pl.col("len").max())
    whole = held.group_by(_ALIKE).agg(pl.col("link_id").n_unique()).join(each, on=_ALIKE)
    more = int((whole["link_id"] - whole["len"]).sum())
    if not more:
        return ""
    return (
        f"Payments that may count twice: up to {more}. Several originators tell of payments between the"
        " same ends, of one amount, currency and day; where both give a remittance one number, a mapping"
        " with `reference_scope` makes it one."
    )
