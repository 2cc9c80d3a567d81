"""A batch's columns, by whatever case and spacing a mapping names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkgraph.readers.layout import fold
from linkgraph.readers.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkgraph.readers.base import Cell, RawBatch
    from linkgraph.readers.cleaning import Failure
    from linkgraph.readers.mapping import Condition
    from linkgraph.readers.values import Reading

__all__ = ["Columns", "Faults", "Tests"]

# Position of a record to (column, failure): the first fault of each record.
Faults = dict[int, tuple[str, "Failure"]]
# What each condition says of a text, kept from batch to batch.
Tests = dict["Condition", Memo]


class Columns:
    """One batch's columns.

    Attributes:
        length: Number of records.
        readings: What was read from them already, by who read it.
    """

    def __init__(self, raw: RawBatch, tests: Tests) -> None:
        self.length = len(raw.locators)
        self.readings: dict[object, Reading] = {}
        self._columns = raw.columns
        self._tests = tests
        self._texts: dict[str, Sequence[str]] = {}

    def cells(self, name: str) -> Sequence[Cell]:
        """Return a column; all missing where the batch has none of the name."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns.get(fold(name))
        return [None] * self.length if found is None else found

    def texts(self, name: str) -> Sequence[str]:
        """Return a column as texts, "" where missing."""
        if name not in self._texts:
            cells = self.cells(name)
            plain = set(map(type, cells)) <= {str}
            self._texts[name] = cells if plain else list(map(_flat, cells))  # type: ignore[assignment]
        return self._texts[name]

    def hold(self, conditions: Sequence[Condition]) -> list[bool] | None:
        """Return whether each record meets all conditions; None for no condition."""
        met: list[bool] | None = None
        for condition in conditions:
            if condition not in self._tests:
                self._tests[condition] = Memo(_tester(condition))
            answers = self._tests[condition].look_up(self.texts(condition.column))
            met = answers if met is None else [a and b for a, b in zip(met, answers, strict=True)]
        return met


def _flat(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else " ".join(str(item) for item in cell if item)


def _tester(condition: Condition) -> Callable[[str], bool]:
    folded = {value.casefold() for value in condition.values}
    is_pattern = "match" in condition.test
    patterns = [re.compile(value) for value in condition.values] if is_pattern else []
    tests: dict[str, Callable[[str], bool]] = {
        "equals": lambda text: text.strip().casefold() in folded,
        "not": lambda text: text.strip().casefold() not in folded,
        "matches": lambda text: any(p.search(text.strip()) for p in patterns),
        "not_matches": lambda text: not any(p.search(text.strip()) for p in patterns),
        "filled": lambda text: bool(text.strip()),
        "empty": lambda text: not text.strip(),
    }
    return tests[condition.test]
