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
4. Beside tables of other kinds, other periods and other readers, as ``beside.py`` has it;
   and beside all tables of a reader at once, as ``audit.py`` solves them.
5. All that holds too of what is left to a country that takes out what it has a part in, which
   it knows though it is withheld: of the new table, and of each that it had, by what it had a
   part in then. But that nobody is left it may know.
6. Where no table does that, the reader keeps the figures that it has; with none, it gets none.

Sources:
    Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de Wolf,
    "Statistical Disclosure Control", Wiley 2012, chapters 4 and 5: thresholds, primary and
    complementary suppression, linked tables. Denning, "Cryptography and Data Security",
    Addison-Wesley 1982, chapter 6: what differences of statistics give away.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.period.beside import hold_together
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.table import Table, in_both, is_far

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


__all__ = ["HELD", "LEAST_CELL", "TOO_MANY", "WITHHELD", "check_least", "is_safe", "table_to_give"]

LEAST_CELL = 10
HELD = (
    "held at what was given before: what changed since, or what a country has that had no column"
    " then, is too few to tell, by itself or to a country that knows its own part in it"
)
WITHHELD = (
    "withheld: too few, or too few more than was given before, by itself or to a country that"
    " knows its own part in it"
)
TOO_MANY = (
    "held at what was given before, or withheld: this reader has figures of more periods that"
    " overlap than can be looked at together; give figures of fewer periods, or of periods of"
    " which no two share days"
)
_LEAST_K = 3


def check_least(k: int) -> int:
    """Return k, where it is one that protects.

    Raises:
        InputError: It is below 3: of two, each would know of the other.
    """
    if k < _LEAST_K:
        raise InputError(f"cells below {_LEAST_K} protect nobody", remedy="Give a higher --k.")
    return k


def table_to_give(
    total: int, cells: Mapping[str, int], k: int, readers: Sequence[Knowledge] = (Knowledge(),)
) -> Table:
    """Return what may be given of a table.

    Args:
        total: How many there are, 0 or more.
        cells: The same by country; a joint outcome counts in each of its countries.
        k: Least cell that may be given, at least 3.
        readers: What its readers have and know: first whoever knows no country's own part,
            then each country that reads it.

    Returns:
        A table that is safe beside all that each reader has, or the newest former one again.
        The same figures asked for again give the same table.
    """
    former = readers[0].former
    for at in reversed(range(len(former))):
        if _still_true(former[at], total, cells, k) and _tells_nothing_new(at, readers):
            return Table(former[at].cells, former[at].total)
    last = former[-1] if former else None
    order = list(readers)
    for made in _candidates(total, cells, last, k) if total >= k else ():
        if _may_be_given(made, k, order):
            return made
    kept = last is not None and last.total is not None and not _is_too_small(last, total, cells, k)
    if last is not None and kept:
        return Table(last.cells, last.total, _why(readers, HELD), outdated=True)
    for made in _candidates(None, cells, last, k):
        if _may_be_given(made, k, order):
            return replace(made, why=_why(readers, WITHHELD if total >= k else ""))
    return Table(dict.fromkeys(cells), None, _why(readers, WITHHELD))


def is_safe(table: Table, k: int, former: Iterable[Table] = ()) -> bool:
    """Tell whether nothing below k can be worked out of a table and the former ones.

    Only what they give is looked at, as a reader would.
    """
    return _is_safe_alone(table, k) and _is_safe_with(table, k, former)


def _may_be_given(made: Table, k: int, order: list[Knowledge]) -> bool:
    # What is quick to tell comes first.
    if not all(_holds(made, k, one) for one in order):
        return False
    for at, one in enumerate(order):
        if one.audit is not None and not one.audit.allows(one.left(made), k):
            # Whom this tells too much the next mostly does too, and each takes seconds.
            order.insert(0, order.pop(at))
            return False
    return True


def _holds(made: Table, k: int, reader: Knowledge) -> bool:
    seen = reader.left(made)
    if reader.country:
        most = _most_unknown(made, seen.withheld, reader.part.shared)
        safe = _leaves_many(seen, k, most) and _is_safe_with(seen, k, reader.former)
    else:
        safe = is_safe(seen, k, reader.former)
    return safe and hold_together(seen, k, reader.beside)


def _leaves_many(others: Table, k: int, most: float) -> bool:
    """Tell whether what is left of others to a country is nobody, or many."""
    # That nobody is left names nobody; without it two countries could say no figure together
    # unless both had many. Of one that is left all is known, which tells of few only where it is few.
    if any(0 < value < k for value in _given(others)):
        return False
    rest = others.rest
    if not rest:
        return True
    if not others.withheld:
        return -rest >= k
    return k <= rest and (len(others.withheld) == 1 or rest <= most)


def _tells_nothing_new(at: int, readers: Sequence[Knowledge]) -> bool:
    """Tell whether readers learn nothing where they are given one of their former tables again."""
    # The newest would be given too if it held no more. That an older one holds again they see:
    # whose part has changed since learns by how much the others have.
    return all(
        at == len(one.former) - 1 or one.left(readers[0].former[at]).same_figures(one.former[at])
        for one in readers
    )


def _why(readers: Sequence[Knowledge], otherwise: str) -> str:
    large = any(one.audit is not None and one.audit.is_too_large for one in readers)
    return TOO_MANY if large else otherwise


def _still_true(last: Table, total: int, cells: Mapping[str, int], k: int) -> bool:
    if last.cells.keys() != cells.keys() or last.total not in {None, total}:
        return False
    given = all(value in {None, cells[name]} for name, value in last.cells.items())
    # It may have been given by a lower k.
    return given and _is_safe_alone(last, k) and (last.total is not None or total < k)


def _is_too_small(last: Table, total: int, cells: Mapping[str, int], k: int) -> bool:
    """Tell whether what was given is below k by now, or has since fallen: it is not said again."""
    if not _is_safe_alone(last, k):
        return True
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
    if any(value < k for value in _given(table)):
        return False
    rest = table.rest
    if rest is None or not table.cells:
        return True
    if not table.withheld:
        return rest == 0 or -rest >= k
    return len(table.withheld) > 1 and k <= rest <= _most_unknown(table, table.withheld)


def _given(table: Table) -> list[int]:
    return [value for value in (table.total, *table.cells.values()) if value is not None]


def _most_unknown(
    table: Table, withheld: Iterable[str], shared: Mapping[str, int] | None = None
) -> float:
    """Return how much withheld cells may sum to, so that each of them may still be none.

    Cells are withheld from the least on: whoever knows that knows that none of them is more
    than the least that is given; nor what is left of it than that less what the reader shares.
    """
    least = min((value for value in table.cells.values() if value is not None), default=math.inf)
    most = sorted(max(0, least - (shared or {}).get(name, 0)) for name in withheld)
    return sum(most[:-1])


def _is_safe_with(table: Table, k: int, former: Iterable[Table]) -> bool:
    return all(_is_safe_beside(table, one, k) for one in former)


def _is_safe_beside(table: Table, former: Table, k: int) -> bool:
    if former.total is None and all(value is None for value in former.cells.values()):
        return True
    both = table.total is not None and former.total is not None
    if both and not is_far(table.total or 0, former.total or 0, k):
        return False
    if both and not table.withheld <= former.withheld | (table.cells.keys() - former.cells.keys()):
        return False
    return all(
        is_far(now, then, k) and (now != then or alike)
        for now, then, alike in in_both(table, former)
    )
