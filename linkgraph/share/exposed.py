"""Who was given away before anything told that they are to be protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import minors_given, roles_in
from linkgraph.share.minors import minor_records

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from linkgraph.ledger import Gift, Ledger, SourceRow, Verdict

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
        Of the packages given, those that may; in their order. O(people and roles) a package.
    """
    if not gifts:
        return []
    now = {row.source.id: row.seq for row in ledger.sources()}
    protected = _protected(ledger, sorted(now.values()), ledger.verdicts(), day)
    found = []
    for one in gifts:
        named = _people_in(ledger, [now[source] for source in one.told.sources if source in now])
        if not protected.isdisjoint(named):
            then = _numbers(ledger.sources(as_of=one.version), now.values())
            known = _protected(ledger, then, ledger.verdicts(as_of=one.version), day)
            if not (protected - known).isdisjoint(named):
                found.append(one)
    return found


def _numbers(rows: Collection[SourceRow], held: Collection[int]) -> list[int]:
    """Return the numbers of sources of which the case has the content still."""
    return sorted({row.seq for row in rows} & set(held))


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
