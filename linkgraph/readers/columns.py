"""A batch's columns, by whatever case and spacing a mapping names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import polars as pl

from linkgraph.readers.layout import fold
from linkgraph.readers.nothing import is_nothing, nothings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.readers.base import Cell, RawBatch
    from linkgraph.readers.cleaning import Failure
    from linkgraph.readers.mapping import Condition
    from linkgraph.readers.reading import Reading

__all__ = ["Answering", "Columns", "Faults"]

# Position of a record to (column, failure): the first fault of each record.
Faults = dict[int, tuple[str, "Failure"]]


class Answering(Protocol):
    """Answers a mapping's conditions for whole columns."""

    def answers(self, condition: Condition, columns: Columns) -> list[bool]:
        """Return whether each record meets one condition."""
        ...


class Columns:
    """One batch's columns.

    Attributes:
        length: Number of records.
        readings: What was read from them already, by who read it.
        typed: The same by column, where a reading tells which cells are empty.
    """

    def __init__(self, raw: RawBatch, conditions: Answering) -> None:
        self.length = len(raw.locators)
        self.readings: dict[object, Reading] = {}
        self.typed: dict[str, Reading] = {}
        self._columns = raw.columns
        self._texts_only = raw.texts_only
        self._conditions = conditions
        self._plain: dict[str, bool] = {}
        self._bare: dict[str, pl.Series] = {}
        self._texts: dict[str, Sequence[str]] = {}

    def cells(self, name: str) -> Sequence[Cell]:
        """Return a column; all missing where the batch has none of the name."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns.get(fold(name))
        return [None] * self.length if found is None else found

    def is_plain(self, name: str) -> bool:
        """Say whether every cell of a column is one text, as in all tables."""
        if name not in self._plain:
            cells = self.cells(name)
            known = self._texts_only and name in self._columns
            self._plain[name] = known or set(map(type, cells)) <= {str}
        return self._plain[name]

    def texts(self, name: str) -> Sequence[str]:
        """Return a column as texts, "" where missing."""
        if name not in self._texts:
            cells = self.cells(name)
            self._texts[name] = (
                cast("Sequence[str]", cells) if self.is_plain(name) else list(map(_flat, cells))
            )
        return self._texts[name]

    def bare(self, name: str) -> pl.Series:
        """Return a column as texts without white space around them."""
        if name not in self._bare:
            texts = pl.Series(self.texts(name), dtype=pl.String)
            self._bare[name] = texts.str.strip_chars()
        return self._bare[name]

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
            one = self._conditions.answers(condition, self)
            met = one if met is None else [a and b for a, b in zip(met, one, strict=True)]
        return met


def _flat(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else " ".join(str(item) for item in cell if item)
