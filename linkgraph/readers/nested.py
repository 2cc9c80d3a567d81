"""Nested objects as flat rows: what JSON, JSON lines and notices share."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from linkgraph.readers.base import Cell, RawBatch
from linkgraph.readers.json_stream import UniqueKeys
from linkgraph.readers.lines import FLAWS
from linkgraph.statements import Rejected
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Flattened", "flatten", "pointer_step"]

# Where bytes that the encoding does not know were decoded to.
_UNDECODED = re.compile("[\udc80-\udcff]")


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
        return _text(value)
    return str(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


class Flattened:
    """Gathers records of different make-up into columns of one length."""

    def __init__(self, nested: Sequence[str], wanted: Sequence[str]) -> None:
        self._nested = nested
        self._wanted = {path: path.split(".") for path in (*wanted, *nested)}
        self._rows: list[dict[str, Cell]] = []
        self._locators: list[str] = []
        self._texts: list[Callable[[], str]] = []
        self._rejected: list[Rejected] = []

    def __len__(self) -> int:
        return len(self._rows) + len(self._rejected)

    def add(
        self,
        locator: str,
        record: object,
        outer: dict[str, Cell] | None = None,
        text: str | None = None,
    ) -> None:
        """Take one record, or set it aside with the reason.

        Args:
            locator: Its place.
            record: What the JSON text holds there; an object, if all is well.
            outer: Fields of the objects that it stands in.
            text: The record as it came, where that is at hand.
        """

        def as_text() -> str:
            return _text(record) if text is None else text

        try:
            code, reason, column = self._fault(record)
            if not code:
                assert isinstance(record, dict)
                self._rows.append((outer or {}) | flatten(record, self._nested))
                self._locators.append(locator)
                self._texts.append(as_text)
                return
            raw = as_text()
        except RecursionError:
            code, reason, column = "bad_json", "the record nests too deeply", ""
            raw = text or ""
        self.reject(locator, code, reason, raw, column)

    def reject(self, locator: str, code: str, reason: str, raw: str, column: str = "") -> None:
        """Set one record aside."""
        # A lone surrogate is no character, and no file or ledger takes it.
        if code != "bad_encoding":
            raw = raw.encode("utf-8", "backslashreplace").decode("utf-8")
        self._rejected.append(Rejected(locator, column, code, reason, raw))

    def _fault(self, record: object) -> tuple[str, str, str]:
        """Return code, reason and column of what is wrong with a record; empty if nothing."""
        if not isinstance(record, dict):
            return "wrong_type", "an object was expected here", ""
        if any(one.repeats for one in _objects(record)):
            return "bad_json", "a key stands twice in one object", ""
        text = "".join(_texts(record))
        if not text.isprintable() and _UNDECODED.search(text):
            return "bad_encoding", FLAWS["bad_encoding"], ""
        if control_character(text):
            return "control_char", "a control character inside the record", ""
        wrong = self._wrong_type(record)
        if wrong:
            reason = f"{wrong!r} is not of the type that the mapping expects"
            return "wrong_type", reason, wrong
        return "", "", ""

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
        names = dict.fromkeys(name for row in self._rows for name in row)
        columns: dict[str, list[Cell]] = {
            name: [row.get(name) for row in self._rows] for name in names
        }
        texts = self._texts
        made = RawBatch(self._locators, columns, self._rejected, lambda at: texts[at]())
        self._rows, self._locators, self._texts, self._rejected = [], [], [], []
        return made


def _misfits(leaf: object, *, nested: bool) -> bool:
    if leaf is None:
        return False
    if nested:
        return not (isinstance(leaf, list) and all(isinstance(item, dict) for item in leaf))
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


def _objects(value: object) -> Iterator[UniqueKeys]:
    if isinstance(value, UniqueKeys):
        yield value
    if isinstance(value, dict):
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _objects(item)
