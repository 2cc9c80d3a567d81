"""How soon a warning passes from one to another, by how they are in contact."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "KINDS", "MONTH_H", "PACE", "Contact", "Delays", "Heard", "Kind", "Pace", "Warned", "delays", "earliest",
    "warned_together",
]  # fmt: skip

Delays: TypeAlias = "dict[str, dict[str, timedelta]]"

MONTH_H = 730.5
# A warning that takes longer than ten years is none.
_LONGEST_H = 120 * MONTH_H


class Kind(NamedTuple):
    """How a kind of contact passes warnings.

    Attributes:
        readiness: How many times a month one would warn by it for each time a month that
            it is seen, 0 or more.
        unseen: Times a month that one could warn by it beyond what files show, 0 or more.
    """

    readiness: float
    unseen: float = 0.0


# Assumptions, for want of measurements: a caller who knows better hands over others.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "call": Kind(10.0),
        "message": Kind(10.0),
        # Families talk where no file sees it.
        "family": Kind(10.0, 80.0),
        # Who travels together is seen far less often than in touch.
        "travel": Kind(6.0, 2.0),
        # Who is known as an associate is in touch somehow.
        "associate": Kind(3.0, 20.0),
        # A payment is no talk, but says that there is a way to be in touch.
        "money": Kind(3.0),
    }
)
_OTHER = Kind(3.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast warnings go: assumptions, stated so that they can be replaced.

    A pair passes a warning after ``quickest_h + 730.5 / rate`` hours (730.5 to a month).
    Its rate is the sum over its contacts of ``per_month x readiness x 0.5 ** (days since
    the last / half_life_days) + unseen``; of several kinds of one contact the fastest
    counts. More often, more recently, or by one more kind is never slower.

    Attributes:
        kinds: By kind, how it passes warnings.
        other: How any other kind does.
        quickest_h: Least hours that any warning takes, above 0.
        half_life_days: After how many days without contact what is on record counts for half,
            above 0.
    """

    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    other: Kind = _OTHER
    quickest_h: float = 0.25
    half_life_days: float = 90.0


PACE = Pace()


@dataclass(frozen=True, slots=True)
class Contact:
    """That two are in contact.

    Attributes:
        one: Somebody or something.
        other: Another; no order counts.
        per_month: How often in the months on record, 0 or more.
        last: The last time, with its zone; None where unknown, which counts as just now,
            since a warning that nobody reckoned with is worse than one that never comes.
        kinds: How: ``call``, ``message``, ``family``, ``associate``, ``travel``, ``money``, or
            others.
    """

    one: str
    other: str
    per_month: float
    last: datetime | None = None
    kinds: frozenset[str] = frozenset({"call"})


class Heard(NamedTuple):
    """How a warning first reaches somebody.

    Attributes:
        at: When.
        began_with: Target acted on, with whom it began.
        by: Last target that it came through.
        through_others: Whether somebody who is no target passed it on since.
    """

    at: datetime
    began_with: str
    by: str
    through_others: bool


def delays(contacts: Iterable[Contact], as_of: datetime, pace: Pace = PACE) -> Delays:
    """Return how long a warning takes between those in contact, both ways.

    Args:
        contacts: In any order; all of a pair add up, those of one with itself are left out.
        as_of: Moment from which recency is counted, with its zone; later contacts count
            as just then.
        pace: How fast warnings go.

    Raises:
        InputError: A number is out of range, or a moment has no zone.
    """
    _check(pace)
    if as_of.tzinfo is None:
        raise InputError("a moment has no time zone", remedy="Give it in UTC, ending in Z.")
    rates: dict[tuple[str, str], list[float]] = {}
    for contact in contacts:
        rate = _rate(contact, as_of, pace)
        if contact.one != contact.other and rate > 0:
            pair = min(contact.one, contact.other), max(contact.one, contact.other)
            rates.setdefault(pair, []).append(rate)
    made: Delays = {}
    for (one, other), each in sorted(rates.items()):
        # fsum: the sum is the same in any order.
        hours = pace.quickest_h + MONTH_H / math.fsum(each)
        if hours <= _LONGEST_H:
            delay = timedelta(hours=hours)
            made.setdefault(one, {})[other] = made.setdefault(other, {})[one] = delay
    return made


