"""``linkgraph case``: make a case and check it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from linkgraph.cli.options import case_option, engine_option, format_option, the_case

__all__ = ["command"]


@click.group(name="case")
def command() -> None:
    """Make a case and check it."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-j", "--jurisdiction", required=True, help="Country (ISO 3166) or organization.")
@click.option("-a", "--agency", required=True, help="The agency that keeps the case.")
@click.option("--name", default="", help="What to call it; the folder's name where left out.")
@click.option(
    "-e", "--engine", type=click.Choice(["kglite", "neo4j"], case_sensitive=False), default="kglite", show_default=True,
    help="Graph engine that questions go to.",
)  # fmt: skip
def init(folder: Path, jurisdiction: str, agency: str, name: str, engine: str) -> None:
    """Make a case in a new folder.

    \b
    Example:
        linkgraph case init kestrel --jurisdiction NZ --agency INZ
    """
    from linkgraph.case import create_case

    create_case(folder, jurisdiction=jurisdiction, agency=agency, name=name, engine=engine).close()
    # Double quotes: every shell reads them.
    there = f'"{folder}"' if any(map(str.isspace, str(folder))) else folder
    click.echo(
        f"Made a case in {folder}. Next: linkgraph source import FILE... --case {there}", err=True
    )


@command.command()
@case_option
@engine_option
def check(case_folder: Path, engine: str | None) -> None:
    """Check the ledger's file and history, and the graph against the ledger.

    Ends 3 where something is wrong.

    \b
    Example:
        linkgraph case check --case kestrel
    """
    case = the_case(case_folder)
    wrong = case.check(engine or "")
    if wrong:
        for line in wrong:
            click.echo(line)
        sys.exit(3)
    click.echo(f"whole; version {case.ledger.version}; digest {case.digest()}")


@command.command()
@case_option
@format_option
def history(case_folder: Path, form: str | None) -> None:
    """List what was done to the case, by whom, when and why.

    \b
    Example:
        linkgraph case history --case kestrel
    """
    from linkgraph.cli.output import show_rows

    entries = the_case(case_folder).ledger.history()
    columns = ("version", "at", "who", "action", "subject", "reason")
    show_rows(columns, [[getattr(e, c) for c in columns] for e in entries], form)
