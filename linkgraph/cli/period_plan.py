"""``linkgraph period plan``: investigation plans of countries that act together."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.given import tell_stands_for
from linkgraph.cli.options import (
    ask_password,
    case_option,
    engine_option,
    format_option,
    the_case,
)

if TYPE_CHECKING:
    from linkgraph.case import Case
    from linkgraph.period import InvestigationPlan

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
    _tell_moved(case, made)
    tell_stands_for(case, made.reference)
    lacks = case.plan_lacks(made.reference)
    for one in lacks:
        click.echo(f"Not ready yet: {one.says}.", err=True)
    if not lacks and not case.investigation_plan(made.reference).ready:
        click.echo(
            f"It lacks nothing; `linkgraph period plan ready {made.reference}` finds it ready.",
            err=True,
        )
    click.echo(source)


def _tell_moved(case: Case, written: InvestigationPlan) -> None:
    """Say which tasks are further, or less far, than the file says, and who will not see how far."""
    states = {one.id: one.state for one in written.tasks}
    plan = case.investigation_plan(written.reference)
    unheard = case.readers_without_words(written.reference)
    for one in plan.tasks:
        said = f"{one.state}, as {one.said_by} said on {one.said_on}"
        if states.get(one.id) not in {None, "", one.state}:
            click.echo(
                f"{one.id} stays {said}: `linkgraph period plan task {written.reference}"
                f" {one.id} --state {states[one.id]}` says otherwise.",
                err=True,
            )
        if missing := unheard.get(one.id):
            click.echo(
                f"{', '.join(missing)} will not see that {one.id} is {said}: that was said to fewer,"
                " or by stricter rules, and has to be said again.",
                err=True,
            )


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

    With ``stands_for``: for each subject how many records are its, and which entities may be
    the same one.

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
    stand = [asdict(one) for one in case.plan_stands_for(reference)]
    told = asdict(found) | {"lacks": lacks, "stands_for": stand}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


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
    case = the_case(case_folder)
    rows = [
        [one.reference, one.period, one.title, one.countries, one.crime, one.ready,
         len(one.tasks), sum(t.state not in {"done", "dropped"} for t in one.tasks),
         one.marks.handling, one.marks.originators, one.marks.sources]
        for one in case.investigation_plans(period)
    ]  # fmt: skip
    show_rows(columns, rows, form)
    for reference, lacks in case.lost_since_ready(period).items():
        for one in lacks:
            click.echo(f"{reference} was found ready, and lacks by now: {one.says}", err=True)


@plan.command()
@click.argument("reference", metavar="PLAN")
@case_option
def ready(reference: str, case_folder: Path) -> None:
    """Put on record that a plan lacks nothing; each lack is named with its remedy, and ends 2.

    A plan needs a focal point of each country, a legal basis for sharing between every two
    of them on every day of the period, and, where victims may be met, arrangements
    for them.

    \b
    Example:
        linkgraph period plan ready P1 --case kestrel
    """
    case = the_case(case_folder)
    tell_stands_for(case, reference)
    click.echo(case.make_ready(reference))


@plan.command()
@click.argument("reference", metavar="PLAN")
@click.argument("task", metavar="TASK")
@case_option
@click.option("--state", required=True, type=click.Choice(["open", "doing", "blocked", "done", "dropped"], case_sensitive=False), help="How far it is.")  # fmt: skip
@click.option("--on", default="", metavar="2026-11-10", help="Day on which it is so; today (UTC) where left out.")  # fmt: skip
@click.option("--text", default="", help="In words; may be left out.")
@click.option("--of", default="", metavar="NZ/Police", help="Whose plan it is, where several agencies' are called so.")  # fmt: skip
def task(
    reference: str, task: str, case_folder: Path, state: str, on: str, text: str, of: str
) -> None:
    """Put on record how far a task is; the plan stays ready where it was found ready.

    Agencies of the task's country say it, and the agency whose plan it is: it goes to whoever gets
    the plan, and back to that agency with the next package. The word of the newest day counts, of
    one day the country's.

    \b
    Example:
        linkgraph period plan task P1 T1 --state done --text "Holders named" --case kestrel
    """
    case = the_case(case_folder)
    source = case.set_task(reference, task, state, on=on, text=text, of=of)
    for one in case.remarks_on_task(reference, task, source, of=of):
        click.echo(one, err=True)
    click.echo(source)


@plan.command()
@click.argument("reference", metavar="PLAN")
@case_option
@engine_option
@format_option
@click.option("--question", "number", type=int, metavar="N", help="Show the rows of this one, counted from 1.")  # fmt: skip
def ask(
    reference: str, case_folder: Path, engine: str | None, form: str | None, number: int | None
) -> None:
    """Ask the plan's questions that name one of the catalogue; tell how many rows each gives.

    \b
    Example:
        linkgraph period plan ask P1 --case kestrel
        linkgraph period plan ask P1 --question 1 --case kestrel
    """
    from linkgraph.cli.output import show_answer, show_rows
    from linkgraph.errors import InputError

    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    found = case.plan_answers(reference, engine=engine or "")
    if number is None:
        columns = ["n", "asks", "question", "parameters", "rows", "handling", "originators"]
        rows = [
            [n, one.asks, one.question, dict(one.parameters), len(answer.rows), answer.handling,
             answer.originators]
            for n, (one, answer) in enumerate(found, 1)
        ]  # fmt: skip
        show_rows(columns, rows, form)
        return
    if not 1 <= number <= len(found):
        raise InputError(
            "the plan has no such question of the catalogue",
            where="--question",
            remedy=f"linkgraph period plan ask {reference}",
        )
    show_answer(found[number - 1][1], form)


@plan.command()
@case_option
@format_option
@click.option("--period", default="", help="Only those of this joint period.")
@click.option("--overdue", is_flag=True, help="Only those that were due and are not done.")
@click.option("--on", default="", metavar="2026-11-10", help="As of this day; today (UTC) where left out.")  # fmt: skip
def tasks(case_folder: Path, form: str | None, period: str, *, overdue: bool, on: str) -> None:
    """List the tasks of investigation plans, those due first coming first.

    \b
    Example:
        linkgraph period plan tasks --overdue --on 2026-11-10 --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.period.told import day_told

    day = day_told(on, "--on") if on else dt.datetime.now(dt.UTC).date().isoformat()
    found = [
        (one, task)
        for one in the_case(case_folder).investigation_plans(period)
        for task in one.tasks
        if task.is_overdue(day) or not overdue
    ]
    found.sort(key=lambda pair: (not pair[1].due, pair[1].due, pair[0].reference, pair[1].id))
    columns = ["plan", "task", "title", "country", "owner", "due", "state", "said_by", "said_on",
               "text", "overdue", "handling"]  # fmt: skip
    rows = [
        [one.reference, task.id, task.title, task.country, task.owner, task.due, task.state,
         task.said_by, task.said_on, task.said_text, task.is_overdue(day), one.marks_of(task).handling]
        for one, task in found
    ]  # fmt: skip
    show_rows(columns, rows, form)
