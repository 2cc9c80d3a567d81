"""``linkgraph period lesson`` and ``compendium``: what plans taught, and cases found by words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from linkgraph.cli.options import (
    case_option,
    format_option,
    sharing_options,
    sharing_told,
    tell_replaced,
    the_case,
)

__all__ = ["compendium", "lesson"]


@click.group()
def lesson() -> None:
    """Keep what plans and periods taught."""


@lesson.command()
@click.argument("reference", metavar="PERIOD")
@case_option
@click.option("--plan", default="", help="The plan that taught it; the whole period where left out.")  # fmt: skip
@click.option("--kind", type=click.Choice(["worked", "did-not-work", "do-differently"], case_sensitive=False), required=True, help="What kind of lesson.")  # fmt: skip
@click.option("--text", required=True, help="In words.")
@click.option("--on", default="", metavar="2026-12-10", help="Day it was noted; today (UTC) where left out.")  # fmt: skip
@sharing_options
def add(
    reference: str, case_folder: Path, plan: str, kind: str, text: str, on: str, **sharing: str
) -> None:
    """Put a lesson on record.

    \b
    Example:
        linkgraph period lesson add JPA-2026 --plan P1 --kind worked --text "One zero hour" --case kestrel
    """
    from linkgraph.errors import InputError
    from linkgraph.period import Lesson
    from linkgraph.period.told import day_told
    from linkgraph.statements.entered import entered_text

    said = entered_text(text, "--text")
    if not said:
        raise InputError("a lesson needs words", where="--text", remedy="Say what was learnt.")
    made = Lesson(
        period=reference,
        plan=plan,
        kind=kind.replace("-", "_"),
        text=said,
        on=day_told(on, "--on") if on else dt.datetime.now(dt.UTC).date().isoformat(),
    )
    click.echo(the_case(case_folder).add_lesson(made, sharing_told(**sharing)))


@lesson.command(name="list")
@case_option
@format_option
@click.option("--period", default="", help="Only those of this joint period.")
def list_(case_folder: Path, form: str | None, period: str) -> None:
    """List lessons.

    \b
    Example:
        linkgraph period lesson list --case kestrel
    """
    from linkgraph.cli.output import show_rows

    columns = ["period", "plan", "kind", "text", "on", "handling", "originators", "sources"]
    rows = [
        [one.period, one.plan, one.kind, one.text, one.on, one.marks.handling,
         one.marks.originators, one.marks.sources]
        for one in the_case(case_folder).lessons(period)
    ]  # fmt: skip
    show_rows(columns, rows, form)


@click.command()
@case_option
@format_option
@click.option("--search", default="", help="Words in any script that each case must hold.")
@click.option("--to", "audience", default="", help="What this audience may have; the own agency where left out.")  # fmt: skip
def compendium(case_folder: Path, form: str | None, search: str, audience: str) -> None:
    """Show the compendium of cross-border cases: plans and what they taught.

    People whom a role protects are named in none of it. With --to it holds only what that
    audience may see, checked against all that the case holds, and goes on record.

    \b
    Example:
        linkgraph period compendium --search "hotel Medan" --case kestrel
        linkgraph period compendium --to VN -f csv --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    found = case.compendium(search, audience)
    if audience:
        tell_replaced(case, audience)
    frame = found.to_pandas()
    show_rows(list(frame.columns), frame.to_numpy().tolist(), form)
    for caution in found.cautions:
        click.echo(f"Caution: {caution}", err=True)
    if not found.cases:
        click.echo(
            "no case is told: none is on record, may be seen, or holds these words", err=True
        )
    if found.cases:
        click.echo(f"Strictest handling: {found.handling}", err=True)
        click.echo(f"Originators: {'; '.join(found.originators)}", err=True)
