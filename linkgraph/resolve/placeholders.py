"""Records without what was only entered to fill a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.values.name_forms import fold, name_words, skeleton
from linkgraph.values.placeholders import (
    is_stock_date,
    is_stock_email,
    is_stock_number,
    known_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["without_placeholders"]

# Days on which those were born who are in question: how many share one by chance follows.
_DAYS = 20_000
# More differently named people than these, and so many times more than by chance, were not
# born on a day: a form, a clerk or a system that knew the year filled it in.
_FEWEST, _TIMES = 30, 10
_DAY = len("2000-01-01")
# Of a telephone number only its end was made up: its country code is a true one.
_PHONE_END = 7


def without_placeholders(records: pl.DataFrame) -> pl.DataFrame:
    """Return records in which made-up names, dates and numbers count as unknown.

    A birth date that far more people share than could by chance counts as its year. What a
    person is shown of a record stays as the file has it: this is for comparing.

    Args:
        records: As ``read_records`` gives them.

    Returns:
        The same rows and columns. Costs one look at each different value.
    """
    made = records
    for column, known in _KNOWN.items():
        if column in made.columns:
            made = _with_known(made, column, known)
    return _with_known(made, "births", _year_of(_crowded(made)))


def _crowded(records: pl.DataFrame) -> frozenset[str]:
    """Return the birth dates to the day that far more people have than could by chance."""
    held = records.select(name=pl.col("names").list.first(), birth="births", id="id").explode(
        "birth"
    )
    held = held.filter(pl.col("birth").str.len_chars() == _DAY)
    most = max(_FEWEST, _TIMES * records.height // _DAYS)
    many = held.group_by("birth").len().filter(pl.col("len") > most).select("birth")
    found = held.join(many, on="birth", how="semi")
    # Spellings of one person's name are no different people.
    once = found["name"].drop_nulls().unique()
    bones = {name: _bones(name) for name in once.to_list()}
    named = pl.coalesce(pl.col("name").replace(bones), "id").n_unique()
    users = found.group_by("birth").agg(named.alias("users"))
    return frozenset(users.filter(pl.col("users") > most)["birth"])


def _bones(name: str) -> str:
    return " ".join(sorted(skeleton(fold(word)) for word in name_words(name)))


def _year_of(dates: frozenset[str]) -> Callable[[str], str]:
    return lambda value: value[:4] if value in dates else value


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
