"""``linkgraph view``: draw what an audience may see."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.options import case_option, output_option, the_case

__all__ = ["command"]


@click.group(name="view")
def command() -> None:
    """Draw what an audience may see."""


@command.command()
@case_option
@output_option("HTML file to write.")
@click.option(
    "--audience", default="", help="MY, NZ/Police, INTERPOL; the own agency where left out."
)
@click.option("--around", multiple=True, metavar="ID", help="Entity to start from; may repeat.")
@click.option(
    "--depth", default=1, show_default=True, type=click.IntRange(0, 6), help="Steps from there."
)
@click.option("--links", default="", help="PAID,CALLED: link types; the usual ties where left out.")
@click.option(
    "--limit",
    default=1500,
    show_default=True,
    help="Most entities drawn; the page says what was left out.",
)
@click.option(
    "--reveal",
    default="",
    metavar="REASON",
    help="Own agency only: show victims and witnesses; the reason goes on record.",
)
def network(
    case_folder: Path,
    output: Path,
    audience: str,
    around: tuple[str, ...],
    depth: int,
    links: str,
    limit: int,
    reveal: str,
) -> None:
    """Draw the network as one self-contained page that needs no network.

    \b
    Example:
        linkgraph view network --around phone:+6281200000000 -o network.html --case kestrel
    """
    types = [one.strip() for one in links.split(",") if one.strip()]
    view = the_case(case_folder).view(
        audience=audience, around=around, depth=depth, links=types, limit=limit, reveal=reveal
    )
    view.write(output)
    click.echo(str(output))
