"""Which of two words is the later one: never what somebody gave in another agency's name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.ledger import Ledger, SourceRow

__all__ = ["Standing", "passed_on_by_others", "standings"]


class Standing(NamedTuple):
    """How a source's word stands beside others; the greater one holds.

    Attributes:
        own: Whether nobody but its originator gave it.
        place: Its place in the order in which they were said.
    """

    own: bool
    place: int


def passed_on_by_others(ledger: Ledger, rows: Iterable[SourceRow]) -> frozenset[int]:
    """Return the numbers of sources that somebody gave who is not their originator.

    Such a source may hold anything in its originator's name, so that it is never a later
    word than what the case has of that originator otherwise.
    """
    givers = ledger.givers()
    return frozenset(
        row.seq
        for row in rows
        if row.source.id in givers and givers[row.source.id][0] != str(row.source.originator)
    )


def standings(ledger: Ledger, rows: Sequence[SourceRow]) -> dict[int, Standing]:
    """Return by number of a source how its word stands.

    Sources stand in the order they came. Of those that one agency gave in packages the places
    are dealt out in the order in which it made these: one that was held up on its way is no
    later word.
    """
    givers, made = ledger.givers(), {one.package: one.made for one in ledger.received()}
    others = passed_on_by_others(ledger, rows)
    given: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        if row.source.id in givers:
            given[givers[row.source.id][0]].append(row)
    place = {row.seq: row.seq for row in rows}
    for held in given.values():
        ordered = sorted(held, key=lambda row: (made.get(givers[row.source.id][1], ""), row.seq))
        places = sorted(row.seq for row in held)
        place |= dict(zip((row.seq for row in ordered), places, strict=True))
    return {row.seq: Standing(row.seq not in others, place[row.seq]) for row in rows}
