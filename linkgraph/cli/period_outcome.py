"""``linkgraph period outcome``: what was achieved, and how often it counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import (
    case_option,
    codes,
    format_option,
    sharing_options,
    sharing_told,
    the_case,
)
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.period.tally import Tally

__all__ = ["outcome"]

_days = click.option("--days", "within_days", default=7, show_default=True, help="Days within which two reports of one person are one outcome.")  # fmt: skip


@click.group()
def outcome() -> None:
    """Keep outcomes of joint periods: victims assisted, arrests, trainings; each counts once.

    Lists of them are imported as any file (`linkgraph source import`, mapping outcomes).
    """


@outcome.command()
@click.argument("kind")
@case_option
@click.option(
    "--reference", default="", help="Its number: entered again under it, it is put right."
)
@click.option("--count", default=1, show_default=True, help="How many it counts; 0 takes it back.")
@click.option("--date", "day", default="", metavar="2026-10-31", help="Day, month or year.")
@click.option("--countries", default="", metavar="NZ,MY,...", help="Whose it is; your own where left out.")  # fmt: skip
@click.option("--agency", default="", help="The agency.")
@click.option("--period", default="", help="The joint period.")
@click.option("--investigation-plan", "plan", default="", help="The plan that it belongs to.")
@click.option("--evidence", default="", help="Source or document that shows it.")
@click.option("--amount", default="", metavar="1234.50", help="Money restrained.")
@click.option("--currency", default="", metavar="MYR", help="Its currency.")
@click.option("--about", multiple=True, metavar="ID", help="Whom or what it concerns; may repeat.")
@click.option("--why", default="", help="How it is known.")
@sharing_options
def add(
    kind: str,
    case_folder: Path,
    reference: str,
    count: int,
    day: str,
    countries: str,
    agency: str,
    period: str,
    plan: str,
    evidence: str,
    amount: str,
    currency: str,
    about: tuple[str, ...],
    why: str,
    **sharing: str,
) -> None:
    """Put an outcome on record as your agency's. KIND as `arrests` or `victims-assisted`.

    \b
    Example:
        linkgraph period outcome add arrests --reference NZ-17 --date 2026-05-03 --period JPA-2026 --case kestrel
    """
    from linkgraph.period.entered_outcome import OutcomeTold

    told = OutcomeTold(
        kind=kind,
        reference=reference,
        count=count,
        day=day,
        countries=tuple(codes(countries)),
        agency=agency,
        period=period,
        plan=plan,
        evidence=evidence,
        amount=amount,
        currency=currency,
        about=about,
    )
    case = the_case(case_folder)
    source = case.enter_outcome(told, sharing_told(**sharing), why=why)
    for remark in case.remarks_on_outcome(told, source):
        click.echo(f"On record, but look again: {remark}", err=True)
    click.echo(source)


@outcome.command(name="list")
@click.argument("period", default="")
@case_option
@format_option
def list_(period: str, case_folder: Path, form: str | None) -> None:
    """List the lines that tell of outcomes, of one PERIOD or all; those of one number are one.

    \b
    Example:
        linkgraph period outcome list JPA-2026 --case kestrel
    """
    from linkgraph.cli.tallied import show_lines

    show_lines(the_case(case_folder).tally(period), form)


@outcome.command()
@click.argument("one")
@click.argument("other")
@case_option
@click.option("--same/--different", default=None, required=True, help="Whether they are one.")
@click.option("--why", required=True, help="The reason; it stays on record, so name nobody.")
@sharing_options
def decide(one: str, other: str, case_folder: Path, same: bool, why: str, **sharing: str) -> None:
    """Put on record whether two outcomes are one; the last word holds.

    \b
    Example:
        linkgraph period outcome decide outcome:0123 outcome:4567 --same --why "one raid" --case kestrel
    """
    case = the_case(case_folder)
    told = sharing_told(**sharing)
    click.echo(case.decide_outcomes(one, other, same=same, why=why, sharing=told))


@outcome.command()
@click.argument("period", default="")
@case_option
@_days
@click.option("--explain", default="", metavar="KIND[,COUNTRY]", help="Open a figure: the lines that it rests on, and why they count as they do.")  # fmt: skip
@click.option("--audience", default="", help="As MY, NZ/Police, INTERPOL or PUBLIC may know it, which then goes on record as given; inside where left out.")  # fmt: skip
@click.option("--k", default=10, show_default=True, help="For an audience: least figure on victims that is told.")  # fmt: skip
@click.option("--investigation-plan", "plan", default="", help="Only what belongs to this plan; for inside alone.")  # fmt: skip
@format_option
def tally(
    period: str,
    case_folder: Path,
    within_days: int,
    explain: str,
    audience: str,
    k: int,
    plan: str,
    form: str | None,
) -> None:
    """Count the outcomes of a PERIOD, each once, in all and by country.

    \b
    Example:
        linkgraph period outcome tally JPA-2026 --case kestrel
        linkgraph period outcome tally JPA-2026 --explain arrests,NZ --case kestrel
        linkgraph period outcome tally JPA-2026 --investigation-plan P1 --case kestrel
    """
    from linkgraph.cli.tallied import open_figure, show_given, show_tally

    case = the_case(case_folder)
    if audience:
        if explain:
            raise click.UsageError("--explain opens figures inside; for others make a report.")
        if plan:
            raise click.UsageError(
                "Figures of one plan are for inside: what others get is a period's."
            )
        made = case.tally_release(period, audience=audience, k=k, within_days=within_days)
        show_given(made, form)
        return
    found = case.tally(period, plan=plan, within_days=within_days)
    _tell_unknown(found, period)
    if explain:
        open_figure(found, explain, form)
        return
    show_tally(found, form)


def _tell_unknown(found: Tally, period: str) -> None:
    """Refuse a period that nobody knows; say so of one that only lines name."""
    unknown = bool(period) and not found.span.since
    if unknown and not found.figures and not found.superseded:
        raise InputError(
            "no joint period of that reference is on record, and no line names it",
            remedy="`linkgraph period list` shows references.",
        )
    if unknown:
        click.echo(
            "no joint period of that reference is on record: only lines that name it count",
            err=True,
        )
    if not found.figures:
        click.echo(f"no outcome on record{' belongs to it' if period else ''}", err=True)
