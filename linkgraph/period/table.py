"""A table of figures as given, and what two of them let a reader work out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Part", "Table", "in_both", "is_far"]


@dataclass(frozen=True, slots=True)
class Part:
    """In how many of a table's outcomes a country has a part, which it knows by itself.

    Attributes:
        total: How many it has a part in.
        shared: Other country to in how many of these that has a part too; none where left out.
    """

    total: int = 0
    shared: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one kind of outcome, as given.

    Attributes:
        cells: Country to its figure, None where it is withheld.
        total: The total; None where it is withheld.
        why: Why it is not what stands on record now; empty where it is.
        outdated: Whether it is a former one that stands, although other figures are on record.
    """

    cells: Mapping[str, int | None]
    total: int | None
    why: str = ""
    outdated: bool = field(default=False, compare=False, repr=False)

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

    def left(self, country: str, part: Part) -> Table:
        """Return what is left of it to a country that takes out what it has a part in.

        Examples:
            >>> Table({"ID": None, "TH": 20, "MY": 15}, 40).left("TH", Part(20, {"MY": 3}))
            Table(cells={'ID': None, 'MY': 12}, total=20, why='')
        """
        cells = {
            name: None if value is None else max(0, value - part.shared.get(name, 0))
            for name, value in self.cells.items()
            if name != country
        }
        return Table(cells, None if self.total is None else max(0, self.total - part.total))

    def same_figures(self, other: Table) -> bool:
        """Tell whether both give the same."""
        return (dict(self.cells), self.total) == (dict(other.cells), other.total)


def is_far(one: int, other: int, k: int) -> bool:
    """Tell whether two figures are the same, or too far apart to tell of few."""
    return one == other or abs(one - other) >= k


def in_both(table: Table, former: Table) -> Iterator[tuple[int, int, bool]]:
    """Yield what both let one work out for the same countries, and whether by the same cells.

    That is each cell that both give, and sums over the least sets of countries that neither
    splits: a table gives its withheld cells only as one sum, what its total leaves. Where
    neither withholds any, it is also how many belong to two countries.
    """
    names = sorted({*table.cells, *former.cells})
    tables = [_Known.of(table, names), _Known.of(former, names)]
    for part in _parts(names, tables):
        if all(part <= one.known for one in tables):
            now, then = (one.sum_of(part) for one in tables)
            alike = tables[0].together & part == tables[1].together & part
            yield now, then, alike
    if not any(one.withheld or one.total is None for one in (table, former)):
        yield -(table.rest or 0), -(former.rest or 0), True


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
