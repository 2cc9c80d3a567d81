"""What changed between two pictures of a network."""

from __future__ import annotations

import polars as pl

__all__ = ["changes"]

_TIE = ("from_id", "to_id", "type")


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return what one set of links has that another has not, tie by tie and entity by entity.

    Args:
        before: ``from_id``, ``to_id``, ``type``, ``sources`` (ids with spaces between); one
            row a link, parallel ones kept.
        after: The same.

    Returns:
        ``change`` (added, removed or modified), ``from_id``, ``to_id``, ``type`` (null of an
        entity: both null), ``before``, ``after`` (of a tie, links of the type that way
        round; of an entity, others that it is linked to), ``sources`` (list of texts, of
        both sides). A tie is modified where the number of links differs, an entity where
        that of its others does. Entities before ties; added, removed, modified; then by
        ids and type. Empty where both are the same.

    Note:
        O(n log n) for n links. The order of links changes nothing. What was removed is no
        longer on file, or not for that time: that is not to say that it ended.
    """
    ties = _compared(_counted(before), _counted(after), list(_TIE))
    people = _compared(_others(before), _others(after), ["from_id"]).with_columns(
        to_id=pl.lit(None, pl.String), type=pl.lit(None, pl.String)
    )
    columns = ["change", *_TIE, "before", "after", "sources"]
    order = {"added": 0, "removed": 1, "modified": 2}
    both = pl.concat([people.select(columns), ties.select(columns)])
    return both.sort(
        pl.col("to_id").is_not_null(),
        pl.col("change").replace_strict(order, return_dtype=pl.Int64),
        *_TIE,
    )


def _counted(links: pl.DataFrame) -> pl.DataFrame:
    return links.group_by(_TIE).agg(
        count=pl.len().cast(pl.Int64), sources=pl.col("sources").unique().sort()
    )


def _others(links: pl.DataFrame) -> pl.DataFrame:
    ends = pl.concat(
        [
            links.select("from_id", "sources", other="to_id"),
            links.select(pl.col("to_id").alias("from_id"), "sources", other="from_id"),
        ]
    )
    apart = pl.col("other") != pl.col("from_id")
    return ends.group_by("from_id").agg(
        count=pl.col("other").filter(apart).n_unique().cast(pl.Int64),
        sources=pl.col("sources").unique().sort(),
    )


def _compared(before: pl.DataFrame, after: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    both = before.join(after, on=by, how="full", suffix="_after", coalesce=True)
    nothing = pl.lit([], pl.List(pl.String))
    return both.with_columns(
        change=pl.when(pl.col("count").is_null())
        .then(pl.lit("added"))
        .when(pl.col("count_after").is_null())
        .then(pl.lit("removed"))
        .otherwise(pl.lit("modified")),
        before=pl.col("count").fill_null(0),
        after=pl.col("count_after").fill_null(0),
        sources=pl.concat_list(
            pl.coalesce("sources", nothing), pl.coalesce("sources_after", nothing)
        )
        .list.unique()
        .list.sort(),
    ).filter((pl.col("before") != pl.col("after")) | (pl.col("change") != "modified"))
