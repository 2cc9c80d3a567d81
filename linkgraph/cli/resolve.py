"""``linkgraph resolve``: decide, undo, list what was judged, export who is who."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.given import tell_exposing
from linkgraph.cli.options import case_option, format_option, the_case
from linkgraph.cli.resolve_blind import encode, key, match
from linkgraph.cli.resolve_review import review
from linkgraph.cli.resolve_run import explain, run, train
from linkgraph.errors import InputError

__all__ = ["command"]


@click.group(name="resolve")
def command() -> None:
    """Find who is who, decide it, take it back, give it out."""


for _made in (run, train, review, explain, key, encode, match):
    command.add_command(_made)


@command.command()
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@case_option
@click.option("--same", "verdict", flag_value="same", help="One and the same.")
@click.option("--different", "verdict", flag_value="different", help="Two.")
@click.option("--unsure", "verdict", flag_value="unsure", help="Nobody can say yet.")
@click.option("--why", required=True, help="How it is known.")
def decide(left: str, right: str, case_folder: Path, verdict: str | None, why: str) -> None:
    """Put on record whether two records are one person or organization.

    A person's word comes before any model's. Of two people who differ both are kept, and
    until they agree the two count as a possible match, which protects and is not merged.

    \b
    Example:
        linkgraph resolve decide person:0123 person:4567 --same --why "one face" --case kestrel
    """
    if not verdict:
        raise InputError("nothing is decided", remedy="Give --same, --different or --unsure.")
    case = the_case(case_folder)
    version = case.decide(left, right, verdict, why=why)
    click.echo(f"on record; the case is at version {version}", err=True)
    tell_exposing(case)


@command.command()
@case_option
@click.option("--version", type=int, help="All that this version decided; the latest if left out.")
@click.option("--pair", type=(str, str), metavar="ID ID", help="The latest on these two only.")
@click.option("--all", "all_", is_flag=True, help="Every judgement there is.")
@click.option("--reason", required=True, help="Why; it stays on record, so name nobody.")
def undo(
    case_folder: Path,
    version: int | None,
    pair: tuple[str, str] | None,
    reason: str,
    *,
    all_: bool,
) -> None:
    """Take judgements back; what they had superseded holds again, and the history keeps both.

    \b
    Example:
        linkgraph resolve undo --reason "wrong photograph" --case kestrel
    """
    made = the_case(case_folder).undo(version, reason=reason, pair=pair, all_=all_)
    click.echo(f"taken back; the case is at version {made}", err=True)


@command.command()
@case_option
@format_option
@click.option("--pair", type=(str, str), metavar="ID ID", help="Only on these two.")
@click.option(
    "--verdict",
    type=click.Choice(["same", "different", "unsure"], case_sensitive=False),
    help="Only of this verdict.",
)
def judgements(
    case_folder: Path, form: str | None, pair: tuple[str, str] | None, verdict: str | None
) -> None:
    """List the judgements in force, newest first.

    \b
    Example:
        linkgraph resolve judgements --verdict unsure --case kestrel
    """
    from linkgraph.cli.output import show_rows

    found = the_case(case_folder).ledger.judgements(pair=pair, verdict=verdict or "")
    columns = ["left", "right", "verdict", "score", "model", "reasons", "who", "at", "version",
               "source"]  # fmt: skip
    rows = (
        [j.left, j.right, j.verdict, j.score, j.model, j.reasons, j.who, j.at, j.version,
         j.source_id]
        for j in reversed(found)
    )  # fmt: skip
    show_rows(columns, rows, form)


@command.command()
@case_option
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"], case_sensitive=False),
    default="csv",
    show_default=True,
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default="-",
    help="File to write; standard output where left out.",
)  # fmt: skip
def export(case_folder: Path, form: str, output: Path) -> None:
    """Write file, locator and entity id of every record of a person or organization.

    Mentions of others inside a record have rows of their own.

    \b
    Example:
        linkgraph resolve export -o entities.csv --case kestrel
    """
    from linkgraph.cli.output import write_rows

    found = the_case(case_folder).places()
    with click.open_file(str(output), "w", encoding="utf-8", atomic=str(output) != "-") as file:
        write_rows(file, found.columns, found.iter_rows(), form)
    click.echo(f"{found.height} records", err=True)
