"""The ledger: append, withdraw, judge, read, explain, audit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from linkgraph.errors import InputError, SourceError
from linkgraph.ledger import tables
from linkgraph.ledger.connection import LedgerFile
from linkgraph.ledger.digest import frame_digest, sum_digests
from linkgraph.ledger.explain import Evidence, find_evidence
from linkgraph.ledger.history import Entry, add_entry, broken_link, current_version, read_history
from linkgraph.ledger.reading import (
    Part,
    SourceRow,
    StoredTable,
    pack,
    read_sources,
    read_tables,
)
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from linkgraph.statements import Batch, Source

__all__ = ["ImportResult", "Ledger"]


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
        unknown_roles: Records whose role word no table knows.
    """

    source_id: str
    new: bool
    read: int
    rejected: int
    mentions: int = 0
    entities: int = 0
    links: int = 0
    reasons: dict[str, int] | None = None
    unknown_roles: int = 0

    @property
    def stored(self) -> int:
        """Records that gave statements."""
        return self.read - self.rejected


class Ledger:
    """One case's truth.

    Args:
        path: The SQLite file.
        create: Make it where it is missing.

    Raises:
        LedgerError: The file is missing, damaged or in use by another writer.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._file = LedgerFile(path, create=create)

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    # Writing ----------------------------------------------------------------

    def set_up(self, case_id: str, who: str) -> None:
        """Put the case's id and its beginning on record, once."""
        with self._file.writing() as connection:
            if current_version(connection):
                return
            connection.execute(tables.meta.insert(), {"key": "case_id", "value": case_id})
            add_entry(connection, who=who, action="created", subject=case_id)

    def append(  # noqa: PLR0913 - keyword only
        self,
        source: Source,
        batches: Iterable[Batch],
        *,
        who: str,
        mapping: str = "",
        mapping_digest: str = "",
        action: str = "imported",
        progress: Callable[[int], None] | None = None,
    ) -> ImportResult:
        """Take a source in, whole or not at all.

        Args:
            source: What is known of it.
            batches: Its statements and rejections.
            who: Who does it.
            mapping: How it was read.
            mapping_digest: Digest of that mapping.
            action: The word for the history.
            progress: Called with the records read so far.

        Returns:
            What came of it; ``new`` is False where the same file by the same mapping
            is in the case already.

        Raises:
            SourceError: The same file is in the case with other marks or another mapping.
            LedgerError: It could not be written; nothing was.
        """
        with self._file.writing() as connection:
            held = _held(connection, source, mapping_digest)
            if held is not None:
                return ImportResult(source.id, new=False, read=held.read, rejected=held.rejected)
            version = add_entry(connection, who=who, action=action, subject=source.id)
            seq = _insert_source(connection, source, version, mapping, mapping_digest)
            result = _insert_batches(connection, seq, source, batches, progress)
            connection.execute(
                update(tables.source)
                .where(tables.source.c.seq == seq)
                .values(read=result.read, rejected=result.rejected, mentions=result.mentions)
            )
        return result

    def withdraw(self, source_id: str, *, who: str, reason: str) -> int:
        """Erase a source's content from the file; return the new version.

        Statements, quarantined lines and what the source says of itself go. Its id and
        digest, who withdrew it, when and why stay.

        Raises:
            InputError: No such source is in force, or no reason is given.
        """
        if not reason.strip():
            raise InputError("a withdrawal needs a reason", remedy="Give it with --reason.")
        with self._file.writing() as connection:
            row = self._in_force(connection, source_id)
            version = add_entry(
                connection, who=who, action="withdrew", subject=source_id, reason=reason
            )
            for table in (tables.chunk, tables.quarantine):
                connection.execute(delete(table).where(table.c.source == row.seq))
            kept = {"seq", "id", "sha256", "added", "withdrawn"}
            blank = {column.name: None for column in tables.source.c if column.name not in kept}
            connection.execute(
                update(tables.source)
                .where(tables.source.c.seq == row.seq)
                .values(withdrawn=version, **blank)
            )
        self._file.erase_traces()
        return version

    def judge(  # noqa: PLR0913 - keyword only
        self,
        left: str,
        right: str,
        verdict: str,
        *,
        who: str,
        reasons: Sequence[str] = (),
        score: float | None = None,
        model: str = "person",
    ) -> int:
        """Put a decision on two records on file; it supersedes an earlier one of theirs.

        Args:
            left: Entity id of one.
            right: Entity id of the other; the order does not matter.
            verdict: same, different or unsure.
            who: Who decides, or the model.
            reasons: In words.
            score: 0 to 1 where a model scored it.
            model: What scored it.

        Returns:
            The new version.

        Raises:
            InputError: The verdict is none, or both are one.
        """
        if verdict not in {"same", "different", "unsure"}:
            raise InputError("a judgement is same, different or unsure")
        if left == right:
            raise InputError("an entity is not judged against itself")
        left, right = sorted((left, right))
        columns = tables.judgement.c
        with self._file.writing() as connection:
            version = add_entry(connection, who=who, action="judged", subject=verdict)
            connection.execute(
                update(tables.judgement)
                .where(columns.left_id == left, columns.right_id == right)
                .where(columns.superseded.is_(None))
                .values(superseded=version)
            )
            at = connection.execute(
                select(tables.entry.c.at).where(tables.entry.c.version == version)
            ).scalar_one()
            row = {"left_id": left, "right_id": right, "verdict": verdict, "score": score}
            row |= {"model": model, "reasons": json.dumps(list(reasons)), "who": who}
            connection.execute(tables.judgement.insert(), row | {"at": at, "version": version})
        return version

    # Reading ----------------------------------------------------------------

    @property
    def version(self) -> int:
        """How many things were done to the case."""
        with self._file.reading() as connection:
            return current_version(connection)

    @property
    def case_id(self) -> str:
        """The case's own random id; empty before ``set_up``."""
        with self._file.reading() as connection:
            query = select(tables.meta.c.value).where(tables.meta.c.key == "case_id")
            return str(connection.execute(query).scalar() or "")

    def sources(self, as_of: int | None = None) -> list[SourceRow]:
        """Return the sources in force, in the order they came."""
        with self._file.reading() as connection:
            return read_sources(connection, as_of)

    def tables(
        self,
        *,
        part: Part | None = None,
        names: Iterable[str] | None = None,
        sources: Iterable[int] | None = None,
    ) -> Iterator[StoredTable]:
        """Yield statements chunk by chunk, all from one state of the ledger."""
        with self._file.reading() as connection:
            yield from read_tables(connection, part=part, names=names, sources=sources)

    def changed_since(self, version: int) -> tuple[list[int], list[str]]:
        """Return (numbers of sources added, ids of sources withdrawn) after a version."""
        columns = tables.source.c
        with self._file.reading() as connection:
            added = connection.execute(
                select(columns.seq).where(columns.added > version, columns.withdrawn.is_(None))
            )
            gone = connection.execute(
                select(columns.id).where(columns.added <= version, columns.withdrawn > version)
            )
            return [row.seq for row in added], [row.id for row in gone]

    def quarantine(self, source_id: str | None = None) -> list[tuple[SourceRow, Rejected]]:
        """Return the rejected lines, by source and the order they were met."""
        with self._file.reading() as connection:
            rows = {r.seq: r for r in read_sources(connection)}
            query = select(tables.quarantine).order_by(tables.quarantine.c.seq)
            found = [
                (rows[r.source], Rejected(r.locator, r.column, r.code, r.reason, _raw(r.raw)))
                for r in connection.execute(query)
            ]
        return [pair for pair in found if source_id in (None, pair[0].source.id)]

    def explain(self, ids: Iterable[str], *, with_links: bool = False) -> list[Evidence]:
        """Return every statement about entities or links, with its source and line."""
        with self._file.reading() as connection:
            return find_evidence(connection, ids, with_links=with_links)

    def history(self) -> list[Entry]:
        """Return all that was done, oldest first."""
        with self._file.reading() as connection:
            return read_history(connection)

    def check(self) -> list[str]:
        """Return what is wrong with the ledger: file, references, history, counts."""
        wrong = self._file.check()
        if wrong:
            return wrong
        with self._file.reading() as connection:
            broken = broken_link(connection)
            if broken is not None:
                wrong.append(f"the history was changed at version {broken}")
            for row in read_sources(connection):
                wrong += _miscounted(connection, row)
        return wrong

    def digest(self) -> str:
        """Return the digest of what is in force: sources, statements, judgements.

        It does not depend on the order in which things came nor on what was withdrawn.
        """
        with self._file.reading() as connection:
            rows = read_sources(connection)
            parts = [_source_digest(row) for row in rows]
            ids = {row.seq: row.source.id for row in rows}
            for table in read_tables(connection):
                name = "/".join((ids[table.source], table.part, table.name, table.start, table.end))
                parts.append(frame_digest(name, table.frame))
            parts += _judgement_digests(connection)
        return sum_digests(parts)

    def _in_force(self, connection: Connection, source_id: str) -> SourceRow:
        for row in read_sources(connection):
            if row.source.id == source_id:
                return row
        raise InputError(
            "no source of that id is in force",
            remedy="`linkgraph source list` shows those that are.",
        )


