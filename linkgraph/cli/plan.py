"""``linkgraph plan``: whom to act on, in which country, at one zero hour."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.options import (
    SOMETHING_CHANGED,
    case_option,
    codes,
    countries_known,
    format_option,
    json_file,
    output_option,
    plan_argument,
    the_case,
)
from linkgraph.cli.plan_compare import compare, in_words, rounded, tip_off
from linkgraph.cli.plan_release import release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.case import Case
    from linkgraph.plan import Asked, JointPlan
    from linkgraph.plan.evidence import Lack
    from linkgraph.plan.what_if import If

__all__ = ["command"]

_COLUMNS = ("entity_id", "kind", "caption", "country", "support", "basis", "worth", "reasons")


@click.group(name="plan")
def command() -> None:
    """Plan a joint, simultaneous action of several countries, and keep it in a file.

    Nobody whom a role protects is ever a target. A plan is an inside file: it names people.
    `linkgraph plan release` makes what may leave.
    """


for one in (compare, release, tip_off):
    command.add_command(one)


@command.command()
@case_option
@format_option
@click.option("--countries", default="", metavar="NZ,ID,...", help="Those that take part; those of the capacities where left out.")  # fmt: skip
@click.option("--capacity", "capacities", multiple=True, metavar="NZ:arrest=3", help="Means of a country; may repeat. Resources: arrest, warrant; for flow also freeze (an account) and block (what one account pays another).")  # fmt: skip
@click.option("--objective", "objectives", multiple=True, metavar="NAME[=WEIGHT]", help="What to make small: pairwise, largest, roles, value, flow; may repeat. Both pairwise and value where left out; flow goes with value alone.")  # fmt: skip
@click.option("--success", multiple=True, metavar="[ID=]0.8", help="Chance that an action succeeds, for all or one; may repeat. What is left on average and in the worst tenth is told.")  # fmt: skip
@click.option("--expected", is_flag=True, help="Make small what is left on average, not if all goes well.")  # fmt: skip
@click.option("--flow-from", multiple=True, metavar="ID", help="Where money is collected, for flow: people, accounts, cash points; as files tell where left out. May repeat.")  # fmt: skip
@click.option("--flow-to", multiple=True, metavar="ID", help="For whom, likewise; organisers where left out. May repeat.")  # fmt: skip
@click.option("--zero-hour", default="", metavar="2026-12-04T21:00Z", help="When all act.")
@click.option("--must", multiple=True, metavar="ID", help="Who has to be acted on; may repeat.")
@click.option("--must-not", multiple=True, metavar="ID", help="Who never is; may repeat.")
@click.option("--together", multiple=True, metavar="ID,ID,...", help="All of them or none; may repeat.")  # fmt: skip
@click.option("--lift", "lifted", multiple=True, metavar="ID=REASON", help="Put a witness back among the candidates, on record; may repeat.")  # fmt: skip
@click.option("--least-tie", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Weakest tie that counts.")  # fmt: skip
@click.option("--seconds", type=float, default=60.0, show_default=True, help="Time limit.")
@click.option("--seed", type=int, default=0, show_default=True, help="Where chances begin.")
@click.option("--like", type=click.Path(path_type=Path), help="Ask as in this plan file, changed by hand or not; the plan that it keeps is begun from.")  # fmt: skip
@output_option("Where to keep the plan: a .json file.", required=False, callback=json_file)
def targets(
    case_folder: Path, form: str | None, like: Path | None, output: Path | None, **told: Any
) -> None:
    """Choose the targets within each country's means.

    \b
    Example:
        linkgraph plan targets --capacity NZ:arrest=3 --capacity MY:arrest=3 -o plan.json
        linkgraph plan targets --like plan.json -o better.json
    """
    from linkgraph.plan import read_plan
    from linkgraph.views.writing import write_text

    case = the_case(case_folder)
    if like is not None and (told["capacities"] or told["countries"] or told["objectives"]):
        raise click.UsageError("--like takes countries, means and ends from its file")
    known = [] if like is None else [read_plan(like)]
    asked = known[0].asked if known else _asked(told)
    countries_known([*asked.countries, *(one.country for one in asked.capacities)])
    if asked.zero_hour is not None and asked.zero_hour < dt.datetime.now(dt.UTC):
        click.echo("Note: the zero hour has passed.", err=True)
    made = case.plan(asked, known)
    if output is not None:
        # Whole or not at all, and for its owner alone: it names people.
        write_text(output, made.to_json())
    _show(made, form)


def _asked(told: dict[str, Any]) -> Asked:
    from linkgraph.errors import InputError
    from linkgraph.plan.asked import (
        Asked,
        capacities_of,
        chances_of,
        objectives_of,
        zero_hour_of,
    )

    means = capacities_of(told["capacities"])
    if not means:
        raise InputError(
            "no country's means are given", remedy="--capacity NZ:arrest=3, once for each."
        )
    return Asked(
        countries=tuple(codes(told["countries"]) or dict.fromkeys(one.country for one in means)),
        capacities=means,
        objectives=objectives_of(told["objectives"] or ("pairwise", "value")),
        zero_hour=zero_hour_of(told["zero_hour"]),
        must=told["must"],
        must_not=told["must_not"],
        together=tuple(tuple(one.split(",")) for one in told["together"]),
        lifted=_reasons(told["lifted"]),
        success=chances_of(told["success"]),
        expected=told["expected"],
        flow_from=told["flow_from"],
        flow_to=told["flow_to"],
        least_tie=told["least_tie"],
        seconds=told["seconds"],
        seed=told["seed"],
    )


def _reasons(texts: tuple[str, ...]) -> dict[str, str]:
    made = {}
    for text in texts:
        one, equals, why = text.partition("=")
        if not equals or not why.strip():
            raise click.BadParameter("expected ID=REASON", param_hint="--lift")
        made[one.strip()] = why.strip()
    return made


_NO_WAY = (
    "Nothing that these means allow lessens the flow: what it passes is in the hands of people whom"
    " a role protects or of more than can be acted on, or out of these countries' reach."
)


def _show(plan: JointPlan, form: str | None) -> None:
    from linkgraph.cli.output import show_rows

    show_rows(_COLUMNS, [[getattr(one, c) for c in _COLUMNS] for one in plan.targets], form)
    told = plan.figures
    for name, before in told["before"].items():
        click.echo(f"{name}: {told['left'][name]:,.6g} left of {before:,.6g}", err=True)
        if name == "flow" and told["left"][name] >= before:
            click.echo(_NO_WAY, err=True)
    if len(told["left"]) > 1:
        click.echo(f"{told['value']:.4g} in all, as shares weighed and added", err=True)
    if told["bound"] is None:
        click.echo(f"No bound is claimed: {told['note']}", err=True)
    else:
        words = (
            "proved: no plan leaves less"
            if told["proved"]
            else f"at most {told['gap']:.1%} above the best"
        )
        click.echo(words, err=True)
    full = [f"{u['country']}:{u['resource']}={u['most']}" for u in plan.used if u["binds"]]
    if full:
        click.echo(f"What binds: {', '.join(full)}", err=True)
    if prospect := plan.effects.get("outlook"):
        click.echo(
            f"If actions fail by their chances: {prospect['expected']:,.6g} left on average,"
            f" {prospect['worst_tenth']:,.6g} in the worst tenth of {prospect['draws']} draws",
            err=True,
        )
    for pair in plan.effects.get("possibly_one_person", ()):
        click.echo(f"May be one person, and would take two teams: {' and '.join(pair)}", err=True)
    if plan.kept_out:
        click.echo(
            "Suspects whom a role protects, and nobody plans against: "
            + ", ".join(f"{count} {role}" for role, count in plan.kept_out.items()),
            err=True,
        )
    click.echo(
        "\nCaution: a plan says whom to look at together, never what anyone did. A tie that no"
        " file holds can make anybody look dispensable.",
        err=True,
    )


@command.command()
@plan_argument
@case_option
@format_option
def check(plan: Path, case_folder: Path, form: str | None) -> None:
    """Say what has changed in the case since a plan was made.

    Ends 5 where anything has.

    \b
    Example:
        linkgraph plan check plan.json --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.plan import read_plan

    changed = the_case(case_folder).plan_changes(read_plan(plan))
    if not changed:
        click.echo("Nothing has changed since the plan was made.", err=True)
        return
    show_rows(("entity_id", "changed"), changed, form)
    raise SystemExit(SOMETHING_CHANGED)


