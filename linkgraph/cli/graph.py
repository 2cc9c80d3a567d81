"""``linkgraph graph``: bring the graph up to date, check it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from linkgraph.cli.options import ask_password, case_option, engine_option, the_case

__all__ = ["command"]


@click.group(name="graph")
def command() -> None:
    """Bring the graph up to date, check it."""


@command.command()
@case_option
@engine_option
@click.option("--again", is_flag=True, help="Make it anew whatever it shows.")
def sync(case_folder: Path, engine: str | None, again: bool) -> None:
    """Bring the graph to the ledger's version.

    \b
    Example:
        linkgraph graph sync --engine neo4j --case kestrel
    """
    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    done = case.sync(engine or "", again=again)
    click.echo(f"{engine or case.engine_name}: {done}, at version {case.ledger.version}")


@command.command()
@case_option
@engine_option
def check(case_folder: Path, engine: str | None) -> None:
    """Compare the graph with the ledger, digest by digest; ends 3 where they differ.

    \b
    Example:
        linkgraph graph check --case kestrel
    """
    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    wrong = case.check(engine or "")
    for line in wrong:
        click.echo(line)
    if wrong:
        sys.exit(3)
    click.echo("the graph shows the ledger")


@command.command()
@case_option
@engine_option
def info(case_folder: Path, engine: str | None) -> None:
    """Show the engine, its version, and how much the graph holds.

    \b
    Example:
        linkgraph graph info --case kestrel
    """
    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    for name, value in case.engine(engine or "").info().items():
        click.echo(f"{name}: {value}")
