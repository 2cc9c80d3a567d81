"""The ledger: append, withdraw, judge, read, explain, audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from linkgraph.errors import InputError
from linkgraph.ledger import tables
from linkgraph.ledger.append import (
    ImportResult,
    held_already,
    insert_batches,
    insert_source,
    raw_text,
)
from linkgraph.ledger.audit import content_digest, miscounted
from linkgraph.ledger.connection import LedgerFile
from linkgraph.ledger.deciding import Deciding, source_in_force
from linkgraph.ledger.erasing import erase_source
from linkgraph.ledger.explain import Evidence, find_evidence
from linkgraph.ledger.gifts import broken_gift
from linkgraph.ledger.history import Entry, add_entry, broken_link, current_version, read_history
from linkgraph.ledger.keeping import Keeping
from linkgraph.ledger.reading import Left, Part, SourceRow, StoredTable, read_sources, read_tables
from linkgraph.ledger.sharing import Partnering
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from linkgraph.statements import Batch, Source

__all__ = ["Ledger"]


class Ledger(Deciding, Keeping, Partnering):
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

    def append(  # noqa: PLR0913
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
            mapping_digest: Digest of that mapping, and of what was told of the way of reading.
            action: The word for the history.
            progress: Called with the records read so far.

        Returns:
            What came of it; ``new`` is False where the same file read in the same way
            is in the case already.

        Raises:
            SourceError: The same file is in the case with other marks or read in another way.
            LedgerError: It could not be written; nothing was.
        """
        with self._file.writing() as connection:
            held = held_already(connection, source, mapping_digest)
            if held is not None:
                return ImportResult(source.id, new=False, read=held.read, rejected=held.rejected)
            version = add_entry(connection, who=who, action=action, subject=source.id)
            seq = insert_source(connection, source, version, mapping, mapping_digest)
            result = insert_batches(connection, seq, source, batches, progress)
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
        with self._file.writing(large=True) as connection:
            row = source_in_force(connection, source_id)
            version = add_entry(
                connection, who=who, action="withdrew", subject=source_id, reason=reason
            )
            erase_source(connection, row, version, who=who)
        self._file.erase_traces()
        return version

    def note(self, *, who: str, action: str, reason: str, subject: str = "") -> int:
        """Put something done on record that changes no content."""
        with self._file.writing() as connection:
            return add_entry(connection, who=who, action=action, subject=subject, reason=reason)

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
        left: Left | None = None,
    ) -> Iterator[StoredTable]:
        """Yield statements chunk by chunk, all from one state of the ledger.

        Args:
            part: The only part of records; all where None.
            names: The only kinds and types; all where None.
            sources: Numbers of the only sources; all where None.
            left: Gives what of a table's rows counts; all where None.
        """
        with self._file.reading() as connection:
            found = read_tables(connection, part=part, names=names, sources=sources)
            yield from map(left, found) if left else found

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
                (rows[r.source], Rejected(r.locator, r.column, r.code, r.reason, raw_text(r.raw)))
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
        self._file.empty_log()
        with self._file.reading() as connection:
            broken = broken_link(connection)
            if broken is not None:
                wrong.append(f"the history was changed at version {broken}")
            else:
                wrong += [f"the gift log: {one}" for one in broken_gift(connection)]
            for row in read_sources(connection):
                wrong += miscounted(connection, row)
        return wrong

    def digest(self, as_of: int | None = None) -> str:
        """Return the digest of what is in force: sources, statements, judgements.

        It does not depend on the order in which things came nor on what was withdrawn.

        Args:
            as_of: A version, to have it of what was in force then, without what was erased
                since; of now where None.
        """
        with self._file.reading() as connection:
            return content_digest(connection, as_of)
