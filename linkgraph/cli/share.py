"""``linkgraph share``: record consents to share."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.options import case_option, the_case

__all__ = ["command"]


@click.group(name="share")
def command() -> None:
    """Record consents to share."""


@command.command()
@click.argument("source_id")
@case_option
@click.option("--to", "audience", required=True, help="MY, NZ/Police, INTERPOL.")
@click.option("--reason", required=True, help="Who gave the consent, when and how.")
def consent(source_id: str, case_folder: Path, audience: str, reason: str) -> None:
    """Put on record that a source's originator lets it go to an audience.

    \b
    Example:
        linkgraph share consent src-0123456789abcdef --to MY --reason "letter of 3 May" --case kestrel
    """
    case = the_case(case_folder)
    version = case.consent(source_id, audience, reason=reason)
    click.echo(f"on record; the case is at version {version}", err=True)
