"""A table that a person wrote, read key by key: what is wrong is refused with its place."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.statements.entered import entered_text
from linkgraph.values.countries import country_codes
from linkgraph.values.dates import clean_date
from linkgraph.values.text import unseen_sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["TableTold", "code_told", "country_told", "day_told", "is_to_come", "reference_told"]

_MOST_REFERENCE = 40


class TableTold:
    """One table of a file, and which of its keys were read.

    Args:
        raw: Keys and values.
        where: The table's place, for messages.
    """

    def __init__(self, raw: Mapping[str, Any], where: str) -> None:
        self._raw = raw
        self._where = where
        self._known: set[str] = set()

    def place(self, key: str) -> str:
        """Return where a key stands, for messages."""
        return f"{self._where}, {key}"

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text; empty where there is none."""
        value = self._value(key)
        if value is not None and not isinstance(value, str):
            raise _wrong(self.place(key), "a text", 'Write it between quotation marks: "...".')
        text = entered_text(value or "", self.place(key))
        if required and not text:
            raise InputError("this is missing", where=self.place(key), remedy="Fill it in.")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts in the order given, none of them empty."""
        found = []
        for number, one in enumerate(self._list(key), 1):
            place = f"{self.place(key)}[{number}]"
            if not isinstance(one, str) or not one.strip():
                raise _wrong(place, "a text", 'Write a list of texts: ["...", "..."].')
            found.append(entered_text(one, place))
        return tuple(dict.fromkeys(found))

    def flag(self, key: str) -> bool:
        """Return true or false; false where there is none."""
        value = self._value(key)
        if value is not None and not isinstance(value, bool):
            raise _wrong(self.place(key), "true or false", "Write true or false without quotes.")
        return bool(value)

    def day(self, key: str) -> str:
        """Return a day, ISO; empty where there is none."""
        value = self._value(key)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = value.isoformat()
        if value is not None and not isinstance(value, str):
            raise _wrong(self.place(key), "a day", "Write it as 2026-10-31.")
        return day_told(value, self.place(key)) if value else ""

    def code(self, key: str, codes: str, *, default: str = "") -> str:
        """Return one of an enumeration's codes.

        Args:
            key: The key.
            codes: Name of the enumeration in the schema.
            default: What holds where there is none; without it the key is required.
        """
        return code_told(self.text(key, required=not default) or default, self.place(key), codes)

    def country(self, key: str) -> str:
        """Return a country's code."""
        return country_told(self.text(key, required=True), self.place(key))

    def countries(self, key: str) -> tuple[str, ...]:
        """Return countries' codes, sorted."""
        told = enumerate(self.texts(key), 1)
        return tuple(sorted({country_told(one, f"{self.place(key)}[{n}]") for n, one in told}))

    def tables(self, key: str) -> list[TableTold]:
        """Return the tables of a list (``[[tasks]]``)."""
        found = []
        for number, one in enumerate(self._list(key), 1):
            place = f"{self._where}, {key}[{number}]"
            if not isinstance(one, dict):
                raise _wrong(place, "a table", f"Write each under a line [[{key}]].")
            found.append(TableTold(one, place))
        return found

    def table(self, key: str) -> Mapping[str, Any]:
        """Return a table's keys and values as they are; empty where there is none."""
        value = self._value(key)
        if value is not None and not isinstance(value, dict):
            raise _wrong(self.place(key), "a table", "Write it as { name = value }.")
        return value or {}

    def done(self) -> None:
        """Refuse keys that nothing read.

        Raises:
            InputError: There is one; it is told only where it is nearly one of ours.
        """
        for number, key in enumerate(self._raw, 1):
            if key in self._known:
                continue
            near = get_close_matches(key, sorted(self._known), n=1)
            raise InputError(
                f"no key named {key!r}" if near else f"the key at place {number} is none of ours",
                where=self._where,
                remedy=f"Did you mean {near[0]!r}?"
                if near
                else f"Known: {', '.join(sorted(self._known))}",
            )

    def _value(self, key: str) -> Any:
        self._known.add(key)
        return self._raw.get(key)

    def _list(self, key: str) -> list[Any]:
        value = self._value(key)
        if value is not None and not isinstance(value, list):
            raise _wrong(self.place(key), "a list", 'Write a list: ["...", "..."].')
        return value or []


def _wrong(where: str, wanted: str, remedy: str) -> InputError:
    return InputError(f"this is not {wanted}", where=where, remedy=remedy)


def country_told(text: str, where: str) -> str:
    """Return a country's code that a person wrote.

    Raises:
        InputError: There is no such country.
    """
    code = text.strip().upper()
    if code not in country_codes():
        raise InputError(
            "there is no such country", where=where, remedy="Write its code, such as NZ or MY."
        )
    return code


def day_told(text: str, where: str) -> str:
    """Return a day that a person wrote, ISO.

    Raises:
        InputError: It is no day, or only a month or a year.
    """
    try:
        day = clean_date(text)
        return dt.date.fromisoformat(day).isoformat()
    except (ValueRejected, ValueError):
        raise InputError("this is no day", where=where, remedy="Write it as 2026-10-31.") from None


def is_to_come(day: str, today: dt.date) -> bool:
    """Tell whether a day, month or year, ISO, has not begun anywhere; no day has not to come.

    Args:
        day: As it is kept; may be empty.
        today: By UTC; elsewhere it may be a day later.
    """
    return day > (today + dt.timedelta(days=1)).isoformat()[: len(day)]


def code_told(text: str, where: str, codes: str) -> str:
    """Return one of an enumeration's codes, as a person wrote it.

    Args:
        text: As it was written.
        where: Its place.
        codes: Name of the enumeration in the schema.

    Raises:
        InputError: It is none.
    """
    known = load_schema().enumerations[codes]
    code = text.strip().casefold()
    if code not in known:
        raise _wrong(where, f"one of {', '.join(known)}", "Write one of them.")
    return code


def reference_told(text: str, where: str, *, taken: Iterable[str] = ()) -> str:
    """Return a reference that a person wrote: what a period, plan or task is called in commands.

    Raises:
        InputError: It is empty or long, holds white space, a slash, a comma or a sign that nobody
            sees, such as one that turns the direction of writing, or is taken.
    """
    astray = any(c.isspace() or c in "/,;" for c in text) or unseen_sign(text)
    if not text or len(text) > _MOST_REFERENCE or astray:
        raise InputError(
            "this is no reference",
            where=where,
            remedy=f"Write up to {_MOST_REFERENCE} signs without spaces, slashes and commas: P1.",
        )
    if text in taken:
        raise InputError("two have this reference", where=where, remedy="Give each its own.")
    return text
