"""From which year a workbook counts the days that stand in it as bare numbers."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["counts_from"]

_MOST_BYTES = 4 << 20
_TRUE = {"1", "true", "on"}
_WORKBOOK_PROPERTIES = 153
_LONG, _MORE = 0x80, 0x7F
# The record of the date system, whole, and the head of the one that always follows it.
_OLD = {b"\x22\x00\x02\x00\x00\x00\x0e\x00": "1900", b"\x22\x00\x02\x00\x01\x00\x0e\x00": "1904"}
_OPEN_ZERO_DAYS = {"1899-12-30": "1900", "1904-01-01": "1904"}


def counts_from(path: Path) -> str:
    """Return the year from which a workbook counts days: ``1900`` or ``1904``.

    Workbooks of Excel for the Mac mostly count from 1904: the same number is a day four
    years and a day later.

    Returns:
        Empty where the file does not tell: its day numbers then are no days.

    Source:
        ECMA-376 part 1, 18.2.28 (workbookPr, date1904); MS-XLSB 2.4.822 (BrtWbProp);
        MS-XLS 2.4.77 (Date1904); OpenDocument 1.3 part 3, 9.4.3 (null-date).
    """
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                return _of_old_book(file.read(_MOST_BYTES))
        with zipfile.ZipFile(path) as packed:
            names = {name.casefold(): name for name in packed.namelist()}
            for part, read in _PARTS.items():
                if part in names:
                    with packed.open(names[part]) as file:
                        return read(file.read(_MOST_BYTES))
    # Whatever is wrong with the file, its reader will tell.
    except (OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return ""
    return ""


def _of_old_book(data: bytes) -> str:
    found = {year for mark, year in _OLD.items() if mark in data}
    return found.pop() if len(found) == 1 else ""


def _of_book(data: bytes) -> str:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError):
        return ""
    # Two name spaces are in use for the same elements.
    told = [one for one in root if str(one.tag).rpartition("}")[2] == "workbookPr"]
    is_later = any(one.get("date1904", "0").strip().lower() in _TRUE for one in told)
    return "1904" if is_later else "1900"


def _of_binary_book(data: bytes) -> str:
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        if kind == _WORKBOOK_PROPERTIES:
            return "1904" if data[at : at + 1] and data[at] & 1 else "1900"
        at += size
    return ""


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, low ones first, and where it ends."""
    value = 0
    for place in range(longest):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & _MORE) << (7 * place)
        if not byte & _LONG:
            break
    return value, at


def _of_open_document(data: bytes) -> str:
    told = re.search(rb"<table:null-date\b[^>]*?\btable:date-value=[\"']([^\"']*)", data)
    day = told[1].decode("ascii", "replace")[:10] if told else "1899-12-30"
    return _OPEN_ZERO_DAYS.get(day, "")


_PARTS = {
    "xl/workbook.xml": _of_book,
    "xl/workbook.bin": _of_binary_book,
    "content.xml": _of_open_document,
}
