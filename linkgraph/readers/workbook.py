"""Excel and OpenDocument workbooks."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.layout import HEADER_WITHIN, column_names, find_header
from linkgraph.statements import Rejected
from linkgraph.values.text import control_character

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Workbook", "is_workbook"]

Rows = list[list[str]]

# A workbook must be in memory whole; a million rows of ten columns are below this.
_MOST_UNPACKED_BYTES = 512 << 20
# How packed files (xlsx, xlsb, ods) and the old form (xls) begin.
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(path: Path) -> bool:
    """Say whether a file begins as workbooks do, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(4) in _MARKS
    except OSError:  # its reader will tell
        return False


class Workbook:
    """Sheets that hold the mapping's columns; merged cells count for each cell they cover."""

    name = "excel"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; a place is the sheet's row, with its name where there are several."""
        check_readable(path)
        _check_packed(path)
        found = False
        for place, rows in _sheets(path):
            at = options.header_row - 1
            if at < 0:
                at = find_header(rows[:HEADER_WITHIN], options.columns)
            if not 0 <= at < len(rows) or find_header([rows[at]], options.columns) < 0:
                continue
            found = True
            names = column_names(rows[at], options.columns, path.name)
            yield from _batches(rows, at, names, place)
        if not found:
            raise SourceError(
                "no sheet has a row with all column heads",
                where=path.name,
                remedy=f"The mapping expects: {', '.join(options.columns)}. "
                "Choose another --mapping.",
            )


def _check_packed(path: Path) -> None:
    """Refuse a workbook that unpacks to far more than it holds, or not at all."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
            if unpacked > _MOST_UNPACKED_BYTES:
                raise SourceError(
                    "the workbook unpacks to over 512 MiB",
                    where=path.name,
                    remedy="Ask for it as CSV.",
                )
            # A size that is not the one stated fails its checksum here.
            damaged = packed.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as cause:
        raise _damaged(path) from cause
    except RuntimeError as cause:  # an entry with a password
        raise _damaged(path) from cause
    if damaged:
        raise _damaged(path)


def _damaged(path: Path) -> SourceError:
    return SourceError(
        "this is no workbook that can be read: it is damaged, cut short or locked",
        where=path.name,
        remedy="Open and save it again in the program it came from, or ask for it again.",
    )


def _sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield what goes before a row's number, and the rows, of each sheet."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        titles = book.sheet_names
        for title in titles:
            rows = _rows(book, title)
            yield (f"{title}!" if len(titles) > 1 else ""), rows
    except (SourceError, GeneratorExit, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # The library raises unrelated types, and for some damage a panic, which is no Exception.
    except BaseException as cause:
        raise _damaged(path) from cause


def _rows(book: Any, title: str) -> Rows:
    sheet = book.get_sheet_by_name(title)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or value
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _batches(rows: Rows, at: int, names: list[str], place: str) -> Iterator[RawBatch]:
    heads = rows[at]
    numbered = [(n, row) for n, row in enumerate(rows[at + 1 :], at + 2) if "".join(row).strip()]
    for start in range(0, len(numbered), BATCH_RECORDS):
        rejected: list[Rejected] = []
        kept: list[tuple[int, list[str]]] = []
        for number, row in numbered[start : start + BATCH_RECORDS]:
            fault = _fault(row, heads)
            if fault:
                raw = "\t".join(row)
                rejected.append(Rejected(f"{place}{number}", "", *fault, raw))
            else:
                kept.append((number, row))
        cells = zip(*(row for _, row in kept), strict=True)
        columns: dict[str, list[Cell]] = dict(zip(names, map(list, cells), strict=False))
        yield RawBatch([f"{place}{number}" for number, _ in kept], columns, rejected)


def _fault(row: list[str], heads: list[str]) -> tuple[str, str] | None:
    if control_character("".join(row)):
        return "control_char", "a control character inside the row"
    if row == heads:
        return "repeated_header", "the column heads again, in the middle of the sheet"
    return None
