"""Which outcomes are told twice: what is sure is counted once, the rest is for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from linkgraph.period.joining import contradicted, joined
from linkgraph.period.likeness import ONE, WITHIN_DAYS, Deciding, alike
from linkgraph.period.outcomes import ENQUIRIES
from linkgraph.period.reference_numbers import folded, is_running, is_running_in
from linkgraph.period.units import days_apart, entries_of, units_of
from linkgraph.values.day_spans import day_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.period.outcomes import OutcomeRow
    from linkgraph.period.units import Entry, Unit

__all__ = ["WITHIN_DAYS", "Counted", "Deciding", "Doubt", "count_once"]

_PARTED = "people told some of them apart"
_CONTRADICTED = "a person said that they are one, but what people decided does not agree"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two outcomes that may be one.

    Attributes:
        one: Place of the first among what was counted.
        other: Place of the second, greater.
        why: What speaks for it.
    """

    one: int
    other: int
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted once.

    Attributes:
        units: What tells of it.
        low: Fewest that it counts.
        high: Most: reports of one outcome may differ.
        why: What made several reports one; empty for one report.
    """

    units: tuple[Unit, ...]
    low: int
    high: int
    why: tuple[str, ...]

    @property
    def rows(self) -> tuple[OutcomeRow, ...]:
        """All lines that tell of it, each once."""
        found = {(row.order, row.locator, row.id): row for one in self.units for row in one.rows}
        return tuple(found[key] for key in sorted(found))

    @property
    def countries(self) -> frozenset[str]:
        """Whose it is."""
        return frozenset().union(*(one.countries for one in self.units))


def count_once(
    rows: Iterable[OutcomeRow], how: Deciding
) -> tuple[list[Counted], list[Doubt], list[OutcomeRow]]:
    """Return outcomes of one kind, each once; which of them may be one; and superseded lines.

    Reports are one outcome where a person said so, where several originators tell of it under
    one number that is no running number, on days not further apart than ``within_days``; and,
    where people are counted, where they name the same entity on such days. A person's word
    that two are not one holds against all of it.

    Args:
        rows: Of one kind.
        how: What is known of who is who.

    Returns:
        Outcomes in an order that that of the rows does not change.

    Note:
        O(n²) in the outcomes that share a subject, or a country and a day over several sources.
    """
    entries, gone = entries_of(rows, how.within_days)
    groups, near = _by_number(entries, how)
    units = [unit for group in groups for unit in units_of(group)]
    alike_pairs, doubts = _by_subject(units, how)
    doubts |= _of_groups(groups, near)
    whole = joined(len(units), alike_pairs)
    why: dict[int, set[str]] = defaultdict(set)
    for one, _ in alike_pairs:
        why[whole.of(one)].add(f"the same person within {how.within_days} days")
    counted: list[Counted] = []
    place: dict[int, int] = {}
    for root, members in whole.parts().items():
        place |= dict.fromkeys(members, len(counted))
        counted.append(_counted([units[i] for i in members], why[root], how))
    may = [one for one in _doubts(doubts, place) if _can_be_decided(one, counted)]
    return counted, may, gone


def _can_be_decided(doubt: Doubt, counted: Sequence[Counted]) -> bool:
    # An agency that begins its numbers anew in another period gives two outcomes one id: nobody
    # can say of an id that it is, or is not, itself.
    held = (counted[doubt.one].rows, counted[doubt.other].rows)
    return len({row.id for rows in held for row in rows}) > 1


def _counted(units: Sequence[Unit], why: set[str], how: Deciding) -> Counted:
    told = set(why)
    for unit in units:
        if len({row.id for row in unit.rows}) > 1:
            agreed = any(how.word([a], [b]) for a, b in combinations(unit.rows, 2))
            told.add("a person said that they are one" if agreed else "the same reference")
    low, high = min(one.low for one in units), max(one.high for one in units)
    return Counted(tuple(units), low, high, tuple(sorted(told)))


def _doubts(found: Mapping[tuple[int, int], str], place: Mapping[int, int]) -> list[Doubt]:
    made: dict[tuple[int, int], str] = {}
    for (one, other), why in sorted(found.items()):
        ends = sorted((place[one], place[other]))
        if ends[0] != ends[1]:
            made.setdefault((ends[0], ends[1]), why)
    return [Doubt(one, other, why) for (one, other), why in sorted(made.items())]


def _by_number(
    entries: Sequence[Entry], how: Deciding
) -> tuple[list[list[Entry]], dict[tuple[int, int], str]]:
    """Return entries that tell of one outcome together, and which groups only may do so."""
    same, near = [], {}
    numbers: dict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        numbers[folded(entry.rows[0].reference)].append(at)
    for number, held in numbers.items():
        pairs = list(combinations(held, 2)) if number else []
        chance = _is_by_chance([entries[at] for at in held])
        said = {pair: how.word(entries[pair[0]].rows, entries[pair[1]].rows) for pair in pairs}
        parted = _PARTED if False in said.values() else ""
        for one, other in pairs:
            if said[one, other] is not None:
                continue
            against = parted or chance or _against(entries[one], entries[other], how)
            if against:
                near[one, other] = f"the same reference, but {against}"
            else:
                same.append((one, other))
    sure, may = _without_contradicted(entries, same, how)
    whole, near = joined(len(entries), sure), near | may
    parts = list(whole.parts().values())
    groups = [[entries[at] for at in part] for part in parts]
    return groups, _between(parts, groups, near, how)


def _between(
    parts: Sequence[Sequence[int]],
    groups: Sequence[Sequence[Entry]],
    near: Mapping[tuple[int, int], str],
    how: Deciding,
) -> dict[tuple[int, int], str]:
    """Return which groups may be one, those aside that a person parted."""
    part_of = {at: number for number, part in enumerate(parts) for at in part}
    apart = {
        (min(part_of[a], part_of[b]), max(part_of[a], part_of[b])): why
        for (a, b), why in near.items()
        if part_of[a] != part_of[b]
    }
    if False not in how.decided.values():
        return apart
    rows = [[row for entry in group for row in entry.rows] for group in groups]
    return {(a, b): why for (a, b), why in apart.items() if how.word(rows[a], rows[b]) is not False}


def _without_contradicted(
    entries: Sequence[Entry], same: list[tuple[int, int]], how: Deciding
) -> tuple[list[tuple[int, int]], dict[tuple[int, int], str]]:
    """Return pairs that are one, and those that are no more than possible.

    Two that a person parted are not one by way of a third: neither by the words of people on
    it, nor by its number.
    """
    said = [(min(pair), max(pair)) for pair in _decided_pairs(entries, how)]
    against = _contradicted(entries, said, how)
    kept = [pair for pair in said if pair not in against]
    doubtful = _contradicted(entries, [*kept, *same], how)
    sure = [*kept, *(pair for pair in same if pair not in doubtful)]
    by_number = {pair: f"the same reference, but {_PARTED}" for pair in same if pair in doubtful}
    return sure, by_number | dict.fromkeys(against, _CONTRADICTED)


def _contradicted(
    held: Sequence[Entry] | Sequence[Unit], pairs: Sequence[tuple[int, int]], how: Deciding
) -> set[tuple[int, int]]:
    """Return the pairs that, joined, would bring two together whom a person parted."""
    if False not in how.decided.values():
        return set()
    return contradicted(
        len(held), pairs, lambda one, other: how.word(held[one].rows, held[other].rows) is False
    )


def _decided_pairs(entries: Sequence[Entry], how: Deciding) -> Iterator[tuple[int, int]]:
    by_id = {row.id: at for at, entry in enumerate(entries) for row in entry.rows}
    for (one, other), holds in how.decided.items():
        if holds and one in by_id and other in by_id:
            yield by_id[one], by_id[other]


def _is_by_chance(entries: Sequence[Entry]) -> str:
    """Return that several may have given one number each for something else; empty where none may."""
    first = entries[0].rows[0]
    if is_running(first.reference):
        return "it is a running number"
    countries = [entry.rows[0].originator.partition("/")[0] for entry in entries]
    several = {one for one in countries if countries.count(one) > 1}
    if any(is_running_in(first.reference, one) for one in several):
        return "it is a running number of a country, and two of its agencies give it"
    return ""


def _against(one: Entry, other: Entry, how: Deciding) -> str:
    """Return what speaks against one number telling of one outcome; empty for nothing."""
    if _names_others(one, other, how):
        return "they name different people"
    apart = days_apart(units_of([one])[0], units_of([other])[0])
    if apart and apart[0] > how.within_days:
        return f"more than {how.within_days} days apart"
    return ""


def _names_others(one: Entry, other: Entry, how: Deciding) -> bool:
    """Tell whether two name all whom they count, and nobody who is, or may be, one of the other's."""
    if not (one.named and other.named) or not {*one.people}.isdisjoint(other.people):
        return False
    pairs = ((min(a, b), max(a, b)) for a in one.people for b in other.people)
    return not any(pair in how.unsure for pair in pairs)


