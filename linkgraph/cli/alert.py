"""``linkgraph alert``: run kept questions again, and tell what changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import (
    SOMETHING_CHANGED,
    ask_password,
    case_option,
    engine_option,
    format_option,
    questions_option,
    the_case,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.catalogue import Difference

__all__ = ["command"]


@click.group(name="alert")
def command() -> None:
    """Run kept questions again, and tell what changed.

    `linkgraph ask FAMILY/QUESTION --keep NAME` keeps one.
    """


@command.command(name="list")
@case_option
@format_option
def list_(case_folder: Path, form: str | None) -> None:
    """List the questions that are kept.

    \b
    Example:
        linkgraph alert list --case kestrel
    """
    from linkgraph.cli.output import show_rows

    kept = the_case(case_folder).kept()
    columns = ["alert", "question", "params", "rows", "erased", "at_version"]
    rows = [
        [one.name, one.question, json.dumps(one.params, ensure_ascii=False), one.rows, one.erased,
         one.asked]
        for one in kept
    ]  # fmt: skip
    show_rows(columns, rows, form)


@command.command()
@click.argument("names", nargs=-1)
@case_option
@engine_option
@format_option
@questions_option
@click.option("--peek", is_flag=True, help="Compare with the same again next time.")
@click.option(
    "--exit-code", "exit_code", is_flag=True,
    help=f"End {SOMETHING_CHANGED} where a row is new, changed or gone.",
)  # fmt: skip
def run(
    names: tuple[str, ...],
    case_folder: Path,
    engine: str | None,
    form: str | None,
    folders: tuple[Path, ...],
    peek: bool,
    exit_code: bool,
) -> None:
    """Ask kept questions again, all where none is named; show rows new, changed and gone.

    \b
    Example:
        linkgraph alert run --exit-code --case kestrel
        linkgraph alert run collectors --peek -f csv --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    wanted = names or [one.name for one in case.kept()]
    found = [
        case.run_kept(one, peek=True, engine=engine or "", questions=folders) for one in wanted
    ]
    columns = ["alert", "what", "identity", "changed", "columns", "before", "handling"]
    show_rows(columns, (row for one in found for row in _rows(one)), form)
    for one in found:
        _sum_up(one)
    # Told first: what fails on the way may not swallow a change.
    for one in () if peek else found:
        case.settle_kept(one)
    if exit_code and any(one.changes for one in found):
        sys.exit(SOMETHING_CHANGED)


def _rows(found: Difference) -> Iterator[list[object]]:
    for one in found.changes:
        handling = one.columns["handling"]
        yield [found.name, one.what, one.identity, one.changed, one.columns, one.before, handling]


def _sum_up(found: Difference) -> None:
    counts = ", ".join(f"{found.count(what)} {what}" for what in ("new", "changed", "gone"))
    click.echo(f"{found.name}: {counts} since version {found.since}", err=True)
    if found.erased:
        click.echo(
            f"  {found.erased} rows of then were erased by withdrawals: what still holds of them"
            " stands among the new",
            err=True,
        )
    if found.changes:
        click.echo(f"  Caution: {found.answer.caution}", err=True)


@command.command()
@click.argument("name")
@case_option
def drop(name: str, case_folder: Path) -> None:
    """Forget a kept question and all that it gave.

    \b
    Example:
        linkgraph alert drop collectors --case kestrel
    """
    the_case(case_folder).drop_kept(name)
