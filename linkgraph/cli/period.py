"""``linkgraph period``: joint periods, their phases and focal points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.options import (
    case_option,
    codes,
    format_option,
    sharing_options,
    sharing_told,
    the_case,
)
from linkgraph.cli.period_compendium import compendium, lesson
from linkgraph.cli.period_enquiry import enquiry
from linkgraph.cli.period_gain import gain
from linkgraph.cli.period_outcome import outcome
from linkgraph.cli.period_plan import plan
from linkgraph.cli.period_release import held, release

if TYPE_CHECKING:
    from linkgraph.case import Case
    from linkgraph.period import Period

__all__ = ["command"]

_PHASES = ("planning-workshop", "action", "mid-term-update", "debrief")

_reference = click.argument("reference", metavar="PERIOD")
_phase = click.argument("phase", type=click.Choice(_PHASES, case_sensitive=False))


@click.group(name="period")
def command() -> None:
    """Keep joint periods of action: who acts together from when until when, on which plans.

    All that is entered is a source of your own agency: who may see it is said with it, and
    `linkgraph source withdraw` takes it back.
    """


for _part in (plan, enquiry, outcome, lesson, compendium, gain, release, held):
    command.add_command(_part)


@command.command()
@_reference
@case_option
@click.option("--title", default="", help="Its name in words.")
@click.option("--since", required=True, metavar="2026-03-01", help="First day.")
@click.option("--until", required=True, metavar="2026-12-31", help="Last day.")
@click.option("--countries", required=True, metavar="NZ,MY,...", help="Those that take part.")
@sharing_options
def add(
    reference: str,
    case_folder: Path,
    title: str,
    since: str,
    until: str,
    countries: str,
    **sharing: str,
) -> None:
    """Put a joint period on record, in place of the one of that reference.

    \b
    Example:
        linkgraph period add JPA-2026 --since 2026-03-01 --until 2026-12-31 --countries NZ,MY --case kestrel
    """
    from linkgraph.period import Period
    from linkgraph.period.told import country_told, day_told, reference_told
    from linkgraph.statements.entered import entered_text

    named = sorted({country_told(one, "--countries") for one in codes(countries)})
    made = Period(
        reference=reference_told(reference, "PERIOD"),
        title=entered_text(title, "--title"),
        since=day_told(since, "--since"),
        until=day_told(until, "--until"),
        countries=tuple(named),
    )
    case = the_case(case_folder)
    former = [one for one in case.periods() if str(case.own) in one.marks.originators]
    source = case.add_period(made, sharing_told(**sharing))
    for one in former:
        if one.reference == made.reference:
            _tell_lost(case, one)
    click.echo(source)


def _tell_lost(case: Case, former: Period) -> None:
    """Say what a period lost when it was entered anew: countries, a title, readers."""
    from linkgraph.period.remarks import remarks_on_period

    now = case.period(former.reference)
    remarks = [*remarks_on_period(former, now, case.investigation_plans())]
    readers = [set(case.sharing_of(one.marks.sources).releasable_to) for one in (former, now)]
    if gone := sorted(readers[0] - readers[1]):
        remarks.append(f"{', '.join(gone)} could see it before, and get that earlier word still")
    for remark in remarks:
        click.echo(f"On record, but look again: {remark}", err=True)


@command.command(name="list")
@case_option
@format_option
def list_(case_folder: Path, form: str | None) -> None:
    """List joint periods.

    \b
    Example:
        linkgraph period list --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.period.release import of_period

    told = the_case(case_folder).joint_told()
    columns = ["period", "title", "since", "until", "countries", "plans", "ready", "handling",
               "originators", "sources"]  # fmt: skip
    rows = []
    for one in told.periods:
        plans = of_period(one.reference, told.plans)
        rows.append([
            one.reference, one.title, one.since, one.until, one.countries, len(plans),
            sum(bool(plan.ready) for plan in plans), one.marks.handling, one.marks.originators,
            one.marks.sources,
        ])  # fmt: skip
    show_rows(columns, rows, form)


@command.command()
@_reference
@_phase
@case_option
@click.option("--since", required=True, metavar="2026-03-01", help="First day.")
@click.option("--until", required=True, metavar="2026-03-02", help="Last day.")
@sharing_options
def phase(
    reference: str, phase: str, case_folder: Path, since: str, until: str, **sharing: str
) -> None:
    """Put the days of a phase on record.

    \b
    Example:
        linkgraph period phase JPA-2026 planning-workshop --since 2026-03-01 --until 2026-03-02 --case kestrel
    """
    from linkgraph.period import Phase
    from linkgraph.period.told import day_told

    made = Phase(
        period=reference,
        name=phase.replace("-", "_"),
        since=day_told(since, "--since"),
        until=day_told(until, "--until"),
    )
    click.echo(the_case(case_folder).set_phase(made, sharing_told(**sharing)))