@command.command()
@plan_argument
@case_option
@format_option
@click.option("--within", "hours", type=click.FloatRange(0, 8784), default=72.0, show_default=True, help="How close in time is close, hours.")  # fmt: skip
@click.option("--km", type=click.FloatRange(0, 20100), default=5.0, show_default=True, help="How close in place is close.")  # fmt: skip
def deconflict(plan: Path, case_folder: Path, form: str | None, hours: float, km: float) -> None:
    """Say which actions that other agencies plan come close to the plan's.

    Lists of planned actions are imported like other files (mapping common/actions).

    \b
    Example:
        linkgraph plan deconflict plan.json --within 48 --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.plan import read_plan

    found = the_case(case_folder).plan_deconflict(read_plan(plan), hours, km)
    rows = [
        [one.own.target, one.planned.agency, one.planned.reference, ", ".join(one.close_in),
         one.planned.moment and one.planned.moment.isoformat(),
         None if one.apart is None else round(one.apart.total_seconds() / 3600, 1), rounded(one.km)]
        for one in found
    ]  # fmt: skip
    columns = ("entity_id", "agency", "action_id", "close_in", "at", "hours", "km")
    show_rows(columns, rows, form)
    click.echo("\nCaution: what an agency does not tell is not seen.", err=True)


@command.command()
@plan_argument
@case_option
@format_option
def gaps(plan: Path, case_folder: Path, form: str | None) -> None:
    """Say which targets and key ties rest on too little, and what one more report would change.

    \b
    Example:
        linkgraph plan gaps plan.json --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.plan import read_plan

    found = the_case(case_folder).plan_gaps(read_plan(plan))
    rows = [_gap("target", one.target.id, "", one.lacks, one.unless_so) for one in found.targets]
    rows += [_gap("tie", one.one, one.other, one.lacks, one.unless_so) for one in found.ties]
    columns = ("what", "entity_id", "other_id", "lacks", "left_if_not_so", "then_act_on")
    show_rows(columns, rows, form)
    click.echo(f"{found.weak_ties} ties rest on too little, key or not.", err=True)


