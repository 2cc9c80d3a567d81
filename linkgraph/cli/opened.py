"""A row of an answer, opened: for a person or for a program."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.output import show_rows, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.catalogue import Explanation

__all__ = ["show_opened"]

_COLUMNS = ["id", "part", "name", "from_id", "to_id", "file", "locator", "originator", "grade",
            "handling", "properties", "source"]  # fmt: skip
_MOST_PATHS = 20
_MOST_PARTS = 50
_MOST_LINES = 5


def show_opened(opened: Explanation, form: str | None) -> None:
    """Write what a row rests on to stdout, its caution and marks to stderr.

    As a table: text for a person, shortened; as JSON lines: one object; as CSV: one
    row a statement.
    """
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    told = opened.to_dict()
    if form == "jsonl":
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    elif form == "csv":
        show_rows(_COLUMNS, _statements(opened), form)
    else:
        _text(told)
    click.echo(f"\nCaution: {opened.caution}", err=True)
    click.echo(f"Strictest handling: {opened.handling}", err=True)
    click.echo(f"Originators: {'; '.join(opened.originators)}", err=True)


def _statements(opened: Explanation) -> Iterator[list[object]]:
    for one in opened.statements():
        properties = json.dumps(one["properties"], ensure_ascii=False, default=str)
        yield [(one | {"properties": properties})[column] for column in _COLUMNS]


def _text(told: dict[str, Any]) -> None:
    click.echo(f"{told['question']}, row {told['row']}")
    for column, value in told["columns"].items():
        click.echo(f"  {column}: {words_of(value)}")
    if told["paths"]:
        click.echo("\nRests on:")
    for path in told["paths"][:_MOST_PATHS]:
        click.echo(f"  {' + '.join(path)}")
    if told["more_paths"] or len(told["paths"]) > _MOST_PATHS:
        click.echo("  ... and more")
    click.echo("\nSaid by:")
    for part in told["parts"][:_MOST_PARTS]:
        _part(part)
    if len(told["parts"]) > _MOST_PARTS:
        click.echo(f"  ... and {len(told['parts']) - _MOST_PARTS} more: -f jsonl gives all")
    if told["weakest"]:
        weakest = told["weakest"]
        click.echo(f"\nWeakest: {weakest['id']}: {'; '.join(weakest['why'])}")


def _part(part: dict[str, Any]) -> None:
    ends = f"  {part['from_id']} -> {part['to_id']}" if part["from_id"] else ""
    click.echo(words_of(f"  {part['name']} {part['id']}{ends}"))
    for one in part["said"][:_MOST_LINES]:
        click.echo(
            words_of(
                f"    {one['file']} {one['locator']} ({one['originator']}, {one['grade']},"
                f" {one['handling']})"
            )
        )
    if part["said_in_all"] > _MOST_LINES:
        click.echo(f"    ... and {part['said_in_all'] - _MOST_LINES} more lines")
