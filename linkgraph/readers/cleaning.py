"""Cells to values: which rule of ``values/`` holds for which property type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from linkgraph.errors import MappingError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.values.accounts import clean_account
from linkgraph.values.countries import clean_country
from linkgraph.values.dates import clean_date
from linkgraph.values.documents import clean_document, clean_imei
from linkgraph.values.emails import clean_email
from linkgraph.values.enums import clean_sex
from linkgraph.values.instants import clean_instant, epoch_s_to_instant
from linkgraph.values.money import clean_amount, clean_currency
from linkgraph.values.names import clean_name
from linkgraph.values.phones import clean_phone
from linkgraph.values.places import clean_address, clean_coordinates
from linkgraph.values.text import clean_text, plain_ascii

__all__ = ["Cleaner", "Failure", "cleaner_for", "try_clean"]

# From a cell and how to read it (order, zone, ...) to a value.
Cleaner = Callable[[str, Mapping[str, str]], Any]

# Three noughts after a mark may be thousands: 1,000 people are not one.
_WHOLE = re.compile(r"(\d{1,18})(?:[.,](?!000(?:\D|$))0+)?", re.ASCII)
# Days since the last of 1899, as workbooks store 1927 to 2099; shorter ones are years.
_SERIAL = re.compile(r"([1-6]\d{4}|7[0-2]\d{3}|730[0-4]\d|73050)(\.\d+)?", re.ASCII)
# Days from the day that workbooks count from to 1970, by the year of that day.
_SERIAL_EPOCH_DAYS = {"1900": 25_569, "1904": 24_107}
_DAY_S = 86_400


class Failure(NamedTuple):
    """Why a cell is no value of its kind.

    Attributes:
        code: The rule in one word.
        reason: The same in words, without the value.
    """

    code: str
    reason: str


def try_clean(clean: Cleaner, cell: str, how: Mapping[str, str]) -> Any:
    """Return the value, None where the cell holds layout alone, or the Failure."""
    try:
        return clean(cell, how)
    except ValueRejected as error:
        if error.code == "missing":
            return None
        return Failure(error.code, error.what)


def cleaner_for(type_: str, name: str, literals: Mapping[str, str]) -> Cleaner:
    """Return the rule for a property.

    Args:
        type_: Type of the property.
        name: Its name; codes have the enumeration of their property's name.
        literals: The entity's literal properties; a document's kind among them.

    Raises:
        MappingError: No rule is there for the property's type.
    """
    if type_ == "document":
        document_kind: Any = literals.get("document_kind", "other")
        return lambda cell, how: clean_document(cell, kind=document_kind)  # noqa: ARG005
    if type_ == "code":
        return _code(name)
    if type_ not in _RULES:
        raise MappingError("no rule reads this type of property", where=f"{name}: {type_}")
    return _RULES[type_]


def _code(name: str) -> Cleaner:
    if name == "sex":
        return lambda cell, how: clean_sex(cell)  # noqa: ARG005
    codes = load_schema().enumerations[name]
    known = {_run_together(code): code for code in codes}

    def clean(cell: str, how: Mapping[str, str]) -> str:  # noqa: ARG001
        code = known.get(_run_together(cell))
        if code is None:
            raise ValueRejected(f"none of the codes of {name}: {', '.join(codes)}")
        return code

    return clean


def _run_together(code: str) -> str:
    return re.sub(r"[\s_-]", "", code).casefold()


def _whole(cell: str, how: Mapping[str, str]) -> int:  # noqa: ARG001
    found = _WHOLE.fullmatch(plain_ascii(cell).strip())
    if found is None:
        raise ValueRejected("not a whole number from zero up", code="broken_number")
    return int(found[1])


def _number(cell: str, how: Mapping[str, str]) -> float:  # noqa: ARG001
    try:
        found = float(cell)
    except ValueError:
        raise ValueRejected("not a number", code="broken_number") from None
    if found != found or found in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        raise ValueRejected("not a number", code="broken_number")
    return found


def _boolean(cell: str, how: Mapping[str, str]) -> bool:  # noqa: ARG001
    text = cell.strip().casefold()
    if text in {"true", "yes", "y", "1"}:
        return True
    if text in {"false", "no", "n", "0"}:
        return False
    raise ValueRejected("neither yes nor no")


def _serial(cell: str, how: Mapping[str, str]) -> str:
    """Return a workbook's day number as an instant without a zone; empty if it is none."""
    before = _SERIAL_EPOCH_DAYS.get(how.get("serial", ""))
    found = _SERIAL.fullmatch(cell.strip()) if before else None
    if found is None or before is None:
        return ""
    days = float(found[0]) - before
    return epoch_s_to_instant(round(days * _DAY_S)).removesuffix("Z")


def _date(cell: str, how: Mapping[str, str]) -> str:
    order: Any = how.get("order", "ymd")
    calendar: Any = how.get("calendar", "gregorian")
    return clean_date(_serial(cell, how) or cell, order=order, calendar=calendar)


def _instant(cell: str, how: Mapping[str, str]) -> str:
    order: Any = how.get("order", "ymd")
    calendar: Any = how.get("calendar", "gregorian")
    zone = how.get("zone") or None
    try:
        return clean_instant(
            _serial(cell, how) or cell,
            zone=zone,
            order=order,
            calendar=calendar,
            allow_date=how.get("date_only") == "midnight",
        )
    except ValueRejected as error:
        if zone is None and error.code == "bad_value":
            raise ValueRejected("a local time without a zone", code="no_zone") from error
        raise


def _money(cell: str, how: Mapping[str, str]) -> int:
    told = how.get("currency", "")
    if not told.strip():
        raise ValueRejected("an amount without a currency", code="missing_value")
    currency = clean_currency(told)
    return clean_amount(
        cell, currency, decimal=how.get("decimal", "."), group=how.get("group", ",")
    )


def _country(cell: str) -> str | None:
    """Return the default region for a national number; a word that is none gives none."""
    try:
        return clean_country(cell)
    except ValueRejected:
        return None


def _phone(cell: str, how: Mapping[str, str]) -> str:
    return clean_phone(cell, country=_country(how["country"]) if how.get("country") else None)


_RULES: dict[str, Cleaner] = {
    "text": lambda cell, how: clean_text(cell),  # noqa: ARG005
    "name": lambda cell, how: clean_name(cell),  # noqa: ARG005
    "date": _date,
    "instant": _instant,
    "integer": _whole,
    "number": _number,
    "boolean": _boolean,
    "country": lambda cell, how: clean_country(cell),  # noqa: ARG005
    "currency": lambda cell, how: clean_currency(cell),  # noqa: ARG005
    "money": _money,
    "phone": _phone,
    "account": lambda cell, how: clean_account(cell),  # noqa: ARG005
    "imei": lambda cell, how: clean_imei(cell),  # noqa: ARG005
    "email": lambda cell, how: clean_email(cell),  # noqa: ARG005
    "address": lambda cell, how: clean_address(cell),  # noqa: ARG005
    "latitude": lambda cell, how: clean_coordinates(cell, "0")[0],  # noqa: ARG005
    "longitude": lambda cell, how: clean_coordinates("0", cell)[1],  # noqa: ARG005
}
