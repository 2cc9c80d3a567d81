"""One moment everywhere: what clocks show then, and when targets are in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LocalTime", "Overlap", "Stay", "local_times", "overlap_hours", "zones_of"]

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What clocks of a country, or of a part of it, show.

    Attributes:
        country: Its ISO 3166-1 alpha-2 code.
        local: The moment by those clocks, with its offset.
        zones: IANA zones of the country in which they show this.
    """

    country: str
    local: datetime
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """That a target is somewhere for a time.

    Attributes:
        id: The target.
        place: Where; any id, the same for the same place.
        begins: From when, with its zone.
        ends: Until when, that moment no more.
    """

    id: str
    place: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """An hour of the week in which targets were in one place at the same time.

    Attributes:
        place: Where.
        weekday: 0 for Monday to 6 for Sunday, by the zone asked for.
        hour: 0 to 23, likewise.
        ids: All who were there at once with another in that hour, in order.
        most: Most of them at one time, at least 2.
        times: On how many days.
    """

    place: str
    weekday: int
    hour: int
    ids: tuple[str, ...]
    most: int
    times: int


def local_times(moment: datetime, countries: Iterable[str]) -> tuple[LocalTime, ...]:
    """Return what clocks show in each country at a moment.

    Args:
        moment: With its zone.
        countries: ISO 3166-1 alpha-2 codes, in any order.

    Returns:
        By country, the westernmost clocks first: one for each time of day that clocks of
        the country show then, not the capital's alone. Empty for no country.

    Raises:
        InputError: The moment has no zone, or a country has no zone on record.

    Examples:
        >>> zero = datetime(2026, 12, 4, 21, tzinfo=UTC)
        >>> [t.local.isoformat() for t in local_times(zero, ["MY"])]
        ['2026-12-05T05:00:00+08:00']
    """
    _refuse_zoneless(moment)
    made = []
    for country in sorted(set(countries)):
        zones = _zones().get(country)
        if zones is None:
            raise InputError(
                "a country has no time zone on record",
                remedy="Write its two-letter code, like MY.",
            )
        shown: dict[timedelta | None, list[str]] = {}
        for zone in zones:
            shown.setdefault(moment.astimezone(ZoneInfo(zone)).utcoffset(), []).append(zone)
        alike = sorted(shown.values(), key=lambda same: _wall(moment, same[0]))
        made += [LocalTime(country, _fixed(moment, same[0]), tuple(same)) for same in alike]
    return tuple(made)


def zones_of(country: str) -> tuple[str, ...]:
    """Return the names of a country's time zones, sorted; none where it has none on record.

    Examples:
        >>> zones_of("SG")
        ('Asia/Singapore',)
    """
    return _zones().get(country, ())


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _fixed(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


@lru_cache(maxsize=1)
def _zones() -> dict[str, tuple[str, ...]]:
    """Return the zones of each country."""
    zones: dict[str, list[str]] = {}
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return {country: tuple(sorted(each)) for country, each in zones.items()}


def overlap_hours(stays: Iterable[Stay], zone: str = "UTC") -> tuple[Overlap, ...]:
    """Return the hours of the week in which two targets or more were in one place at once.

    Args:
        stays: Where targets were, as far as is on record; those of one target may overlap.
        zone: IANA name of the zone whose hours are meant.

    Returns:
        Hours with most targets at one time first, then those of most days, then by place,
        day and hour. Empty where no two ever met.

    Raises:
        InputError: There is no such zone, a moment has none, or a stay ends before it
            begins.

    Note:
        O(s log s + h) for s stays that cover h hours. Where somebody was is no promise of
        where they will be, and being in one place is not being together.
    """
    try:
        clock = ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise InputError("no such time zone", remedy="Write it like Asia/Jakarta.") from None
    places: dict[str, list[Stay]] = {}
    for stay in stays:
        _refuse_zoneless(stay.begins, stay.ends)
        if stay.ends < stay.begins:
            raise InputError("a stay ends before it begins")
        places.setdefault(stay.place, []).append(stay)
    made = [
        overlap for place in sorted(places) for overlap in _overlaps(place, places[place], clock)
    ]
    return tuple(sorted(made, key=lambda o: (-o.most, -o.times, o.place, o.weekday, o.hour)))


def _overlaps(place: str, stays: list[Stay], clock: ZoneInfo) -> Iterator[Overlap]:
    met: dict[tuple[int, int], tuple[set[str], set[date], list[int]]] = {}
    for begins, ends, there in _at_once(stays):
        for day, hour in _hours(begins, ends, clock):
            ids, days, most = met.setdefault((day.weekday(), hour), (set(), set(), [0]))
            ids |= there
            days.add(day)
            most[0] = max(most[0], len(there))
    for (weekday, hour), (ids, days, most) in met.items():
        yield Overlap(place, weekday, hour, tuple(sorted(ids)), most[0], len(days))


def _at_once(stays: list[Stay]) -> Iterator[tuple[datetime, datetime, set[str]]]:
    """Yield each time in which the same two or more are there."""
    turns = sorted(
        [(stay.begins, 1, stay.id) for stay in stays] + [(stay.ends, -1, stay.id) for stay in stays]
    )
    there: dict[str, int] = {}
    since = None
    for moment, step, one in turns:
        now = {who for who, count in there.items() if count > 0}
        if since is not None and since < moment and len(now) > 1:
            yield since, moment, now
        there[one] = there.get(one, 0) + step
        since = moment


def _hours(begins: datetime, ends: datetime, clock: ZoneInfo) -> Iterator[tuple[date, int]]:
    """Yield the day and hour, by a clock, of all hours that a time touches."""
    moment, until = begins.astimezone(UTC), ends.astimezone(UTC)
    while moment < until:
        local = moment.astimezone(clock)
        yield local.date(), local.hour
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        moment += _HOUR - past


def _refuse_zoneless(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise InputError("a moment has no time zone", remedy="Give it in UTC, ending in Z.")
