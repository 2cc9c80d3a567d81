"""The bytes of a JSON document, whatever its encoding and however damaged its texts."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkgraph.readers.bounded import Readable

__all__ = ["BAD_BYTE", "RAW_CONTROL", "JsonBytes"]

# Code points that no text holds (Unicode, noncharacters) stand for what a JSON parser
# would stop at, so that one damaged record does not cost all the others.
BAD_BYTE = "\ufdd0"
RAW_CONTROL = "\ufdd1"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ERRORS = "linkgraph.bad_byte"


def _bad_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return BAD_BYTE, error.end


codecs.register_error(_ERRORS, _bad_byte)


class JsonBytes:
    """UTF-8 with no byte that a JSON parser refuses inside a text."""

    def __init__(self, file: Readable, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(_ERRORS)
        self._begun = False

    def read(self, size: int = -1, /) -> bytes:
        """Return about as many bytes; empty at the end."""
        while size:
            data = self._file.read(size)
            text = self._decoder.decode(data, final=not data)
            if text and not self._begun:
                text = text.removeprefix("\ufeff")
                self._begun = True
            if text or not data:
                return _CONTROL.sub(RAW_CONTROL, text).encode()
        return b""
