"""``linkgraph period plan``: investigation plans of countries that act together."""

from __future__ import annotations

import json
from pathlib import Path

import click

from linkgraph.cli.options import case_option, format_option, the_case

__all__ = ["plan"]


@click.group()
def plan() -> None:
    """Keep investigation plans: files that people edit and hand round."""


@plan.command(name="set")
@click.argument("file", type=click.Path(path_type=Path))
@case_option
def set_(file: Path, case_folder: Path) -> None:
    """Put a plan on record as a file says it, in place of the one of its reference.

    \b
    Example:
        linkgraph period plan set p1.toml --case kestrel
    """
    case = the_case(case_folder)
    source, made = case.set_plan_file(file)
    for one in case.plan_lacks(made.reference):
        click.echo(f"Not ready yet: {one.says}.", err=True)
    click.echo(source)


@plan.command()
def template() -> None:
    """Write a plan to fill in.

    \b
    Example:
        linkgraph period plan template > p1.toml
    """
    from linkgraph.period.plan_file import template as text

    click.echo(text(), nl=False)


@plan.command()
@click.argument("reference", metavar="PLAN")
@case_option
@click.option("--toml", is_flag=True, help="As a file to edit and set again.")
def show(reference: str, case_folder: Path, *, toml: bool) -> None:
    """Show a plan as JSON, with what it lacks before it can become ready.

    \b
    Example:
        linkgraph period plan show P1 --case kestrel
        linkgraph period plan show P1 --toml --case kestrel > p1.toml
    """
    from dataclasses import asdict

    from linkgraph.period.plan_toml import plan_toml

    case = the_case(case_folder)
    found = case.investigation_plan(reference)
    if toml:
        click.echo(plan_toml(found, case.sharing_of(found.marks.sources)), nl=False)
        return
    lacks = [asdict(one) for one in case.plan_lacks(reference)]
    click.echo(json.dumps(asdict(found) | {"lacks": lacks}, ensure_ascii=False, indent=1))


@plan.command(name="list")
@case_option
@format_option
@click.option("--period", default="", help="Only those of this joint period.")
def list_(case_folder: Path, form: str | None, period: str) -> None:
    """List investigation plans.

    \b
    Example:
        linkgraph period plan list --case kestrel
    """
    from linkgraph.cli.output import show_rows

    columns = ["plan", "period", "title", "countries", "crime", "ready", "tasks", "tasks_open",
               "handling", "originators", "sources"]  # fmt: skip
    rows = [
        [one.reference, one.period, one.title, one.countries, one.crime, one.ready,
         len(one.tasks), sum(t.state not in {"done", "dropped"} for t in one.tasks),
         one.marks.handling, one.marks.originators, one.marks.sources]
        for one in the_case(case_folder).investigation_plans(period)
    ]  # fmt: skip
    show_rows(columns, rows, form)


@plan.command()
@click.argument("reference", metavar="PLAN")
@case_option
def ready(reference: str, case_folder: Path) -> None:
    """Put on record that a plan lacks nothing; each lack is named with its remedy, and ends 2.

    A plan needs a focal point of each country, a legal basis for sharing between every two
    of them that holds on the period's last day, and, where victims may be met, arrangements
    for them.

    \b
    Example:
        linkgraph period plan ready P1 --case kestrel
    """
    click.echo(the_case(case_folder).make_ready(reference))
