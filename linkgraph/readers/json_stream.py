"""JSON texts: how one is decoded, and a list inside a document item by item."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.encodings import is_wide
from linkgraph.readers.lines import UNDECODABLE
from linkgraph.readers.unpacked import open_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DECODER", "JsonItems", "UniqueKeys"]

_CHUNK_BYTES = 1 << 16
_LONGEST_VALUE = 64 << 20
_BLANKS = " \t\n\r"
_AFTER_VALUE = frozenset(_BLANKS + ",]}:")


class UniqueKeys(dict[str, Any]):
    """An object of a JSON text.

    Attributes:
        repeats: Whether a key stood in it twice; the first value was kept.
    """

    repeats = False

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> UniqueKeys:
        """Return the object of these pairs."""
        made = cls(reversed(pairs))
        made.repeats = len(made) != len(pairs)
        return made


# Numbers stay the text they are: 807.360 keeps its zero, an id all its digits. Control
# characters pass, so that they cost their record and not the whole document.
DECODER = json.JSONDecoder(
    object_pairs_hook=UniqueKeys.of,
    parse_float=str,
    parse_int=str,
    parse_constant=str,
    strict=False,
)


class JsonItems:
    """The items of one list of a document, read as a stream.

    Memory stays bounded by the longest item.

    Args:
        path: The document.
        encoding: As ``text_encoding`` gives it.
        keys: Keys that lead from the document's object to the list; none where the
            document is the list.

    Attributes:
        is_list: Whether a list stands there; known when all items were read.
    """

    def __init__(self, path: Path, encoding: str, keys: list[str]) -> None:
        self._path = path
        self._encoding = encoding
        self._keys = keys
        self._text = ""
        self._at = 0
        self._chunks: Iterator[str] = iter(())
        self.is_list = False

    def __iter__(self) -> Iterator[Any]:
        """Yield the items in order.

        Raises:
            SourceError: The document is not whole JSON, or a value of it is longer
                than any record.
        """
        self._chunks = self._read()
        self._text, self._at = "", 0
        yield from self._find(self._keys)
        if self._peek():
            raise self._damaged()

    def _read(self) -> Iterator[str]:
        errors = UNDECODABLE if is_wide(self._encoding) else "surrogateescape"
        decoder = codecs.getincrementaldecoder(self._encoding)(errors)
        with open_unpacked(self._path) as file:
            while data := file.read(_CHUNK_BYTES):
                yield decoder.decode(data)
        yield decoder.decode(b"", final=True)

    def _fill(self) -> bool:
        """Take more text, as much again as is waiting; say whether there was any."""
        waiting = self._text[self._at :]
        if len(waiting) > _LONGEST_VALUE:
            raise SourceError(
                "a value of the document is over 64 MiB",
                where=self._path.name,
                remedy="Ask its sender for it in parts, or as JSON lines.",
            )
        more: list[str] = []
        while sum(map(len, more)) <= len(waiting):
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            more.append(chunk)
        self._text, self._at = waiting + "".join(more), 0
        return bool(more)

    def _peek(self) -> str:
        """Return the next character that is not blank; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANKS + "\ufeff":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def _take(self, *wanted: str) -> str:
        found = self._peek()
        if found not in wanted or not found:
            raise self._damaged()
        self._at += 1
        return found

    def _value(self) -> Any:
        """Decode the next value whole."""
        self._peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError as cause:
                raise SourceError(
                    "the document nests too deeply",
                    where=self._path.name,
                    remedy="Ask its sender for it again.",
                ) from cause
            except ValueError as cause:
                if not self._fill():
                    raise self._damaged() from cause
                continue
            # A number whose end is not here may go on in the next chunk.
            if self._text[end : end + 1] not in _AFTER_VALUE and self._fill():
                continue
            self._at = end
            return value

    def _find(self, keys: list[str]) -> Iterator[Any]:
        """Yield the items at the end of the keys; leave the document behind its value."""
        opens = self._peek()
        if not keys and opens == "[":
            yield from self._items()
        elif keys and opens == "{":
            yield from self._members(keys)
        else:
            self._value()

    def _members(self, keys: list[str]) -> Iterator[Any]:
        self._take("{")
        seen = False
        if self._peek() == "}":
            self._take("}")
            return
        while True:
            if self._peek() != '"':
                raise self._damaged()
            name = self._value()
            self._take(":")
            if name == keys[0] and not seen:
                seen = True
                yield from self._find(keys[1:])
            else:
                self._value()
            if self._take(",", "}") == "}":
                return

    def _items(self) -> Iterator[Any]:
        self.is_list = True
        self._take("[")
        if self._peek() == "]":
            self._take("]")
            return
        while True:
            yield self._value()
            if self._take(",", "]") == "]":
                return

    def _damaged(self) -> SourceError:
        return SourceError(
            "the document is not whole JSON: it is damaged or cut short",
            where=self._path.name,
            remedy="Ask its sender for it again.",
        )
