"""CSV, TSV and their kin."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, RawBatch, ReadOptions, check_readable
from linkgraph.readers.lines import LineFeed, detect_encoding, numbered_lines
from linkgraph.statements import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Delimited", "find_header", "fold"]

_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 30
_MOST_LINES_A_RECORD = 100
_REASONS = {
    "bad_encoding": "bytes that the file's encoding does not know",
    "control_char": "a control character inside the line",
    "too_long": "the line is over a mebibyte: no record of this format",
    "column_count": "line and column heads differ in number",
    "bad_quotes": "quotation marks do not match",
}


def fold(head: str) -> str:
    """Return a column head without what exports vary: case and white space."""
    return " ".join(head.split()).casefold()


def find_header(rows: list[list[str]], columns: tuple[str, ...]) -> int:
    """Return the position of the row that holds all the columns, or -1."""
    wanted = {fold(column) for column in columns}
    for position, row in enumerate(rows):
        if wanted <= {fold(cell) for cell in row}:
            return position
    return -1


class Delimited:
    """Text with a delimiter; header row, delimiter and encoding are found or told."""

    name = "csv"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; each line's place is its first physical line."""
        check_readable(path)
        encoding = options.encoding or detect_encoding(path)
        heads, delimiter, skip = _layout(path, encoding, options)
        feed = LineFeed(islice(numbered_lines(path, encoding), skip, None))
        yield from _batches(feed, heads, delimiter)


def _layout(path: Path, encoding: str, options: ReadOptions) -> tuple[list[str], str, int]:
    """Return column heads, delimiter, and how many lines stand before the first record."""
    top = [line for _, line, _ in islice(numbered_lines(path, encoding), _HEADER_WITHIN)]
    delimiters = options.delimiter or _DELIMITERS
    if not options.header:
        best = max(delimiters, key=lambda d: len(next(csv.reader(top[:1], delimiter=d), [])))
        width = len(next(csv.reader(top[:1], delimiter=best), []))
        return [str(n) for n in range(1, width + 1)], best, 0
    for delimiter in delimiters:
        rows = list(csv.reader(top, delimiter=delimiter))
        at = options.header_row - 1 if options.header_row else find_header(rows, options.columns)
        if 0 <= at < len(rows) and find_header([rows[at]], options.columns) == 0:
            feed = LineFeed((n, line, "") for n, line in enumerate(top, 1))
            reader = csv.reader(feed, delimiter=delimiter)
            for _ in range(at + 1):
                next(reader)
            return [fold(cell) for cell in rows[at]], delimiter, len(feed.taken)
    raise _missing_column(path, top, options)


def _missing_column(path: Path, top: list[str], options: ReadOptions) -> SourceError:
    joined = fold(" ".join(top))
    missing = [column for column in options.columns if fold(column) not in joined]
    named = f"column {missing[0]!r} is missing" if missing else "no row holds all column heads"
    return SourceError(
        named,
        where=path.name,
        remedy=f"The mapping expects: {', '.join(options.columns)}. Choose another --mapping.",
    )


def _batches(feed: LineFeed, heads: list[str], delimiter: str) -> Iterator[RawBatch]:
    rows: list[list[str]] = []
    locators: list[str] = []
    rejected: list[Rejected] = []
    for row, first in _rows(feed, delimiter, len(heads), rejected):
        rows.append(row)
        locators.append(first)
        if len(rows) == BATCH_RECORDS:
            yield _batch(heads, rows, locators, rejected)
            rows, locators, rejected = [], [], _emptied(rejected)
    yield _batch(heads, rows, locators, rejected)


def _emptied(rejected: list[Rejected]) -> list[Rejected]:
    # The row loop keeps its hold on the list, so it must stay the same one.
    rejected.clear()
    return rejected


def _batch(
    heads: list[str], rows: list[list[str]], locators: list[str], rejected: list[Rejected]
) -> RawBatch:
    columns = dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    return RawBatch(locators, columns, list(rejected))  # type: ignore[arg-type]


def _rows(
    feed: LineFeed, delimiter: str, width: int, rejected: list[Rejected]
) -> Iterator[tuple[list[str], str]]:
    """Yield well-formed rows with their place; put the others among the rejected."""
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            rejected.append(_reject(feed, "bad_quotes", delimiter, width))
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        taken = feed.taken
        if len(row) == width and len(taken) == 1 and not taken[0][2]:
            yield row, str(taken[0][0])
        elif not row or row == [""]:
            continue
        elif code := _fault(feed, row, width):
            rejected.append(_reject(feed, code, delimiter, width))
        else:
            yield row, str(taken[0][0])


def _fault(feed: LineFeed, row: list[str], width: int) -> str:
    flaws = [flaw for _, _, flaw in feed.taken if flaw]
    if len(feed.taken) > _MOST_LINES_A_RECORD:
        return "bad_quotes"
    if flaws:
        return flaws[0]
    return "" if len(row) == width else "column_count"


def _reject(feed: LineFeed, code: str, delimiter: str, width: int) -> Rejected:
    """Reject the record; where quotes ran away, its first line only."""
    if _ran_away(feed, delimiter, width):
        number, text, _ = feed.put_back_all_but_first()
    else:
        number = feed.taken[0][0]
        text = "".join(line for _, line, _ in feed.taken)
    return Rejected(str(number), "", code, _REASONS[code], text.rstrip("\r\n"))


def _ran_away(feed: LineFeed, delimiter: str, width: int) -> bool:
    """Say whether an open quotation mark swallowed lines that are records themselves."""
    if len(feed.taken) == 1:
        return False
    others = [line for _, line, _ in feed.taken[1 : _MOST_LINES_A_RECORD + 1]]
    if len(others) == _MOST_LINES_A_RECORD:
        return True
    alone = (list(csv.reader([line], delimiter=delimiter)) for line in others)
    return any(rows and len(rows[0]) == width for rows in alone)
