"""A period of which figures on victims are given: what its lines, days and countries are by then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.period.model import folded
from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.stretches import Days
from linkgraph.period.table import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.period.counting import Ground
    from linkgraph.period.tally import Tally

__all__ = ["Occasion"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A period whose figures are given.

    Attributes:
        period: Its reference, folded.
        lines: By kind of outcome which lines each period holds, of it and all whose figures
            were given before.
        days: The same periods to their days; empty where figures are of no days.
        parts: By kind of outcome the part of each country that knows its own.
    """

    period: str
    lines: Mapping[str, Mapping[str, frozenset[int]]]
    days: Mapping[str, Days] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Part]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, ground: Ground, tally: Tally, given: Iterable[str], countries: Iterable[str]
    ) -> Occasion:
        """Return a period as a tally of it stands.

        Args:
            ground: What it is counted by.
            tally: The tally.
            given: References of periods of which figures were given, folded.
            countries: Countries that read it.
        """
        # As it is written it may be another than in letters of one size.
        names = {name: name for name in given} | {folded(tally.span.period): tally.span.period}
        spans = {name: ground.span(written) for name, written in names.items()}
        found: dict[str, dict[str, set[int]]] = {kind: defaultdict(set) for kind in VICTIMS}
        # One period alone shares no line with another.
        for at, row in enumerate(ground.lines() if len(names) > 1 else ()):
            for name, span in spans.items():
                if row.kind in found and span.holds(row):
                    found[row.kind][name].add(at)
        return cls(
            folded(tally.span.period),
            {kind: {name: frozenset(of[name]) for name in names} for kind, of in found.items()},
            {name: Days.of(name, of.since, of.until) for name, of in spans.items()},
            {kind: {name: tally.part_of(name, kind) for name in countries} for kind in VICTIMS},
        )

    def part(self, country: str, kind: str) -> Part:
        """Return the part of a country in outcomes of a kind; none where it reads nothing."""
        return self.parts.get(kind, {}).get(country, Part())

    def with_part(self) -> set[str]:
        """Return the countries that have a part in it."""
        return {name for of in self.parts.values() for name, part in of.items() if part.total}