def _of_groups(
    groups: Sequence[Sequence[Entry]], near: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    first: dict[int, int] = {}
    at = 0
    for number, group in enumerate(groups):
        first[number] = at
        at += len(units_of(group))
    return {(first[a], first[b]): why for (a, b), why in near.items()}


def _by_subject(
    units: Sequence[Unit], how: Deciding
) -> tuple[list[tuple[int, int]], dict[tuple[int, int], str]]:
    """Return pairs of units that are one, and pairs that may be."""
    sure: list[tuple[int, int]] = []
    may: dict[tuple[int, int], str] = {}
    for one, other in sorted(_meeting(units, how)):
        first, second = units[one], units[other]
        # A person's "one" joined them before; a "two" ends it here.
        if how.decided and how.word(first.rows, second.rows) is not None:
            continue
        why = alike(first, second, how)
        if why == ONE:
            sure.append((one, other))
        elif why:
            may[one, other] = why
    return _without_parted(units, sure, may, how)


def _without_parted(
    units: Sequence[Unit],
    sure: list[tuple[int, int]],
    may: dict[tuple[int, int], str],
    how: Deciding,
) -> tuple[list[tuple[int, int]], dict[tuple[int, int], str]]:
    """Let what would join two that a person parted be no more than possible."""
    against = _contradicted(units, sure, how)
    kept = [pair for pair in sure if pair not in against]
    return kept, may | {pair: _PARTED for pair in sure if pair in against}


def _meeting(units: Sequence[Unit], how: Deciding) -> set[tuple[int, int]]:
    """Return pairs of units that share a subject, or may; or a country and a day."""
    by: dict[str, list[int]] = defaultdict(list)
    beside: dict[str, set[str]] = defaultdict(set)
    for left, right in how.unsure:
        beside[left].add(f"{left}|{right}")
        beside[right].add(f"{left}|{right}")
    for at, unit in enumerate(units):
        for key in {*unit.subjects}.union(*(beside.get(one, ()) for one in unit.subjects)):
            by[key].append(at)
    found = {pair for held in by.values() for pair in combinations(held, 2)}
    return found | _of_one_day(units)


def _of_one_day(units: Sequence[Unit]) -> set[tuple[int, int]]:
    """Return pairs of one country, a day apart at most, from two sources, of which one names nobody."""
    by: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, unit in enumerate(units):
        days = {day for row in unit.rows for day in (row.day, day_after(row.day))}
        if unit.kind == ENQUIRIES and (unit.high > 1 or unit.rows[0].recorded):
            days.add("any")
        for country in unit.countries:
            for day in days:
                by[country, day][unit.rows[0].source].append(at)
    return {
        (min(one, other), max(one, other))
        for held in by.values()
        for some, rest in combinations(held.values(), 2)
        for one in some
        for other in rest
        if not (units[one].named and units[other].named)
    }
