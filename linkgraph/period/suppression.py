"""Which figures on victims may leave, so that none below k can be worked out.

The rule, for a table of one kind of outcome with a total and a cell for each country:

1. A cell below k is withheld, zeros among them (*primary*). A zero names nobody, but it tells
   that nobody was found there, and where the few of a small sum are not.
2. Where a total is given, at least two cells are withheld or none, and what the total leaves
   for them is k or more (*complementary*): what follows by subtraction is no small cell either.
   It is also so little that each of them may be none, by whoever knows that the least cells
   are withheld first: of 10, 9 and 9 beside 28 the two would else be known.
   Where nothing is withheld, cells may exceed the total by nothing, or by k or more: by how
   much is how many victims belong to two countries.
3. Against each table of the same period that the same reader has: a cell once given stays
   given beside a total; and whatever both tables let one work out, the total among it, differs
   by nothing, or by k or more. By nothing only where both withhold the same cells, else one
   table would fill the gaps of the other.
4. Where no table does that, the reader keeps the figures that it has; with none, it gets none.

Sources:
    Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de Wolf,
    "Statistical Disclosure Control", Wiley 2012, chapters 4 and 5: thresholds, primary and
    complementary suppression, linked tables. Denning, "Cryptography and Data Security",
    Addison-Wesley 1982, chapter 6: what differences of statistics give away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["HELD", "LEAST_CELL", "WITHHELD", "Table", "check_least", "is_safe", "table_to_give"]

LEAST_CELL = 10
HELD = "held at what was given before: what changed since is too few to tell"
WITHHELD = "withheld: too few, or too few more than was given before"
_LEAST_K = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one kind of outcome, as given.

    Attributes:
        cells: Country to its figure, None where it is withheld.
        total: The total; None where it is withheld.
        why: Why it is not what stands on record now; empty where it is.
    """

    cells: Mapping[str, int | None]
    total: int | None
    why: str = ""

    @property
    def withheld(self) -> frozenset[str]:
        """Countries whose cell is withheld."""
        return frozenset(name for name, value in self.cells.items() if value is None)

    @property
    def rest(self) -> int | None:
        """What the total leaves for the withheld cells; None where it is withheld too."""
        if self.total is None:
            return None
        return self.total - sum(value for value in self.cells.values() if value is not None)

    def same_figures(self, other: Table) -> bool:
        """Tell whether both give the same."""
        return (dict(self.cells), self.total) == (dict(other.cells), other.total)


def check_least(k: int) -> int:
    """Return k, where it is one that protects.

    Raises:
        InputError: It is below 3: of two, each would know of the other.
    """
    if k < _LEAST_K:
        raise InputError(f"cells below {_LEAST_K} protect nobody", remedy="Give a higher --k.")
    return k


def table_to_give(
    total: int, cells: Mapping[str, int], k: int, former: Sequence[Table] = ()
) -> Table:
    """Return what may be given of a table.

    Args:
        total: How many there are, 0 or more.
        cells: The same by country; a joint outcome counts in each of its countries.
        k: Least cell that may be given, at least 3.
        former: What the same reader has of the same period, oldest first.

    Returns:
        A table that is safe beside all former ones, or the newest of them again. The same
        figures asked for again give the same table.
    """
    for one in reversed(former):
        # What a reader has already, and still holds, tells nothing new.
        if _still_true(one, total, cells, k):
            return Table(one.cells, one.total)
    last = former[-1] if former else None
    for made in _candidates(total, cells, last, k) if total >= k else ():
        if is_safe(made, k, former):
            return made
    kept = last is not None and last.total is not None and not _is_too_small(last, total, cells, k)
    if last is not None and kept:
        return Table(last.cells, last.total, HELD)
    for made in _candidates(None, cells, last, k):
        if is_safe(made, k, former):
            return made
    return Table(dict.fromkeys(cells), None, WITHHELD)


def is_safe(table: Table, k: int, former: Iterable[Table] = ()) -> bool:
    """Tell whether nothing below k can be worked out of a table and the former ones.

    Only what they give is looked at, as a reader would.
    """
    return _is_safe_alone(table, k) and all(_is_safe_beside(table, one, k) for one in former)


def _still_true(last: Table, total: int, cells: Mapping[str, int], k: int) -> bool:
    if last.cells.keys() != cells.keys() or last.total not in {None, total}:
        return False
    small = any(value < k for name, value in cells.items() if last.cells[name] is not None)
    given = all(value in {None, cells[name]} for name, value in last.cells.items())
    return given and not small and (last.total is not None or total < k)