@command.command()
@_reference
@_phase
@case_option
@click.option("--again", is_flag=True, help="In place of what was frozen in this phase before.")
def freeze(reference: str, phase: str, case_folder: Path, *, again: bool) -> None:
    """Put on record which version of the case was known in a phase, and its digest.

    Nothing is copied: what is withdrawn later is gone from it too. It is for the own agency
    alone.

    \b
    Example:
        linkgraph period freeze JPA-2026 mid-term-update --case kestrel
    """
    made = the_case(case_folder).freeze(reference, phase.replace("-", "_"), again=again)
    click.echo(f"version {made.version}; digest {made.digest}")


@command.command(name="focal-point")
@_reference
@case_option
@click.option("--country", required=True, help="Whose official it is.")
@click.option("--agency", default="", help="The official's agency.")
@click.option("--name", required=True, help="The official's name.")
@click.option("--contact", "contacts", multiple=True, help="Telephone, e-mail; may repeat.")
@click.option("--languages", default="", metavar="English,Thai", help="Languages spoken.")
@sharing_options
def focal_point(
    reference: str,
    case_folder: Path,
    country: str,
    agency: str,
    name: str,
    contacts: tuple[str, ...],
    languages: str,
    **sharing: str,
) -> None:
    """Put an official on record whom the others turn to; never an entity of the network.

    \b
    Example:
        linkgraph period focal-point JPA-2026 --country MY --name "Duty desk" --contact desk@example.org --case kestrel
    """
    from linkgraph.period import FocalPoint
    from linkgraph.period.told import country_told
    from linkgraph.statements.entered import entered_text

    made = FocalPoint(
        period=reference,
        country=country_told(country, "--country"),
        agency=entered_text(agency, "--agency"),
        name=entered_text(name, "--name"),
        contacts=tuple(entered_text(one, "--contact") for one in contacts),
        languages=tuple(entered_text(one, "--languages") for one in languages.split(",") if one),
    )
    click.echo(the_case(case_folder).add_focal_point(made, sharing_told(**sharing)))


@command.command()
@_reference
@case_option
@click.option(
    "--phase",
    type=click.Choice(_PHASES, case_sensitive=False),
    help="What was known in it, instead.",
)
def show(reference: str, case_folder: Path, phase: str | None) -> None:
    """Show a joint period as JSON: phases, focal points, plans, enquiries, lessons.

    \b
    Example:
        linkgraph period show JPA-2026 --case kestrel
        linkgraph period show JPA-2026 --phase mid-term-update --case kestrel
    """
    case = the_case(case_folder)
    if phase:
        made = _known(case, reference, phase.replace("-", "_"))
    else:
        made = _told(case, reference, case.joint_told())
    click.echo(json.dumps(made, ensure_ascii=False, indent=1))


def _told(case: Case, reference: str, told: Any) -> dict[str, Any]:
    from dataclasses import asdict

    from linkgraph.period.enquiries import belongs_to
    from linkgraph.period.release import of_period

    period = case.period(reference, told)
    of = {
        name: of_period(reference, getattr(told, name))
        for name in ("phases", "focal_points", "plans", "lessons")
    }
    made = asdict(period) | {name: [asdict(one) for one in rows] for name, rows in of.items()}
    made["enquiries"] = [
        asdict(one) for one in told.enquiries if belongs_to(one, period, of["plans"])
    ]
    return made


def _known(case: Case, reference: str, phase: str) -> dict[str, Any]:
    from dataclasses import asdict

    from linkgraph.period.model import chosen

    found = case.known_in(reference, phase)
    for source, at, version in found.withdrawn:
        click.echo(f"withdrawn since: {source} at version {version} ({at})", err=True)
    if not (found.holds or found.withdrawn):
        click.echo(
            "The digest does not hold though nothing was withdrawn since: run `linkgraph case"
            " check`; another version of linkgraph can make other links of the same statements.",
            err=True,
        )
    return {
        "phase": asdict(found.phase),
        "holds": found.holds,
        "withdrawn_since": [one[0] for one in found.withdrawn],
        "sources": found.sources,
        "entities": found.entities,
        "links": found.links,
        "then": _told(case, reference, found.told)
        if chosen(reference, found.told.periods)
        else None,
    }
