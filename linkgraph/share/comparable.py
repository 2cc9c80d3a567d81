"""Which identifiers may be compared with a partner's without showing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import ReleaseError, UnknownName
from linkgraph.share.belongings import owned_things
from linkgraph.share.looking import sight_for
from linkgraph.share.sight import struck_in
from linkgraph.share.unsaid import unsaid_with_theirs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator

__all__ = ["COMPARED", "comparable", "offered"]

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
    would. So only those count that a source says which may leave for this audience, and none
    that, by what it may see, a protected person holds or uses, alone or with others, or that
    was used in a handset of such a person or stands on nobody's bookings but hers, or is of
    somebody of whom a release does not say anything either, or stands in records alone that
    speak of an informant.

    Args:
        ledger: The case's.
        audience: The partner.
        today: Overdue sources give nothing.
        kinds: Keys of ``COMPARED``.

    Raises:
        UnknownName: Identifiers of a kind are not compared.
        ReleaseError: One is of somebody whom only something withheld protects: left out it
            would tell of that, so that nothing is compared.
    """
    sight = sight_for(ledger, audience, today)
    found = offered(ledger, sight, kinds)
    if found & struck_in(ledger, sight):
        raise ReleaseError(
            "held back: the case holds of somebody whose identifiers would be compared what this"
            " partner may not see",
            remedy="`linkgraph share overlap check --to PARTNER` tells which identifiers, whose they are and which"
            " originators to ask. Or compare other kinds (--kinds); nothing was compared.",
        )
    return sorted(found)


def offered(ledger: Ledger, sight: Sight, kinds: Sequence[str]) -> set[str]:
    """Return the ids of identifiers of some kinds that an audience sees, and as nobody's whom it sees hidden.

    Raises:
        UnknownName: Identifiers of a kind are not compared.
    """
    for kind in kinds:
        if kind not in COMPARED:
            raise UnknownName.of("kind of identifier", kind, COMPARED)
    found: set[str] = set()
    for kind in kinds:
        frame = sight.told.nodes.get(COMPARED[kind])
        found.update(() if frame is None else frame["id"])
    return found - (_in_hidden_hands(sight) | unsaid_with_theirs(ledger, sight))


def _in_hidden_hands(sight: Sight) -> set[str]:
    hidden = set(sight.roles.all_hidden())
    theirs = _ends(sight, _HANDS, hidden)
    for graph in (sight.graph, sight.told):
        theirs |= owned_things(graph, hidden).keys()
    return theirs | _ends(sight, ("USED_IN",), theirs, back=True)


def _ends(sight: Sight, types: tuple[str, ...], near: set[str], *, back: bool = False) -> set[str]:
    """Return what links of some types lead to from some ends; back, where they come from."""
    columns = ("to_id", "from_id") if back else ("from_id", "to_id")
    return {
        there
        for shape, frame in sight.graph.links.items()
        if shape.type in types
        for here, there in frame.select(*columns).iter_rows()
        if here in near
    }
