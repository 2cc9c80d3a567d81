"""How many of each outcome: each once, by country, open to the lines that it rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.errors import UnknownName
from linkgraph.period.cautions import COLUMNS, FROM_TO, MANY, REPORTED
from linkgraph.period.doubles import Deciding, count_once
from linkgraph.period.model import folded
from linkgraph.period.put_right import moved_elsewhere
from linkgraph.period.table import Part
from linkgraph.period.units import entries_of
from linkgraph.schema import load_schema
from linkgraph.statements.source import strictest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.period.doubles import Counted, Doubt
    from linkgraph.period.outcomes import OutcomeRow

__all__ = ["CAUTIONS", "Figure", "Span", "Tally", "kinds", "tally_of"]

CAUTIONS = (COLUMNS, FROM_TO, MANY, REPORTED)


@dataclass(frozen=True, slots=True)
class Span:
    """Which lines a tally counts.

    Attributes:
        period: Reference of the joint period; empty for all lines, whatever they name.
        since: Its first day, ISO; empty where unknown.
        until: Its last day.
        countries: Those that take part; they have a column also where they report nothing.
    """

    period: str = ""
    since: str = ""
    until: str = ""
    countries: tuple[str, ...] = ()

    def holds(self, row: OutcomeRow) -> bool:
        """Tell whether a line is of the period: by its name, else by its day."""
        if not self.period:
            return True
        if row.period:
            return folded(row.period) == folded(self.period)
        return bool(row.day and self.since and self.until) and not self.is_outside(row)

    def is_outside(self, row: OutcomeRow) -> bool:
        """Tell whether a line's day lies outside the period's days."""
        # A day may be told to the month or year only, on either side: what may lie within does.
        begins, ends = self.since[: len(row.day)], self.until[: len(row.day)]
        early = row.day[: len(begins)] < begins
        return bool(row.day) and (early or (bool(ends) and row.day[: len(ends)] > ends))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a tally.

    Attributes:
        kind: One of the schema's ``outcome_kind``.
        currency: For money restrained its currency, the figure is then in minor units;
            else empty, and the figure is a count.
        low: What is sure.
        high: What it is at most, were no possible double one.
        by_country: The same for each country.
    """

    kind: str
    currency: str
    low: int
    high: int
    by_country: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcomes of a period.

    Attributes:
        span: Which lines it counts.
        within_days: Days within which two reports of one person are one outcome.
        figures: In the schema's order of kinds; a kind that nobody reports has none.
        counted: By kind, what was counted once, with its lines.
        doubts: By kind, which of these may be one; places in ``counted``.
        superseded: Lines that a later source of the same originator put right.
        outside: Lines of the period whose day lies outside it; they count.
        astray: Lines that name a period which is not on record: they count in none.
        impossible: Lines of the period that tell fewer than none, or more than a million: they
            count for nothing.
        countries: All columns, sorted.
        cautions: What a reader must know, in order.
    """

    span: Span
    within_days: int
    figures: tuple[Figure, ...]
    counted: Mapping[str, tuple[Counted, ...]]
    doubts: Mapping[str, tuple[Doubt, ...]]
    superseded: tuple[OutcomeRow, ...] = ()
    outside: tuple[OutcomeRow, ...] = ()
    astray: tuple[OutcomeRow, ...] = ()
    impossible: tuple[OutcomeRow, ...] = ()
    countries: tuple[str, ...] = ()
    cautions: tuple[str, ...] = field(default=CAUTIONS)

    def behind(self, kind: str, country: str = "") -> list[tuple[int, Counted]]:
        """Return what a figure rests on: each outcome with its place among those of its kind.

        Raises:
            UnknownName: There is no such kind of outcome.
        """
        if kind not in kinds():
            raise UnknownName.of("kind of outcome", kind, kinds())
        held = enumerate(self.counted.get(kind, ()))
        return [(at, one) for at, one in held if not country or country in one.countries]

    def part_of(self, country: str, kind: str) -> Part:
        """Return in how many outcomes of a kind a country has a part: as many as are sure."""
        counted, doubts = self.counted.get(kind, ()), self.doubts.get(kind, ())
        bounds = [(one.low, one.high) for one in counted]
        own = [at for at, one in enumerate(counted) if country in one.countries]
        shared = {
            other: _sum(bounds, doubts, [at for at in own if other in counted[at].countries])[0]
            for other in sorted({name for at in own for name in counted[at].countries} - {country})
        }
        return Part(_sum(bounds, doubts, own)[0], {one: n for one, n in shared.items() if n})

    def handling(self) -> str:
        """Return the strictest handling of all lines that count."""
        return strictest_of(
            row.handling for held in self.counted.values() for one in held for row in one.rows
        )

    def originators(self) -> tuple[str, ...]:
        """Return who reports the lines that count, sorted."""
        rows = (row for held in self.counted.values() for one in held for row in one.rows)
        return tuple(sorted({row.originator for row in rows}))


def kinds() -> tuple[str, ...]:
    """Return the kinds of outcome, in the schema's order."""
    return load_schema().enumerations["outcome_kind"]


