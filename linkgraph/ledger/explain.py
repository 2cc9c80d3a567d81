"""Which source and line says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.ledger.reading import SourceRow, StoredTable, read_sources, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = ["Evidence", "find_evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement with its place.

    Attributes:
        source: The source that says it.
        locator: Its place in the file.
        part: entity or link.
        name: Kind or link type.
        id: Entity's or link's id.
        start: For links, the id they come from.
        end: For links, the id they go to.
        properties: What is said, filled properties only.
    """

    source: SourceRow
    locator: str
    part: str
    name: str
    id: str
    start: str
    end: str
    properties: dict[str, Any]


def find_evidence(
    connection: Connection, ids: Iterable[str], *, with_links: bool = False
) -> list[Evidence]:
    """Return every statement about the ids, by source, place and name.

    Args:
        connection: Of a ledger.
        ids: Of entities or links.
        with_links: Also statements of links that start or end at the ids.
    """
    wanted = list(ids)
    sources = {row.seq: row for row in read_sources(connection)}
    found: list[tuple[int, int, StoredTable, dict[str, Any]]] = []
    for table in read_tables(connection):
        if table.part == "record":
            continue
        hits = table.frame.filter(_about(table, wanted, with_links=with_links))
        found += [(table.source, row["record"], table, row) for row in hits.iter_rows(named=True)]
    places = _places(connection, {(seq, record) for seq, record, _, _ in found})
    made = [
        _evidence(sources[seq], places[seq, record], table, row)
        for seq, record, table, row in found
    ]
    return sorted(made, key=lambda e: (e.source.seq, len(e.locator), e.locator, e.name, e.id))


def _about(table: StoredTable, wanted: list[str], *, with_links: bool) -> pl.Expr:
    if table.part == "entity":
        return pl.col("id").is_in(wanted)
    own = pl.col("link_id").is_in(wanted)
    if not with_links:
        return own
    return own | pl.col("from_id").is_in(wanted) | pl.col("to_id").is_in(wanted)


def _places(connection: Connection, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for table in read_tables(connection, part="record", sources={seq for seq, _ in wanted}):
        records = [record for seq, record in wanted if seq == table.source]
        hits = table.frame.filter(pl.col("record").is_in(records))
        found |= {(table.source, record): locator for record, locator in hits.iter_rows()}
    return found


def _evidence(source: SourceRow, locator: str, table: StoredTable, row: dict[str, Any]) -> Evidence:
    aside = {"record", "id", "link_id", "from_id", "to_id"}
    properties = {k: v for k, v in row.items() if k not in aside and v is not None}
    return Evidence(
        source=source,
        locator=locator,
        part=table.part,
        name=table.name,
        id=row.get("id") or row.get("link_id") or "",
        start=row.get("from_id") or "",
        end=row.get("to_id") or "",
        properties={
            k: v for k, v in properties.items() if not k.endswith("_s") or k == "duration_s"
        },
    )
