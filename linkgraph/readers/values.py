"""Columns of raw cells to columns of values, each distinct cell cleaned once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from linkgraph.readers.bulk import plain_accounts, plain_amounts, plain_instants, plain_texts
from linkgraph.readers.cleaning import Cleaner, Failure, try_clean
from linkgraph.readers.mapping import columns_in
from linkgraph.readers.memo import Memo
from linkgraph.readers.nothing import is_nothing
from linkgraph.readers.reading import Reading
from linkgraph.values.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkgraph.readers.base import Cell
    from linkgraph.readers.columns import Columns
    from linkgraph.readers.mapping import ValueSpec

__all__ = ["ValueColumn"]

_WORDS = frozenset({"text", "name", "address", "code"})
# Ways of writing amounts that are not the plain one.
_MARKS = {"decimal", "group"}
_SAMPLE = 64
_WHOLE_COLUMNS: dict[str, Callable[..., list[Any]]] = {
    "account": plain_accounts,
    "instant": plain_instants,
    "money": plain_amounts,
    "text": plain_texts,
}
_BEFORE_SECONDS = len("2026-01-01T00:00")
_OWN_ZONE = re.compile(r"(z|utc|gmt|[+-]\d\d(?::?\d\d)?)\s*\Z", re.ASCII | re.IGNORECASE)


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


class ValueColumn:
    """Reads one property, batch after batch.

    Attributes:
        memo: What cells were worth; alike columns share it.
    """

    def __init__(self, type_: str, spec: ValueSpec, how: Mapping[str, str], clean: Cleaner) -> None:
        self._type = type_
        self._spec = spec
        self._clean = clean
        self._is_blank = _is_blank if type_ in _WORDS else is_nothing
        # A word that stands for nothing may be a name or a reference all the same.
        self._tells_missing = (
            type_ not in _WORDS and len(spec.columns) == 1 and not (spec.split or spec.lookup)
        )
        self._is_plain_kind = type_ in _WHOLE_COLUMNS and not (
            spec.split or spec.lookup or len(spec.columns) != 1
        )
        self._fixed = {key: way for key, way in how.items() if "{" not in way}
        self._moving = {key: way for key, way in how.items() if "{" in way}
        self._zones = Memo(self._zone)
        self.memo = Memo(self._value_beside if self._moving else self._value)

    def read(self, columns: Columns) -> Reading:
        """Return a batch's values; they are read once, and not to be changed."""
        if self not in columns.readings:
            columns.readings[self] = self._read(columns)
            if self._tells_missing:
                columns.typed[self._spec.columns[0]] = columns.readings[self]
        return columns.readings[self]

    def _read(self, columns: Columns) -> Reading:
        if self._spec.literal:
            value = try_clean(self._clean, self._spec.literal, self._fixed)
            return Reading([value] * columns.length, {})
        cells: Sequence[Any] = self._gather(columns)
        beside = [_filled(way, columns) for way in self._moving.values()]
        values = self._plain(cells, beside, columns)
        if values is None or None in values:
            keys = list(zip(cells, *beside, strict=True)) if beside else cells
            values = self._filled_up(values, keys)
        if not self.memo.failed:
            return Reading(values, {})
        faults = {at: value for at, value in enumerate(values) if type(value) is Failure}
        values = [None if type(value) is Failure else value for value in values]
        return Reading(values, faults if self._spec.invalid == "reject" else {})

    def _plain(
        self, cells: Sequence[Any], beside: Sequence[Sequence[str]], columns: Columns
    ) -> list[Any] | None:
        """Return what can be read without a call a cell; None if that is nothing."""
        whole = _WHOLE_COLUMNS.get(self._type)
        if (
            whole is None
            or not self._is_plain_kind
            or len(beside) != (self._type == "money")
            or self._fixed.keys() & _MARKS
        ):
            return None
        if not all(map(columns.is_plain, self._spec.columns)):
            return None
        sample = whole(cells[:_SAMPLE], *(ways[:_SAMPLE] for ways in beside))
        return None if sample.count(None) == len(sample) else whole(cells, *beside)

    def _filled_up(self, values: list[Any] | None, keys: Sequence[Any]) -> list[Any]:
        """Return the values, those that are missing read one by one."""
        if values is None:
            return self.memo.look_up(keys)
        left = [key for value, key in zip(values, keys, strict=True) if value is None]
        read = iter(self.memo.look_up(left))
        return [next(read) if value is None else value for value in values]

    @property
    def is_instant(self) -> bool:
        """Whether its values are moments."""
        return self._type == "instant"

    @property
    def column(self) -> str:
        """Where the values stand, for messages."""
        return ", ".join(self._spec.columns) or self._spec.template

    def zones(self, columns: Columns) -> list[str | None]:
        """Return the zone that each instant was written in: its own offset, or the mapping's."""
        tails = [
            cell[_BEFORE_SECONDS:] if isinstance(cell, str) else ""
            for cell in self._gather(columns)
        ]
        return self._zones.look_up(tails)

    def _zone(self, tail: str) -> str | None:
        own = _OWN_ZONE.search(tail)
        if own is None:
            return self._fixed.get("zone") or None
        return own[1] if own[1][0] in "+-" else "UTC"

    def _gather(self, columns: Columns) -> Sequence[Any]:
        """Return one cell a record; a tuple where a record has several."""
        spec = self._spec
        if spec.template:
            return _filled(spec.template, columns)
        if len(spec.columns) > 1:
            rows = zip(*(columns.cells(name) for name in spec.columns), strict=True)
            if not spec.join:
                return list(map(_spread, rows))
            texts = zip(*(columns.texts(name) for name in spec.columns), strict=True)
            return [spec.join.join(text for text in row if text.strip()) for row in texts]
        if spec.split:
            return [tuple(text.split(spec.split)) for text in columns.texts(spec.columns[0])]
        cells = columns.cells(spec.columns[0])
        if columns.is_plain(spec.columns[0]):
            return cells
        return [tuple(cell) if type(cell) is list else cell for cell in cells]

    def _value_beside(self, cells: tuple[Any, ...]) -> Any:
        cell, *beside = cells
        return self._value(cell, self._fixed | dict(zip(self._moving, beside, strict=True)))

    def _value(self, cell: Cell | tuple[Cell, ...], how: Mapping[str, str] | None = None) -> Any:
        if isinstance(cell, tuple):
            return self._values(cell, how)
        if cell is None:
            return None
        text = cell if isinstance(cell, str) else str(cell)
        if self._is_blank(text):
            return None
        if self._spec.lookup:
            found = self._spec.lookup.get(" ".join(text.split()).casefold())
            if found is None and self._spec.otherwise == "drop":
                return None
            if found is None and self._spec.otherwise == "reject":
                self.memo.failed = True
                return Failure("bad_value", "a word that the mapping does not know")
            text = found or text
        value = try_clean(self._clean, text, self._fixed if how is None else how)
        if type(value) is Failure:
            self.memo.failed = True
        return None if value == "" else value

    def _values(self, cells: tuple[Cell, ...], how: Mapping[str, str] | None) -> Any:
        values = [self._value(item, how) for item in cells]
        failed = [value for value in values if type(value) is Failure]
        if failed and self._spec.invalid == "reject":
            return failed[0]
        kept = [value for value in values if value is not None and type(value) is not Failure]
        return list(dict.fromkeys(kept)) or None


def _filled(template: str, columns: Columns) -> Sequence[str]:
    """Return a template filled from each record; blank where all its columns are."""
    names = columns_in(template)
    if template == "{" + names[0] + "}":
        return columns.texts(names[0])
    rows = zip(*(columns.texts(name) for name in names), strict=True)
    return [_fill(template, names, row) for row in rows]


def _fill(template: str, names: Sequence[str], row: Sequence[str]) -> str:
    if not any(cell.strip() for cell in row):
        return ""
    text = template
    for name, cell in zip(names, row, strict=True):
        text = text.replace("{" + name + "}", cell)
    return clean_text(text).strip(" ,;/-")


def _spread(row: Sequence[Cell]) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for cell in row:
        found += cell if isinstance(cell, list) else [cell]
    return tuple(found)
