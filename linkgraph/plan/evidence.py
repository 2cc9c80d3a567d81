"""What says that a target or a tie is what it is taken for, and whether that is enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["BAR", "Bar", "Evidence", "Lack", "OnRecord", "lacks"]

Lack: TypeAlias = Literal["no source", "few sources", "low grade", "stale", "no date"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says that something is so.

    Attributes:
        sources: How many sources, each by itself.
        grade: Rank of the best grade: 1 the best, higher ones worse; None for ungraded.
        last: Day of the latest; None where unknown.
    """

    sources: int
    grade: int | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What says that targets are what they are taken for, and that ties are real.

    Attributes:
        targets: Evidence by id.
        ties: Evidence by the pair of ends, in any order. Of what is not in here nothing is
            on record.
    """

    targets: Mapping[str, Evidence] = field(default_factory=dict)
    ties: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    def tie(self, pair: tuple[str, str]) -> Evidence | None:
        """Return the evidence of a tie; None for none."""
        return self.ties.get(pair) or self.ties.get((pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on evidence is good enough.

    Attributes:
        sources: How many sources, at least 1.
        grade: Worst rank of the best grade; what is ungraded falls short of any.
        days: How old the latest may be, 0 or more.
    """

    sources: int = 2
    grade: int = 2
    days: int = 365


BAR = Bar()


def lacks(evidence: Evidence | None, on: date, bar: Bar = BAR) -> tuple[Lack, ...]:
    """Return what evidence lacks, in this order: sources, grade, date; empty if it is enough.

    Args:
        evidence: What there is; None for nothing.
        on: The day from which age is counted.
        bar: What is enough.
    """
    if evidence is None or evidence.sources == 0:
        return ("no source",)
    found: list[Lack] = []
    if evidence.sources < bar.sources:
        found.append("few sources")
    if evidence.grade is None or evidence.grade > bar.grade:
        found.append("low grade")
    if evidence.last is None:
        found.append("no date")
    elif on - evidence.last > timedelta(days=bar.days):
        found.append("stale")
    return tuple(found)
