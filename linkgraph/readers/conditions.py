"""Conditions of a mapping, answered for whole columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import ComputeError

from linkgraph.readers.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.readers.columns import Columns
    from linkgraph.readers.mapping import Condition

__all__ = ["Conditions"]

Answers = list[bool]
Tester = Callable[["Columns"], Answers]


class Conditions:
    """What each condition says of texts, remembered from batch to batch."""

    def __init__(self) -> None:
        self._testers: dict[Condition, Tester] = {}

    def answers(self, condition: Condition, columns: Columns) -> Answers:
        """Return whether each record meets a condition; white space around does not count."""
        if condition not in self._testers:
            self._testers[condition] = _tester(condition)
        return self._testers[condition](columns)


def _tester(condition: Condition) -> Tester:
    folded = {value.casefold() for value in condition.values}
    named = Memo(lambda text: text.strip().casefold() in folded)
    other = Memo(lambda text: text.strip().casefold() not in folded)
    testers: dict[str, Tester] = {
        "equals": lambda columns: named.look_up(columns.texts(condition.column)),
        "not": lambda columns: other.look_up(columns.texts(condition.column)),
        "matches": lambda columns: _match(condition, columns).to_list(),
        "not_matches": lambda columns: (~_match(condition, columns)).to_list(),
        "filled": lambda columns: (columns.bare(condition.column) != "").to_list(),
        "empty": lambda columns: (columns.bare(condition.column) == "").to_list(),
    }
    return testers[condition.test]


def _match(condition: Condition, columns: Columns) -> pl.Series:
    """Return where any of a condition's patterns is found."""
    bare = columns.bare(condition.column)
    try:
        return _found(condition.values, bare)
    except ComputeError:
        # A pattern that looks ahead or behind, which only Python's expressions can.
        searches = [re.compile(pattern).search for pattern in condition.values]
        met = [any(search(text) for search in searches) for text in bare.to_list()]
        return pl.Series(met, dtype=pl.Boolean)


def _found(patterns: Sequence[str], texts: pl.Series) -> pl.Series:
    met = texts.is_null()
    for pattern in patterns:
        met |= texts.str.contains(pattern)
    return met
