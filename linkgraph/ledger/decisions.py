"""What people and models decided: judgements on identity, consents to share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from linkgraph.errors import InputError
from linkgraph.ledger import tables
from linkgraph.ledger.history import add_entry

if TYPE_CHECKING:
    from collections.abc import Container

    from sqlalchemy import Connection

__all__ = [
    "Judgement",
    "add_consent",
    "add_judgement",
    "erase_judgements",
    "read_consents",
    "read_judgements",
    "revoke_consents",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision that two entities are the same, different, or that nobody can say yet.

    Attributes:
        left: Entity id, the lesser of the two.
        right: Entity id.
        verdict: same, different or unsure.
        score: 0 to 1 where a model scored it.
        model: What scored it, or ``person``.
        reasons: In words.
        who: Who decided.
        source_id: The source that it was stated with; empty for none.
    """

    left: str
    right: str
    verdict: str
    score: float | None
    model: str
    reasons: tuple[str, ...]
    who: str
    source_id: str = ""


def add_judgement(connection: Connection, made: Judgement) -> int:
    """Put a judgement on record; it supersedes an earlier one of the two.

    Raises:
        InputError: The verdict is none, or both are one.
    """
    if made.verdict not in {"same", "different", "unsure"}:
        raise InputError("a judgement is same, different or unsure")
    if made.left == made.right:
        raise InputError("an entity is not judged against itself")
    columns = tables.judgement.c
    version = add_entry(connection, who=made.who, action="judged", subject=made.verdict)
    connection.execute(
        update(tables.judgement)
        .where(columns.left_id == made.left, columns.right_id == made.right)
        .where(columns.superseded.is_(None))
        .values(superseded=version)
    )
    at = connection.execute(
        select(tables.entry.c.at).where(tables.entry.c.version == version)
    ).scalar_one()
    row = {
        "left_id": made.left,
        "right_id": made.right,
        "verdict": made.verdict,
        "score": made.score,
        "model": made.model,
        "reasons": json.dumps(list(made.reasons)),
        "who": made.who,
        "at": at,
        "version": version,
        "source_id": made.source_id or None,
    }
    connection.execute(tables.judgement.insert(), row)
    return version


def read_judgements(connection: Connection) -> list[Judgement]:
    """Return the judgements in force, oldest first."""
    query = select(tables.judgement).where(tables.judgement.c.superseded.is_(None))
    return [
        Judgement(
            row.left_id, row.right_id, row.verdict, row.score, row.model,
            tuple(json.loads(row.reasons)), row.who, row.source_id or "",
        )
        for row in connection.execute(query.order_by(tables.judgement.c.seq))
    ]  # fmt: skip


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


def erase_judgements(connection: Connection, source_id: str, known: Container[str]) -> None:
    """Erase the judgements that came with a source, or that speak of what is no longer there.

    A judgement that an erased one had superseded is in force again.

    Args:
        connection: Of a ledger, within a transaction.
        source_id: The source that is withdrawn.
        known: Ids of the entities that some source still states.
    """
    columns = tables.judgement.c
    for row in connection.execute(select(tables.judgement)).all():
        if row.source_id == source_id or row.left_id not in known or row.right_id not in known:
            connection.execute(
                update(tables.judgement)
                .where(columns.superseded == row.version)
                .values(superseded=row.superseded)
            )
            connection.execute(delete(tables.judgement).where(columns.seq == row.seq))