def tally_of(
    rows: Iterable[OutcomeRow], span: Span, how: Deciding | None = None, plan: str = ""
) -> Tally:
    """Return the tally of lines.

    Args:
        rows: Lines as :func:`linkgraph.period.outcomes.read_outcomes` gives them. Those of
            other periods count for what they put right.
        span: Which of them count.
        how: What is known of who is who; nothing where left out.
        plan: Only what belongs to this investigation plan by the last word on it.

    Returns:
        The same whatever the order of the lines. Of two numbers of a figure the lower counts
        outcomes of which no two may be one, the higher all.
    """
    how = how or Deciding()
    of, gone = _that_hold([*rows], span, how, plan)
    counted, doubts = {}, {}
    for kind in kinds():
        held, may, older = count_once(of.get(kind, []), how)
        counted[kind], doubts[kind] = tuple(held), tuple(may)
        gone += older
    columns = {c for held in counted.values() for one in held for c in one.countries}
    countries = tuple(sorted(columns | set(span.countries)))
    return Tally(
        span=span,
        within_days=how.within_days,
        figures=tuple(
            figure
            for kind in kinds()
            for figure in _figures(kind, counted[kind], doubts[kind], countries)
        ),
        counted=counted,
        doubts=doubts,
        superseded=tuple(gone),
        outside=tuple(
            row
            for held in counted.values()
            for one in held
            for row in one.rows
            if span.period and span.is_outside(row)
        ),
        countries=countries,
    )


def _that_hold(
    rows: Sequence[OutcomeRow], span: Span, how: Deciding, plan: str
) -> tuple[dict[str, list[OutcomeRow]], list[OutcomeRow]]:
    """Return by kind the lines of a period and plan; and those that a later word puts elsewhere."""
    held = [row for row in rows if span.holds(row)]
    gone = moved_elsewhere(rows, held, how.within_days)
    out = {id(row) for row in gone}
    held = [row for row in held if id(row) not in out]
    if plan:
        _, older = entries_of(held, how.within_days)
        out = {id(row) for row in older}
        gone = [row for row in (*gone, *older) if folded(row.plan) == folded(plan)]
        held = [r for r in held if id(r) not in out and folded(r.plan) == folded(plan)]
    of: dict[str, list[OutcomeRow]] = defaultdict(list)
    for row in held:
        of[row.kind].append(row)
    return of, gone


def _figures(
    kind: str, counted: Sequence[Counted], doubts: Sequence[Doubt], countries: Sequence[str]
) -> Iterable[Figure]:
    if not counted:
        return
    bounds: dict[str, list[tuple[int, int]]] = {"": [(one.low, one.high) for one in counted]}
    for currency in sorted({row.currency for one in counted for row in one.rows} - {""}):
        bounds[currency] = _amounts(counted, doubts, currency)
    for currency, of_each in bounds.items():
        low, high = _sum(of_each, doubts, range(len(counted)))
        by_country = {
            country: _sum(
                of_each, doubts, [i for i, one in enumerate(counted) if country in one.countries]
            )
            for country in countries
        }
        # What is sure of one country is sure of all.
        sure = max([low, *(least for least, _ in by_country.values())])
        yield Figure(kind, currency, sure, high, by_country)


def _amounts(
    counted: Sequence[Counted], doubts: Sequence[Doubt], currency: str
) -> list[tuple[int, int]]:
    """Return of each outcome the least and most in a currency.

    What may be one with an outcome that is told in another currency alone is sure in neither.
    """
    found = [_amount(one, currency) for one in counted]
    elsewhere = {
        at
        for at, one in enumerate(counted)
        if not found[at][1] and any(row.amount_minor is not None for row in one.rows)
    }
    for doubt in doubts:
        for at, other in ((doubt.one, doubt.other), (doubt.other, doubt.one)):
            if other in elsewhere:
                found[at] = 0, found[at][1]
    return found


def _amount(one: Counted, currency: str) -> tuple[int, int]:
    """Return the least and most that was restrained: reports of one outcome may differ.

    One that tells it in another currency alone may mean the same sum.
    """
    by_report: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for row in one.rows:
        if row.amount_minor is not None:
            held = by_report[row.originator]
            amount = row.amount_minor if row.currency == currency else 0
            held[row.subjects] = max(amount, held.get(row.subjects, 0))
    if not by_report:
        return 0, 0
    sums = [sum(held.values()) for held in by_report.values()]
    return min(max(held.values()) for held in by_report.values()), max(sums)


def _sum(
    bounds: Sequence[tuple[int, int]], doubts: Sequence[Doubt], places: Iterable[int]
) -> tuple[int, int]:
    """Return the least and most that some outcomes sum to.

    The most is all of them. The least is that of outcomes of which no two may be one, taken
    by how many they count and how few they may be one with: what is left may be among these.
    """
    part = set(places)
    beside: dict[int, set[int]] = defaultdict(set)
    for doubt in doubts:
        if doubt.one in part and doubt.other in part:
            beside[doubt.one].add(doubt.other)
            beside[doubt.other].add(doubt.one)
    apart: set[int] = set()
    for at in sorted(part, key=lambda i: (-bounds[i][0], len(beside[i]), i)):
        if apart.isdisjoint(beside[at]):
            apart.add(at)
    return sum(bounds[at][0] for at in apart), sum(bounds[at][1] for at in part)
