"""Records without what was only entered to fill a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.values.placeholders import (
    is_stock_date,
    is_stock_email,
    is_stock_number,
    known_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["without_placeholders"]

# Of a telephone number only its end was made up: its country code is a true one.
_PHONE_END = 7


def without_placeholders(records: pl.DataFrame) -> pl.DataFrame:
    """Return records in which made-up names, dates and numbers count as unknown.

    What a person is shown of a record stays as the file has it: this is for comparing.

    Args:
        records: As ``read_records`` gives them.

    Returns:
        The same rows and columns. Costs one look at each different value.
    """
    made = records
    for column, known in _KNOWN.items():
        if column in made.columns:
            made = _with_known(made, column, known)
    return made


def _with_known(records: pl.DataFrame, column: str, known: Callable[[str], str]) -> pl.DataFrame:
    once = records[column].explode().drop_nulls().unique()
    changed: Mapping[str, str] = {
        value: told for value in once.to_list() if (told := known(value)) != value
    }
    if not changed:
        return records
    element = pl.element().replace(changed)
    return records.with_columns(
        pl.col(column).list.eval(element.filter(element != "")).list.unique().list.sort()
    )


def _unless(is_stock: Callable[[str], bool]) -> Callable[[str], str]:
    return lambda value: "" if is_stock(value) else value


def _after_kind(value: str) -> str:
    return value.partition(":")[2]


_KNOWN: Mapping[str, Callable[[str], str]] = {
    "names": known_name,
    "aliases": known_name,
    "births": _unless(is_stock_date),
    "documents": _unless(lambda value: is_stock_number(_after_kind(value))),
    "accounts": _unless(lambda value: is_stock_number(_after_kind(value))),
    "phones": _unless(lambda value: is_stock_number(_after_kind(value)[-_PHONE_END:])),
    "emails": _unless(lambda value: is_stock_email(_after_kind(value))),
}
