"""Where the column heads of a table stand, and what parts its columns."""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from linkgraph.errors import SourceError
from linkgraph.readers.lines import line_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkgraph.readers.base import ReadOptions

__all__ = ["HEADER_WITHIN", "Layout", "column_names", "find_header", "find_layout", "fold"]

HEADER_WITHIN = 30
_DELIMITERS = ",;\t|"


class Layout(NamedTuple):
    """How a delimited file is built.

    Attributes:
        heads: The header row as it stands; empty where the file has none.
        names: One name a column, folded.
        delimiter: One character.
        skip: Lines before the first record.
        spare: Every record ends in a delimiter that the header lacks.
    """

    heads: list[str]
    names: list[str]
    delimiter: str
    skip: int
    spare: bool = False

    @property
    def width(self) -> int:
        """How many cells a record has."""
        return len(self.names) + self.spare


def fold(head: str) -> str:
    """Return a column head without what exports vary: case and white space."""
    return " ".join(head.split()).casefold()


def find_header(rows: Sequence[Sequence[str]], columns: tuple[str, ...]) -> int:
    """Return the position of the row that holds all the columns, or -1."""
    wanted = {fold(column) for column in columns}
    for position, row in enumerate(rows):
        if wanted <= {fold(cell) for cell in row}:
            return position
    return -1


def column_names(heads: Sequence[str], columns: tuple[str, ...], where: str) -> list[str]:
    """Return one name a column, no two alike.

    Raises:
        SourceError: A column that the mapping takes from stands twice.
    """
    wanted = {fold(column) for column in columns}
    names: list[str] = []
    for number, head in enumerate(heads, 1):
        name = fold(head)
        if name in names and name in wanted:
            raise SourceError(
                f"column {name!r} stands twice",
                where=where,
                remedy="Rename one of the two in the file, or map another column.",
            )
        names.append(name if name and name not in names else f"{name} column {number}".strip())
    return names


def find_layout(path: Path, encoding: str, options: ReadOptions) -> Layout:
    """Return how a delimited file is built.

    Raises:
        SourceError: No row among the first thirty holds all columns of the mapping.
    """
    top = _top(path, encoding)
    return _without_header(top, options) if not options.header else _layout(path, top, options)


def _top(path: Path, encoding: str) -> list[str]:
    lines = (line for block in line_blocks(path, encoding) for line in block.lines)
    return [f"{line}\n" for line in islice(lines, HEADER_WITHIN)]


def _without_header(top: list[str], options: ReadOptions) -> Layout:
    delimiters = options.delimiter or _DELIMITERS
    first = {delimiter: _rows(top[:1], delimiter) for delimiter in delimiters}
    widths = {delimiter: len(rows[0][0]) if rows else 1 for delimiter, rows in first.items()}
    best = max(delimiters, key=lambda delimiter: widths[delimiter])
    return Layout([], [str(n) for n in range(1, widths[best] + 1)], best, 0)


def _layout(path: Path, top: list[str], options: ReadOptions) -> Layout:
    for delimiter in options.delimiter or _DELIMITERS:
        rows = _rows(top, delimiter)
        cells = [row for row, _ in rows]
        at = options.header_row - 1 if options.header_row else find_header(cells, options.columns)
        if 0 <= at < len(rows) and find_header([cells[at]], options.columns) == 0:
            names = column_names(cells[at], options.columns, path.name)
            spare = _spare(cells[at + 1 :], len(names))
            return Layout(cells[at], names, delimiter, rows[at][1], spare)
    raise _missing_column(path, top, options)


def _rows(top: list[str], delimiter: str) -> list[tuple[list[str], int]]:
    """Return the first rows, each with the number of lines up to its end."""
    reader = csv.reader(top, delimiter=delimiter)
    found = []
    with suppress(csv.Error):
        for row in reader:
            found.append((row, reader.line_num))  # noqa: PERF401 - keeps what came before an error
    return found


def _spare(rows: list[list[str]], width: int) -> bool:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    ends = [row for row in filled if len(row) == width + 1 and not row[-1].strip()]
    return len(filled) > 1 and len(ends) == len(filled)


def _missing_column(path: Path, top: list[str], options: ReadOptions) -> SourceError:
    joined = fold(" ".join(top))
    missing = [column for column in options.columns if fold(column) not in joined]
    named = f"column {missing[0]!r} is missing" if missing else "no row holds all column heads"
    return SourceError(
        named,
        where=path.name,
        remedy=f"The mapping expects: {', '.join(options.columns)}. "
        "Choose another --mapping, or say the --encoding if the file is garbled.",
    )
