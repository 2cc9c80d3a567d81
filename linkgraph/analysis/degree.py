"""How many others each entity deals with, and how often."""

from __future__ import annotations

import polars as pl

__all__ = ["degrees"]


def degrees(links: pl.DataFrame) -> pl.DataFrame:
    """Return, per entity, how many others it is linked to and by how many links.

    Args:
        links: Columns ``from_id`` and ``to_id``; one row a link, parallel ones kept.

    Returns:
        ``id``, ``others`` (distinct, itself not counted), ``links`` (in and out; one to
        itself counts once), ``into``, ``out`` (links that end and begin there); by
        ``others`` descending, then ``links`` descending, then id. Empty for no links.

    Note:
        O(m log m) for m links. A high count is a position in what was recorded: shops,
        agencies and exchanges have it too, and what no file holds is not counted.

    Source:
        Freeman, "Centrality in social networks", Social Networks 1, 1978 (degree).
    """
    out = links.select(id="from_id", other="to_id", into=pl.lit(0), out=pl.lit(1))
    into = links.select(id="to_id", other="from_id", into=pl.lit(1), out=pl.lit(0))
    loops = pl.col("id") == pl.col("other")
    # A link to itself stands in both; it counts once as a link, and once each way.
    both = pl.concat(
        [out.with_columns(n=1), into.with_columns(n=pl.when(loops).then(0).otherwise(1))]
    )
    return (
        both.group_by("id")
        .agg(
            pl.col("other").filter(~loops).n_unique().cast(pl.Int64).alias("others"),
            pl.col("n").sum().cast(pl.Int64).alias("links"),
            pl.col("into").sum().cast(pl.Int64),
            pl.col("out").sum().cast(pl.Int64),
        )
        .sort(["others", "links", "id"], descending=[True, True, False])
    )
