"""Cells to values: which rule of ``values/`` holds for which property type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.errors import MappingError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.values.accounts import clean_account
from linkgraph.values.countries import clean_country
from linkgraph.values.dates import clean_date
from linkgraph.values.documents import clean_document, clean_imei
from linkgraph.values.emails import clean_email
from linkgraph.values.enums import clean_sex
from linkgraph.values.instants import clean_instant
from linkgraph.values.money import clean_amount, clean_currency
from linkgraph.values.names import clean_name
from linkgraph.values.phones import clean_phone
from linkgraph.values.places import clean_address, clean_coordinates
from linkgraph.values.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkgraph.schema import Property

__all__ = ["Cleaner", "Failure", "cleaner_for", "try_clean"]

# From a cell and how to read it (order, zone, ...) to a value; None for nothing.
Cleaner = "Callable[[str, Mapping[str, str]], Any]"


class Failure:
    """Why a cell is no value of its kind."""

    __slots__ = ("code", "reason")

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason


def try_clean(clean: Callable[[str, Mapping[str, str]], Any], cell: str, how: Mapping[str, str]) -> Any:
    """Return the value, or the Failure that says why there is none."""
    try:
        return clean(cell, how)
    except ValueRejected as error:
        return Failure(error.code, error.what)


def cleaner_for(kind: str, prop: Property, literals: Mapping[str, str]) -> Callable[[str, Mapping[str, str]], Any]:
    """Return the rule for a property.

    Args:
        kind: Kind or link type that it belongs to, for messages.
        prop: The property.
        literals: The entity's literal properties; a document's kind among them.

    Raises:
        MappingError: No rule is there for the property's type.
    """
    if prop.type == "document":
        document_kind: Any = literals.get("document_kind", "other")
        return lambda cell, how: clean_document(cell, kind=document_kind)  # noqa: ARG005
    if prop.type == "code":
        return _code(prop.name)
    if prop.type not in _RULES:
        raise MappingError("no rule reads this property", where=f"{kind}.{prop.name}")
    return _RULES[prop.type]


def _code(name: str) -> Callable[[str, Mapping[str, str]], Any]:
    if name == "sex":
        return lambda cell, how: clean_sex(cell)  # noqa: ARG005
    known = {code.casefold(): code for code in load_schema().enumerations[name]}

    def clean(cell: str, how: Mapping[str, str]) -> str:  # noqa: ARG001
        code = known.get(cell.strip().casefold())
        if code is None:
            raise ValueRejected(f"none of the codes of {name}")
        return code

    return clean


def _whole(cell: str, how: Mapping[str, str]) -> int:  # noqa: ARG001
    text = cell.strip()
    if not (text.isascii() and text.lstrip("-").isdigit()):
        raise ValueRejected("not a whole number", code="broken_number")
    return int(text)


def _number(cell: str, how: Mapping[str, str]) -> float:  # noqa: ARG001
    try:
        found = float(cell)
    except ValueError:
        raise ValueRejected("not a number", code="broken_number") from None
    if found != found or found in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        raise ValueRejected("not a number", code="broken_number")
    return found


def _boolean(cell: str, how: Mapping[str, str]) -> bool:  # noqa: ARG001
    text = cell.strip().casefold()
    if text in {"true", "yes", "y", "1"}:
        return True
    if text in {"false", "no", "n", "0"}:
        return False
    raise ValueRejected("neither yes nor no")


def _date(cell: str, how: Mapping[str, str]) -> str:
    return clean_date(cell, order=how.get("order", "ymd"), calendar=how.get("calendar", "gregorian"))  # type: ignore[arg-type]


def _instant(cell: str, how: Mapping[str, str]) -> str:
    return clean_instant(
        cell,
        zone=how.get("zone") or None,
        order=how.get("order", "ymd"),  # type: ignore[arg-type]
        calendar=how.get("calendar", "gregorian"),  # type: ignore[arg-type]
    )


def _money(cell: str, how: Mapping[str, str]) -> int:
    currency = how.get("currency", "")
    if not currency:
        raise ValueRejected("an amount without a currency", code="missing")
    return clean_amount(
        cell,
        currency.strip().upper(),
        decimal=how.get("decimal", "."),
        group=how.get("group", ","),
    )


def _country(cell: str) -> str | None:
    """Return the default region for a national number; a word that is none gives none."""
    try:
        return clean_country(cell)
    except ValueRejected:
        return None


def _phone(cell: str, how: Mapping[str, str]) -> str:
    return clean_phone(cell, country=_country(how["country"]) if how.get("country") else None)


_RULES: dict[str, Callable[[str, Mapping[str, str]], Any]] = {
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
