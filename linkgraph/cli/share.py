"""``linkgraph share``: give to partners and take from them, under rules; consents; the log."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.given import tell_given
from linkgraph.cli.options import case_option, the_case
from linkgraph.cli.share_key import key
from linkgraph.cli.share_log import clock, log
from linkgraph.cli.share_overlap import overlap
from linkgraph.cli.share_package import check, recall, receive, release

__all__ = ["command"]


@click.group(name="share")
def command() -> None:
    """Give to partners and take from them, under rules; record consents, keys and gifts."""


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


@command.command()
@click.argument("source_id")
@case_option
@click.option("--to", "audience", required=True, help="As the consent was given.")
@click.option("--reason", required=True, help="Why; it stays on record, so name nobody.")
def revoke(source_id: str, case_folder: Path, audience: str, reason: str) -> None:
    """Put on record that a consent no longer holds.

    \b
    Example:
        linkgraph share revoke src-0123456789abcdef --to MY --reason "recalled" --case kestrel
    """
    case = the_case(case_folder)
    version = case.revoke(source_id, audience, reason=reason)
    click.echo(f"on record; the case is at version {version}", err=True)
    tell_given(case, [source_id])


for one in (key, check, release, receive, recall, overlap, log, clock):
    command.add_command(one)
