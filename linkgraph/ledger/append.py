"""Taking a source in: its row, its chunks, its quarantine."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import SourceError
from linkgraph.ledger import tables
from linkgraph.ledger.reading import SourceRow, pack, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from sqlalchemy import Connection

    from linkgraph.statements import Batch, Rejected, Source

__all__ = ["ImportResult", "held_already", "insert_batches", "insert_source", "raw_text"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of one file.

    Attributes:
        source_id: Its id in the case.
        new: False where the case held the same file already; nothing was added.
        read: Records read; stored plus rejected.
        rejected: Records in quarantine.
        mentions: Records inside records.
        entities: Statements about entities.
        links: Statements about links.
        reasons: Rejections by code.
    """

    source_id: str
    new: bool
    read: int
    rejected: int
    mentions: int = 0
    entities: int = 0
    links: int = 0
    reasons: dict[str, int] | None = None

    @property
    def stored(self) -> int:
        """Records that gave statements."""
        return self.read - self.rejected


def held_already(connection: Connection, source: Source, mapping_digest: str) -> SourceRow | None:
    """Return the row of the same source read in the same way, if it is in force.

    Raises:
        SourceError: The file is there with other marks or read in another way, or
            something else bears its id.
    """
    for row in read_sources(connection):
        if row.source.id != source.id:
            continue
        if row.source.sha256 != source.sha256:
            raise SourceError(
                "the case holds something else under the id that this file's digest gives",
                where=source.file,
                remedy=f"No two files do so by chance: withdraw {row.source.id}, then import again.",
            )
        if row.source == source and row.mapping_digest == mapping_digest:
            return row
        raise SourceError(
            "the case holds this file already, with other marks or read in another way",
            where=source.file,
            remedy=(
                f"Import it as before, to see that it is in; or withdraw {row.source.id} first, then"
                " import it again."
            ),
        )
    return None


def insert_source(
    connection: Connection, source: Source, version: int, mapping: str, mapping_digest: str
) -> int:
    """Put what is known of a source on file; return its number."""
    row = {
        "id": source.id,
        "sha256": source.sha256,
        "added": version,
        "file": source.file,
        "country": source.originator.country,
        "agency": source.originator.agency,
        "received": source.received,
        "grade_scheme": source.grade_scheme,
        "reliability": source.reliability,
        "credibility": source.credibility,
        "handling": source.handling,
        "tlp": source.tlp,
        "releasable_to": json.dumps(source.releasable_to),
        "purpose": source.purpose,
        "retain_until": source.retain_until,
        "mapping": mapping,
        "mapping_digest": mapping_digest,
    }
    key = connection.execute(tables.source.insert(), row).inserted_primary_key
    return int(key[0]) if key else 0


def insert_batches(
    connection: Connection,
    seq: int,
    source: Source,
    batches: Iterable[Batch],
    progress: Callable[[int], None] | None,
) -> ImportResult:
    """Put a source's statements and rejections on file, batch by batch."""
    read = rejected = records = entities = links = 0
    reasons: dict[str, int] = {}
    for batch, chunks in _packed(seq, batches):
        if chunks:
            connection.execute(tables.chunk.insert(), chunks)
        if batch.rejected:
            connection.execute(
                tables.quarantine.insert(), [_held_line(seq, r) for r in batch.rejected]
            )
        for one in batch.rejected:
            reasons[one.code] = reasons.get(one.code, 0) + 1
        read += batch.read
        rejected += len(batch.rejected)
        records += batch.records.height
        entities += sum(table.frame.height for table in batch.entities)
        links += sum(table.frame.height for table in batch.links)
        if progress:
            progress(read)
    mentions = records - (read - rejected)
    return ImportResult(
        source.id,
        new=True,
        read=read,
        rejected=rejected,
        mentions=mentions,
        entities=entities,
        links=links,
        reasons=dict(sorted(reasons.items())),
    )


def _packed(seq: int, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[dict[str, object]]]]:
    """Yield each batch with its chunks, which are packed while the next batch is read."""
    with ThreadPoolExecutor(1) as pool:
        waiting: tuple[Batch, Future[list[dict[str, object]]]] | None = None
        for batch in batches:
            packing = pool.submit(_chunks, seq, batch)
            if waiting:
                yield waiting[0], waiting[1].result()
            waiting = batch, packing
        if waiting:
            yield waiting[0], waiting[1].result()


def _chunks(seq: int, batch: Batch) -> list[dict[str, object]]:
    if not batch.records.height:
        return []
    rows = [("record", "", "", "", batch.records)]
    rows += [("entity", t.kind, "", "", t.frame) for t in batch.entities]
    rows += [("link", t.type, t.start, t.end, t.frame) for t in batch.links]
    return [
        {"source": seq, "part": part, "name": name, "start": start, "finish": end,
         "rows": frame.height, "data": pack(frame)}
        for part, name, start, end, frame in rows
    ]  # fmt: skip


def _held_line(seq: int, one: Rejected) -> dict[str, object]:
    return {
        "source": seq,
        "locator": one.locator,
        "column": one.column,
        "code": one.code,
        "reason": one.reason,
        # Undecodable bytes stand as surrogates, which no SQLite text may hold.
        "raw": one.raw.encode("utf-8", "surrogatepass"),
    }


def raw_text(data: bytes) -> str:
    """Return a quarantined line as it came, undecodable bytes as surrogates."""
    return data.decode("utf-8", "surrogatepass")
