"""``linkgraph period enquiry``: what one country asks another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from linkgraph.cli.options import (
    case_option,
    format_option,
    sharing_options,
    sharing_told,
    the_case,
)

__all__ = ["enquiry"]

_reference = click.argument("reference", metavar="NUMBER")


@click.group()
def enquiry() -> None:
    """Keep enquiries, bilateral or through a National Central Bureau: draft, send, answer, close.

    Who may see what is sent or answered is as for the draft unless told otherwise.
    """


@enquiry.command()
@_reference
@case_option
@click.option("--from", "from_country", required=True, help="Country that asks.")
@click.option("--from-agency", default="", help="The agency that asks.")
@click.option("--to", "to_country", required=True, help="Country that is asked.")
@click.option("--to-agency", default="", help="The agency that is asked.")
@click.option("--channel", type=click.Choice(["bilateral", "NCB"], case_sensitive=False), default="bilateral", show_default=True, help="Which way it goes.")  # fmt: skip
@click.option("--period", default="", help="The joint period that it belongs to.")
@click.option("--due", default="", metavar="2026-10-31", help="Day an answer is asked for.")
@click.option("--asks", default="", help="What is asked, in words.")
@click.option("--blocks", multiple=True, metavar="P1/T2", help="Plan or task that cannot go on without it; may repeat.")  # fmt: skip
@click.option("--about", multiple=True, metavar="ID", help="Whom or what it is about; may repeat.")
@sharing_options
def draft(
    reference: str,
    case_folder: Path,
    from_country: str,
    from_agency: str,
    to_country: str,
    to_agency: str,
    channel: str,
    period: str,
    due: str,
    asks: str,
    blocks: tuple[str, ...],
    about: tuple[str, ...],
    **sharing: str,
) -> None:
    """Put an enquiry on record that is not sent yet: nobody is asked by it.

    \b
    Example:
        linkgraph period enquiry draft E-7 --from NZ --to MY --asks "Who holds the account?" --case kestrel
    """
    from linkgraph.period import Enquiry
    from linkgraph.period.told import country_told, day_told, reference_told
    from linkgraph.statements.entered import entered_text

    made = Enquiry(
        reference=reference_told(reference, "NUMBER"),
        period=period,
        channel=channel,
        from_country=country_told(from_country, "--from"),
        from_agency=entered_text(from_agency, "--from-agency"),
        to_country=country_told(to_country, "--to"),
        to_agency=entered_text(to_agency, "--to-agency"),
        due=day_told(due, "--due") if due else "",
        asks=entered_text(asks, "--asks"),
        blocks=tuple(dict.fromkeys(blocks)),
        subjects=tuple(dict.fromkeys(about)),
    )
    click.echo(the_case(case_folder).draft_enquiry(made, sharing_told(**sharing)))


@enquiry.command()
@_reference
@case_option
@click.option("--on", required=True, metavar="2026-10-01", help="Day it was sent.")
@click.option("--due", default="", metavar="2026-10-31", help="Day an answer is asked for; as drafted where left out.")  # fmt: skip
@sharing_options
def send(reference: str, case_folder: Path, on: str, due: str, **sharing: str) -> None:
    """Put on record that an enquiry was sent.

    \b
    Example:
        linkgraph period enquiry send E-7 --on 2026-10-01 --due 2026-10-31 --case kestrel
    """
    from linkgraph.period.told import day_told

    sent, wanted = day_told(on, "--on"), day_told(due, "--due") if due else ""
    made = the_case(case_folder).send_enquiry(
        reference, sent, due=wanted, sharing=sharing_told(**sharing)
    )
    _tell_to_come(sent)
    click.echo(made)


@enquiry.command()
@_reference
@case_option
@click.option("--on", required=True, metavar="2026-10-20", help="Day it was answered.")
@click.option("--source", "sources", multiple=True, metavar="src-...", help="Source that the answer brought; may repeat.")  # fmt: skip
@sharing_options
def answer(
    reference: str, case_folder: Path, on: str, sources: tuple[str, ...], **sharing: str
) -> None:
    """Put on record that an enquiry was answered, and which sources that brought.

    \b
    Example:
        linkgraph period enquiry answer E-7 --on 2026-10-20 --source src-0123456789abcdef --case kestrel
    """
    from linkgraph.period.told import day_told

    day = day_told(on, "--on")
    made = the_case(case_folder).answer_enquiry(
        reference, day, sources=sources, sharing=sharing_told(**sharing)
    )
    _tell_to_come(day)
    click.echo(made)


@enquiry.command()
@_reference
@case_option
@click.option("--on", required=True, metavar="2026-10-20", help="Day since which it needs no answer any more.")  # fmt: skip
@click.option("--why", required=True, help="The reason; it stays on record, so name nobody.")
@sharing_options
def close(reference: str, case_folder: Path, on: str, why: str, **sharing: str) -> None:
    """Put on record that an enquiry of your agency needs no answer any more: it is overdue no more.

    \b
    Example:
        linkgraph period enquiry close E-7 --on 2026-10-20 --why "found in our own files" --case kestrel
    """
    from linkgraph.period.told import day_told

    day = day_told(on, "--on")
    made = the_case(case_folder).close_enquiry(
        reference, day, why=why, sharing=sharing_told(**sharing)
    )
    _tell_to_come(day)
    click.echo(made)


@enquiry.command(name="list")
@case_option
@format_option
@click.option("--period", default="", help="Only those of this joint period.")
@click.option("--overdue", is_flag=True, help="Only those whose answer was due and is not there.")
@click.option("--on", default="", metavar="2026-11-10", help="As of this day; today (UTC) where left out.")  # fmt: skip
def list_(case_folder: Path, form: str | None, period: str, *, overdue: bool, on: str) -> None:
    """List enquiries, entered and imported; with --overdue those due first come first.

    \b
    Example:
        linkgraph period enquiry list --overdue --on 2026-11-10 --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.period.told import day_told

    day = dt.date.fromisoformat(day_told(on, "--on")) if on else dt.datetime.now(dt.UTC).date()
    found = the_case(case_folder).enquiries(period, overdue_at=day if overdue else None)
    columns = ["enquiry", "state", "from", "to", "channel", "sent", "due", "answered", "closed", "blocks",
               "asks", "subjects", "answer_sources", "id", "handling", "originators", "sources"]  # fmt: skip
    rows = [
        [one.reference, one.state_on(day), _side(one.from_country, one.from_agency),
         _side(one.to_country, one.to_agency), one.channel, one.sent, one.due, one.answered,
         one.closed, one.blocks, one.asks, one.subjects, one.answer_sources, one.id, one.marks.handling,
         one.marks.originators, one.marks.sources]
        for one in found
    ]  # fmt: skip
    show_rows(columns, rows, form)


def _tell_to_come(day: str) -> None:
    from linkgraph.period.remarks import TO_COME
    from linkgraph.period.told import is_to_come

    if is_to_come(day, dt.datetime.now(dt.UTC).date()):
        click.echo(f"On record, but look again: {TO_COME}", err=True)


def _side(country: str, agency: str) -> str:
    return f"{country}/{agency}" if agency else country
