"""Whose records may be encoded for a partner: the rules of a release, held for encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkgraph.resolve.applied import make_entities
from linkgraph.resolve.blind import BlindRecord, case_records
from linkgraph.share.guard import HIDDEN_ROLES, MINOR, Roles, minors_given, roles_in
from linkgraph.share.looking import sight_for
from linkgraph.share.minors import minor_records
from linkgraph.share.rules import sources_for
from linkgraph.share.unsaid import unsaid_in

if TYPE_CHECKING:
    import datetime as dt

    from linkgraph.ledger import Ledger
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator

__all__ = ["Going", "records_for"]

# With a reason on record these may go along; informants and protected persons never.
_WITH_REASON = {"victim", "witness", MINOR}


class Going(NamedTuple):
    """What may be encoded of a case for an audience.

    Attributes:
        records: The people, by id.
        protected: How many people of the same sources stay out.
        sources: How many of the own country's sources may leave.
        own: How many it has.
    """

    records: list[BlindRecord]
    protected: int
    sources: int
    own: int


def records_for(
    ledger: Ledger, own: Originator, audience: Originator, today: dt.date, *, reveal: bool = False
) -> Going:
    """Return the people of the own country's sources that may be encoded for an audience.

    An encoding leaves as a release does: from sources that may leave, without victims,
    witnesses, children, informants and protected persons, and without whoever may be one of them
    (judged the same or unsure, or holding the same document) in all that the case holds; nor
    whom only records name that tie them to somebody hidden. What a record says that speaks of
    an informant, or of whom it names as a hidden person's family, is not encoded either.

    Args:
        ledger: The case's.
        own: Whose case it is; its country's sources count as its own.
        audience: For whom.
        today: Overdue sources give nothing; whoever is under eighteen on it is a child.
        reveal: Let victims, witnesses and children go along, but whoever declined.
    """
    ours = [row for row in ledger.sources() if row.source.originator.country == own.country]
    going = sources_for(ours, audience, ledger.consents(), today)
    hiding = {*HIDDEN_ROLES, MINOR} - (_WITH_REASON if reveal else set())
    roles = _roles(ledger, today)
    sight = sight_for(ledger, audience, today) if roles.all_hidden() else None
    numbers = [row.seq for row in going]
    found = everybody = case_records(ledger, numbers)
    if sight and sight.left:
        found = case_records(ledger, numbers, left=sight.left)
    unsaid = _unsaid(ledger, sight) if sight else frozenset()
    kept = [
        record
        for record in found
        if not (roles.declines(record.id) or hiding & set(roles.of(record.id)))
        and record.id not in unsaid
    ]
    return Going(kept, len(everybody) - len(kept), len(going), len(ours))


def _unsaid(ledger: Ledger, sight: Sight) -> frozenset[str]:
    """Return the records of people of whom a release for an audience says nothing either."""
    return frozenset(
        record for one in unsaid_in(ledger, sight) for record in sight.clusters.members(one)
    )


def _roles(ledger: Ledger, day: dt.date) -> Roles:
    """Return the roles of people as records name them, whatever they were resolved to."""
    judged = ledger.judgements()
    clusters = make_entities(ledger, judged)
    young = minor_records(ledger, clusters, day) | minors_given(ledger)
    return roles_in(ledger, judged, clusters).with_minors(young)
