"""Days that are told to the day, the month or the year."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from functools import lru_cache

__all__ = ["day_after", "first_and_last"]


def day_after(text: str) -> str:
    """Return the day after one; a month, a year or nothing as it is.

    Examples:
        >>> day_after("2026-05-31"), day_after("2026-05")
        ('2026-06-01', '2026-05')
    """
    if len(text) < len("2026-05-31"):
        return text
    return (dt.date.fromisoformat(text) + dt.timedelta(days=1)).isoformat()


@lru_cache(maxsize=4096)
def first_and_last(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a day, month or year, ISO.

    Raises:
        ValueError: It is none of these.
    """
    parts = [int(part) for part in text.split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    first = dt.date(year, month or 1, day or 1)
    last_month = month or 12
    return first, dt.date(year, last_month, day or monthrange(year, last_month)[1])