def _gap(what: str, one: str, other: str, lacks: Sequence[Lack], unless_so: If) -> list[object]:
    added = [target.id for target in unless_so.added]
    return [what, one, other, list(lacks), round(unless_so.value, 4), added]


@command.command()
@plan_argument
@click.argument("entity_id")
@case_option
def explain(plan: Path, entity_id: str, case_folder: Path) -> None:
    """Say why somebody is a target of a plan, or why not.

    \b
    Example:
        linkgraph plan explain plan.json person:0123 --case kestrel
    """
    from linkgraph.errors import InputError
    from linkgraph.plan import read_plan

    case, kept = the_case(case_folder), read_plan(plan)
    now = case.entities_of([entity_id]).get(entity_id, entity_id)
    for one in kept.targets:
        if one.entity_id in {entity_id, now}:
            click.echo(f"{one.caption}: {one.country} leads ({', '.join(one.basis)})")
            for words in one.reasons:
                click.echo(f"  {words}")
            for file, place in one.records:
                click.echo(f"  {file}, {place}")
            _why(case, kept, one.entity_id)
            return
    why = kept.left_out.get(entity_id) or kept.left_out.get(now)
    if why is None:
        raise InputError(
            "the plan does not know this id",
            remedy="Only suspects who may be acted on stand in a plan.",
        )
    click.echo(f"Not a target: {why}.")


def _why(case: Case, plan: JointPlan, entity_id: str) -> None:
    (reason,) = case.plan_reasons(plan, [entity_id])
    click.echo(f"  left as planned: {in_words(reason.kept)}")
    click.echo(f"  left without this target: {in_words(reason.dropped)}")
    if reason.replacement is not None:
        ids = ", ".join(one.id for one in reason.replacement.targets)
        click.echo(f"  best in the place of it: {ids}")
        click.echo(f"  left with that: {in_words(reason.replacement.left)}")