def _held(connection: Connection, source: Source, mapping_digest: str) -> SourceRow | None:
    for row in read_sources(connection):
        if row.source.sha256 != source.sha256:
            continue
        if row.source == source and row.mapping_digest == mapping_digest:
            return row
        raise SourceError(
            "the case holds this file already, with other marks or read by another mapping",
            where=source.file,
            remedy=f"Withdraw {row.source.id} first, then import it again.",
        )
    return None


def _insert_source(
    connection: Connection, source: Source, version: int, mapping: str, mapping_digest: str
) -> int:
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


def _insert_batches(
    connection: Connection,
    seq: int,
    source: Source,
    batches: Iterable[Batch],
    progress: Callable[[int], None] | None,
) -> ImportResult:
    read = rejected = records = entities = links = 0
    reasons: dict[str, int] = {}
    for batch in batches:
        connection.execute(tables.chunk.insert(), _chunks(seq, batch)) if batch.records.height else None
        if batch.rejected:
            connection.execute(tables.quarantine.insert(), [_held_line(seq, r) for r in batch.rejected])
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
        source.id, True, read, rejected, mentions, entities, links, dict(sorted(reasons.items()))
    )


def _chunks(seq: int, batch: Batch) -> list[dict[str, object]]:
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


def _raw(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _miscounted(connection: Connection, row: SourceRow) -> list[str]:
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
    import polars as pl  # noqa: PLC0415 - only digests need it here

    said = {**_insert_view(row.source), "mapping_digest": row.mapping_digest}
    return frame_digest("source", pl.DataFrame([said]))


def _insert_view(source: Source) -> dict[str, str]:
    fields = ("sha256", "file", "received", "grade_scheme", "reliability", "credibility",
              "handling", "tlp", "purpose", "retain_until")  # fmt: skip
    said = {name: str(getattr(source, name)) for name in fields}
    return said | {"originator": str(source.originator), "to": " ".join(source.releasable_to)}


def _judgement_digests(connection: Connection) -> list[int]:
    import polars as pl  # noqa: PLC0415

    columns = tables.judgement.c
    query = select(columns.left_id, columns.right_id, columns.verdict).where(
        columns.superseded.is_(None)
    )
    rows = [{"left": r[0], "right": r[1], "verdict": r[2]} for r in connection.execute(query)]
    return [frame_digest("judgement", pl.DataFrame(rows))] if rows else []
