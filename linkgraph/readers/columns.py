"""A batch's columns, by whatever case and spacing a mapping names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkgraph.readers.layout import fold
from linkgraph.readers.memo import Memo
from linkgraph.readers.nothing import is_nothing, nothings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from linkgraph.readers.base import Cell, RawBatch
    from linkgraph.readers.cleaning import Failure
    from linkgraph.readers.mapping import Condition
    from linkgraph.readers.values import Reading

__all__ = ["Columns", "Faults", "Tests"]

# Position of a record to (column, failure): the first fault of each record.
Faults = dict[int, tuple[str, "Failure"]]


class Tests:
    """The conditions of a mapping, those on one column answered together and remembered."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._at: dict[Condition, int] = {}
        testers: dict[str, list[Callable[[str], bool]]] = {}
        for condition in dict.fromkeys(conditions):
            on_column = testers.setdefault(condition.column, [])
            self._at[condition] = len(on_column)
            on_column.append(_tester(condition))
        self._memos = {column: _all_of(several) for column, several in testers.items()}

    def answers(self, column: str, texts: Sequence[str]) -> list[tuple[bool, ...]]:
        """Return for each text what all conditions on the column say of it."""
        return self._memos[column].look_up(texts)

    def at(self, condition: Condition) -> int:
        """Return a condition's place in the answers of its column."""
        return self._at[condition]


def _all_of(testers: Sequence[Callable[[str], bool]]) -> Memo:
    return Memo(lambda text: tuple(test(text) for test in testers))


class Columns:
    """One batch's columns.

    Attributes:
        length: Number of records.
        readings: What was read from them already, by who read it.
        typed: The same by column, where a reading tells which cells are empty.
    """

    def __init__(self, raw: RawBatch, tests: Tests) -> None:
        self.length = len(raw.locators)
        self.readings: dict[object, Reading] = {}
        self.typed: dict[str, Reading] = {}
        self._columns = raw.columns
        self._tests = tests
        self._texts: dict[str, Sequence[str]] = {}
        self._answers: dict[str, list[tuple[bool, ...]]] = {}

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

    def missing(self, name: str) -> list[int]:
        """Return the positions of records that have nothing in a column."""
        texts = self.texts(name)
        reading = self.typed.get(name)
        if reading is None:
            none = nothings(texts)
            return [at for at, text in enumerate(texts) if text in none] if none else []
        if None not in reading.values:
            return []
        empty = [at for at, value in enumerate(reading.values) if value is None]
        return [at for at in empty if at not in reading.faults and is_nothing(texts[at])]

    def hold(self, conditions: Sequence[Condition]) -> list[bool] | None:
        """Return whether each record meets all conditions; None for no condition."""
        met: list[bool] | None = None
        for condition in conditions:
            column = condition.column
            if column not in self._answers:
                self._answers[column] = self._tests.answers(column, self.texts(column))
            at = self._tests.at(condition)
            one = [answer[at] for answer in self._answers[column]]
            met = one if met is None else [a and b for a, b in zip(met, one, strict=True)]
        return met


def _flat(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else " ".join(str(item) for item in cell if item)


def _tester(condition: Condition) -> Callable[[str], bool]:
    folded = {value.casefold() for value in condition.values}
    found = _search(condition.values) if "match" in condition.test else bool
    tests: dict[str, Callable[[str], bool]] = {
        "equals": lambda text: text.strip().casefold() in folded,
        "not": lambda text: text.strip().casefold() not in folded,
        "matches": lambda text: found(text.strip()),
        "not_matches": lambda text: not found(text.strip()),
        "filled": lambda text: bool(text.strip()),
        "empty": lambda text: not text.strip(),
    }
    return tests[condition.test]


def _search(values: Sequence[str]) -> Callable[[str], bool]:
    patterns = [re.compile(value) for value in values]
    if len(patterns) == 1:
        search = patterns[0].search
        return lambda text: search(text) is not None
    return lambda text: any(pattern.search(text) for pattern in patterns)
