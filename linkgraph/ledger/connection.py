"""The ledger's file: opened, locked for one writer, kept whole."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from linkgraph.errors import LedgerError, LinkgraphError
from linkgraph.folder import private
from linkgraph.ledger import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LedgerFile"]

_WAIT_FOR_WRITER_MS = 2_000
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    # What is withdrawn is overwritten in the file, not only unlinked.
    "PRAGMA secure_delete=ON",
    f"PRAGMA busy_timeout={_WAIT_FOR_WRITER_MS}",
)
_FOR_LARGE_CHANGES = (
    # What is sorted and compared stays in memory: nothing of a case is written elsewhere.
    "PRAGMA temp_store=MEMORY",
    # 128 MiB: a million judgements go into indexes that the usual 2 MB would thrash.
    "PRAGMA cache_size=-131072",
)


class LedgerFile:
    """One SQLite file: many readers, one writer.

    Args:
        path: The file; made with its tables where it is missing and ``create``.
        create: Whether a missing file is made.

    Raises:
        LedgerError: It is missing, damaged, no ledger, or of a later linkgraph.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if not create and not path.is_file():
            raise LedgerError(
                "the case has no ledger",
                where=path.name,
                remedy="Restore it from a backup; the graph alone cannot replace it.",
            )
        if create:
            private(path)
        self._engine = _engine(path)
        with self._translated():
            self._prepare(create=create)

    def _prepare(self, *, create: bool) -> None:
        with self._engine.connect() as connection:
            if create:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                tables.metadata.create_all(connection)
                row = {"key": "schema_version", "value": str(tables.SCHEMA_VERSION)}
                connection.execute(tables.meta.insert().prefix_with("OR IGNORE"), row)
                connection.exec_driver_sql("COMMIT")
            found = connection.execute(
                select(tables.meta.c.value).where(tables.meta.c.key == "schema_version")
            ).scalar_one()
        self._migrate(int(found))

    def _migrate(self, found: int) -> None:
        if found > tables.SCHEMA_VERSION:
            raise LedgerError(
                "this ledger was written by a later linkgraph",
                where=self.path.name,
                remedy="Update linkgraph to open it.",
            )
        for version in range(found, tables.SCHEMA_VERSION):
            with self.writing() as connection:
                tables.MIGRATIONS[version](connection)
                connection.execute(
                    tables.meta.update()
                    .where(tables.meta.c.key == "schema_version")
                    .values(value=str(version + 1))
                )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state throughout, whatever a writer does."""
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self, *, large: bool = False) -> Iterator[Connection]:
        """Give the one connection that may write; all of it is kept, or none.

        Args:
            large: Make ready for a change of a million rows.

        Raises:
            LedgerError: Another process is writing, the disk is full, or the file
                is damaged.
        """
        with self._translated(), self._engine.connect() as connection:
            for pragma in _FOR_LARGE_CHANGES if large else ():
                connection.exec_driver_sql(pragma)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
                    connection.exec_driver_sql("ROLLBACK")
                raise

    def erase_traces(self) -> None:
        """Rewrite the file without what was deleted, and empty its write-ahead log.

        Raises:
            LedgerError: Another process still reads the former state, so that the log
                cannot be emptied yet.
        """
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        if not self.empty_log():
            raise LedgerError(
                "withdrawn, but another process still reads the former state, whose traces"
                " stay in the write-ahead log until it ends",
                where=self.path.name,
                remedy="Close what else has the case open, then run `linkgraph case check`.",
            )

    def empty_log(self) -> bool:
        """Move the write-ahead log into the file; say whether nothing is left in it."""
        with self._translated(), self._engine.connect() as connection:
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return int(row[0]) == 0

    def check(self) -> list[str]:
        """Return what is wrong with the file; empty where it is whole."""
        with self._translated(), self._engine.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        wrong = [] if found == ["ok"] else found
        return wrong + (["rows refer to rows that are missing"] if loose else [])

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except LinkgraphError:
            raise
        except (DBAPIError, sqlite3.Error) as cause:
            raise self._told(cause) from cause

    def _told(self, cause: Exception) -> LedgerError:
        words = str(getattr(cause, "orig", cause)).lower()
        where = self.path.name
        if "locked" in words or "busy" in words:
            return LedgerError(
                "another process is writing this case",
                where=where,
                remedy="Wait until it is done, then run the command again.",
            )
        if "full" in words:
            return LedgerError(
                "the disk is full; nothing was written",
                where=where,
                remedy="Make room, then run the command again.",
            )
        if "disk i/o" in words:
            return LedgerError(
                "the disk refused; nothing was written",
                where=where,
                remedy="Check that it is there, has room and may be written to, then run the"
                " command again.",
            )
        if "readonly" in words or "unable to open" in words:
            return LedgerError(
                "the ledger may not be opened or written",
                where=where,
                remedy="Check who owns the case folder and whether it may be written.",
            )
        return LedgerError(
            "the ledger is damaged or is no ledger",
            where=where,
            remedy="Restore the file from a backup; `linkgraph case check` tells more.",
        )


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    return engine
