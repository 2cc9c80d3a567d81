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

import polars as pl

from linkgraph.resolve.settled import settle
from linkgraph.schema import load_schema
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow, Verdict
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.resolve.settled import Decided

__all__ = ["called_as_told", "joined_against_a_person", "judgements_shown", "once_stating"]


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


def called_as_told(
    ledger: Ledger,
    clusters: Clusters,
    rows: Sequence[SourceRow],
    left: Left | None,
) -> tuple[Clusters, frozenset[int]]:
    """Return entities under the least of their records that are told, and sources that are silent.

    That a record is the same as another tells that there is such a record, and an entity's id
    which: where nothing else that is told names it, neither leaves, as in packages.

    Args:
        ledger: The truth.
        clusters: Who is who, by what the audience may see.
        rows: The sources that it may see.
        left: Gives the rows of a table that are told; all where None.

    Returns:
        The entities, and the numbers of sources that state of such a record that it is another.
    """
    stating = once_stating(ledger, rows)
    if not stating:
        return clusters, frozenset()
    asked = pl.Series(sorted({*clusters.frame["record"]}.union(*stating.values()))).implode()
    others = [row.seq for row in rows if row.seq not in stating]
    kinds, told = load_schema().resolved_kinds, set[str]()
    for table in ledger.tables(part="entity", names=kinds, sources=others, left=left):
        told.update(table.frame.filter(pl.col("id").is_in(asked))["id"])
    silent = frozenset(seq for seq, named in stating.items() if not named <= told)
    return clusters.called_after(told), silent


def once_stating(ledger: Ledger, rows: Iterable[SourceRow]) -> dict[int, set[str]]:
    """Return the sources that were made to state that two records are one, whatever counts by now.

    What was thought better of names the two all the same.

    Args:
        ledger: The truth.
        rows: The sources to look at.

    Returns:
        Their numbers, with the records that each names.
    """
    stated = [row.seq for row in rows if is_stated(row.source.file)]
    ids: dict[int, set[str]] = {}
    if not stated:
        return ids
    for table in ledger.tables(part="entity", names=load_schema().resolved_kinds, sources=stated):
        ids.setdefault(table.source, set()).update(table.frame["id"])
    return {seq: held for seq, held in ids.items() if len(held) > 1}


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
