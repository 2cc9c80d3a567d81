"""Moments as a release writes them, as minutes that can be compared, and how exact they are."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

__all__ = ["UNDATED", "Moment", "moment_of"]

UNDATED = -1
_FORM = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)


class Moment(NamedTuple):
    """A time on record.

    Attributes:
        minute: Whole minutes from the year 1 on, UTC, at which it begins; ``UNDATED`` where
            there is none.
        until: The minute at which it is over: one later for an instant, the next day for
            a day, and so on.
        grain: instant, day, month or year; empty where undated.
    """

    minute: int
    until: int
    grain: str


_NONE = Moment(UNDATED, UNDATED, "")


def moment_of(text: str) -> Moment:
    """Return the moment that a text of a release tells.

    Args:
        text: ISO text: ``1996``, ``1996-05``, ``1996-05-12`` or an instant; one without a
            zone is taken for UTC. Anything else counts as undated.

    Examples:
        >>> day = moment_of("2024-02-29")
        >>> (day.until - day.minute) / 60, day.grain
        (24.0, 'day')
        >>> moment_of("in spring").grain
        ''
    """
    found = _FORM.fullmatch(text)
    if not found:
        return _NONE
    year, month, day = (int(found[n] or 0) for n in (1, 2, 3))
    try:
        if found[4]:
            begin = _minute(dt.datetime.fromisoformat(text.replace(" ", "T")))
            return Moment(begin, begin + 1, "instant")
        if day:
            begin = _minute(dt.datetime(year, month, day))  # noqa: DTZ001 - UTC
            return Moment(begin, begin + 24 * 60, "day")
        if month:
            after = (year + month // 12, month % 12 + 1)
            return Moment(_first(year, month), _first(*after), "month")
        return Moment(_first(year, 1), _first(year + 1, 1), "year")
    except (ValueError, OverflowError):
        return _NONE


def _first(year: int, month: int) -> int:
    return _minute(dt.datetime(year, month, 1))  # noqa: DTZ001 - UTC


def _minute(moment: dt.datetime) -> int:
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return (moment - dt.datetime(1, 1, 1)) // dt.timedelta(minutes=1)  # noqa: DTZ001 - UTC
