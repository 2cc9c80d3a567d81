"""``linkgraph share log``: what was given, received and recalled, in a chain that shows changes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from linkgraph.cli.options import case_option, format_option, the_case
from linkgraph.errors import InputError

__all__ = ["clock", "log"]

_COLUMNS = ["number", "at", "who", "what", "package", "partner", "plan", "sources", "expires",
            "content", "version"]  # fmt: skip
_DIGEST = re.compile("[0-9a-f]{64}")


@click.group(invoke_without_command=True)
@case_option
@format_option
@click.pass_context
def log(context: click.Context, case_folder: Path, form: str | None) -> None:
    """Show what was given, received and recalled; it names nobody.

    The digest of the last line stands below. Whoever keeps it elsewhere can tell later, with
    `verify --head`, that no line was taken from the end.

    \b
    Example:
        linkgraph share log --case kestrel
    """
    if context.invoked_subcommand:
        return
    from linkgraph.cli.output import show_rows

    gifts = the_case(case_folder).ledger.gifts()
    rows = [
        [g.number, g.at, g.who, g.told.kind, g.told.package, g.told.partner, g.told.plan,
         g.told.sources, g.told.expires, g.told.content, g.version]
        for g in gifts
    ]  # fmt: skip
    show_rows(_COLUMNS, rows, form)
    if gifts:
        click.echo(f"last line: {gifts[-1].digest}", err=True)


@log.command()
@case_option
@click.option("--head", default="", help="Digest of a line that must be there, as kept elsewhere.")
def verify(case_folder: Path, head: str) -> None:
    """Say whether the log is whole; else name the first line that was changed (exit code 3).

    Each line follows from the one before and stands beside an entry of the case's history, a
    chain of its own: so a line that is changed, moved, put in or taken out shows.

    \b
    Example:
        linkgraph share log verify --case kestrel
    """
    kept = head.strip().lower()
    if kept and not _DIGEST.fullmatch(kept):
        raise InputError(
            "this is no digest of a line",
            where="--head",
            remedy="Give the 64 digits (0 to 9, a to f) that `linkgraph share log` tells as the last line.",
        )
    ledger = the_case(case_folder).ledger
    wrong = ledger.check_gifts()
    if not wrong and kept and kept not in {gift.digest for gift in ledger.gifts()}:
        wrong = ["the line of this digest is gone"]
    for one in wrong:
        click.echo(one, err=True)
    if wrong:
        sys.exit(3)
    click.echo("the log is whole")


@click.command()
@case_option
@click.option("--reason", required=True, help="How it was checked; it stays on record.")
def clock(case_folder: Path, reason: str) -> None:
    """Put on record that this machine's clock is right, though the case has later moments.

    Nothing is received or given while the clock is a day or more behind the latest moment in
    the case's history or in a package that it received. Where a clock ran ahead once, this
    lets that moment count no more.

    \b
    Example:
        linkgraph share clock --reason "set by the network again; was a year ahead on 3 May" --case kestrel
    """
    from linkgraph.case.place import current_user

    version = the_case(case_folder).ledger.check_clock(who=current_user(), reason=reason)
    click.echo(f"on record; the case is at version {version}", err=True)
