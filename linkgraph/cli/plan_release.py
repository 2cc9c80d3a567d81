"""``linkgraph plan release``: what of a plan an audience may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import (
    case_option,
    codes,
    json_file,
    output_option,
    plan_argument,
    the_case,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["release"]

_WORDS = ("must", "must-not", "together", "reach", "worth", "success", "flow-from", "flow-to")


@click.command()
@plan_argument
@case_option
@click.option("--to", "audience", required=True, help="MY, NZ/Police, INTERPOL.")
@click.option("--countries", default="", metavar="NZ,MY,...", help="Those whose part the audience may know of; all of the plan's where left out.")  # fmt: skip
@click.option("--tell", multiple=True, type=click.Choice(_WORDS, case_sensitive=False), help="What planners said of people, that may leave; nothing of it where left out. May repeat.")  # fmt: skip
@output_option("Where to write what the audience gets: a .json file.", callback=json_file)
def release(
    plan: Path,
    case_folder: Path,
    audience: str,
    countries: str,
    tell: tuple[str, ...],
    output: Path,
) -> None:
    """Make a plan again from what an audience may see, for it to have.

    What leaves is checked against all that the case holds. If that speaks against naming
    somebody in it, nothing is written and the command ends 4.

    \b
    Example:
        linkgraph plan release plan.json --to MY -o for-malaysia.json --case kestrel
    """
    from linkgraph.plan import read_plan
    from linkgraph.views.writing import write_text

    kept = read_plan(plan)
    words = [one.replace("-", "_") for one in tell]
    made = the_case(case_folder).plan_release(
        kept, audience, tell=words, countries=codes(countries)
    )
    write_text(output, made.to_json())
    shared = {one.entity_id for one in made.targets} & {one.entity_id for one in kept.targets}
    click.echo(
        f"{len(made.targets)} targets for {made.audience}, {len(shared)} of them among the"
        f" {len(kept.targets)} of the plan. Strictest handling: {made.handling}",
        err=True,
    )
    click.echo(str(output))
