"""What an identity number itself tells of its holder: a birth date, a birth year, a sex.

Several countries build the number of their identity card from its holder's birth date.
A number tells it even where the birth date beside it is missing, or was mistyped.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["births_told"]

_WOMEN_DAY = 40  # Indonesia adds it to the day of a woman's birth
_WOMEN_YEAR_DAY = 500  # Sri Lanka to the day of the year
_EARLIEST, _OLDEST = 1900, 110


def births_told(number: str, country: str, *, today: dt.date) -> tuple[str, ...]:
    """Return the birth dates that an identity number may tell.

    Args:
        number: Digits and letters alone, as ``clean_document`` gives them.
        country: ISO 3166 code of the country that issued it; where empty, the number
            is read as each of the countries known here would.
        today: No birth lies after it.

    Returns:
        ISO dates (``1984-02-07``) or years (``1988``), sorted; empty where the number
        has another form, or its country writes no date into it. Several where the
        country or the century is not told: then each is a possibility, no more.

    Source:
        Indonesia: Permendagri 118/2017 (NIK, digits 7 to 12: day, month, year; women's
        day plus 40). Malaysia: National Registration Regulations 1990 (MyKad: year,
        month, day). Sri Lanka: Department for Registration of Persons (NIC: year, day of
        a leap year, women's plus 500). Viet Nam: Circular 59/2021/TT-BCA (century and
        sex, year). China: GB 11643-1999 (digits 7 to 14).

    Examples:
        >>> births_told("3173650702843949", "ID", today=dt.date(2026, 1, 1))
        ('1984-02-07',)
        >>> births_told("198115753677", "LK", today=dt.date(2026, 1, 1))
        ('1981-06-05', '1981-06-06')
    """
    readers = [_FORMS[country]] if country in _FORMS else [] if country else _FORMS.values()
    found = {birth for reader in readers for birth in reader(number, today)}
    return tuple(sorted(found))


def _date(year: int, month: int, day: int, today: dt.date) -> Iterator[str]:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        return
    if today.year - _OLDEST <= year and made <= today:
        yield made.isoformat()


def _short_year(year: int, month: int, day: int, today: dt.date) -> Iterator[str]:
    for century in (1900, 2000):
        yield from _date(century + year, month, day, today)


def _indonesia(number: str, today: dt.date) -> Iterator[str]:
    if len(number) == len("3173650702843949") and number.isdecimal():
        day = int(number[6:8])
        day -= _WOMEN_DAY if day > _WOMEN_DAY else 0
        yield from _likely(_short_year(int(number[10:12]), int(number[8:10]), day, today), today)


def _malaysia(number: str, today: dt.date) -> Iterator[str]:
    if len(number) == len("940510083350") and number.isdecimal():
        year, month, day = int(number[:2]), int(number[2:4]), int(number[4:6])
        yield from _likely(_short_year(year, month, day, today), today)


def _likely(dates: Iterator[str], today: dt.date) -> Iterator[str]:
    """Leave out a reading that makes the holder a small child where another does not."""
    held = list(dates)
    grown = [one for one in held if int(one[:4]) <= today.year - _CARD_AGE]
    yield from grown or held


_CARD_AGE = 12


def _sri_lanka(number: str, today: dt.date) -> Iterator[str]:
    if len(number) == len("198115753677") and number.isdecimal():
        year, days = int(number[:4]), int(number[4:7])
    elif len(number) == len("811570753V") and number[:9].isdecimal() and number[9] in "VX":
        year, days = _EARLIEST + int(number[:2]), int(number[2:5])
    else:
        return
    days -= _WOMEN_YEAR_DAY if days > _WOMEN_YEAR_DAY else 0
    if not 1 <= days <= 366:  # noqa: PLR2004
        return
    # The rule counts a 29 February in every year; files made by others do not always.
    for counted_as in (2000, year):
        day = dt.date(counted_as, 1, 1) + dt.timedelta(days=days - 1)
        yield from _date(year, day.month, day.day, today)


def _viet_nam(number: str, today: dt.date) -> Iterator[str]:
    if len(number) == len("040302695461") and number.isdecimal() and number[3] in "0123":
        year = _EARLIEST + 100 * (int(number[3]) // 2) + int(number[4:6])
        if year <= today.year:
            yield str(year)


def _china(number: str, today: dt.date) -> Iterator[str]:
    if len(number) == len("110101199003078515") and number[:17].isdecimal():
        yield from _date(int(number[6:10]), int(number[10:12]), int(number[12:14]), today)


_FORMS: dict[str, Callable[[str, dt.date], Iterator[str]]] = {
    "CN": _china, "ID": _indonesia, "LK": _sri_lanka, "MY": _malaysia, "VN": _viet_nam,
}  # fmt: skip
