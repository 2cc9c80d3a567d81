"""Excel and OpenDocument workbooks."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.delimited import find_header, fold
from linkgraph.readers.lines import has_control
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Workbook"]

_HEADER_WITHIN = 30
_MOST_UNPACKED = 2 << 30


class Workbook:
    """Sheets that hold the mapping's columns; merged cells count for each cell they cover."""

    name = "excel"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; a place is the sheet's row, with its name where there are several."""
        check_readable(path)
        _refuse_bomb(path)
        sheets = _sheets(path)
        found = False
        for title, rows in sheets:
            at = options.header_row - 1 if options.header_row else -1
            if at < 0:
                at = find_header(rows[:_HEADER_WITHIN], options.columns)
            if at < 0 or at >= len(rows) or find_header([rows[at]], options.columns) < 0:
                continue
            found = True
            place = f"{title}!" if len(sheets) > 1 else ""
            yield from _batches(rows, at, place)
        if not found:
            raise SourceError(
                "no sheet has a row with all column heads",
                where=path.name,
                remedy=f"The mapping expects: {', '.join(options.columns)}.",
            )


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(item.file_size for item in packed.infolist())
    if unpacked > _MOST_UNPACKED:
        raise SourceError(
            "the workbook unpacks to over two gibibytes",
            where=path.name,
            remedy="Ask for it as CSV.",
        )


def _sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    try:
        with CalamineWorkbook.from_path(path) as book:
            return [(title, _rows(book, title)) for title in book.sheet_names]
    except SourceError:
        raise
    # The library raises several unrelated types, and a panic for some damage.
    except BaseException as cause:
        if isinstance(cause, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise SourceError(
            "this is no workbook that can be read: it is damaged, cut short or locked",
            where=path.name,
            remedy="Open and save it again in the program it came from, or ask for it again.",
        ) from cause


def _rows(book: Any, title: str) -> list[list[str]]:
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


def _batches(rows: list[list[str]], at: int, place: str) -> Iterator[RawBatch]:
    heads = [fold(cell) or f"column {n}" for n, cell in enumerate(rows[at], 1)]
    numbered = [(n, row) for n, row in enumerate(rows[at + 1 :], at + 2) if any(row)]
    for start in range(0, len(numbered), BATCH_RECORDS):
        run = numbered[start : start + BATCH_RECORDS]
        rejected = [_control(f"{place}{n}", row) for n, row in run if has_control("".join(row))]
        kept = [(n, row) for n, row in run if not has_control("".join(row))]
        cells = zip(*(row for _, row in kept), strict=True)
        columns: dict[str, list[Cell]] = dict(zip(heads, map(list, cells), strict=False))
        yield RawBatch([f"{place}{n}" for n, _ in kept], columns, rejected)


def _control(locator: str, row: list[str]) -> Rejected:
    return Rejected(
        locator, "", "control_char", "a control character inside the line", "\t".join(row)
    )
