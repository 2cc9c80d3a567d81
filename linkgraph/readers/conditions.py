"""Conditions of a mapping, answered for whole columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import ComputeError

from linkgraph.readers.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkgraph.readers.mapping import Condition

__all__ = ["Conditions"]

Answers = list[bool]


class Conditions:
    """What each condition says of texts, remembered from batch to batch."""

    def __init__(self) -> None:
        self._testers: dict[Condition, Callable[[Sequence[str]], Answers]] = {}

    def answers(self, condition: Condition, texts: Sequence[str]) -> Answers:
        """Return whether each text meets a condition; white space around it does not count."""
        if condition not in self._testers:
            self._testers[condition] = _tester(condition)
        return self._testers[condition](texts)


def _tester(condition: Condition) -> Callable[[Sequence[str]], Answers]:
    folded = {value.casefold() for value in condition.values}
    testers: dict[str, Callable[[Sequence[str]], Answers]] = {
        "equals": Memo(lambda text: text.strip().casefold() in folded).look_up,
        "not": Memo(lambda text: text.strip().casefold() not in folded).look_up,
        "matches": lambda texts: _match(condition.values, texts, wanted=True),
        "not_matches": lambda texts: _match(condition.values, texts, wanted=False),
        "filled": lambda texts: list(map(bool, map(str.strip, texts))),
        "empty": lambda texts: [not text.strip() for text in texts],
    }
    return testers[condition.test]


def _match(patterns: Sequence[str], texts: Sequence[str], *, wanted: bool) -> Answers:
    try:
        return _match_all(patterns, texts, wanted=wanted)
    except ComputeError:
        # A pattern that looks ahead or behind, which only Python's expressions can.
        found = [re.compile(pattern).search for pattern in patterns]
        return [any(search(text.strip()) for search in found) is wanted for text in texts]


def _match_all(patterns: Sequence[str], texts: Sequence[str], *, wanted: bool) -> Answers:
    bare = pl.Series(texts, dtype=pl.String).str.strip_chars()
    met = bare.is_null()
    for pattern in patterns:
        met |= bare.str.contains(pattern)
    return (met if wanted else ~met).to_list()
