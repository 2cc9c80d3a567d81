"""Which entity each record of a file is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.ledger import Ledger, Left
    from linkgraph.resolve.clusters import Clusters

__all__ = ["find_places", "find_records"]

_STANDS = ("record", "file", "locator", "originator", "grade")


def find_records(ledger: Ledger, ids: Collection[str]) -> pl.DataFrame:
    """Return where the files state some records.

    Columns ``record`` (id), ``file``, ``locator``, ``originator``, ``grade`` (of the
    source, in its own scheme), by id and then as the sources came.
    """
    sources = pl.DataFrame(
        [
            (row.seq, row.source.file, str(row.source.originator),
             f"{row.source.reliability}{row.source.credibility}")
            for row in ledger.sources()
        ],
        schema={"source": pl.Int32, "file": pl.String, "originator": pl.String, "grade": pl.String},
        orient="row",
    )  # fmt: skip
    told = [pl.DataFrame(schema={"source": pl.Int32, "record": pl.Int32, "id": pl.String})]
    for table in ledger.tables(part="entity", names=load_schema().resolved_kinds):
        mine = table.frame.select("record", "id").filter(pl.col("id").is_in(list(ids)))
        told.append(mine.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "id"))
    rows = pl.concat(told).unique()
    places = [
        table.frame.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "locator")
        for table in ledger.tables(part="record", sources=rows["source"].unique().to_list())
    ]
    if not places:
        return pl.DataFrame(schema=dict.fromkeys(_STANDS, pl.String))
    return (
        rows.join(pl.concat(places), on=["source", "record"])
        .join(sources, on="source")
        .sort("id", "source", "record")
        .select(pl.col("id").alias("record"), *_STANDS[1:])
    )


def find_places(
    ledger: Ledger,
    clusters: Clusters,
    sources: Collection[int] | None = None,
    left: Left | None = None,
) -> pl.DataFrame:
    """Return the entity of every record that states a person or an organization.

    Args:
        ledger: The truth.
        clusters: Who is who.
        sources: Numbers of the only sources that count; all where None.
        left: Gives what of a table's rows counts; all where None.

    Returns:
        Columns ``file``, ``locator`` (design: its place in the file) and ``entity_id``, in
        the order in which the sources came and their records stand; mentions of others
        inside a record among them. A record that states an entity twice has one row.
    """
    files = {row.seq: row.source.file for row in ledger.sources()}
    told = [
        table.frame.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "id")
        for table in ledger.tables(
            part="entity", names=load_schema().resolved_kinds, sources=sources, left=left
        )
    ]
    places = [
        table.frame.select(pl.lit(table.source, pl.Int32).alias("source"), "record", "locator")
        for table in ledger.tables(part="record", sources=sources)
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
