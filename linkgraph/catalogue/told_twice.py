"""Payments that several originators may have told of each by a number of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Projection

__all__ = ["told_twice"]

_SAME = ("from_id", "to_id", "amount_minor", "currency")
_ALIKE = (*_SAME, "run")


def told_twice(graph: Projection, originators: Mapping[str, str]) -> str:
    """Return a caution where payments of several originators are alike, and so may count twice.

    A remittance stands in the files of the country that it left and of the one that it
    reached, under one number or two: these are as many payments, since numbers alone show
    nothing. Alike are those between the same ends, of one amount and currency, each on the
    day (UTC) of another or the next, of which no originator tells of all: what leaves one
    country after midnight may reach the other before.

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
            pl.col("at").str.head(10).alias("at"), pl.col("sources").str.split(" ").alias("source"),
        )
        for shape, frame in graph.links.items()
        if shape.type == "PAID" and {"amount_minor", "currency", "at"} <= set(frame.columns)
    ]  # fmt: skip
    if not frames:
        return ""
    told = pl.concat(frames).drop_nulls([*_SAME, "at"])
    # One originator tells of most payments: only what stands there more than once is looked at.
    told = _in_runs(told.filter(pl.struct(_SAME).is_duplicated())).explode("source")
    by = pl.col("source").replace_strict(originators, default=None, return_dtype=pl.String)
    held = told.with_columns(by.alias("by")).drop_nulls("by").unique(["link_id", "by"])
    each = held.group_by(*_ALIKE, "by").len().group_by(_ALIKE).agg(pl.col("len").max())
    whole = held.group_by(_ALIKE).agg(pl.col("link_id").n_unique()).join(each, on=_ALIKE)
    more = int((whole["link_id"] - whole["len"]).sum())
    if not more:
        return ""
    return (
        f"Payments that may count twice: up to {more}. Several originators tell of payments between the"
        " same ends, of one amount and currency, on one day or the next; where both give a remittance one number, a mapping"
        " with `reference_scope` makes it one."
    )


def _in_runs(told: pl.DataFrame) -> pl.DataFrame:
    """Return payments with ``run``: one number for those of which each is within a day of another.

    Those of which only the month or the year is known are alike where that is.
    """
    dated = told.with_columns(pl.col("at").str.to_date(strict=False).alias("day"))
    known = pl.when(pl.col("day").is_null()).then("at").alias("known")
    apart = pl.col("day").diff().dt.total_days().over(*_SAME) > 1
    ordered = dated.with_columns(known).sort(*_SAME, "day", "at")
    run = apart.fill_null(value=False).cum_sum().over(*_SAME)
    return ordered.with_columns(pl.concat_str(run, "known", ignore_nulls=True).alias("run"))
