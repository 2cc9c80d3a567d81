"""Who is who in what an audience may see, and what of that must not leave.

Inside a case every judgement counts on the records that are shown. Outside, only that two
are the same where somebody stated it with its own handling (``entity state --same-as``), in
a source that the audience may see. Nothing else that was judged leaves:

* A model's score rests on the whole case: on how rare a name is in it, on what other
  sources say of the two and of those around them. That both records may be seen does not
  make what joined them visible.
* What a person decided in review carries no handling, so the strictest holds: the own
  agency only. And the person saw everything.

So for a partner two records are one exactly where they would be, had the withheld sources
never come: the same law that holds names, counts and ids. What is to be told is stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.resolve.settled import settle
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.ledger import Ledger, SourceRow, Verdict
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.resolve.settled import Decided

__all__ = ["joined_against_a_person", "judgements_shown"]


def judgements_shown(
    ledger: Ledger, judgements: Iterable[Verdict], rows: Iterable[SourceRow], *, inside: bool
) -> list[Verdict]:
    """Return the judgements that a release rests on.

    Args:
        ledger: The truth.
        judgements: All in force.
        rows: The sources that the release takes from.
        inside: Whether it is for the case's own agency.
    """
    shown = list(rows)
    if not inside:
        ids = {row.source.id for row in shown}
        return [one for one in judgements if one.source_id in ids]
    held = list(judgements)
    if not held or len(shown) == len(ledger.sources()):
        return held
    # A record that only an overdue source has must not lend its id or name to another.
    seen: set[str] = set()
    numbers = [row.seq for row in shown]
    for table in ledger.tables(part="entity", names=load_schema().resolved_kinds, sources=numbers):
        seen.update(table.frame["id"].unique())
    return [one for one in held if one.left in seen and one.right in seen]


def joined_against_a_person(clusters: Clusters, judgements: Iterable[Decided]) -> set[str]:
    """Return entities of which a person said, or people dispute, that two records differ.

    O(judgements), however many records an entity has.
    """
    apart = {
        pair
        for pair, word in settle(judgements).items()
        if word.by_person and (word.disputed or word.verdict == "different")
    }
    entity = clusters.entity_of
    return {entity(left) for left, right in apart if entity(left) == entity(right)}
