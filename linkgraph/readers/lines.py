"""Lines of a text file: numbered, decoded, bounded, flagged where they are no text."""

from __future__ import annotations

import codecs
import re
from collections import deque
from typing import TYPE_CHECKING

from linkgraph.errors import SourceError
from linkgraph.readers.base import MAX_LINE_BYTES, RAW_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LineFeed", "NumberedLine", "detect_encoding", "has_control", "numbered_lines"]

NumberedLine = tuple[int, str, str]

_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSURE = 0.5
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file.

    A byte-order mark decides; then UTF-8 where at most a stray line breaks it;
    then what charset-normalizer makes of the first 256 KiB.

    Raises:
        SourceError: Nothing fits.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    lines = sample.split(b"\n")
    broken = sum(not _is_utf8(line) for line in lines[: -1 or None])
    foreign = sum(not line.isascii() for line in lines)
    if broken == 0 or broken * 4 < foreign:
        return "utf-8"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, seldom needed

    best = from_bytes(sample).best()
    if best is None or best.chaos > _UNSURE:
        raise SourceError(
            "the encoding of the file cannot be told",
            where=path.name,
            remedy="Say it: --encoding windows-874, or encoding: in the mapping.",
        )
    return best.encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def numbered_lines(path: Path, encoding: str) -> Iterator[NumberedLine]:
    r"""Yield (line number from 1, text, flaw) of a text file, with the line's end kept.

    The flaw is empty, ``bad_encoding`` (undecodable bytes stand as surrogates),
    ``control_char``, or ``too_long`` (of which only the first 4 KiB are given).

    Raises:
        SourceError: The encoding is not known.
    """
    # Exports and their senders say windows-874, Python says cp874.
    encoding = re.sub(r"(?i)^(?:windows|win)-?(\d+)$", r"cp\1", encoding)
    try:
        codecs.lookup(encoding)
    except LookupError as cause:
        raise SourceError(
            "there is no such encoding", where=path.name, remedy="For example windows-874 or utf-8."
        ) from cause
    wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    blocks = _wide_blocks(path, encoding) if wide else _byte_blocks(path)
    number = 0
    for data, too_long in blocks:
        text, flawed = _decode(data, "utf-8" if wide else encoding, first=number == 0)
        if too_long:
            number += 1
            yield number, text[:RAW_KEPT], "too_long"
            continue
        lines = text.split("\n")
        last = lines.pop()
        for line in lines:
            number += 1
            yield number, f"{line}\n", _flaw(line) if flawed else ""
        if last:
            number += 1
            yield number, last, _flaw(last) if flawed else ""


def _decode(data: bytes, encoding: str, *, first: bool) -> tuple[str, bool]:
    """Return the text, and whether its lines need a look one by one."""
    if encoding == "utf-8-sig" and not first:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        return "\n".join(line.decode(encoding, "surrogateescape") for line in lines), True
    return text, _CONTROL.search(text) is not None


def _flaw(line: str) -> str:
    if any("\udc80" <= character <= "\udcff" for character in line):
        return "bad_encoding"
    return "control_char" if _CONTROL.search(line) else ""


def _byte_blocks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield whole lines in blocks, a line over the limit by itself and cut."""
    with path.open("rb") as file:
        rest = b""
        while block := file.read(_BLOCK):
            if b"\n" not in block and b"\n" not in rest:
                block = _old_mac(rest + block)
                rest = b""
            held = rest + block
            cut = held.rfind(b"\n") + 1
            if cut:
                yield held[:cut], False
            rest = held[cut:]
            if len(rest) > MAX_LINE_BYTES:
                yield rest[:RAW_KEPT], True
                rest = _skip_line(file)
        if rest:
            yield rest, False


def _old_mac(data: bytes) -> bytes:
    return data.replace(b"\r", b"\n") if b"\r" in data else data


def _skip_line(file: object) -> bytes:
    while block := file.read(_BLOCK):  # type: ignore[attr-defined]
        _, found, rest = block.partition(b"\n")
        if found:
            return bytes(rest)
    return b""


def _wide_blocks(path: Path, encoding: str) -> Iterator[tuple[bytes, bool]]:
    """Re-encode UTF-16 and UTF-32, whose bytes cannot be cut at a line feed."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file:
        rest = ""
        while block := file.read(_BLOCK):
            rest += decoder.decode(block)
            cut = rest.rfind("\n") + 1
            if cut:
                yield rest[:cut].encode("utf-8"), False
            rest = rest[cut:]
            if len(rest) > MAX_LINE_BYTES:
                yield rest[:RAW_KEPT].encode("utf-8"), True
                rest = ""
        if rest:
            yield rest.encode("utf-8"), False


class LineFeed:
    """Hands lines to a csv reader, and knows which ones the last row was made of.

    Attributes:
        taken: Lines since the last row began.
    """

    def __init__(self, lines: Iterator[NumberedLine]) -> None:
        self._lines = lines
        self._back: deque[NumberedLine] = deque()
        self.taken: list[NumberedLine] = []

    def __iter__(self) -> LineFeed:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line's text."""
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line[1]

    def put_back_all_but_first(self) -> NumberedLine:
        """Keep only the first line of what was taken; the others come again."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        self.taken = []
        return first


def has_control(text: str) -> bool:
    """Say whether a control character other than tab and line ends stands in the text."""
    return _CONTROL.search(text) is not None
