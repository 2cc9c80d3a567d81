"""What stands in the ledger, as rows and columns."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl
from sqlalchemy import select

from linkgraph.errors import LedgerError
from linkgraph.ledger import tables
from linkgraph.statements import Originator, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

__all__ = [
    "Left",
    "Part",
    "SourceRow",
    "StoredTable",
    "pack",
    "read_sources",
    "read_tables",
    "sources_changed",
    "unpack",
]

Part = Literal["record", "entity", "link"]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the ledger holds it.

    Attributes:
        seq: Its number in this ledger.
        source: What was said of it.
        added: Version that brought it.
        mapping: Name of the mapping it was read by.
        mapping_digest: Digest of that mapping's text.
        read: Records read.
        rejected: Of these, in quarantine.
        mentions: Records inside records.
    """

    seq: int
    source: Source
    added: int
    mapping: str
    mapping_digest: str
    read: int
    rejected: int
    mentions: int

    @property
    def stored(self) -> int:
        """Records that gave statements."""
        return self.read - self.rejected


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One chunk: statements of one source.

    Attributes:
        source: Number of the source in this ledger.
        part: record, entity or link.
        name: Kind or link type; empty for records.
        start: Kind at the start of the links.
        end: Kind at their end.
        frame: The rows.
    """

    source: int
    part: Part
    name: str
    start: str
    end: str
    frame: pl.DataFrame


# Gives of a table the rows that count.
Left = Callable[[StoredTable], StoredTable]


def pack(frame: pl.DataFrame) -> bytes:
    """Return a table as Arrow IPC, compressed."""
    held = io.BytesIO()
    frame.write_ipc(held, compression="zstd")
    return held.getvalue()


def unpack(data: bytes) -> pl.DataFrame:
    """Return the table that ``pack`` made.

    Raises:
        LedgerError: The bytes are none.
    """
    try:
        return pl.read_ipc(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as cause:
        raise LedgerError(
            "the ledger is damaged: a table of statements cannot be read",
            remedy="Restore the file from a backup; `linkgraph case check` tells more.",
        ) from cause


def read_sources(connection: Connection, as_of: int | None = None) -> list[SourceRow]:
    """Return the sources in force, in the order they came.

    Args:
        connection: Of a ledger.
        as_of: Only those that a version already had; content erased since is gone.
    """
    query = select(tables.source).where(tables.source.c.withdrawn.is_(None))
    if as_of is not None:
        query = query.where(tables.source.c.added <= as_of)
    return [_source(row) for row in connection.execute(query.order_by(tables.source.c.seq))]


def sources_changed(connection: Connection, version: int) -> bool:
    """Say whether a source came or went after a version."""
    columns = tables.source.c
    query = select(columns.seq).where((columns.added > version) | (columns.withdrawn > version))
    return connection.execute(query.limit(1)).first() is not None


def _source(row: Row[tuple[object, ...]]) -> SourceRow:
    source = Source(
        sha256=row.sha256,
        file=row.file,
        originator=Originator(row.country, row.agency),
        received=row.received,
        grade_scheme=row.grade_scheme,
        reliability=row.reliability,
        credibility=row.credibility,
        handling=row.handling,
        tlp=row.tlp,
        releasable_to=tuple(json.loads(row.releasable_to)),
        purpose=row.purpose,
        retain_until=row.retain_until,
    )
    return SourceRow(
        row.seq,
        source,
        row.added,
        row.mapping,
        row.mapping_digest,
        row.read,
        row.rejected,
        row.mentions,
    )


def read_tables(
    connection: Connection,
    *,
    part: Part | None = None,
    names: Iterable[str] | None = None,
    sources: Iterable[int] | None = None,
) -> Iterator[StoredTable]:
    """Yield chunks of sources in force, in the order they were written.

    Args:
        connection: Of a ledger.
        part: Only records, entities or links.
        names: Only these kinds or link types.
        sources: Only these sources, by number.
    """
    columns = tables.chunk.c
    query = (
        select(
            columns.source, columns.part, columns.name, columns.start, columns.finish, columns.data
        )
        .join(tables.source, tables.source.c.seq == columns.source)
        .where(tables.source.c.withdrawn.is_(None))
        .order_by(columns.seq)
    )
    if part is not None:
        query = query.where(columns.part == part)
    if names is not None:
        query = query.where(columns.name.in_(list(names)))
    if sources is not None:
        query = query.where(columns.source.in_(list(sources)))
    for row in connection.execute(query.execution_options(yield_per=16)):
        yield StoredTable(row.source, row.part, row.name, row.start, row.finish, unpack(row.data))
