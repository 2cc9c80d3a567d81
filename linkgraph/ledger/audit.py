"""Digests and counts of what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy import case, func, or_, select

from linkgraph.ledger import tables
from linkgraph.ledger.decisions import PERSON
from linkgraph.ledger.digest import frame_digest, sum_digests
from linkgraph.ledger.reading import SourceRow, read_sources, read_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from linkgraph.statements import Source

__all__ = ["content_digest", "miscounted"]


def content_digest(connection: Connection, as_of: int | None = None) -> str:
    """Return the digest of sources, statements and judgements in force.

    Args:
        connection: Of a ledger.
        as_of: Those that a version had; what was erased since is gone.
    """
    rows = read_sources(connection, as_of)
    parts = [_source_digest(row) for row in rows]
    ids = {row.seq: row.source.id for row in rows}
    held = None if as_of is None else list(ids)
    for table in read_tables(connection, sources=held):
        name = "/".join((ids[table.source], table.part, table.name, table.start, table.end))
        parts.append(frame_digest(name, table.frame))
    parts += _judgement_digests(connection, as_of)
    return sum_digests(parts)


def miscounted(connection: Connection, row: SourceRow) -> list[str]:
    """Return what is wrong with a source's counts; empty where they add up."""
    records = connection.execute(
        select(func.coalesce(func.sum(tables.chunk.c.rows), 0)).where(
            tables.chunk.c.source == row.seq, tables.chunk.c.part == "record"
        )
    ).scalar_one()
    held = connection.execute(
        select(func.count()).where(tables.quarantine.c.source == row.seq)
    ).scalar_one()
    if records - row.mentions + held != row.read or held != row.rejected:
        return [f"{row.source.id} does not hold as many records as were read"]
    return []


def _source_digest(row: SourceRow) -> int:
    said = {**_insert_view(row.source), "mapping_digest": row.mapping_digest}
    return frame_digest("source", pl.DataFrame([said]))


def _insert_view(source: Source) -> dict[str, str]:
    fields = ("sha256", "file", "received", "grade_scheme", "reliability", "credibility",
              "handling", "tlp", "purpose", "retain_until")  # fmt: skip
    said = {name: str(getattr(source, name)) for name in fields}
    return said | {"originator": str(source.originator), "to": " ".join(source.releasable_to)}


def _judgement_digests(connection: Connection, as_of: int | None) -> list[int]:
    """Return the digests of what is judged on which pair, by people or a model; not by whom."""
    columns = tables.judgement.c
    by = case((columns.model == PERSON, PERSON), else_="model")
    query = select(columns.left_id, columns.right_id, columns.verdict, by)
    if as_of is None:
        query = query.where(columns.superseded.is_(None))
    else:
        later = or_(columns.superseded.is_(None), columns.superseded > as_of)
        query = query.where(columns.version <= as_of, later)
    rows = connection.execute(query).all()
    if not rows:
        return []
    names = ("left", "right", "verdict", "by")
    frame = pl.DataFrame(
        [pl.Series(name, said) for name, said in zip(names, zip(*rows, strict=True), strict=True)]
    )
    return [frame_digest("judgement", frame)]