def _is_too_small(last: Table, total: int, cells: Mapping[str, int], k: int) -> bool:
    """Tell whether what was given has since fallen below k: it is then not said again."""
    gone = any(cells.get(name, 0) < k for name, value in last.cells.items() if value is not None)
    return gone or (last.total is not None and total < k)


def _candidates(
    total: int | None, cells: Mapping[str, int], last: Table | None, k: int
) -> Iterator[Table]:
    """Yield tables that show less and less, each beginning with the cells that must be withheld."""
    small = {name for name, value in cells.items() if value < k}
    starts = [small] if last is None else [small, small | (last.withheld & cells.keys())]
    for start in starts:
        hidden = set(start)
        rest = sorted(cells.keys() - hidden, key=lambda name: (cells[name], name))
        for name in [*rest, None]:
            yield Table({one: None if one in hidden else cells[one] for one in cells}, total)
            hidden |= {name} if name is not None else set()


def _is_safe_alone(table: Table, k: int) -> bool:
    given = [value for value in (table.total, *table.cells.values()) if value is not None]
    if any(value < k for value in given):
        return False
    rest = table.rest
    if rest is None or not table.cells:
        return True
    if not table.withheld:
        return rest == 0 or -rest >= k
    return len(table.withheld) > 1 and k <= rest <= _most_unknown(table)


def _most_unknown(table: Table) -> float:
    """Return how much the withheld cells may sum to, so that each of them may still be none.

    Cells are withheld from the least on: whoever knows that knows that none of them is more
    than the least that is given.
    """
    given = [value for value in table.cells.values() if value is not None]
    return (len(table.withheld) - 1) * min(given, default=math.inf)


def _is_safe_beside(table: Table, former: Table, k: int) -> bool:
    if former.total is None and all(value is None for value in former.cells.values()):
        return True
    both = table.total is not None and former.total is not None
    if both and not _far(table.total or 0, former.total or 0, k):
        return False
    if both and not table.withheld <= former.withheld | (table.cells.keys() - former.cells.keys()):
        return False
    return all(
        _far(now, then, k) and (now != then or alike)
        for now, then, alike in _in_both(table, former)
    )


def _far(one: int, other: int, k: int) -> bool:
    return one == other or abs(one - other) >= k


def _in_both(table: Table, former: Table) -> Iterator[tuple[int, int, bool]]:
    """Yield what both let one work out for the same countries, and whether by the same cells.

    That is each cell that both give, and sums over the least sets of countries that neither
    splits: a table gives its withheld cells only as one sum, what its total leaves.
    """
    names = sorted({*table.cells, *former.cells})
    tables = [_Known.of(table, names), _Known.of(former, names)]
    for part in _parts(names, tables):
        if all(part <= one.known for one in tables):
            now, then = (one.sum_of(part) for one in tables)
            alike = tables[0].together & part == tables[1].together & part
            yield now, then, alike


@dataclass(frozen=True, slots=True)
class _Known:
    """What one table lets a reader work out: cells one by one, the withheld ones together."""

    alone: Mapping[str, int]
    together: frozenset[str]
    rest: int | None

    @classmethod
    def of(cls, table: Table, names: Iterable[str]) -> _Known:
        alone = {name: value for name, value in table.cells.items() if value is not None}
        missing = frozenset(names) - table.cells.keys()
        if not table.withheld:
            # A country without a column had nothing to tell.
            return cls(alone | dict.fromkeys(missing, 0), frozenset(), None)
        return cls(alone, table.withheld | missing, table.rest)

    @property
    def known(self) -> frozenset[str]:
        """Countries of which something follows, by themselves or together."""
        return frozenset(self.alone) | (self.together if self.rest is not None else frozenset())

    def sum_of(self, part: frozenset[str]) -> int:
        """Return the sum over some countries: all that are withheld together, or none of them."""
        whole = sum(self.alone[name] for name in part - self.together)
        return whole + (self.rest or 0 if part & self.together else 0)


def _parts(names: Sequence[str], tables: Sequence[_Known]) -> list[frozenset[str]]:
    """Return the least sets of countries that no table's withheld cells reach out of."""
    part = {name: name for name in names}
    for one in tables:
        for left, right in pairwise(sorted(one.together)):
            keep, drop = part[left], part[right]
            part = {name: keep if of == drop else of for name, of in part.items()}
    found: dict[str, set[str]] = {}
    for name, of in part.items():
        found.setdefault(of, set()).add(name)
    return [frozenset(held) for held in found.values()]
