"""``linkgraph plan compare|tip-off``: what follows from acting together, apart, or in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import case_option, codes, format_option, plan_argument, the_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkgraph.plan.effect import Left
    from linkgraph.plan.problem import ObjectiveName

__all__ = ["compare", "in_words", "rounded", "tip_off"]


def rounded(number: float | None) -> float | None:
    """Return a number as tables show it, with three decimals."""
    return None if number is None else round(number, 3)


def in_words(left: Left) -> str:
    """Return what is left by each end, and all of it added where there are several."""
    told = ", ".join(f"{left.figures[name]:,.6g} {name}" for name in sorted(left.figures))
    return told if len(left.figures) == 1 else f"{told} ({left.value:.4g} in all)"


@click.command()
@plan_argument
@case_option
@format_option
def compare(plan: Path, case_folder: Path, form: str | None) -> None:
    """Compare acting together with acting apart, now and after survivors found each other.

    \b
    Example:
        linkgraph plan compare plan.json --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.plan import read_plan

    case, kept = the_case(case_folder), read_plan(plan)
    found = case.plan_gains(kept)
    ways = [("each alone, on the whole view", found.full_view)]
    if found.own_view is not None:
        ways.insert(0, ("each alone, on its own view", found.own_view))
    ways += [(f"one after another: {', '.join(way.order)}", way) for way in found.in_turn]
    ways.append(("all at one zero hour", found.joint))
    names = sorted(found.joint.left.figures)
    rows = [
        [
            words,
            len(way.targets),
            way.twice,
            *(rounded(way.left.figures[name]) for name in names),
            round(way.left.value, 4),
            rounded(way.ratio),
        ]
        for words, way in ways
    ]
    later = case.plan_re_formation(kept)
    show_rows(("way", "targets", "sought_twice", *names, "left", "times_joint"), rows, form)
    if len(names) > 1:
        shares = " and ".join(names)
        click.echo(f"left: {shares}, as shares of what there is now, weighed and added.", err=True)
    for name in names:
        _show_after(name, later.ties, later.now_after, later.against_after)


def _show_after(
    name: ObjectiveName, ties: int, now: Sequence[Left], against: Sequence[Left]
) -> None:
    told, other = (
        ", ".join(f"{one.figures[name]:,.6g}" for one in after) for after in (now, against)
    )
    click.echo(f"{name} left after survivors add 0 to {ties} ties: {told}", err=True)
    click.echo(f"{name} left then by the plan best after {ties} of them: {other}", err=True)


@click.command(name="tip-off")
@plan_argument
@case_option
@format_option
@click.option("--order", default="", metavar="NZ,MY,...", help="Countries, the first to act first; as in the plan where left out.")  # fmt: skip
@click.option("--gap", type=click.FloatRange(0, 8784), default=24.0, show_default=True, help="Hours from one country's action to the next.")  # fmt: skip
def tip_off(plan: Path, case_folder: Path, form: str | None, order: str, gap: float) -> None:
    """Say who is likely warned if countries act one after another, and who must go together.

    \b
    Example:
        linkgraph plan tip-off plan.json --order NZ,MY --gap 12 --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.plan import read_plan
    from linkgraph.plan.zero_hour import local_times

    kept = read_plan(plan)
    found, together = the_case(case_folder).plan_tip_off(kept, codes(order), gap)
    rows = [
        [one.target.id, one.target.country, one.acted_at.isoformat(), one.warned_at.isoformat(),
         round((one.acted_at - one.warned_at).total_seconds() / 3600, 1)]
        for one in found.warned
    ]  # fmt: skip
    show_rows(("entity_id", "country", "acted_at", "warned_at", "hours_ahead"), rows, form)
    if not rows:
        click.echo("Nobody is likely warned by contacts on file.", err=True)
    for group in together:
        click.echo(f"Must be acted on together: {', '.join(group.ids)}", err=True)
    if found.planned is not None and found.escaped is not None:
        click.echo(f"Left as planned: {in_words(found.planned)}", err=True)
        click.echo(f"Left if the warned escape: {in_words(found.escaped)}", err=True)
    if kept.asked.zero_hour is not None:
        for at in local_times(kept.asked.zero_hour, kept.asked.countries):
            click.echo(f"Zero hour in {at.country}: {at.local:%Y-%m-%d %H:%M} ({', '.join(at.zones)})", err=True)  # fmt: skip
    click.echo("\nCaution: how fast warnings go is an assumption, and contacts that no file holds warn too.", err=True)  # fmt: skip
