"""The calendar cut where periods begin and end: what whoever knows their days can tell apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

from linkgraph.values.day_spans import first_and_last

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["Days", "joined", "stretches_of"]

# Of so many stretches all sets are looked at.
_MOST_JOINED = 6


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Which days a table counts.

    Attributes:
        period: Reference of its period, folded: what it is where its days are unknown.
        since: First day, ISO; empty where unknown.
        until: Last day, ISO; empty where unknown.
    """

    period: str
    since: str
    until: str

    @classmethod
    def of(cls, period: str, since: str, until: str) -> Days:
        """Return the days of a period as a source tells them; unknown where it tells none.

        Examples:
            >>> Days.of("jpa", "2026-03", "2026-05").until
            '2026-05-31'
            >>> Days.of("jpa", "soon", "2026-05").known
            False
        """
        try:
            first, last = first_and_last(since)[0], first_and_last(until)[1]
        except ValueError:
            return cls(period, "", "")
        return cls(period, first.isoformat(), last.isoformat())

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return bool(self.since and self.until) and self.since <= self.until

    def ends(self) -> tuple[int, int]:
        """Return the number of the first day, and of the day after the last."""
        first, last = (dt.date.fromisoformat(one).toordinal() for one in (self.since, self.until))
        return first, last + 1

    def meets(self, other: Days) -> bool:
        """Tell whether a day may be of both."""
        if self.known and other.known:
            return self.since <= other.until and other.since <= self.until
        return self.period == other.period


def stretches_of(days: Iterable[Days]) -> dict[Days, frozenset[int]]:
    """Return the stretches that each holds, numbered from 0.

    A stretch is all days that the same ones hold. One whose days are unknown, whose lines
    belong to it by its name alone, is a stretch by itself.

    Examples:
        >>> year, spring = (
        ...     Days("y", "2026-01-01", "2026-12-31"),
        ...     Days("s", "2026-03-01", "2026-05-31"),
        ... )
        >>> stretches_of([year, spring])[year] > stretches_of([year, spring])[spring]
        True
    """
    told = sorted(set(days))
    reach = {one: one.ends() for one in told if one.known}
    cuts = sorted({end for ends in reach.values() for end in ends})
    held = {
        frozenset(one for one, (first, last) in reach.items() if first <= begin and end <= last)
        for begin, end in pairwise(cuts)
    }
    parts = sorted((sorted(one) for one in held if one), key=lambda one: (one[0], len(one), one))
    parts += [[one] for one in told if not one.known]
    return {one: frozenset(n for n, of in enumerate(parts) if one in of) for one in told}


def joined(reaches: Collection[frozenset[int]]) -> list[frozenset[int]]:
    """Return sets of stretches over which few may follow from sums over some of them.

    Args:
        reaches: The stretches of each table.

    Returns:
        All sets where there are few stretches; else each stretch, and what tables and two of
        them make: what either has, both have, or one has alone.
    """
    reaches = frozenset(reaches)
    single = sorted(frozenset().union(*reaches))
    if len(single) <= _MOST_JOINED:
        sizes = range(1, len(single) + 1)
        return [frozenset(held) for size in sizes for held in combinations(single, size)]
    found = {*reaches, *(frozenset([one]) for one in single)}
    for one, other in permutations(reaches, 2):
        found |= {one | other, one & other, one - other}
    found |= {one - frozenset().union(*(reaches - {one})) for one in reaches}
    return sorted((one for one in found if one), key=sorted)
