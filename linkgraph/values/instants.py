"""Instants: one moment everywhere, written in UTC to the second."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from linkgraph.errors import ValueRejected
from linkgraph.values.dates import clean_date
from linkgraph.values.text import plain_ascii

if TYPE_CHECKING:
    from linkgraph.values.dates import Calendar, DateOrder

__all__ = ["clean_instant", "epoch_s_to_instant", "instant_to_epoch_s"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - always counted from in UTC
_SECOND = timedelta(seconds=1)
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_HALF_DAY_H, _DAY_H, _HOUR_MIN = 12, 24, 60
# Longer than any offset: no text means it.
_UNKNOWN = timedelta.max

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_LOOSE = re.compile(
    r"(?P<date>.+?)(?:t|[ ,]\s?)"
    r"(?:(?P<h>\d{1,2})(?P<mark>[:.])(?P<m>\d\d)(?:(?P=mark)(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"|(?<=t)(?P<h2>\d\d)(?P<m2>\d\d)(?P<s2>\d\d)?)"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
    r" ?(?P<offset>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?\Z",
    re.ASCII,
)


def clean_instant(
    text: str,
    *,
    zone: str | None = None,
    order: DateOrder = "ymd",
    calendar: Calendar = "gregorian",
    allow_date: bool = False,
) -> str:
    """Return a moment as ``YYYY-MM-DDTHH:MM:SSZ``, in UTC.

    Args:
        text: A date and a time of day, with ``Z`` or an offset, or local.
        zone: The zone of local times: an IANA name (``Asia/Jakarta``) or an
            offset (``+07:00``). A time that has its own offset does not use it.
        order: As in ``clean_date``.
        calendar: As in ``clean_date``.
        allow_date: Whether a date alone stands for its local midnight.

    Returns:
        Always 20 characters, so that texts sort as the moments do. Fractions of
        a second are cut off. Of a local hour that the clocks repeat, the first.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``bad_date`` if it is no
            moment, falls into an hour that the clocks skipped, or has no time of
            day; ``bad_value`` if it is local and no zone is given, or if there
            is no such zone.

    Examples:
        >>> clean_instant("2025-09-01T09:43:33+08:00")
        '2025-09-01T01:43:33Z'
        >>> clean_instant("01/09/2025 09:15:38", zone="Asia/Jakarta", order="dmy")
        '2025-09-01T02:15:38Z'
    """
    read = _read_fast(text, order)
    local, offset = read or _read_loose(text, order, calendar, allow_date=allow_date)
    utc = local - (_local_offset(local, zone) if offset is None else offset)
    if not _FIRST_YEAR <= utc.year <= _LAST_YEAR:
        raise ValueRejected("the year is outside 1850 to 2200", code="bad_date")
    return f"{utc.isoformat()}Z"


def _read_fast(text: str, order: DateOrder) -> tuple[datetime, timedelta | None] | None:
    """Read the two layouts that nearly every export uses; None for any other."""
    if len(text) < 16:  # noqa: PLR2004
        return None
    if text[2] == text[5] and text[2] in "/-.":
        if order == "dmy":
            text = f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}"
        elif order == "mdy":
            text = f"{text[6:10]}-{text[:2]}-{text[3:5]}{text[10:]}"
    end = 19 if text[16:17] == ":" else 16
    # What fromisoformat reads beyond this form (week dates, 24:00) differs from
    # one Python to the next, and a case must not.
    if not (text[4] == "-" == text[7] and text[13] == ":" and text[10] in "T "):
        return None
    offset = _offset(text[end:])
    if offset is _UNKNOWN or text[11:13] == "24":
        return None
    try:
        local = datetime.fromisoformat(text[:end])
    except ValueError:
        return None
    return (local, offset) if _FIRST_YEAR <= local.year <= _LAST_YEAR else None


def _read_loose(
    text: str, order: DateOrder, calendar: Calendar, *, allow_date: bool
) -> tuple[datetime, timedelta | None]:
    plain = " ".join(plain_ascii(text).casefold().split())
    match = _LOOSE.match(plain)
    if match is None:
        day = clean_date(plain, order=order, calendar=calendar)
        if not allow_date:
            raise ValueRejected(
                "a date without a time of day",
                remedy="Say that dates alone are allowed, or map the column as a date.",
                code="bad_date",
            )
        return _moment(day, 0, 0, 0), None
    day = clean_date(match["date"], order=order, calendar=calendar)
    hour, minute, second = (int(match[name] or match[f"{name}2"] or 0) for name in ("h", "m", "s"))
    moment = _moment(day, _hour(hour, match["half"]), minute, second)
    offset = _offset(match["offset"] or "")
    if offset is _UNKNOWN:
        raise ValueRejected("no such offset from UTC", code="bad_date")
    return moment, offset


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= _HALF_DAY_H:
        raise ValueRejected("no such hour before or after noon", code="bad_date")
    return hour % _HALF_DAY_H + (_HALF_DAY_H if half == "p" else 0)


def _moment(day: str, hour: int, minute: int, second: int) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:{second:02}")
    except ValueError:
        raise ValueRejected("no such moment", code="bad_date") from None


def _local_offset(local: datetime, zone: str | None) -> timedelta:
    if zone is None:
        raise ValueRejected(
            "a local time without a zone",
            remedy="Name the source's zone, like Asia/Jakarta or +07:00.",
        )
    rules = _zone(zone)
    if isinstance(rules, timedelta):
        return rules
    first = rules.utcoffset(local)
    second = rules.utcoffset(local.replace(fold=1))
    if first is None or second is None or first < second:
        raise ValueRejected(
            "a local time that the clocks skipped",
            remedy="Check the source's zone.",
            code="bad_date",
        )
    return first


@lru_cache(maxsize=256)
def _zone(name: str) -> timedelta | ZoneInfo:
    offset = _offset(name)
    if offset is not None and offset is not _UNKNOWN:
        return offset
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueRejected(
            "no such time zone", remedy="Write it like Asia/Jakarta or +07:00."
        ) from None


@lru_cache(maxsize=256)
def _offset(text: str) -> timedelta | None:
    """Return what an offset adds to UTC; None if it is empty, _UNKNOWN if it is none."""
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return timedelta(0)
    match = _OFFSET.fullmatch(text)
    if match is None or int(match[2]) >= _DAY_H or int(match[3] or 0) >= _HOUR_MIN:
        return _UNKNOWN
    span = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -span if match[1] == "-" else span


def instant_to_epoch_s(text: str) -> int:
    """Return the seconds from 1970-01-01T00:00:00Z to a cleaned instant.

    Raises:
        ValueRejected: The text is not a cleaned instant.

    Examples:
        >>> instant_to_epoch_s("1970-01-02T00:00:00Z")
        86400
    """
    try:
        if _INSTANT.fullmatch(text):
            return (datetime.fromisoformat(text[:19]) - _EPOCH) // _SECOND
    except ValueError:
        pass  # a form that is right, with a day that is not
    raise ValueRejected("not a cleaned instant", code="bad_date")


def epoch_s_to_instant(epoch_s: int) -> str:
    """Return the cleaned instant that many seconds after 1970-01-01T00:00:00Z.

    Raises:
        ValueRejected: It lies outside the years 1 to 9999.

    Examples:
        >>> epoch_s_to_instant(86400)
        '1970-01-02T00:00:00Z'
    """
    try:
        return f"{(_EPOCH + timedelta(seconds=epoch_s)).isoformat()}Z"
    except OverflowError:
        raise ValueRejected("a moment outside the years 1 to 9999", code="bad_date") from None
