"""All figures on victims that some tables allow, by place in time and country, in whole numbers.

A table counts over some *parts*: stretches of days, or what came to these between two reports.
Unknown is, for each part, how many victims each country has and, where victims may belong to
several countries, how many there are in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.mip import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from linkgraph.period.table import Table

    Whole = NDArray[np.int64]

__all__ = ["Claim", "Work", "Worlds", "few_follow"]

# All sets of so many countries are looked at; of more, each, all, and those withheld together.
_MOST_GROUPED = 4
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A table with what it counts.

    Attributes:
        table: The figures.
        parts: Numbers of the parts that it sums.
    """

    table: Table
    parts: frozenset[int]


@dataclass(slots=True)
class Work:
    """How many systems may still be solved: a bound that is the same on every machine."""

    left: int
    unsure: bool = False

    def spend(self) -> bool:
        """Take one; tell whether there was one."""
        self.left -= 1
        self.unsure |= self.left < 0
        return self.left >= 0


class Worlds:
    """What may stand on record, by some tables.

    Args:
        claims: The tables.
        parts: How many parts there are.
        countries: All columns of all tables.
        joint: Whether a victim may belong to several countries.
        work: What solving is taken from.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        parts: int,
        countries: Sequence[str],
        work: Work,
        *,
        joint: bool,
    ) -> None:
        self.claims, self.parts, self.countries, self.joint = claims, parts, countries, joint
        self.work = work
        self.wide = parts * (len(countries) + joint)
        told = [equation for one in claims for equation in self._equations(one)]
        self._rows = np.array([row for row, _ in told], dtype=np.int64).reshape(-1, self.wide)
        self._values = np.array([value for _, value in told], dtype=np.int64)
        self._least = self._of_joint()
        # Where each row has what, once for all that is solved.
        self._sparse = [(np.flatnonzero(one), one) for one in (*self._rows, *self._least)]
        # No figure that counts towards a table exceeds it; what none counts need not be large.
        self._top = int(self._values.sum()) + 1

    def row(self, parts: Iterable[int], countries: Iterable[str]) -> Whole:
        """Return the sum over some parts and countries, as a row over what is unknown."""
        made = np.zeros(self.wide, dtype=np.int64)
        at = np.array([self.countries.index(one) for one in countries], dtype=np.int64)
        begins = np.array([*parts], dtype=np.int64) * len(self.countries)
        made[(begins[:, None] + at).ravel()] = 1
        return made

    def total(self, parts: Iterable[int]) -> Whole:
        """Return how many victims some parts hold, each once."""
        if not self.joint:
            return self.row(parts, self.countries)
        made = np.zeros(self.wide, dtype=np.int64)
        made[[self.parts * len(self.countries) + part for part in parts]] = 1
        return made

    def find(self, row: Whole | None = None, low: int = 0, high: int | None = None) -> Whole | None:
        """Return figures by which a sum lies within bounds; None where there are none.

        Where the work is spent, or the solver proves neither, ``work.unsure`` is set.
        """
        if not self.work.spend():
            return None
        model = Model()
        model.add(np.zeros(self.wide), top=float(self._top + low), whole=True)
        highs = [*map(float, self._values), *[np.inf] * len(self._least)]
        lows = [*map(float, self._values), *[0.0] * len(self._least)]
        for (columns, values), least, most in zip(self._sparse, lows, highs, strict=True):
            _add(model, columns, values, least, most)
        if row is not None:
            most = np.inf if high is None else float(high)
            _add(model, np.flatnonzero(row), row, float(low), most)
        solved = model.solve(_SECONDS)
        if solved.values is None:
            self.work.unsure |= not solved.infeasible
            return None
        found = np.rint(solved.values).astype(np.int64)
        if not self._allows(found):
            self.work.unsure = True
            return None
        return found

    def _allows(self, found: Whole) -> bool:
        # The solver reckons in floating point: what it finds is held against the tables exactly.
        told = bool((self._rows @ found == self._values).all()) and bool((found >= 0).all())
        return told and bool((self._least @ found >= 0).all())

    def _equations(self, one: Claim) -> Iterator[tuple[Whole, int]]:
        for name in self.countries:
            # A country without a column had nothing to tell.
            value = one.table.cells.get(name, None if one.table.withheld else 0)
            if value is not None and (name in one.table.cells or one.table.total is not None):
                yield self.row(one.parts, [name]), value
        if one.table.total is not None:
            yield self.total(one.parts), one.table.total

    def _of_joint(self) -> Whole:
        """Return rows that are 0 or more: in each part no country has more than all, nor all less."""
        rows = []
        for part in range(self.parts if self.joint else 0):
            whole = self.total([part])
            rows += [whole - self.row([part], [name]) for name in self.countries]
            rows.append(self.row([part], self.countries) - whole)
        return np.array(rows, dtype=np.int64).reshape(-1, self.wide)


def _add(model: Model, columns: NDArray[np.intp], row: Whole, low: float, high: float) -> None:
    if len(columns):
        model.row(columns, row[columns].astype(float), low, high)


def few_follow(new: Worlds, old: Worlds, unions: Sequence[frozenset[int]], k: int) -> bool:
    """Tell whether by some tables a sum is sure to be more than none, and below k.

    Args:
        new: By all tables.
        old: By those that are held already: what follows of these alone is no news.
        unions: Sets of parts over which is summed.
        k: Least figure that may be told.

    Returns:
        True also where the work is spent before it is sure.

    Note:
        Each set of figures that is found speaks for all sums that are none, or k or more, in it.
    """
    rows = _sums(new, unions)
    waiting = np.ones(len(rows), dtype=bool)
    while waiting.any():
        at = int(np.argmax(waiting))
        found = _harmless(new, rows[at], k)
        if found is None:
            if new.work.unsure or _says_more(new, old, rows[at], k):
                return True
            waiting[at] = False
        else:
            values = rows @ found
            waiting &= (values > 0) & (values < k)
    return new.work.unsure


def _harmless(worlds: Worlds, row: Whole, k: int) -> Whole | None:
    none = worlds.find(row, high=0)
    return worlds.find(row, low=k) if none is None else none


def _says_more(new: Worlds, old: Worlds, row: Whole, k: int) -> bool:
    if _harmless(old, row, k) is not None:
        return True
    return any(
        (new.find(row, low=value, high=value) is None)
        != (old.find(row, low=value, high=value) is None)
        for value in range(1, k)
    )


def _sums(worlds: Worlds, unions: Sequence[frozenset[int]]) -> Whole:
    """Return as rows, for each set of parts, all that it holds and the sum of each group."""
    groups = [[one] for one in worlds.countries] if worlds.joint else list(_groups(worlds))
    within = np.array(
        [[part in held for part in range(worlds.parts)] for held in unions], dtype=bool
    )
    of = np.array([[name in held for name in worlds.countries] for held in groups], dtype=bool)
    each = (
        within[:, None, :, None] & of.reshape(len(groups), len(worlds.countries))[None, :, None, :]
    )
    rows = np.zeros((len(unions), 1 + len(groups) + worlds.joint, worlds.wide), dtype=np.int64)
    rows[:, 1 : 1 + len(groups), : worlds.parts * len(worlds.countries)] = each.reshape(
        len(unions), len(groups), worlds.parts * len(worlds.countries)
    )
    for at, parts in enumerate(unions):
        rows[at, 0] = worlds.total(parts)
        if worlds.joint:
            # How many belong to two countries.
            rows[at, -1] = worlds.row(parts, worlds.countries) - rows[at, 0]
    return rows.reshape(-1, worlds.wide)


def _groups(worlds: Worlds) -> Iterator[tuple[str, ...]]:
    names = worlds.countries
    sizes = range(1, len(names) if len(names) <= _MOST_GROUPED else 2)
    yield from (held for size in sizes for held in combinations(names, size))
    if len(names) > _MOST_GROUPED:
        withheld = {one.table.withheld for one in worlds.claims}
        apart = {a - b for a in withheld for b in withheld} | withheld
        apart |= {a & b for a in withheld for b in withheld}
        yield from sorted(tuple(sorted(one)) for one in apart if len(one) > 1)
