"""Nested objects as flat rows: what JSON, JSON lines and notices share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from linkgraph.readers.base import Cell, RawBatch
from linkgraph.readers.lines import has_control
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Flattened", "flatten", "pointer_step"]


def pointer_step(key: str) -> str:
    """Return a key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def flatten(record: dict[str, Any], nested: Sequence[str], prefix: str = "") -> dict[str, Cell]:
    """Return a record's leaves by dotted path; lists of scalars as lists of text.

    Args:
        record: One JSON object.
        nested: Dotted paths whose lists of objects stay as they are, for mentions.
        prefix: Put before each path.
    """
    flat: dict[str, Cell] = {}
    for key, value in record.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            flat |= flatten(value, nested, f"{path}.")
        elif isinstance(value, list):
            flat[path] = value if path in nested else [_scalar(item) for item in value]
        else:
            flat[path] = _scalar(value)
    return flat


def _scalar(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


class Flattened:
    """Gathers records of different make-up into columns of one length."""

    def __init__(self, nested: Sequence[str], wanted: Sequence[str]) -> None:
        self._nested = nested
        self._wanted = {path: path.split(".") for path in (*wanted, *nested)}
        self._rows: list[dict[str, Cell]] = []
        self._locators: list[str] = []
        self._rejected: list[Rejected] = []

    def __len__(self) -> int:
        return len(self._rows) + len(self._rejected)

    def add(self, locator: str, record: object, outer: dict[str, Cell] | None = None) -> None:
        """Take one record, or set it aside with the reason."""
        raw = record if isinstance(record, str) else json.dumps(
            record, ensure_ascii=False, default=str
        )
        if not isinstance(record, dict):
            self.reject(locator, "wrong_type", "an object was expected here", raw)
        elif has_control("".join(_texts(record))):
            self.reject(locator, "control_char", "a control character inside the record", raw)
        elif wrong := self._wrong_type(record):
            reason = f"{wrong!r} is not of the type that the mapping expects"
            self.reject(locator, "wrong_type", reason, raw, wrong)
        else:
            flat = flatten(record, self._nested)
            self._rows.append((outer or {}) | flat)
            self._locators.append(locator)

    def reject(
        self, locator: str, code: str, reason: str, raw: str, column: str = ""
    ) -> None:
        """Set one record aside."""
        self._rejected.append(Rejected(locator, column, code, reason, raw))

    def _wrong_type(self, record: dict[str, Any]) -> str:
        """Return the first path that is a scalar where an object or list belongs, or vice versa."""
        for path, steps in self._wanted.items():
            value: Any = record
            for step in steps[:-1]:
                value = value.get(step)
                if value is None:
                    break
                if not isinstance(value, dict):
                    return path
            leaf = value.get(steps[-1]) if isinstance(value, dict) else None
            if _misfits(leaf, nested=path in self._nested):
                return path
        return ""

    def batch(self) -> RawBatch:
        """Return what was gathered as columns, and begin anew."""
        names = list(dict.fromkeys(name for row in self._rows for name in row))
        columns: dict[str, list[Cell]] = {
            name: [row.get(name) for row in self._rows] for name in names
        }
        made = RawBatch(self._locators, columns, self._rejected)
        self._rows, self._locators, self._rejected = [], [], []
        return made


def _misfits(leaf: object, *, nested: bool) -> bool:
    if leaf is None:
        return False
    if nested:
        whole = isinstance(leaf, list) and all(isinstance(item, dict) for item in leaf)
        return not whole
    if isinstance(leaf, list):
        return any(isinstance(item, dict | list) for item in leaf)
    return isinstance(leaf, dict)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
