"""Whole columns of the plainest cells at once, without a call for each.

What is not of the plainest form is left out, for the rules of ``values/`` to read or
refuse; what is read here is what they would make of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import ValueRejected
from linkgraph.values.money import minor_exponent

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["plain_accounts", "plain_amounts", "plain_instants", "plain_texts"]

# Without a letter there is no IBAN, whose check digits would count.
_ACCOUNT = "^[0-9](?:[ -]?[0-9]){3,33}$"
_CENTS = 2
_AMOUNT = r"^(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{2})?$"
_INSTANT = (
    r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-5][0-9]:[0-5][0-9]"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
)
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_TEXTS = {"cell": pl.String, "currency": pl.String}
# White space that a text may not have: at an end, two together, or another than a space.
_UNTIDY = re.compile("[\t-\r\x1c-\x1f]|  |\0 | \0")
_HOUR_S, _MINUTE_S = 3_600, 60


def plain_accounts(cells: Sequence[str]) -> list[str | None]:
    """Return account numbers, None where a cell is not of the plainest form.

    Args:
        cells: Digits, perhaps with a space or hyphen between them.
    """
    cell = pl.col("cell")
    number = pl.when(cell.str.contains(_ACCOUNT)).then(cell.str.replace_all("[ -]", ""))
    frame = pl.DataFrame({"cell": cells}, schema_overrides={"cell": pl.String})
    return frame.select(number).to_series().to_list()


def plain_amounts(cells: Sequence[str], currencies: Sequence[str]) -> list[int | None]:
    """Return amounts in minor units, None where a cell is not of the plainest form.

    Args:
        cells: Digits, perhaps with commas between groups of three, perhaps with a
            point and two decimals.
        currencies: ISO 4217 codes in capitals, one a cell; only those with cents.
    """
    cents = [code for code in set(currencies) if _has_cents(code)]
    cell, currency = pl.col("cell"), pl.col("currency")
    digits = cell.str.replace_all(r"[,.]", "").cast(pl.Int64, strict=False)
    minor = pl.when(cell.str.contains(".", literal=True)).then(digits).otherwise(digits * 100)
    plain = cell.str.contains(_AMOUNT) & currency.is_in(cents)
    frame = pl.DataFrame({"cell": cells, "currency": currencies}, schema_overrides=_TEXTS)
    return frame.select(pl.when(plain).then(minor)).to_series().to_list()


def _has_cents(code: str) -> bool:
    try:
        return code.isupper() and minor_exponent(code) == _CENTS
    except ValueRejected:
        return False


def plain_instants(cells: Sequence[str]) -> list[str | None]:
    """Return instants in UTC, None where a cell is not of the plainest form.

    Args:
        cells: Date, time to the second and offset by ISO 8601.
    """
    cell = pl.col("cell")
    local = cell.str.slice(0, 10) + "T" + cell.str.slice(11, 8)
    moment = local.str.to_datetime(_LOCAL, time_unit="ms", strict=False)
    offset = cell.str.slice(19)
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    hours = offset.str.slice(1, 2).cast(pl.Int32, strict=False).fill_null(0)
    minutes = offset.str.slice(4, 2).cast(pl.Int32, strict=False).fill_null(0)
    ahead = pl.duration(seconds=sign * (hours * _HOUR_S + minutes * _MINUTE_S))
    utc = (moment - ahead).dt.strftime(f"{_LOCAL}Z")
    frame = pl.DataFrame({"cell": cells}, schema_overrides={"cell": pl.String})
    return frame.select(pl.when(cell.str.contains(_INSTANT)).then(utc)).to_series().to_list()


def plain_texts(cells: Sequence[str]) -> list[str | None]:
    """Return texts as they are where all are tidy ASCII; None for blank ones, or for all.

    Args:
        cells: Texts without NUL.
    """
    joined = "\0".join(["", *cells, ""])
    if not joined.isascii() or _UNTIDY.search(joined):
        return [None] * len(cells)
    return [cell or None for cell in cells]
