"""Tables of different kinds, periods and readers held against each other.

Neither of two such tables is the later word of the other, so that none binds which cells the
other shows. Safe together they are where

1. whatever both let one work out differs by nothing, or by k or more; by nothing only where
   both withhold the same cells;
2. and where one shows a cell that the other withholds, what would be left for the rest of
   these, were that cell the same in both, is k or more.

For periods that share lines this holds for sums too: of periods that share none, beside one
that holds them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

from linkgraph.period.table import Table, in_both, is_far

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Beside", "added", "beside_periods", "hold_together"]

# Periods that are summed: nobody keeps more of them that lie within one.
_MOST_SUMMED = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """What a new table is held against.

    Attributes:
        against: A table that a reader has.
        plus: What has to be added to the new one first; None for nothing.
    """

    against: Table
    plus: Table | None = None


def hold_together(table: Table, k: int, beside: Iterable[Beside]) -> bool:
    """Tell whether nothing below k can be worked out of a table and each of some others."""
    return all(
        _hold(table if one.plus is None else added(table, one.plus), one.against, k)
        for one in beside
    )


def _hold(one: Table, other: Table, k: int) -> bool:
    if None not in (one.total, other.total) and not is_far(one.total or 0, other.total or 0, k):
        return False
    known = in_both(one, other)
    return (
        all(is_far(now, then, k) and (now != then or alike) for now, then, alike in known)
        and _leaves_enough(one, other, k)
        and _leaves_enough(other, one, k)
    )


def _leaves_enough(one: Table, other: Table, k: int) -> bool:
    """Tell whether cells that the other shows leave k or more for those that only one withholds."""
    shown = {n: value for n in one.withheld if (value := other.cells.get(n)) is not None}
    if one.rest is None or not shown or shown.keys() == one.withheld:
        return True
    # That it leaves less than nothing says that the cells are not the same.
    return abs(one.rest - sum(shown.values())) >= k


def added(one: Table, other: Table) -> Table:
    """Return the sum of two tables, as far as both tell; what only one has a column for is none."""
    names = sorted({*one.cells, *other.cells})
    cells = {}
    for name in names:
        parts = [table.cells.get(name, 0) for table in (one, other)]
        cells[name] = None if None in parts else sum(part or 0 for part in parts)
    totals = (one.total, other.total)
    return Table(cells, None if None in totals else sum(total or 0 for total in totals))


def beside_periods(
    period: str, lines: Mapping[str, frozenset[int]], tables: Mapping[str, Sequence[Table]]
) -> Iterator[Beside]:
    """Yield what a table of a period is held against: tables of periods that share lines with it.

    Args:
        period: The period.
        lines: Each period to the lines that belong to it.
        tables: Each other period to the tables that a reader has of it, oldest first.

    Note:
        Sums are those of the newest tables, of three periods at most: O(p⁴) in the periods.
    """
    own = lines.get(period, frozenset())
    near = sorted(name for name in tables if name != period and lines[name] & own)
    for name in near:
        yield from (Beside(table) for table in tables[name])
    newest = {name: held[-1] for name, held in tables.items() if held and name != period}
    for held in _apart(sorted(newest), lines):
        total = reduce(added, (newest[name] for name in held))
        if len(held) > 1 and all(lines[name] & own for name in held):
            yield Beside(total)
        if all(lines[name].isdisjoint(own) for name in held):
            for name in near:
                if all(lines[one] & lines[name] for one in held):
                    yield Beside(newest[name], total)


def _apart(names: Sequence[str], lines: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, ...]]:
    """Yield some of the periods that share no line, up to as many as are summed."""
    for size in range(1, _MOST_SUMMED + 1):
        for held in combinations(names, size):
            if all(lines[a].isdisjoint(lines[b]) for a, b in combinations(held, 2)):
                yield held
