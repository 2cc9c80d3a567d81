"""CSV, TSV and their kin."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from linkgraph.readers.base import BATCH_RECORDS, RawBatch, ReadOptions, check_readable
from linkgraph.readers.encodings import text_encoding
from linkgraph.readers.feed import LineFeed
from linkgraph.readers.layout import Layout, find_layout
from linkgraph.readers.lines import FLAWS, Block, line_blocks
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkgraph.readers.base import Cell

__all__ = ["Delimited"]

_REASONS = FLAWS | {
    "bad_quotes": "quotation marks do not match",
    "column_count": "line and column heads differ in number",
    "repeated_header": "the column heads again, in the middle of the file",
}


class Delimited:
    """Text with a delimiter; header row, delimiter and encoding are found or told.

    A record may go over several lines inside quotation marks. Lines of white space
    and delimiters alone are no records.
    """

    name = "csv"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; each one's place is its first physical line."""
        check_readable(path)
        encoding = text_encoding(path, told=options.encoding, expected=options.expected_encoding)
        layout = find_layout(path, encoding, options)
        feed = LineFeed(_after(line_blocks(path, encoding), layout.skip))
        gathered = _Gathered(layout)
        while block := feed.next_block():
            if gathered.after_trouble or not gathered.add_block(block):
                feed.unpack(block)
                _one_by_one(feed, gathered)
            while len(gathered) >= BATCH_RECORDS:
                yield gathered.batch()
        yield gathered.batch()


def _after(blocks: Iterator[Block], skip: int) -> Iterator[Block]:
    """Yield the blocks without the first lines."""
    for block in blocks:
        if skip < len(block.lines):
            flaws = {at - skip: flaw for at, flaw in block.flaws.items() if at >= skip}
            yield Block(block.first + skip, block.lines[skip:], flaws)
            yield from blocks
            return
        skip -= len(block.lines)


class _Gathered:
    """Records on their way into batches, column by column.

    Attributes:
        after_trouble: Whether the lines that follow may be the rest of a record
            whose quotation marks were broken.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._columns: list[list[str]] = [[] for _ in layout.names]
        self._locators: list[str] = []
        self._lines: list[str] = []
        self._rejected: list[Rejected] = []
        self.after_trouble = False

    def __len__(self) -> int:
        return max(len(self._lines), len(self._rejected))

    def add_block(self, block: Block) -> bool:
        """Take a block in which every record is one line; say whether it is such a block."""
        try:
            rows = list(csv.reader(block.lines, delimiter=self.layout.delimiter, strict=True))
        except csv.Error:
            return False
        if len(rows) != len(block.lines):
            return False
        if not block.flaws and self._plain(rows):
            self._extend(rows)
            self._locators += map(str, range(block.first, block.first + len(rows)))
            self._lines += block.lines
            return True
        for position, row in enumerate(rows):
            flaw = block.flaws.get(position, "")
            self.add(row, block.first + position, block.lines[position], flaw)
        return True

    def _plain(self, rows: list[list[str]]) -> bool:
        """Say whether all rows are records, at the speed of C."""
        if set(map(len, rows)) != {self.layout.width}:
            return False
        return all(row[0] for row in rows) and self.layout.heads not in rows

    def add(self, row: list[str], number: int, line: str, flaw: str = "") -> None:
        """Take a row as a record, or set it aside, or leave it out if nothing stands in it."""
        code = flaw or self.fault(row)
        if code:
            self.reject(number, line, code)
        elif any(cell.strip() for cell in row):
            self._extend([row])
            self._locators.append(str(number))
            self._lines.append(line.rstrip("\r"))

    def _extend(self, rows: list[list[str]]) -> None:
        # A spare column at the end has no name and is left out.
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.extend(cells)

    def fault(self, row: list[str]) -> str:
        """Return why a row is no record; empty if it is one, or blank."""
        if len(row) != self.layout.width:
            return "column_count" if any(cell.strip() for cell in row) else ""
        return "repeated_header" if row == self.layout.heads else ""

    def reject(self, number: int, line: str, code: str) -> None:
        """Set a line aside."""
        reason = _REASONS[code]
        self._rejected.append(Rejected(str(number), "", code, reason, line.rstrip("\r\n")))

    def batch(self) -> RawBatch:
        """Return the first records, and everything that was set aside."""
        lines, self._lines = _cut(self._lines)
        locators, self._locators = _cut(self._locators)
        cut = [_cut(column) for column in self._columns]
        self._columns = [rest for _, rest in cut]
        rejected, self._rejected = self._rejected, []
        columns: dict[str, list[Cell]] = {
            name: list(cells) for name, (cells, _) in zip(self.layout.names, cut, strict=True)
        }
        return RawBatch(locators, columns, rejected, lines.__getitem__, texts_only=True)


def _cut(column: list[str]) -> tuple[list[str], list[str]]:
    return column[:BATCH_RECORDS], column[BATCH_RECORDS:]


def _one_by_one(feed: LineFeed, gathered: _Gathered) -> None:
    """Take records line by line, until one ends where a block does."""
    delimiter = gathered.layout.delimiter
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while not feed.between_blocks:
        feed.taken = []
        try:
            row = next(reader)
        except csv.Error:
            _reject_first(feed, gathered)
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        if _ran_away(feed, gathered, row):
            _reject_first(feed, gathered)
            continue
        number, _, _ = feed.taken[0]
        flaw = next((flaw for _, _, flaw in feed.taken if flaw), "")
        gathered.add(row, number, "\n".join(line for _, line, _ in feed.taken), flaw)
        gathered.after_trouble = False


def _reject_first(feed: LineFeed, gathered: _Gathered) -> None:
    """Set aside the line that a broken record began with; the others are judged anew."""
    feed.put_back_all_but_first()
    number, line, flaw = feed.taken[0]
    if not flaw and "\r" in line.rstrip("\r"):
        flaw = "control_char"
    elif not flaw and len(line) > csv.field_size_limit():
        flaw = "too_long"
    gathered.reject(number, line, flaw or "bad_quotes")
    gathered.after_trouble = True


def _ran_away(feed: LineFeed, gathered: _Gathered, row: list[str]) -> bool:
    """Say whether quotation marks put together what are no records, or took one apart."""
    if len(feed.taken) == 1:
        # The rest of a broken record would else pass for somebody who never was.
        return gathered.after_trouble and feed.taken[0][1].count('"') % 2 == 1
    layout = gathered.layout
    others = [line for _, line, _ in feed.taken[1:] if line.count('"') % 2 == 0]
    short = gathered.fault(row) == "column_count"
    return short and any(_width(line, layout.delimiter) == layout.width for line in others)


def _width(line: str, delimiter: str) -> int:
    try:
        return sum(map(len, csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0
