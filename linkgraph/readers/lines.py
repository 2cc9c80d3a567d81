"""Lines of a text file: numbered, decoded, bounded, flagged where they are no text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from linkgraph.readers.base import MAX_LINE_BYTES, RAW_KEPT
from linkgraph.readers.encodings import is_wide
from linkgraph.readers.unpacked import open_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from linkgraph.readers.bounded import Readable

__all__ = ["FLAWS", "UNDECODABLE", "Block", "line_blocks"]

# What makes a line no record, whatever the format.
FLAWS = {
    "bad_encoding": "bytes that the file's encoding does not know",
    "control_char": "a control character inside the line",
    "too_long": "the line, or a cell of it, is longer than any record of this format",
}

_BLOCK_BYTES = 1 << 20
# Few enough that the rows made of a block are gone before Python's collector looks for
# garbage among them, which would take a third of the whole reading.
_BLOCK_LINES = 256
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes(n for n in (*range(0x20), 0x7F) if n not in b"\t\n\r")
_MARK = "\ufeff"
# Name of the error handler for encodings that surrogateescape cannot serve.
UNDECODABLE = "linkgraph.undecodable"


class Block(NamedTuple):
    """A run of whole lines.

    Attributes:
        first: Number of its first line in the file, counted from 1.
        lines: Their text without the line feed. Bytes that cannot be decoded stand
            as surrogates.
        flaws: Position in ``lines`` to a key of ``FLAWS``. Of a line that is too
            long only the first 4 KiB are given.
    """

    first: int
    lines: list[str]
    flaws: Mapping[int, str]


def line_blocks(path: Path, encoding: str) -> Iterator[Block]:
    """Yield the lines of a text file in blocks.

    Memory stays bounded by a mebibyte or two, however long a line is.

    Args:
        path: The file, packed with gzip or not; its lines end in LF, CR LF or, if it has no LF, in CR.
        encoding: As ``text_encoding`` gives it.
    """
    number = 1
    pieces = _wide_pieces(path, encoding) if is_wide(encoding) else _pieces(path, encoding)
    for text, flawed, too_long in pieces:
        if too_long:
            yield Block(number, [text[:RAW_KEPT]], {0: "too_long"})
            number += 1
            continue
        # Joined exports carry the mark of each; it is no part of a value.
        if _MARK in text:
            text = text.removeprefix(_MARK).replace(f"\n{_MARK}", "\n")  # noqa: PLW2901
        lines = text.removesuffix("\n").split("\n")
        for start in range(0, len(lines), _BLOCK_LINES):
            run = lines[start : start + _BLOCK_LINES]
            yield Block(number + start, run, _flaws(run) if flawed else {})
        number += len(lines)


def _flaws(lines: list[str]) -> dict[int, str]:
    return {position: flaw for position, line in enumerate(lines) if (flaw := _flaw(line))}


def _flaw(line: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in line):
        return "bad_encoding"
    return "control_char" if _CONTROL.search(line) else ""


def _pieces(path: Path, encoding: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield (whole lines, whether one of them has a flaw, whether it is one cut short)."""
    with open_unpacked(path) as file:
        rest = b""
        old_mac = False
        while block := file.read(_BLOCK_BYTES):
            if not rest:
                old_mac = old_mac or (b"\r" in block and b"\n" not in block)
            held = rest + (block.replace(b"\r", b"\n") if old_mac else block)
            cut = held.rfind(b"\n") + 1
            if cut:
                yield *_decode(held[:cut], encoding), False
            rest = held[cut:]
            if len(rest) > MAX_LINE_BYTES:
                yield *_decode(rest[:RAW_KEPT], encoding), True
                rest = _after_line(file)
        if rest:
            yield *_decode(rest, encoding), False


def _decode(data: bytes, encoding: str) -> tuple[str, bool]:
    """Return the text, and whether its lines need a look one by one."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        return "\n".join(line.decode(encoding, "surrogateescape") for line in lines), True
    if data.isascii():
        # A tenth of the pattern's time, and most exports are plain ASCII.
        return text, len(data.translate(None, _CONTROL_BYTES)) != len(data)
    return text, _CONTROL.search(text) is not None


def _after_line(file: Readable) -> bytes:
    """Skip to the end of a line; return what was read beyond it."""
    while block := file.read(_BLOCK_BYTES):
        _, found, rest = block.partition(b"\n")
        if found:
            return rest
    return b""


def _undecodable(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\udc80", error.end


codecs.register_error(UNDECODABLE, _undecodable)


def _wide_pieces(path: Path, encoding: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield as ``_pieces`` does, for encodings whose bytes cannot be cut at a line feed."""
    decoder = codecs.getincrementaldecoder(encoding)(UNDECODABLE)
    with open_unpacked(path) as file:
        rest = ""
        skipping = False
        while block := file.read(_BLOCK_BYTES):
            held = rest + decoder.decode(block)
            if skipping:
                _, found, held = held.partition("\n")
                skipping = not found
            cut = held.rfind("\n") + 1
            if cut:
                yield held[:cut], True, False
            rest = held[cut:]
            if len(rest) > MAX_LINE_BYTES:
                yield rest[:RAW_KEPT], True, True
                rest, skipping = "", True
        rest += decoder.decode(b"", final=True)
        if rest and not skipping:
            yield rest, True, False
