"""What was done to a case, by whom and why: a chain of digests without content."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from linkgraph.ledger import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Entry", "add_entry", "broken_link", "current_version", "read_history"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done.

    Attributes:
        version: The ledger's version from then on.
        at: When, UTC.
        who: The user named by the system or on the command line.
        action: created, imported, withdrew, stated, judged, ...
        subject: The id of what it was done to; never a name.
        reason: Why, as given; empty where none was asked for.
    """

    version: int
    at: str
    who: str
    action: str
    subject: str
    reason: str


def current_version(connection: Connection) -> int:
    """Return the ledger's version: 0 before anything was done."""
    return connection.execute(select(func.max(tables.entry.c.version))).scalar() or 0


def add_entry(
    connection: Connection, *, who: str, action: str, subject: str = "", reason: str = ""
) -> int:
    """Put one thing done on record; return the new version."""
    last = connection.execute(
        select(tables.entry.c.version, tables.entry.c.digest)
        .order_by(tables.entry.c.version.desc())
        .limit(1)
    ).first()
    previous = last.digest if last else ""
    row = {
        "version": (last.version if last else 0) + 1,
        "at": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "who": who,
        "action": action,
        "subject": subject,
        "reason": reason,
        "previous": previous,
    }
    connection.execute(tables.entry.insert(), row | {"digest": _digest(row)})
    return int(str(row["version"]))


def _digest(row: dict[str, object]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_history(connection: Connection) -> list[Entry]:
    """Return all that was done, oldest first."""
    rows = connection.execute(select(tables.entry).order_by(tables.entry.c.version))
    return [Entry(r.version, r.at, r.who, r.action, r.subject, r.reason) for r in rows]


def broken_link(connection: Connection) -> int | None:
    """Return the first version whose entry was changed after the fact; None where none was."""
    previous = ""
    for row in connection.execute(select(tables.entry).order_by(tables.entry.c.version)):
        held = {
            c: getattr(row, c)
            for c in ("version", "at", "who", "action", "subject", "reason", "previous")
        }
        if row.previous != previous or row.digest != _digest(held):
            return int(row.version)
        previous = row.digest
    return None
