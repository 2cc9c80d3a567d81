"""Whether a table lets few victims be worked out beside all that its reader has already.

The rules of ``suppression.py`` and ``beside.py`` look at two tables, or at a few that add up.
Here all tables of one reader are solved together, in whole numbers. A reader knows the days of
each period, and no line: so these cut the calendar into stretches, each table sums some of
them, and the victims of each stretch and country are unknown. What a reader may take for
granted beside that is tried too, wherever the tables allow it:

1. nobody belongs to two countries; or somebody may;
2. nothing has changed since the older tables, those that speak against it left out;
3. what stood on record was only added to since: then also what came between two reports;
4. whoever was assisted had been identified, or the other way round: nothing else follows from
   one kind to the other.

Few follow where a sum over stretches and countries is sure to be more than none, and below k.

Source:
    Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de Wolf,
    "Statistical Disclosure Control", Wiley 2012, chapter 4: disclosure audit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import TYPE_CHECKING

from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.stretches import Days, joined, stretches_of
from linkgraph.period.worlds import Claim, Work, Worlds, few_follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkgraph.period.table import Table

__all__ = ["Audit", "HeldTable", "most_work"]

_MOST_STRETCHES = 16
_MOST_TABLES = 48
# Reports between which additions are told apart, counted from the newest.
_MOST_MOMENTS = 4
_MOST_SOLVED = 6_000


def most_work() -> Work:
    """Return as much as is solved before a table is given."""
    return Work(_MOST_SOLVED)


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table that a reader has.

    Attributes:
        kind: Of which kind of outcome.
        days: Which days it counts.
        table: Its figures.
    """

    kind: str
    days: Days
    table: Table


@dataclass(frozen=True, slots=True)
class _Layered:
    """A table on some stretches, and how many layers of these it counts, one at least."""

    table: Table
    stretches: frozenset[int]
    layers: int = 1

    def claim(self, stretches: int) -> Claim:
        parts = {n * stretches + one for n in range(self.layers) for one in self.stretches}
        return Claim(self.table, frozenset(parts))


