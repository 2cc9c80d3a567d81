"""Which identifiers may be compared with a partner's without showing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import UnknownName
from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import roles_in
from linkgraph.share.sight import sight_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.statements import Originator

__all__ = ["COMPARED", "comparable"]

# What people call them, to kinds whose ids come from the value itself, alike in every case.
COMPARED = {"phones": "Phone", "documents": "IdentityDocument", "accounts": "BankAccount"}
_HANDS = ("HOLDS", "USES")


def comparable(
    ledger: Ledger,
    audience: Originator,
    today: dt.date,
    kinds: Sequence[str] = tuple(COMPARED),
) -> list[str]:
    """Return the ids of identifiers that an audience may learn to be held in common, sorted.

    A hit tells the partner that this case holds the identifier, and no less than a release
    would. So only those count that a source says which may leave for this audience; and none
    that a protected person, or whoever may be one, holds or uses, alone or with others, by
    anything that the case holds.

    Args:
        ledger: The case's.
        audience: The partner.
        today: Overdue sources give nothing.
        kinds: Keys of ``COMPARED``.

    Raises:
        UnknownName: Identifiers of a kind are not compared.
    """
    for kind in kinds:
        if kind not in COMPARED:
            raise UnknownName.of("kind of identifier", kind, COMPARED)
    seen = sight_for(ledger, audience, today).graph.nodes
    found: set[str] = set()
    for kind in kinds:
        frame = seen.get(COMPARED[kind])
        found.update(() if frame is None else frame["id"])
    return sorted(found - _in_protected_hands(ledger))


def _in_protected_hands(ledger: Ledger) -> set[str]:
    judged = ledger.verdicts()
    hidden = set(roles_in(ledger, judged, make_entities(ledger, judged)).all_hidden())
    held: set[str] = set()
    for table in ledger.tables(part="link", names=list(_HANDS)):
        for holder, thing in table.frame.select("from_id", "to_id").unique().iter_rows():
            if holder in hidden:
                held.add(thing)
    return held
