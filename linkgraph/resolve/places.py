"""Which entity each record of a file is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger
    from linkgraph.resolve.clusters import Clusters

__all__ = ["find_places"]


def find_places(ledger: Ledger, clusters: Clusters) -> pl.DataFrame:
    """Return the entity of every record that states a person or an organization.

    Args:
        ledger: The truth.
        clusters: Who is who.

    Returns:
        Columns ``file``, ``locator`` (design: its place in the file) and ``entity_id``, in
        the order in which the sources came and their records stand; mentions of others
        inside a record among them. A record that states an entity twice has one row.
    """
    files = {row.seq: row.source.file for row in ledger.sources()}
    told = [
        table.frame.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "id")
        for table in ledger.tables(part="entity", names=load_schema().resolved_kinds)
    ]
    places = [
        table.frame.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "locator")
        for table in ledger.tables(part="record")
    ]
    if not told:
        return pl.DataFrame(schema=dict.fromkeys(("file", "locator", "entity_id"), pl.String))
    rows = (
        pl.concat(told)
        .join(clusters.frame, left_on="id", right_on="record", how="left")
        .with_columns(pl.coalesce("entity", "id").alias("entity_id"))
        .join(pl.concat(places), on=["source", "record"])
    )
    return (
        rows.unique(["source", "record", "entity_id"])
        .sort("source", "record", "entity_id")
        .select(
            pl.col("source").replace_strict(files, return_dtype=pl.String).alias("file"),
            "locator",
            "entity_id",
        )
    )
