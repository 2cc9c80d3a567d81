"""What people and models decided: judgements on identity, consents to share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from linkgraph.ledger import tables
from linkgraph.ledger.history import add_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "PERSON",
    "VERDICTS",
    "Judgement",
    "add_consent",
    "read_consents",
    "revoke_consents",
]

PERSON = "person"
VERDICTS = frozenset({"same", "different", "unsure"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision that two entities are the same, different, or that nobody can say yet.

    Attributes:
        left: Entity id, the lesser of the two.
        right: Entity id.
        verdict: same, different or unsure.
        score: 0 to 1 where a model scored it.
        model: What scored it, or ``person``.
        reasons: In words; a model gives short codes.
        who: Who decided.
        source_id: The source that it was stated with; empty for none.
        at: When it was decided, UTC; empty for one that is yet to be put on record.
        version: The ledger's version that decided it; 0 for one that is yet to be.
    """

    left: str
    right: str
    verdict: str
    score: float | None
    model: str
    reasons: tuple[str, ...]
    who: str
    source_id: str = ""
    at: str = ""
    version: int = 0


def add_consent(
    connection: Connection, source_id: str, audience: str, *, who: str, reason: str
) -> int:
    """Put an originator's consent on record."""
    subject = f"{source_id} to {audience}"
    version = add_entry(connection, who=who, action="consented", subject=subject, reason=reason)
    row = {"source_id": source_id, "audience": audience, "version": version}
    connection.execute(tables.consent.insert(), row)
    return version


def read_consents(connection: Connection) -> set[tuple[str, str]]:
    """Return pairs of source id and audience with a consent in force."""
    query = select(tables.consent).where(tables.consent.c.revoked.is_(None))
    return {(row.source_id, row.audience) for row in connection.execute(query)}


def revoke_consents(
    connection: Connection, source_id: str, version: int, audience: str | None = None
) -> int:
    """End the consents for a source, for one audience or all; return how many."""
    columns = tables.consent.c
    query = update(tables.consent).where(columns.source_id == source_id, columns.revoked.is_(None))
    if audience is not None:
        query = query.where(columns.audience == audience)
    return connection.execute(query.values(revoked=version)).rowcount
