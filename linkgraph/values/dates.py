"""Dates that may be known to the day, the month or the year only."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from linkgraph.errors import ValueRejected
from linkgraph.values.text import plain_ascii

__all__ = ["Calendar", "DateOrder", "clean_date", "comes_before", "date_precision", "dates_agree"]

DateOrder = Literal["ymd", "dmy", "mdy"]
Calendar = Literal["gregorian", "buddhist"]

_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_FIRST_BUDDHIST_YEAR, _BUDDHIST_SHIFT = 2400, 543
_MONTHS_IN_YEAR = 12
_LENGTHS: dict[int, Literal["year", "month", "day"]] = {4: "year", 7: "month", 10: "day"}

_MONTH_WORDS = (
    "jan january januari มค มกราคม",
    "feb february februari pebruari peb กพ กุมภาพันธ์",
    "mar march mac maret มีค มีนาคม",
    "apr april เมย เมษายน",
    "may mei พค พฤษภาคม",
    "jun june juni มิย มิถุนายน",
    "jul july juli julai กค กรกฎาคม",
    "aug august agustus ogos ogo ogs agu agt ags สค สิงหาคม",
    "sep sept september กย กันยายน",
    "oct october oktober okt ตค ตุลาคม",
    "nov november nop nopember พย พฤศจิกายน",
    "dec december desember disember des dis ธค ธันวาคม",
)
_MONTHS = {word: n for n, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}

_TIME_OF_DAY = re.compile(
    r"[t ] ?([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
    r"(?: ?[ap]m)?(?: ?(?:z|[+-]\d\d:?\d\d))?\Z",
    re.ASCII,
)
_NUMBERS = re.compile(r"(\d{1,4})( ?[-/. ] ?)(\d{1,4})(?:\2(\d{1,4}))?\Z", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\Z", re.ASCII)
_DOTTED_MONTH = re.compile(r"(?<=[\u0e01-\u0e4e])\.")
_WORDED = re.compile(r"[^\s\d/.,-]")
_WORDED_FORM = re.compile(r"[^\s/.,-]+(?:[/., -]{1,2}[^\s/.,-]+)*")
_TOKENS = re.compile(r"(\d++)(?:st|nd|rd|th)?(?!\w)|(\d+)|([^\s\d/.,-]+)", re.ASCII)


def clean_date(text: str, *, order: DateOrder = "ymd", calendar: Calendar = "gregorian") -> str:
    """Return a date as ISO text, as exact as the source knows it.

    Args:
        text: A date with ``-``, ``/``, ``.`` or spaces between its parts, in
            digits of any script; months also by English, Malay, Indonesian or
            Thai name. A time of day after it is checked and left out. ``00``
            for a day or month says that it is not known.
        order: How the source writes dates whose year comes last. A date whose
            year comes first is year, month, day whatever the order. Under
            ``ymd`` a year that comes last is taken only where day and month
            cannot be mistaken for each other.
        calendar: The era of the source's years. In a ``buddhist`` column a year
            before 2400 is a Gregorian one that somebody entered, and is kept.

    Returns:
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, Gregorian.

    Raises:
        ValueRejected: ``missing`` if the text is empty; ``bad_date`` if it is no
            date, has a year of two digits or outside 1850 to 2200, or could be
            two dates.

    Examples:
        >>> clean_date("19-Jan-2019")
        '2019-01-19'
        >>> clean_date("02/09/2568", order="dmy", calendar="buddhist")
        '2025-09-02'
        >>> clean_date("1996-00-00")
        '1996'
    """
    if len(text) == 10 and text[4] == "-" == text[7] and "1850" <= text[:4] <= "2200":  # noqa: PLR2004
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass  # parts of 00, or digits of another script
    plain = " ".join(plain_ascii(text).casefold().split())
    if not plain:
        raise ValueRejected("a date is missing", code="missing")
    plain = _TIME_OF_DAY.sub("", plain)
    year, month, day = _parts(plain, order)
    return _checked(year, month, day, calendar)


def _parts(plain: str, order: DateOrder) -> tuple[int, int, int]:
    """Return year, month and day, 0 for what is not given."""
    if _WORDED.search(plain):
        return _worded_parts(plain)
    compact = _COMPACT.match(plain)
    if compact:
        return int(compact[1]), int(compact[2]), int(compact[3])
    if len(plain) == 4 and plain.isdecimal():  # noqa: PLR2004
        return int(plain), 0, 0
    numbers = _NUMBERS.match(plain)
    if not numbers:
        raise _bad_date("not a date")
    first, middle, last = numbers[1], numbers[3], numbers[4]
    years = [len(part) for part in (first, middle, last) if part].count(4)
    if years != 1 or any(len(part) == 3 for part in (first, middle, last or "")):  # noqa: PLR2004
        raise _bad_date("a date needs one year of four digits")
    if last is None:
        return _year_and_month(first, middle)
    if len(first) == 4:  # noqa: PLR2004
        return int(first), int(middle), int(last)
    if len(middle) == 4:  # noqa: PLR2004
        raise _bad_date("a year cannot stand between month and day")
    return int(last), *_month_and_day(int(first), int(middle), order)


def _year_and_month(first: str, second: str) -> tuple[int, int, int]:
    if len(first) == 4:  # noqa: PLR2004
        return int(first), int(second), 0
    return int(second), int(first), 0


def _month_and_day(first: int, second: int, order: DateOrder) -> tuple[int, int]:
    if order == "dmy":
        return second, first
    if order == "mdy" or first == second:
        return first, second
    # A date read the wrong way round is another date, and matches another
    # person: where the source's order is not known, only certain ones pass.
    if first > _MONTHS_IN_YEAR and second:
        return second, first
    if second > _MONTHS_IN_YEAR and first:
        return first, second
    raise ValueRejected(
        "day and month of a date could be each other",
        remedy="Say in which order the source writes dates: dmy or mdy.",
        code="bad_date",
    )


def _worded_parts(plain: str) -> tuple[int, int, int]:
    text = _DOTTED_MONTH.sub("", plain)
    tokens = _TOKENS.findall(text)
    if _WORDED_FORM.fullmatch(text) is None:
        raise _bad_date("not a date")
    words = [word for _, _, word in tokens if word]
    numbers = [ordinal or number for ordinal, number, word in tokens if not word]
    years = [n for n in numbers if len(n) == 4]  # noqa: PLR2004
    days = [n for n in numbers if len(n) <= 2]  # noqa: PLR2004
    if len(words) != 1 or words[0] not in _MONTHS:
        raise _bad_date("not a date, or its month's name is not known")
    if len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        raise _bad_date("a date needs one year of four digits")
    return int(years[0]), _MONTHS[words[0]], int(days[0]) if days else 0


def _checked(year: int, month: int, day: int, calendar: Calendar) -> str:
    if calendar == "buddhist" and year >= _FIRST_BUDDHIST_YEAR:
        year -= _BUDDHIST_SHIFT
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _bad_date("the year is outside 1850 to 2200")
    try:
        # The first of the month, or of January, stands in for unknown parts.
        date(year, month or 1, day or 1)
    except ValueError:
        raise _bad_date("no such day in the calendar") from None
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


def _bad_date(what: str) -> ValueRejected:
    return ValueRejected(what, code="bad_date")


def date_precision(text: str) -> Literal["year", "month", "day"]:
    """Return how exact a cleaned date is.

    Raises:
        ValueRejected: The text is not as long as a cleaned date.

    Examples:
        >>> date_precision("1996-05")
        'month'
    """
    if len(text) not in _LENGTHS:
        raise _bad_date("not a cleaned date")
    return _LENGTHS[len(text)]


def dates_agree(a: str, b: str) -> Literal["same", "compatible", "swapped", "differ"]:
    """Return how two cleaned dates stand to each other.

    Returns:
        ``same``; ``compatible`` where one is the other, known less exactly;
        ``swapped`` where day and month changed places, which clerks do;
        otherwise ``differ``. The order of a and b makes no difference.

    Note:
        ``compatible`` says that nothing contradicts, not that the dates are one.

    Examples:
        >>> dates_agree("1996", "1996-05-12"), dates_agree("1996-05-12", "1996-12-05")
        ('compatible', 'swapped')
    """
    if a == b:
        return "same"
    if a.startswith(f"{b}-") or b.startswith(f"{a}-"):
        return "compatible"
    if len(a) == len(b) == 10 and a == f"{b[:4]}-{b[8:]}-{b[5:7]}":  # noqa: PLR2004
        return "swapped"
    return "differ"


def comes_before(one: str, two: str) -> bool:
    """Tell whether a date is surely before another, ISO text, each as exact as it is known.

    Examples:
        >>> comes_before("2026-05-11", "2026-05-12"), comes_before("2026-05", "2026-05-12")
        (True, False)
    """
    known = min(len(one), len(two))
    return one[:known] < two[:known]