@dataclass(frozen=True, slots=True)
class Audit:
    """What a new table is held against.

    Attributes:
        kind: Of which kind the new table is.
        days: Which days it counts.
        held: What its reader has of any kind and days, oldest first.
        work: What solving is taken from; several readers of one table may share it.
    """

    kind: str
    days: Days
    held: tuple[HeldTable, ...]
    work: Work = field(default_factory=most_work, compare=False, repr=False)

    @property
    def is_too_large(self) -> bool:
        """Tell whether there is more to solve than is solved: no table is allowed then."""
        of = self._told(None)
        stretches = {n for one in of for n in stretches_of([o.days for o in of])[one.days]}
        return len(of) > _MOST_TABLES or len(stretches) > _MOST_STRETCHES or self.work.unsure

    def and_held(self, kind: str, table: Table) -> Audit:
        """Return it with a table of another kind that the reader gets on the same days."""
        return replace(self, held=(*self.held, HeldTable(kind, self.days, table)))

    def allows(self, table: Table, k: int) -> bool:
        """Tell whether few victims do not follow from a table and all that is held.

        Args:
            table: The new one.
            k: Least figure that may be told.

        Returns:
            False also where there is more to solve than is solved.

        Note:
            O(solved systems), of which there are at most some thousands in all, each with a
            variable a stretch, country and layer.
        """
        told = self._told(table)
        if len(told) < 2 or not _gives(table):  # noqa: PLR2004 - one beside it at least
            return True
        if self.is_too_large:
            return False
        on = stretches_of([one.days for one in told])
        layered = [_Layered(one.table, on[one.days]) for one in told if one.kind == self.kind]
        of = {kind: [one for one in told if one.kind == kind] for kind in VICTIMS}
        tried = [layered] if len(layered) > 1 else []
        if all(of.values()):
            tried += [
                [_Layered(one.table, on[one.days], order.index(one.kind) + 1) for one in told]
                for order in permutations(VICTIMS)
            ]
        return not any(self._few_follow(some, k) for some in tried) and not self._few_came(
            layered, k
        )

    def _told(self, table: Table | None) -> list[HeldTable]:
        """Return the tables that hang together with the new one by days, it as the last."""
        seen: dict[tuple[object, ...], HeldTable] = {}
        for one in self.held:
            if _gives(one.table) and one.kind in VICTIMS:
                figures = (tuple(sorted(one.table.cells.items())), one.table.total)
                # The newest of equal ones: it says that nothing changed till then.
                seen.pop((one.kind, one.days, figures), None)
                seen[one.kind, one.days, figures] = one
        near, rest, grown = {self.days}, {one.days for one in seen.values()}, True
        while grown:
            more = {one for one in rest - near if any(one.meets(other) for other in near)}
            near, grown = near | more, bool(more)
        told = [one for one in seen.values() if one.days in near]
        return [*told, HeldTable(self.kind, self.days, table)] if table is not None else told

    def _few_follow(self, tables: Sequence[_Layered], k: int) -> bool:
        """Tell whether few follow where nothing has changed since the older ones."""
        whole = False
        for joint in (False, True):
            if whole:
                # What allows more figures lets less follow.
                break
            kept = self._consistent(tables, joint=joint)
            whole = len(kept) == len(tables)
            if len(kept) > 1 and self._solves(kept, k, joint=joint):
                return True
        return False

    def _few_came(self, tables: Sequence[_Layered], k: int) -> bool:
        """Tell whether few follow of what came between two reports."""
        for joint in (False, True):
            tried = set()
            for moments in self._moments(tables, joint=joint):
                layered = self._grown(moments, joint=joint)
                shape = tuple(one.layers for one in layered)
                if len(set(shape)) > 1 and shape not in tried:
                    tried.add(shape)
                    if self._solves(layered, k, joint=joint):
                        return True
        return False

    def _moments(
        self, tables: Sequence[_Layered], *, joint: bool
    ) -> Iterator[list[Sequence[_Layered]]]:
        """Yield ways in which tables may be of few moments, those of each true at once."""
        yield from ([tables[:at], tables[at:]] for at in range(1, len(tables)))
        forward: list[list[_Layered]] = [[]]
        for one in tables:
            if self._worlds([*forward[-1], one], joint=joint).find() is None:
                forward.append([])
            forward[-1].append(one)
        yield [held for held in forward[-_MOST_MOMENTS:] if held]
        backward: list[list[_Layered]] = [[]]
        for one in reversed(tables):
            if self._worlds([one, *backward[0]], joint=joint).find() is None:
                backward.insert(0, [])
            backward[0].insert(0, one)
        yield [held for held in backward[-_MOST_MOMENTS:] if held]

    def _grown(self, moments: Sequence[Sequence[_Layered]], *, joint: bool) -> list[_Layered]:
        """Return the tables of the newest moments between which nothing was taken back."""
        for first in range(len(moments)):
            some = enumerate(moments[first:], 1)
            layered = [replace(one, layers=n) for n, held in some for one in held]
            if self._worlds(layered, joint=joint).find() is not None:
                return layered
        return []

    def _consistent(self, tables: Sequence[_Layered], *, joint: bool) -> list[_Layered]:
        """Return the tables, newest first, that can be true at once; the new one among them."""
        if self._worlds(tables, joint=joint).find() is not None:
            return list(tables)
        kept: list[_Layered] = []
        for one in reversed(tables):
            if self._worlds([one, *kept], joint=joint).find() is not None:
                kept.insert(0, one)
            elif not kept:
                break
        return kept

    def _solves(self, tables: Sequence[_Layered], k: int, *, joint: bool) -> bool:
        new = self._worlds(tables, joint=joint)
        claims = [*new.claims[:-1]]
        old = Worlds(claims, new.parts, new.countries, self.work, joint=joint)
        return few_follow(new, old, _unions(tables), k)

    def _worlds(self, tables: Sequence[_Layered], *, joint: bool) -> Worlds:
        stretches = 1 + max(n for one in tables for n in one.stretches)
        layers = max(one.layers for one in tables)
        countries = sorted({name for one in tables for name in one.table.cells})
        claims = [one.claim(stretches) for one in tables]
        return Worlds(claims, layers * stretches, countries, self.work, joint=joint)


def _gives(table: Table) -> bool:
    # Of no country: what is left to the only one, which takes its own out.
    given = (table.total, *table.cells.values())
    return bool(table.cells) and any(value is not None for value in given)


def _unions(tables: Sequence[_Layered]) -> list[frozenset[int]]:
    """Return the sets of parts over which few may follow.

    They are those of all layers between two, and what one table has and another has not.
    """
    stretches = 1 + max(n for one in tables for n in one.stretches)
    layers = max(one.layers for one in tables)
    between = [
        frozenset(n * stretches + one for n in range(begin, end) for one in held)
        for begin in range(layers)
        for end in range(begin + 1, layers + 1)
        for held in joined({one.stretches for one in tables})
    ]
    apart = joined({one.claim(stretches).parts for one in tables}) if layers > 1 else []
    return list(dict.fromkeys([*between, *apart]))
