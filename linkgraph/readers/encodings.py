"""In which encoding a text file is."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from linkgraph.errors import SourceError
from linkgraph.readers.unpacked import open_unpacked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["is_wide", "text_encoding"]

_SAMPLE_BYTES = 1 << 18
_MOST_CHAOS, _LEAST_COHERENCE = 0.1, 0.2
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Fewer bytes than this may be UTF-8 by chance.
_ENOUGH_FOREIGN_BYTES = 12
_FEW = 0.1
# Letters with accents that a West European text has: alone or in pairs, in a word.
_ACCENT = re.compile(rb"(?:[A-Za-z][\xc0-\xff]{1,2}|[\xc0-\xff]{1,2}[A-Za-z])(?![\x80-\xff])")
# Thai words: a vowel or tone mark that sits on a consonant never comes first.
_THAI = re.compile(rb"[\xa1-\xce\xcf\xd0\xd2\xd3\xdf-\xe6\xf0-\xf9][\xa1-\xda\xdf-\xfb]*")
_FOREIGN = re.compile(rb"[\x80-\xff]+")


_NO_TEXTS = {
    b"PK\x03\x04": "a workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "a workbook or document of an old form",
    b"%PDF-": "a PDF",
}


def is_wide(encoding: str) -> bool:
    """Say whether a character takes two or four bytes, so that lines cannot be cut as bytes."""
    return encoding.startswith(("utf-16", "utf-32"))


def text_encoding(path: Path, *, told: str = "", expected: str = "") -> str:
    """Return Python's name of a text file's encoding.

    Args:
        path: The file, not empty.
        told: What a person says it is. The file may show that it is not.
        expected: What files of this kind usually are. A file that shows itself to
            be in a Unicode encoding is taken as that.

    Raises:
        SourceError: There is no such encoding, the file cannot be in the one told,
            or none fits; or it is no text at all.
    """
    with open_unpacked(path) as file:
        sample = file.read(_SAMPLE_BYTES)
    # Whoever takes these for text in some old encoding would look for it in vain.
    if what := next((words for mark, words in _NO_TEXTS.items() if sample.startswith(mark)), ""):
        raise SourceError(
            f"this is {what}, not a text",
            where=path.name,
            remedy="Save it as CSV (UTF-8), or choose another --mapping:"
            " `linkgraph source mappings` tells the formats.",
        )
    shown = _shown(sample)
    if told:
        name = _codec(told, path)
        if not _possible(name, shown, sample):
            raise SourceError(
                "the file is not in the encoding that was told",
                where=path.name,
                remedy=f"It looks like {shown}." if shown else "Leave --encoding out to detect it.",
            )
        return name
    if shown:
        return shown
    return _codec(expected, path) if expected else _detected(sample, path)


def _codec(name: str, path: Path) -> str:
    # Exports and their senders say windows-874, Python says cp874.
    name = re.sub(r"(?i)^(?:windows|win)[-_ ]?(\d+)$", r"cp\1", name.strip())
    try:
        found = codecs.lookup(name).name
        known = is_wide(found) or "a,\n".encode(found) in {b"a,\n", codecs.BOM_UTF8 + b"a,\n"}
    except (LookupError, UnicodeError):
        known = False
    if not known:
        raise SourceError(
            "there is no such text encoding",
            where=path.name,
            remedy="For example windows-874 or utf-8.",
        )
    return "utf-8" if found == "utf-8-sig" else found


def _shown(sample: bytes) -> str:
    """Return the Unicode encoding that a file cannot but be in; empty if it shows none."""
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    even, odd = (sample[parity::2].count(0) for parity in (0, 1))
    zeros = [byte == 0 for byte in sample[:4]]
    # Plain letters in two bytes each: the head of a table or of a JSON text.
    if zeros == [False, True] * 2 and even < odd:
        return "utf-16-le"
    if zeros == [True, False] * 2 and odd < even:
        return "utf-16-be"
    foreign = sum(len(run) for run in _FOREIGN.findall(sample))
    broken, beyond_ascii, _ = _by_line(sample)
    sure = foreign >= _ENOUGH_FOREIGN_BYTES and broken * 4 < beyond_ascii
    return "utf-8" if sure else ""


def _possible(name: str, shown: str, sample: bytes) -> bool:
    if is_wide(name):
        return is_wide(shown)
    if is_wide(shown):
        return False
    if name == "utf-8":
        broken, beyond_ascii, lines = _by_line(sample)
        return broken * 2 <= beyond_ascii or broken <= lines * _FEW
    # Characters of two bytes can look like UTF-8; the Thai or French ones cannot.
    return shown != "utf-8" or not name.startswith(("cp874", "cp125", "iso8859", "tis"))


def _by_line(sample: bytes) -> tuple[int, int, int]:
    """Count lines that are not UTF-8, lines beyond ASCII, and lines."""
    lines = sample.split(b"\n")
    if len(lines) > 1:
        del lines[-1]  # the sample may end inside a character
    foreign = [line for line in lines if not line.isascii()]
    return sum(not _is_utf8(line) for line in foreign), len(foreign), len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _detected(sample: bytes, path: Path) -> str:
    broken, beyond_ascii, lines = _by_line(sample)
    if not broken or (broken * 4 < beyond_ascii):
        return "utf-8"
    # A stray damaged line is set aside; it must not turn all others into another script.
    runs = _FOREIGN.findall(sample)
    accents = not _FOREIGN.search(_ACCENT.sub(b"", sample))
    if broken <= max(1, lines * _FEW) and not accents:
        return "utf-8"
    if accents:
        return "cp1252"
    if all(map(_THAI.fullmatch, runs)):
        return "cp874"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    # A wrong guess turns every name into another; a question costs one word.
    if best is None or best.chaos > _MOST_CHAOS or best.coherence < _LEAST_COHERENCE:
        raise SourceError(
            "the encoding of the file cannot be told",
            where=path.name,
            remedy="Say it: --encoding windows-874, or encoding: in the mapping.",
        )
    return _codec(best.encoding, path)
