"""``linkgraph view``: draw what an audience may see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.options import case_option, countries_known, listed, output_option, the_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkgraph.plan.asked import Asked

_MOST_IN_PAGE, _MOST_IN_FIGURE = 1500, 60

__all__ = ["command"]


@click.group(name="view")
def command() -> None:
    """Draw what an audience may see."""


def _shown_options(given: Callable[..., Any]) -> Callable[..., Any]:
    """Add what all pictures take: which part of the case, for whom, where to."""
    for option in reversed(
        [
            case_option,
            output_option("File to write: a page, .html, or a figure for a report, .svg or .png."),
            click.option("--audience", default="", help="MY, NZ/Police, INTERPOL; the own agency where left out."),
            click.option("--around", multiple=True, metavar="ID", help="Entity to start from; may repeat."),
            click.option("--depth", default=1, show_default=True, type=click.IntRange(0, 6), help="Steps from there."),
            click.option("--links", default="", help="PAID,CALLED: link types; the usual ties where left out."),
            click.option("--reveal", default="", metavar="REASON", help="Own agency only: show victims and witnesses; the reason goes on record."),
        ]
    ):  # fmt: skip
        given = option(given)
    return given


def _limit_option(default: int, words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--limit", default=default, show_default=True, type=click.IntRange(0), help=words
    )


def _release_options(told: dict[str, Any]) -> dict[str, Any]:
    types = listed(told["links"])
    names = ("audience", "around", "depth", "reveal")
    return {name: told[name] for name in names} | {"links": types}


@command.command()
@_shown_options
@click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"Most entities drawn; the page says what was left out.  [default: {_MOST_IN_PAGE}; {_MOST_IN_FIGURE} in a figure]",
)
@click.option("--renderer", type=click.Choice(["pyvis", "canvas"], case_sensitive=False), default="pyvis", show_default=True, help="canvas draws faster and leaves more out.")  # fmt: skip
def network(case_folder: Path, output: Path, limit: int | None, renderer: str, **told: Any) -> None:
    """Draw the network as one self-contained page that needs no network.

    \b
    Example:
        linkgraph view network --around phone:+6281200000000 -o network.html --case kestrel
    """
    if _is_figure(output):
        _write_figure(
            case_folder, output, "network", told, _MOST_IN_FIGURE if limit is None else limit
        )
        return
    view = the_case(case_folder).view(
        limit=_MOST_IN_PAGE if limit is None else limit,
        renderer="pyvis" if renderer == "pyvis" else "canvas",
        **_release_options(told),
    )
    view.write(output)
    click.echo(str(output))


@command.command()
@_shown_options
@_limit_option(0, "Most entities drawn, 0 for all; the page says what was left out.")
@click.option("--capacity", "capacities", multiple=True, metavar="NZ:arrest=3", help="Means of a country, to plan with; may repeat.")  # fmt: skip
@click.option("--zero-hour", default="", metavar="2026-12-04T21:00Z", help="When all act.")
@click.option("--least-tie", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Weakest tie that counts.")  # fmt: skip
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), help="A plan file to begin from and compare with.")  # fmt: skip
def board(
    case_folder: Path,
    output: Path,
    limit: int,
    capacities: tuple[str, ...],
    zero_hour: str,
    least_tie: float,
    plan_file: Path | None,
    **told: Any,
) -> None:
    """Draw the targeting board: network, map, time, money, list and targets in one file.

    Capacities and a plan are for the own agency's board; targets are then marked in the page
    within each country's means, and saved as a plan file.

    \b
    Example:
        linkgraph view board --audience NZ -o board.html --case kestrel
        linkgraph view board --capacity NZ:arrest=3 --capacity MY:arrest=3 -o targets.html
    """
    from linkgraph.plan import read_plan

    if _is_figure(output):
        raise click.BadParameter(
            "a board is a page; `view network`, timeline, map and money make figures",
            param_hint="--output",
        )
    plan = None if plan_file is None else read_plan(plan_file)
    if plan is not None and (capacities or zero_hour):
        raise click.UsageError("--plan brings its own capacities and zero hour")
    view = the_case(case_folder).board(
        asked=_asked(capacities, zero_hour, least_tie),
        plan=plan,
        limit=limit,
        **_release_options(told),
    )
    view.write(output)
    click.echo(str(output))


def _asked(capacities: tuple[str, ...], zero_hour: str, least_tie: float) -> Asked | None:
    from linkgraph.plan.asked import Asked, capacities_of, zero_hour_of

    means = capacities_of(capacities)
    countries_known(one.country for one in means)
    if not means:
        if zero_hour:
            raise click.UsageError("--zero-hour goes with --capacity")
        return None
    countries = tuple(dict.fromkeys(one.country for one in means))
    return Asked(
        countries=countries,
        capacities=means,
        zero_hour=zero_hour_of(zero_hour),
        least_tie=least_tie,
    )


def _is_figure(output: Path) -> bool:
    ending = output.suffix.lower()
    if ending not in {".html", ".htm", ".svg", ".png"}:
        raise click.BadParameter(
            "what is drawn is a page, .html, or a figure, .svg or .png", param_hint="--output"
        )
    return ending in {".svg", ".png"}


def _write_figure(
    case_folder: Path, output: Path, of: str, told: dict[str, Any], limit: int
) -> None:
    from linkgraph.views import draw_figure

    release = the_case(case_folder).release(**_release_options(told))
    draw_figure(release, of, limit=limit).write(output)  # type: ignore[arg-type]
    click.echo(str(output))


def _pane_command(name: str, pane: str, says: str, example: str) -> None:
    """Add a command that draws one pane of the board."""

    @_shown_options
    @_limit_option(0, "Most entities that count, 0 for all; the page says what was left out.")
    def draw(case_folder: Path, output: Path, limit: int, **told: Any) -> None:
        if _is_figure(output):
            _write_figure(case_folder, output, name, told, 1)
            return
        view = the_case(case_folder).board(pane=pane, limit=limit, **_release_options(told))  # type: ignore[arg-type]
        view.write(output)
        click.echo(str(output))

    draw.__doc__ = f"{says}\n\n\b\nExample:\n    {example}\n"
    command.command(name=name)(draw)


_pane_command(
    "timeline",
    "time",
    "Draw how many dated links each period holds, with a window and playback.",
    "linkgraph view timeline -o timeline.html --case kestrel",
)
_pane_command(
    "map",
    "map",
    "Draw the countries that entities are tied to, and links between them.",
    "linkgraph view map --audience MY -o map.html --case kestrel",
)
_pane_command(
    "money",
    "money",
    "Draw who paid whom how much, one currency at a time.",
    "linkgraph view money --around account:888868018530 -o money.html --case kestrel",
)