def _check(pace: Pace) -> None:
    if not (0 < pace.quickest_h <= _LONGEST_H and 0 < pace.half_life_days < math.inf):
        raise InputError("the least delay and the half-life of contacts must be above 0")
    for kind in (*pace.kinds.values(), pace.other):
        if not all(0 <= number < math.inf for number in kind):
            raise InputError("how ready a kind of contact is to warn is a number of 0 or more")


def _rate(contact: Contact, as_of: datetime, pace: Pace) -> float:
    """Return how many times a month one would warn by a contact."""
    if not 0 <= contact.per_month < math.inf:
        raise InputError("how often two are in contact is not a number of 0 or more")
    days = 0.0
    if contact.last is not None:
        if contact.last.tzinfo is None:
            raise InputError("a contact's last moment has no time zone")
        days = max(0.0, (as_of - contact.last) / timedelta(days=1))
    kinds = [pace.kinds.get(name, pace.other) for name in contact.kinds] or [pace.other]
    seen = contact.per_month * 0.5 ** (days / pace.half_life_days)
    return float(max(seen * kind.readiness + kind.unseen for kind in kinds))


def earliest(
    network: Delays, begins: Mapping[str, datetime], until: datetime | None = None
) -> dict[str, Heard]:
    """Return when a warning first reaches each, from those acted on.

    Args:
        network: How long a warning takes between two.
        begins: Moment at which each target is acted on: news of it begins there, unless
            the target was warned before, when that goes on from it.
        until: Who hears later than this is left out; nobody where None.

    Returns:
        By id, for all who are ever reached; who is acted on first of all is reached by
        nobody's news before its own.

    Note:
        Dijkstra's algorithm, O(c log c) for c contacts.
    """
    heap: list[tuple[datetime, bool, str, str, str]] = []
    for one, moment in begins.items():
        for other, delay in network.get(one, {}).items():
            heapq.heappush(heap, (moment + delay, False, one, one, other))
    heard: dict[str, Heard] = {}
    while heap:
        at, through_others, began_with, by, one = heapq.heappop(heap)
        if until is not None and at > until:
            break
        if one in heard:
            continue
        heard[one] = Heard(at, began_with, by, through_others)
        if one in begins and at >= begins[one]:
            continue
        is_target = one in begins
        for other, delay in network.get(one, {}).items():
            if other not in heard:
                passed = at + delay, not is_target, began_with, one if is_target else by, other
                heapq.heappush(heap, passed)
    return heard


class Warned(NamedTuple):
    """Some who would warn each other.

    Attributes:
        ids: Their ids, in order; two or more.
        quickest: The least time in which one would warn another.
        slowest: The longest that a warning takes from one to the next on the quickest ways
            that hold them together.
    """

    ids: tuple[str, ...]
    quickest: timedelta
    slowest: timedelta


def warned_together(
    ids: Iterable[str],
    contacts: Iterable[Contact],
    within: timedelta,
    *,
    as_of: datetime,
    pace: Pace = PACE,
) -> tuple[Warned, ...]:
    """Return groups whose members would warn each other.

    Two belong together where a warning goes from one to the other, through anybody, within
    the time; and so do all whom such pairs hold together.

    Args:
        ids: Those asked about.
        contacts: Who is in contact with whom, asked about or not; all of a pair add up.
        within: The time, 0 or more.
        as_of: Moment from which recency is counted, with its zone.
        pace: How fast warnings go.

    Returns:
        Groups of two or more, the largest first, then by ids. As far as contacts on record
        go, nobody warns whoever is in none: what no file holds warns too.

    Raises:
        InputError: A number is out of range.

    Note:
        O(t c log c) for t ids and c contacts.
    """
    if within < timedelta(0):
        raise InputError("the time within which targets warn each other is below 0")
    asked = set(ids)
    known = sorted(asked)
    network = delays(contacts, as_of, pace)
    pairs = []
    for one in known:
        for other, heard in earliest(network, {one: as_of}, as_of + within).items():
            if other in asked and one < other:
                pairs.append((heard.at - as_of, one, other))
    group = {one: [one] for one in known}
    taken: dict[str, list[timedelta]] = {one: [] for one in known}
    for delay, one, other in sorted(pairs):
        if group[one] is not group[other]:
            joined = group[one] + group[other]
            took = [*taken[one], *taken[other], delay]
            for member in joined:
                group[member], taken[member] = joined, took
    made = [
        Warned(tuple(sorted(members)), min(taken[one]), max(taken[one]))
        for one, members in group.items()
        if one == min(members) and len(members) > 1
    ]
    return tuple(sorted(made, key=lambda warned: (-len(warned.ids), warned.ids)))
