"""``linkgraph period release`` and ``held``: what a partner gets of a period, and what holds it back."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.options import case_option, json_file, output_option, tell_replaced, the_case

__all__ = ["held", "release"]

_reference = click.argument("reference", metavar="PERIOD")


@click.command()
@_reference
@case_option
@click.option("--to", "audience", required=True, help="MY, NZ/Police, INTERPOL.")
@output_option("Where to write what the audience gets: a .json file.", callback=json_file)
def release(reference: str, case_folder: Path, audience: str, output: Path) -> None:
    """Write what an audience may see of a joint period, checked against all that the case holds.

    \b
    Example:
        linkgraph period release JPA-2026 --to MY -o for-malaysia.json --case kestrel
    """
    from linkgraph.period.held import places_left_out
    from linkgraph.views.writing import check_place, write_text

    # What is given goes on record: so it is not made for a file that cannot be written.
    check_place(output)
    case = the_case(case_folder)
    made = case.period_release(reference, audience)
    tell_replaced(case, audience)
    write_text(output, made.to_json())
    click.echo(
        f"{len(made.plans)} plans, {len(made.enquiries)} enquiries and {len(made.lessons)} lessons"
        f" for {made.audience}. Strictest handling: {made.handling}",
        err=True,
    )
    if left_out := len([*places_left_out(made)]):
        click.echo(
            f"{left_out} text(s) are left out: `linkgraph period held` names their places",
            err=True,
        )
    click.echo(str(output))


@click.command()
@_reference
@case_option
@click.option("--to", "audience", required=True, help="MY, NZ/Police, INTERPOL.")
def held(reference: str, case_folder: Path, audience: str) -> None:
    """Show which parts of a joint period hold its release back, and which texts it leaves out.

    For inside alone: pass it to nobody.

    \b
    Example:
        linkgraph period held JPA-2026 --to MY --case kestrel
    """
    found, left_out = the_case(case_folder).withheld_for(reference, audience)
    for one in found:
        click.echo(one)
    for one in left_out:
        click.echo(f"{one} is left out")
    told = (
        f"{len(found)} part(s) hold it back; reword them, or ask the originators."
        if found
        else "nothing holds it back"
    )
    click.echo(told, err=True)
    if left_out:
        click.echo(
            f"{len(left_out)} text(s) are left out, each with a name, or part of one, of somebody"
            " protected or not shown: reword what the audience needs.",
            err=True,
        )
