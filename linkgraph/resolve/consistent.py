"""Pairs taken to be the same, thinned until no chain of them joins two that contradict each other."""

from __future__ import annotations

import polars as pl

from linkgraph.resolve.groups import Groups

__all__ = ["astray", "chained"]


def chained(joined: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that would chain two together that contradict each other.

    Firm pairs are joined first, whatever else; then the others, strongest first, and one
    that would bring two contradicting records into one entity is refused.

    Args:
        joined: Columns ``left``, ``right``, ``bits``, ``firm``.
        apart: Columns ``left``, ``right``, ``typed``: pairs that bear one name and are not
            one person; ``typed`` where only the dates differ, which a slip explains.

    Returns:
        ``left`` and ``right`` of the refused, by ids; the same for any order of the input.

    Note:
        O(n log n) for n pairs.
    """
    ids = pl.concat([joined["left"], joined["right"]]).unique().sort()
    number = pl.DataFrame({"id": ids, "number": pl.int_range(len(ids), eager=True)})
    firm = Groups(len(ids))
    firm.join_all(_numbered(joined.filter("firm"), number).select("one", "two").iter_rows())
    roots = firm.roots()
    loose = _numbered(joined.filter(~pl.col("firm")), number)
    met = {frozenset((roots[a], roots[b])) for a, b in loose.select("one", "two").iter_rows()}
    groups = Groups(len(ids))
    for one, two, typed in _numbered(apart, number).select("one", "two", "typed").iter_rows():
        ends = roots[one], roots[two]
        if ends[0] != ends[1] and not (typed and frozenset(ends) in met):
            groups.part(*ends, "different")
    ordered = loose.sort(["bits", "left", "right"], descending=[True, False, False])
    outcomes = groups.join_all(
        (roots[one], roots[two]) for one, two in ordered.select("one", "two").iter_rows()
    )
    gone = ordered.filter(pl.Series([bool(outcome) for outcome in outcomes], dtype=pl.Boolean))
    return gone.select("left", "right").sort("left", "right")


def astray(joined: pl.DataFrame, doubted: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of records each of which could belong to either of the same two.

    Where two records contradict each other and both fit a third and a fourth, the third
    may be one person and the fourth the other: they are not joined with each other
    either, save firmly.

    Args:
        joined: Columns ``left``, ``right``, ``firm``: those not doubted.
        doubted: Columns ``left``, ``right``.

    Returns:
        ``left`` and ``right``, by ids.
    """
    ends = pl.concat([doubted, doubted.select(left="right", right="left")]).unique()
    torn = ends.group_by("left").agg(pl.col("right").alias("rivals"))
    torn = torn.filter(pl.col("rivals").list.len() > 1)
    both = joined.filter(~pl.col("firm")).join(torn, on="left")
    both = both.join(torn, left_on="right", right_on="left", suffix="_2")
    common = pl.col("rivals").list.set_intersection("rivals_2").list.len()
    return both.filter(common > 1).select("left", "right").sort("left", "right")


def _numbered(pairs: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    one = pairs.join(number.rename({"id": "left", "number": "one"}), on="left")
    return one.join(number.rename({"id": "right", "number": "two"}), on="right")
