"""The gift log: what was given, received and recalled, as a chain bound to the history."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from linkgraph.ledger import tables
from linkgraph.ledger.history import add_entry, broken_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

__all__ = ["KINDS", "Gift", "Told", "add_gift", "broken_gift", "read_gifts"]

# Kind of a line of the log to the word of the history that it came with.
KINDS = {
    "given": "gave", "received": "received", "recalled": "recalled", "taken_back": "took back",
    "asked": "asked for overlap", "answered": "answered on overlap", "opened": "opened overlap",
    "noted": "noted overlap",
}  # fmt: skip
_MARK = "gift log "


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a line of the gift log says; it names nobody.

    Attributes:
        kind: A key of ``KINDS``: given, received, recalled (one's own package), taken_back
            (a partner's package, because it was recalled or has expired); asked, answered,
            opened, noted (steps of a comparison of identifiers).
        package: The package's id, or the comparison's.
        partner: The audience, or the giver.
        plan: The plan's reference.
        sources: Ids of the sources, as this case holds them.
        content: SHA-256 of the file.
        expires: Last day of the package, ISO.
    """

    kind: str
    package: str
    partner: str
    plan: str = ""
    sources: Sequence[str] = ()
    content: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """A line of the gift log.

    Attributes:
        number: From 1.
        at: When, UTC.
        who: The user.
        version: The ledger's version that it came with.
        told: What it says.
        digest: Of this line and all before it.
    """

    number: int
    at: str
    who: str
    version: int
    told: Told
    digest: str


def add_gift(connection: Connection, told: Told, *, who: str) -> int:
    """Put a line into the log and the history; return the new version."""
    said = _said(told)
    version = add_entry(
        connection,
        who=who,
        action=KINDS[told.kind],
        subject=told.package,
        reason=_MARK + _digest(said),
    )
    columns = tables.entry.c
    entry = connection.execute(
        select(columns.digest).where(columns.version == version)
    ).scalar_one()
    last = connection.execute(
        select(tables.gift.c.digest).order_by(tables.gift.c.seq.desc()).limit(1)
    ).scalar()
    row = said | {"version": version, "entry_digest": entry, "previous": last or ""}
    connection.execute(tables.gift.insert(), row | {"digest": _digest(row)})
    return version


def read_gifts(connection: Connection) -> list[Gift]:
    """Return the log, oldest first."""
    query = (
        select(tables.gift, tables.entry.c.at, tables.entry.c.who)
        .join(tables.entry, tables.entry.c.version == tables.gift.c.version, isouter=True)
        .order_by(tables.gift.c.seq)
    )
    return [
        Gift(
            number=number,
            at=row.at or "",
            who=row.who or "",
            version=row.version,
            told=_told(row),
            digest=row.digest,
        )
        for number, row in enumerate(connection.execute(query), 1)
    ]


def broken_gift(connection: Connection) -> list[str]:
    """Return the first place where the log or the history was changed; empty where none was.

    Each line must follow from the one before it and stand beside the entry of the history
    that it came with, and each such entry beside its line: so none was changed, put in,
    moved or taken out. That the newest were taken out of both is told by the digest of the
    last line, where somebody keeps it elsewhere.
    """
    broken = broken_link(connection)
    previous = ""
    entries = _entries(connection)
    rows = connection.execute(select(tables.gift).order_by(tables.gift.c.seq)).all()
    for number, row in enumerate(rows, 1):
        entry = entries[number - 1] if number <= len(entries) else None
        row_says = {name: getattr(row, name) for name in _SAID}
        chained = row_says | {
            "version": row.version, "entry_digest": row.entry_digest, "previous": row.previous
        }  # fmt: skip
        if row.seq != number or row.previous != previous or row.digest != _digest(chained):
            return [f"line {number} was changed, moved, or follows a line that is gone"]
        if entry is None or not _belong(row, row_says, entry) or broken == row.version:
            return [f"line {number} does not stand beside its entry of the history"]
        previous = row.digest
    if len(entries) > len(rows):
        return [f"line {len(rows) + 1} is gone: the history has its entry"]
    return [] if broken is None else [f"the history was changed at version {broken}"]


_SAID = ("kind", "package", "partner", "plan", "sources", "content", "expires")


def _entries(connection: Connection) -> list[Any]:
    query = (
        select(tables.entry)
        .where(tables.entry.c.action.in_(list(KINDS.values())))
        .where(tables.entry.c.reason.startswith(_MARK, autoescape=True))
        .order_by(tables.entry.c.version)
    )
    return list(connection.execute(query))


def _belong(row: Any, said: dict[str, Any], entry: Any) -> bool:
    return (row.version, row.entry_digest, KINDS.get(row.kind), row.package, _MARK + _digest(said)) == (
        entry.version, entry.digest, entry.action, entry.subject, entry.reason
    )  # fmt: skip


def _said(told: Told) -> dict[str, Any]:
    held = {name: getattr(told, name) for name in _SAID}
    return held | {"sources": json.dumps(sorted(told.sources))}


def _told(row: Any) -> Told:
    held = {name: getattr(row, name) for name in _SAID}
    try:
        sources = tuple(map(str, json.loads(row.sources)))
    except (ValueError, TypeError):
        # Somebody changed it: shown as it stands, and named by a check.
        sources = (str(row.sources),)
    return Told(**held | {"sources": sources})


def _digest(said: dict[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
