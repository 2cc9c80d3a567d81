"""Outcome lines brought together: what one agency says under one number, and who is in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.period.model import folded as called
from linkgraph.period.outcomes import PEOPLE, WITHIN_DAYS
from linkgraph.period.put_right import rank_of, replaces
from linkgraph.period.reference_numbers import folded
from linkgraph.values.day_spans import first_and_last

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from linkgraph.period.outcomes import OutcomeRow

__all__ = ["Entry", "Unit", "days_apart", "entries_of", "units_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one originator says of one outcome.

    Attributes:
        rows: Its lines, from the newest source that tells of it.
        low: Fewest that they count.
        high: Most.
    """

    rows: tuple[OutcomeRow, ...]
    low: int
    high: int

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it concerns, as entity ids, sorted."""
        return tuple(sorted({i for row in self.rows for i in row.subjects if _is_person(i)}))

    @property
    def named(self) -> bool:
        """Whether everybody whom it counts is named."""
        return self.rows[0].kind in PEOPLE and len(self.people) == self.low == self.high


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted once: a person of a line, or lines that count some together.

    Attributes:
        rows: Lines that tell of it, by source and place.
        low: Fewest that it counts.
        high: Most.
        subjects: Whom and what it concerns.
        named: Whether everybody whom it counts is among these.
        by_reference: Whether several originators tell of it under one number.
        originators: Who tells of it.
        references: Its numbers, folded; without the empty one.
        countries: Whose it is.
        span: The first and last day on which it may have happened; None where none is told.
    """

    rows: tuple[OutcomeRow, ...]
    low: int
    high: int
    subjects: frozenset[str]
    named: bool
    by_reference: bool = False
    originators: frozenset[str] = field(init=False, compare=False, repr=False)
    references: frozenset[str] = field(init=False, compare=False, repr=False)
    countries: frozenset[str] = field(init=False, compare=False, repr=False)
    span: tuple[dt.date, dt.date] | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Each is held against many others: what does not change is made once.
        rows = self.rows
        made = {
            "originators": frozenset(row.originator for row in rows),
            "references": frozenset(folded(row.reference) for row in rows) - {""},
            "countries": frozenset(country for row in rows for country in row.countries),
            "span": _span(rows),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def kind(self) -> str:
        """What it counts."""
        return self.rows[0].kind


def entries_of(
    rows: Iterable[OutcomeRow], within_days: int = WITHIN_DAYS
) -> tuple[list[Entry], list[OutcomeRow]]:
    """Return lines brought together by originator, kind and number; and those superseded.

    Of two sources of one originator that tell of one number the later holds; one that
    somebody else passed on holds only where there is no other. Lines of one
    source, number and kind are one outcome: where they count people, those of different
    people add up. A line without a number stands for itself, and lists that name different
    periods may begin their numbers anew.

    Args:
        rows: The lines.
        within_days: How far apart two days are that may be one put right.
    """
    held: dict[tuple[str, ...], list[OutcomeRow]] = defaultdict(list)
    for row in sorted(rows, key=_where):
        key = folded(row.reference)
        # A line without a number is told apart by where it stands.
        own = (key,) if key else ("", row.source, row.locator, row.id)
        held[row.kind, row.originator, *own].append(row)
    entries, gone = [], []
    for _, told in sorted(held.items()):
        for part in _by_period(told, within_days):
            newest = max(map(rank_of, part))
            kept = tuple(row for row in part if rank_of(row) == newest)
            gone += [row for row in part if rank_of(row) != newest]
            entries.append(Entry(kept, *_bounds(kept)))
    return entries, gone


def _by_period(rows: Sequence[OutcomeRow], within_days: int) -> list[list[OutcomeRow]]:
    """Return lines of one number with those that they put right, apart from such of another period."""
    last = max(rows, key=rank_of)
    parts: dict[str, list[OutcomeRow]] = defaultdict(list)
    for row in rows:
        period = called(row.period)
        apart = period not in {"", called(last.period)} and bool(last.period)
        parts[period if apart and not replaces(last, row, within_days) else ""].append(row)
    return [parts[name] for name in sorted(parts)]


def _where(row: OutcomeRow) -> tuple[str, int, str, str]:
    return row.originator, row.order, row.locator, row.id


def _bounds(rows: Sequence[OutcomeRow]) -> tuple[int, int]:
    counts = [row.count for row in rows]
    if rows[0].kind not in PEOPLE:
        return min(counts), max(counts)
    by_people: dict[tuple[str, ...], int] = {}
    for row in rows:
        people = tuple(filter(_is_person, row.subjects))
        by_people[people] = max(row.count, by_people.get(people, 0))
    named = len({one for people in by_people for one in people})
    low = max(*counts, named) if any(counts) else 0
    if by_people.keys() == {()}:
        return min(counts), max(counts)
    # A line that names nobody counts those whom the others name, or more.
    return low, max(low, sum(by_people.values()))


def _is_person(entity: str) -> bool:
    return entity.startswith("person:")


def units_of(entries: Sequence[Entry]) -> list[Unit]:
    """Return what entries of one outcome count: one unit a person where all are named.

    Args:
        entries: Of one kind, that tell of one outcome.
    """
    rows = tuple(row for entry in entries for row in entry.rows)
    people = {entry.people for entry in entries}
    several = len({row.originator for row in rows}) > 1
    if len(people) == 1 and all(entry.named for entry in entries) and entries[0].low > 1:
        return [
            Unit(_telling_of(one, rows), 1, 1, frozenset([one]), named=True, by_reference=several)
            for one in entries[0].people
        ]
    return [
        Unit(
            rows,
            min(entry.low for entry in entries),
            max(entry.high for entry in entries),
            frozenset(i for row in rows for i in row.subjects),
            named=all(entry.named for entry in entries),
            by_reference=several,
        )
    ]


def _telling_of(person: str, rows: Sequence[OutcomeRow]) -> tuple[OutcomeRow, ...]:
    """Return the lines that name a person; one that names nobody tells of each."""
    return tuple(
        row for row in rows if person in row.subjects or not any(map(_is_person, row.subjects))
    )


def days_apart(one: Unit, other: Unit) -> tuple[int, int] | None:
    """Return the fewest and the most days between two; None where one has no date."""
    if one.span is None or other.span is None:
        return None
    (first, last), (begin, end) = one.span, other.span
    least = max((begin - last).days, (first - end).days, 0)
    return least, max((end - first).days, (last - begin).days)


def _span(rows: Iterable[OutcomeRow]) -> tuple[dt.date, dt.date] | None:
    spans = [first_and_last(row.day) for row in rows if row.day]
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
