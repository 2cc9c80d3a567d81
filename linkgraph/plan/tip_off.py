"""Who is warned before being acted on, and who has to be acted on at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from linkgraph.analysis.warning import PACE, Contact, Pace, delays, earliest, warned_together
from linkgraph.errors import InputError
from linkgraph.plan.effect import gauge_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from linkgraph.plan.effect import Left
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import Problem

__all__ = [
    "Contact",
    "Pace",
    "TipOff",
    "Together",
    "Warned",
    "simultaneous_set",
    "staggered",
    "tip_off",
]


@dataclass(frozen=True, slots=True, order=True)
class Warned:
    """A target who is likely to be warned before being acted on.

    Attributes:
        target: The target.
        acted_at: When it is acted on.
        warned_at: When a warning is likely to reach it, at the earliest.
        began_with: Target acted on earlier, with whom the warning began.
        by: Last target that it came through.
        through_others: Whether somebody who is no target passed it on.
    """

    target: Target
    acted_at: datetime
    warned_at: datetime
    began_with: str
    by: str
    through_others: bool


@dataclass(frozen=True, slots=True)
class TipOff:
    """What acting at different moments gives away.

    Attributes:
        warned: Who is likely warned, by the moment the warning reaches them.
        planned: What is left if all targets are acted on; None where no problem is given.
        escaped: What is left if all who are warned get away; None likewise.
    """

    warned: tuple[Warned, ...]
    planned: Left | None
    escaped: Left | None

    @property
    def loses(self) -> float | None:
        """How much more is left when the warned get away; None where no problem is given."""
        if self.planned is None or self.escaped is None:
            return None
        return self.escaped.value - self.planned.value


@dataclass(frozen=True, slots=True)
class Together:
    """Targets that would warn each other.

    Attributes:
        ids: Their ids, in order; two or more.
        countries: The same by country that leads.
        quickest: The least time in which one would warn another.
        slowest: The longest that a warning takes from one to the next on the quickest ways
            that hold them together.
    """

    ids: tuple[str, ...]
    countries: Mapping[str, tuple[str, ...]]
    quickest: timedelta
    slowest: timedelta


def staggered(order: Sequence[str], zero_hour: datetime, gap: timedelta) -> dict[str, datetime]:
    """Return the moment of each country if they act one after another.

    Args:
        order: Countries, the first to act first.
        zero_hour: When the first acts.
        gap: How much later each next one acts, 0 or more.

    Raises:
        InputError: A country stands there twice, or the gap is below 0.
    """
    if len(set(order)) < len(order):
        raise InputError("a country stands in the order twice")
    if gap < timedelta(0):
        raise InputError("the gap between countries is below 0")
    return {country: zero_hour + i * gap for i, country in enumerate(order)}


def tip_off(
    targets: Iterable[Target],
    contacts: Iterable[Contact],
    schedule: Mapping[str, datetime],
    *,
    problem: Problem | None = None,
    pace: Pace = PACE,
) -> TipOff:
    """Return who is likely warned before being acted on, and what that loses.

    Each target's arrest is news to those in contact with it from that moment on. News and
    warnings go on from whoever hears them, except from one who was arrested before. Who
    is warned gets away, and goes on warning.

    Args:
        targets: Whom to act on, each with the country that leads.
        contacts: Who is in contact with whom, targets or not; all of a pair add up.
        schedule: Moment at which each country acts, with its zone.
        problem: What the plan was made for, to tell what is lost.
        pace: How fast warnings go.

    Raises:
        InputError: A country has no moment or one without a zone, or a target stands in
            there twice; ``pace`` or a contact is out of range.

    Note:
        O(c log c) for c contacts. Delays are assumptions (``Pace``), not measurements:
        take them as an order of size. Contacts that no file holds warn too.
    """
    known = _by_id(targets)
    moments = _moments(known, schedule)
    if not moments:
        return TipOff((), None, None)
    heard = earliest(delays(contacts, min(moments.values()), pace), moments)
    warned = [
        Warned(known[one], moments[one], *heard[one])
        for one in known
        if one in heard and heard[one].at < moments[one]
    ]
    away = {one.target.id for one in warned}
    planned = escaped = None
    if problem is not None:
        gauge = gauge_of(problem)
        planned, escaped = gauge.left(known), gauge.left(known.keys() - away)
    in_time = sorted(warned, key=lambda one: (one.warned_at, one.target))
    return TipOff(tuple(in_time), planned, escaped)


def simultaneous_set(
    targets: Iterable[Target],
    contacts: Iterable[Contact],
    within: timedelta,
    *,
    as_of: datetime,
    pace: Pace = PACE,
) -> tuple[Together, ...]:
    """Return the targets that have to be acted on together, since they would warn each other.

    Two belong together where a warning goes from one to the other, through anybody, within
    the time; and so do all whom such pairs hold together.

    Args:
        targets: Whom to act on, each with the country that leads.
        contacts: Who is in contact with whom, targets or not; all of a pair add up.
        within: The time, such as that between the first and the last action; 0 or more.
        as_of: Moment from which recency is counted, with its zone.
        pace: How fast warnings go.

    Returns:
        Groups of two or more, the largest first, then by ids. Targets in none can be acted
        on at another moment, as far as contacts on record go.

    Raises:
        InputError: A target stands there twice, or a number is out of range.

    Note:
        O(t c log c) for t targets and c contacts.
    """
    known = _by_id(targets)
    found = warned_together(known, contacts, within, as_of=as_of, pace=pace)
    return tuple(
        Together(one.ids, _by_country(known, one.ids), one.quickest, one.slowest) for one in found
    )


def _by_country(known: Mapping[str, Target], ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    countries: dict[str, list[str]] = {}
    for one in ids:
        countries.setdefault(known[one].country, []).append(one)
    return {country: tuple(countries[country]) for country in sorted(countries)}


def _by_id(targets: Iterable[Target]) -> dict[str, Target]:
    listed = sorted(targets)
    known = {target.id: target for target in listed}
    if len(known) < len(listed):
        raise InputError("a target is given twice", remedy="Keep one lead for each.")
    return known


def _moments(known: Mapping[str, Target], schedule: Mapping[str, datetime]) -> dict[str, datetime]:
    without = {target.country for target in known.values()} - schedule.keys()
    if without:
        raise InputError(
            f"no moment to act is given for {', '.join(sorted(without))}",
            remedy="Give one to each country that leads in the plan.",
        )
    if any(moment.tzinfo is None for moment in schedule.values()):
        raise InputError("a moment has no time zone", remedy="Give it in UTC, ending in Z.")
    return {one: schedule[target.country] for one, target in known.items()}
