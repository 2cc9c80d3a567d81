"""Columns of raw cells to columns of values, each distinct cell cleaned once."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any

from linkgraph.readers.cleaning import Failure, cleaner_for, try_clean
from linkgraph.readers.delimited import fold
from linkgraph.values.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkgraph.readers.base import Cell, RawBatch
    from linkgraph.readers.mapping import Condition, ValueSpec
    from linkgraph.schema import Property

__all__ = ["Columns", "Faults", "ValueColumn"]

# Position of a record to (column, failure): the first fault of each record.
Faults = dict[int, tuple[str, Failure]]

_MEMO_LIMIT = 400_000
_NOTHING = frozenset({"", "-", "--", "n/a", "null"})
_WORDS = frozenset({"text", "name", "address", "code"})
_MISSING = object()
_OFFSET = len("2026-01-01T00:00")


class Columns:
    """A batch's columns by name, whatever case and spacing the mapping writes."""

    def __init__(self, raw: RawBatch) -> None:
        self.length = len(raw.locators)
        self._columns = raw.columns

    def cells(self, name: str) -> Sequence[Cell]:
        """Return a column; all missing where the batch has none of the name."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns.get(fold(name))
        return [None] * self.length if found is None else found

    def texts(self, name: str) -> list[str]:
        """Return a column as texts, "" where missing."""
        return [_flat(cell) for cell in self.cells(name)]

    def hold(self, conditions: Sequence[Condition]) -> list[bool] | None:
        """Return whether each record meets all conditions; None for no condition."""
        if not conditions:
            return None
        met = [True] * self.length
        for condition in conditions:
            test = _tester(condition)
            known: dict[str, bool] = {}
            for position, text in enumerate(self.texts(condition.column)):
                answer = known.get(text)
                if answer is None:
                    answer = known[text] = test(text.strip())
                met[position] = met[position] and answer
        return met


def _flat(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else " ".join(str(item) for item in cell if item)


def _tester(condition: Condition) -> Callable[[str], bool]:
    folded = {value.casefold() for value in condition.values}
    patterns = [re.compile(value) for value in condition.values] if "match" in condition.test else []
    tests: dict[str, Callable[[str], bool]] = {
        "equals": lambda text: text.casefold() in folded,
        "not": lambda text: text.casefold() not in folded,
        "matches": lambda text: any(pattern.search(text) for pattern in patterns),
        "not_matches": lambda text: not any(pattern.search(text) for pattern in patterns),
        "filled": bool,
        "empty": lambda text: not text,
    }
    return tests[condition.test]


class ValueColumn:
    """Reads one property of one spec, batch after batch, remembering what it cleaned."""

    def __init__(
        self, owner: str, prop: Property, spec: ValueSpec, literals: Mapping[str, str]
    ) -> None:
        self.prop = prop
        self._spec = spec
        self._clean = cleaner_for(owner, prop, literals)
        self._fixed = {k: v for k, v in spec.how.items() if "{" not in v}
        self._moving = {k: v for k, v in spec.how.items() if "{" in v and _matters(k, prop)}
        self._memo: dict[Any, Any] = {}

    @property
    def multiple(self) -> bool:
        """Whether a record may give several values."""
        return len(self._spec.columns) > 1 and not self._spec.join or bool(self._spec.split)

    def read(self, columns: Columns, faults: Faults) -> list[Any]:
        """Return one value a record: None, a value, or a list of values where several."""
        if self._spec.literal:
            value = try_clean(self._clean, self._spec.literal, self._fixed)
            return list(repeat(None if isinstance(value, Failure) else value, columns.length))
        cells = self._gather(columns)
        if self._moving:
            return self._read_moving(columns, cells, faults)
        values = self._look_up(cells)
        if self._failed(values):
            values = self._settle(values, faults)
        return values

    def zones(self, columns: Columns) -> list[str | None]:
        """Return the zone that each instant was written in: its own offset, or the mapping's."""
        default = self._fixed.get("zone") or None
        out: list[str | None] = []
        for cell in self._gather(columns):
            text = cell.strip() if isinstance(cell, str) else ""
            if not text:
                out.append(None)
            elif text[-1] in "Zz":
                out.append("UTC")
            elif len(text) > _OFFSET and text[-6] in "+-" and text[-3] == ":":
                out.append(text[-6:])
            else:
                out.append(default)
        return out

    def _gather(self, columns: Columns) -> Sequence[Cell]:
        spec = self._spec
        if spec.template:
            names = re.findall(r"\{([^{}]+)\}", spec.template)
            filled = [columns.texts(name) for name in names]
            return [_fill(spec.template, names, row) for row in zip(*filled, strict=True)]
        if len(spec.columns) == 1:
            cells = columns.cells(spec.columns[0])
            if not spec.split:
                return cells
            return [None if cell is None else _flat(cell).split(spec.split) for cell in cells]
        rows = zip(*(columns.cells(name) for name in spec.columns), strict=True)
        if spec.join:
            return [spec.join.join(t for t in map(_flat, row) if t.strip()) for row in rows]
        return [_spread(row) for row in rows]

    def _look_up(self, cells: Sequence[Cell]) -> list[Any]:
        memo = self._memo
        if len(memo) > _MEMO_LIMIT:
            memo.clear()
        try:
            for cell in set(cells):
                if cell not in memo:
                    memo[cell] = self._one(cell, self._fixed)
            return [memo[cell] for cell in cells]
        except TypeError:
            return [self._many(cell, self._fixed) for cell in cells]

    def _many(self, cell: Cell, how: Mapping[str, str]) -> Any:
        if not isinstance(cell, list):
            return self._one(cell, how)
        values = [self._one(item, how) for item in cell]
        failed = [value for value in values if isinstance(value, Failure)]
        if failed and self._spec.invalid == "reject":
            return failed[0]
        kept = [v for v in values if v is not None and not isinstance(v, Failure)]
        return list(dict.fromkeys(kept)) or None

    def _one(self, cell: Cell, how: Mapping[str, str]) -> Any:
        if cell is None:
            return None
        text = str(cell)
        bare = text.strip()
        if not bare or (self.prop.type not in _WORDS and bare.casefold() in _NOTHING):
            return None
        if self._spec.lookup:
            found = self._spec.lookup.get(" ".join(bare.split()).casefold())
            if found is None and self._spec.otherwise == "drop":
                return None
            if found is None and self._spec.otherwise == "reject":
                return Failure("bad_value", "a word that the mapping does not know")
            text = found or text
        return try_clean(self._clean, text, how) or None if text else None

    def _read_moving(self, columns: Columns, cells: Sequence[Cell], faults: Faults) -> list[Any]:
        keys = list(self._moving)
        beside = []
        for key in keys:
            names = re.findall(r"\{([^{}]+)\}", self._moving[key])
            filled = [columns.texts(name) for name in names]
            beside.append([_fill(self._moving[key], names, row) for row in zip(*filled, strict=True)])
        memo: dict[Any, Any] = {}
        values = []
        for cell, *rest in zip(cells, *beside, strict=True):
            at = (cell if not isinstance(cell, list) else tuple(cell), *rest)
            value = memo.get(at, _MISSING)
            if value is _MISSING:
                how = {**self._fixed, **dict(zip(keys, rest, strict=True))}
                value = memo[at] = self._many(cell, how)
            values.append(value)
        return self._settle(values, faults)

    def _failed(self, values: list[Any]) -> bool:
        return any(type(value) is Failure for value in values)

    def _settle(self, values: list[Any], faults: Faults) -> list[Any]:
        """Put failures among the faults and leave None in their place."""
        column = ", ".join(self._spec.columns) or self._spec.template
        for position, value in enumerate(values):
            if type(value) is Failure:
                values[position] = None
                if self._spec.invalid == "reject":
                    faults.setdefault(position, (column, value))
        return values


def _matters(key: str, prop: Property) -> bool:
    """Say whether a way of reading bears on a type, so that others need not vary by row."""
    bears = {
        "country": {"phone"},
        "currency": {"money"},
        "zone": {"instant"},
        "decimal": {"money"},
        "group": {"money"},
    }
    return prop.type in bears.get(key, {"date", "instant"})


def _fill(template: str, names: Sequence[str], row: Sequence[str]) -> str:
    if not any(cell.strip() for cell in row):
        return ""
    text = template
    for name, cell in zip(names, row, strict=True):
        text = text.replace("{" + name + "}", cell)
    return clean_text(text).strip(" ,;/-")


def _spread(row: Sequence[Cell]) -> list[Any]:
    found: list[Any] = []
    for cell in row:
        found += cell if isinstance(cell, list) else [cell]
    return found
