"""Who was given away before anything told that they are to be protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import minors_given, roles_in
from linkgraph.share.minors import minor_records

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from linkgraph.ledger import Gift, Ledger, Verdict

    _State: TypeAlias = tuple[tuple[int, ...], tuple[Verdict, ...]]

__all__ = ["exposing"]


def exposing(ledger: Ledger, gifts: Collection[Gift], day: dt.date) -> list[Gift]:
    """Return the packages that may tell in clear of somebody whom the case protects by now.

    When they were given nothing that the case has still told that she is a victim, a witness, an
    informant, under protection, under age, or may be such a person. Whether she lay within the
    plan's steps then is not on record, so a package counts that drew on a source which names her.

    Args:
        ledger: The truth.
        gifts: Packages given, in any order.
        day: Whoever is under eighteen on it counts.

    Returns:
        Of the packages given, those that may; in their order. O(people and roles) for each
        state of the case in which any of them was given.
    """
    if not gifts:
        return []
    now = {row.source.id: row.seq for row in ledger.sources()}
    protected = _protected(ledger, sorted(now.values()), ledger.verdicts(), day)
    found: list[Gift] = []
    known: dict[_State, frozenset[str]] = {}
    for one in gifts:
        named = _people_in(ledger, [now[source] for source in one.told.sources if source in now])
        if protected.isdisjoint(named):
            continue
        state = _state(ledger, one.version, now.values())
        if state not in known:
            known[state] = _protected(ledger, list(state[0]), list(state[1]), day)
        if not (protected - known[state]).isdisjoint(named):
            found.append(one)
    return found


def _state(ledger: Ledger, version: int, held: Collection[int]) -> _State:
    """Return what the case held at a version: sources of which it has the content still, and judgements."""
    numbers = {row.seq for row in ledger.sources(as_of=version)} & set(held)
    return tuple(sorted(numbers)), tuple(ledger.verdicts(as_of=version))


def _protected(
    ledger: Ledger, sources: list[int], judged: list[Verdict], day: dt.date
) -> frozenset[str]:
    """Return the records of people to be protected, by some sources alone."""
    clusters = make_entities(ledger, judged, sources=sources)
    roles = roles_in(ledger, judged, clusters, sources=sources)
    young = minor_records(ledger, clusters, day, sources) | minors_given(ledger, sources)
    return frozenset(roles.with_minors(young).all_hidden())


def _people_in(ledger: Ledger, sources: list[int]) -> set[str]:
    tables = ledger.tables(part="entity", names=["Person"], sources=sources)
    return {one for table in tables for one in table.frame["id"].unique()}
