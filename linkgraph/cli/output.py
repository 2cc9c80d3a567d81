"""Rows to a person or a program: table, JSON lines, CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from linkgraph.catalogue import Answer

__all__ = ["neutralise", "show_answer", "show_rows", "words_of", "write_rows"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_MOST_ON_SCREEN = 100
_LEAST_COLUMN = 18
# A screen is narrow: these stand once, below the table.
_IN_FOOT = {"handling", "originators", "sources"}
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What follows would stand as a line, or over one, that is not its writer's.
_LINE_ENDS = re.compile("[ \t]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\\s*")


def neutralise(cell: str) -> str:
    """Return a cell that no spreadsheet runs: a formula gets an apostrophe before it.

    A plain number, a telephone number with its plus among them, stays as it is.
    """
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def show_answer(answer: Answer, form: str | None) -> None:
    """Write an answer: rows to stdout; caution, handling and originators to stderr."""
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    columns = [c for c in answer.columns if form != "table" or c not in _IN_FOOT]
    picked = [answer.columns.index(c) for c in columns]
    rows = ([row[n] for n in picked] for row in answer.rows)
    if form == "table":
        # A person names a row by its number; a program counts lines.
        columns, rows = ["row", *columns], ([n, *row] for n, row in enumerate(rows, 1))
    show_rows(columns, rows, form)
    click.echo(f"\nCaution: {answer.caution}", err=True)
    if answer.rows:
        click.echo(f"Strictest handling: {answer.handling}", err=True)
        click.echo(f"Originators: {'; '.join(answer.originators)}", err=True)
    else:
        click.echo("Nothing found. That the files do not say it does not make it untrue.", err=True)


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], form: str | None) -> None:
    """Write rows to stdout in a form; a table on a screen, JSON lines elsewhere."""
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table":
        _table(columns, list(rows))
    else:
        write_rows(sys.stdout, columns, rows, form)


def write_rows(
    file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[object]], form: str
) -> None:
    """Write rows to an open file, as CSV or JSON lines."""
    if form == "csv":
        _csv(file, columns, rows)
        return
    for row in rows:
        told = dict(zip(columns, map(_json, row), strict=True))
        click.echo(json.dumps(told, ensure_ascii=False, default=str), file=file)


def _json(cell: object) -> object:
    return list(cell) if isinstance(cell, tuple) else cell


def _csv(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])


def _csv_cell(cell: object) -> object:
    if isinstance(cell, tuple | list | dict):
        return json.dumps(_json(cell), ensure_ascii=False)
    return neutralise(cell) if isinstance(cell, str) else cell


def _table(columns: Sequence[str], rows: list[Sequence[object]]) -> None:
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False)
    if console.width < _LEAST_COLUMN * len(columns):
        _sheets(columns, rows[:_MOST_ON_SCREEN])
    else:
        _grid(console, columns, rows[:_MOST_ON_SCREEN])
    if len(rows) > _MOST_ON_SCREEN:
        more = len(rows) - _MOST_ON_SCREEN
        click.echo(f"... and {more} more rows: -f jsonl or -f csv gives all.", err=True)


def _grid(console: Console, columns: Sequence[str], rows: list[Sequence[object]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    for n, column in enumerate(columns):
        numbers = bool(rows) and all(isinstance(row[n], int | float) for row in rows)
        table.add_column(column, overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        # Text, not markup: brackets in a name are letters.
        table.add_row(*(Text(words_of(cell)) for cell in row))
    console.print(table)


def _sheets(columns: Sequence[str], rows: list[Sequence[object]]) -> None:
    """Write each row over several lines, where a table would not fit the screen."""
    width = max(map(len, columns))
    for number, row in enumerate(rows, 1):
        click.echo(f"{number}.")
        for column, cell in zip(columns, row, strict=True):
            if cell not in (None, "", ()) and (column, cell) != ("row", number):
                click.echo(f"   {column:<{width}}  {words_of(cell)}")


def words_of(cell: Any) -> str:
    """Return a cell as a person reads it, in one line; no sign in it turns what stands beside it."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        text = "; ".join(f"{name} {words_of(value)}" for name, value in cell.items())
    else:
        text = ", ".join(map(str, cell)) if isinstance(cell, tuple | list) else str(cell)
    return _LINE_ENDS.sub(" ", _DIRECTION_MARKS.sub("", text))
