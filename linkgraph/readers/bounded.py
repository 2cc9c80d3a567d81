"""Bytes for a parser that keeps whole texts in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from linkgraph.errors import SourceError
from linkgraph.readers.base import MAX_LINE_BYTES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Bounded", "Readable"]


class Readable(Protocol):
    """What a parser reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; empty at the end."""
        ...


class Bounded:
    """Refuses a file in which one text is longer than any record.

    A text ends at a mark that the format's next token begins with (in XML a
    less-than sign), so that a run without it is one text.
    """

    def __init__(self, file: Readable, mark: bytes, path: Path) -> None:
        self._file = file
        self._mark = mark
        self._path = path
        self._run = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; empty at the end.

        Raises:
            SourceError: A text is over a mebibyte.
        """
        data = self._file.read(size)
        at = data.rfind(self._mark)
        self._run = self._run + len(data) if at < 0 else len(data) - at
        if self._run > MAX_LINE_BYTES:
            raise SourceError(
                "a text in the file is over a mebibyte: no value of this format",
                where=self._path.name,
                remedy="Ask its sender for it again.",
            )
        return data
