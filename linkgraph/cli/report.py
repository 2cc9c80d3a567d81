"""``linkgraph report``: write what an audience may have, as a page or a Word document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from linkgraph.cli.options import case_option, output_option, tell_replaced, the_case

__all__ = ["command"]

_KINDS = ("plan", "mid-term", "debrief", "senior-officials", "case")
_audience = click.option("--audience", default="", help="MY, NZ/Police, INTERPOL, PUBLIC; the own agency where left out.")  # fmt: skip
_template = click.option("--template", type=click.Path(path_type=Path), help="Your own: a page's template, or a Word document whose styles are taken.")  # fmt: skip
_made = click.option("--made", default="", metavar="2026-10-20T08:00:00Z", help="Day or moment (UTC) to write on it, by which tasks and enquiries are overdue; now where left out.")  # fmt: skip
_output = output_option("File to write; its name ends in .html or .docx.")


@click.group(name="report")
def command() -> None:
    """Write what an audience may have: plans, outcomes, lessons, a case.

    A report is made from a release alone, and every figure leads to the rows it rests on.
    """


def _of_a_period(kind: str, words: str) -> None:
    """Add the command that writes a report of one kind on a joint period."""

    @command.command(name=kind, help=_help(kind, words))
    @click.argument("period")
    @case_option
    @_audience
    @_output
    @_template
    @_made
    @click.option("--k", default=10, show_default=True, help="For an audience: least figure on victims that is told.")  # fmt: skip
    def write(
        period: str,
        case_folder: Path,
        audience: str,
        output: Path,
        template: Path | None,
        made: str,
        k: int,
    ) -> None:
        _write(case_folder, output, template, made, kind, period=period, audience=audience, k=k)


def _help(kind: str, words: str) -> str:
    return (
        f"{words}\n\n\b\nExample:\n"
        f"    linkgraph report {kind} JPA-2026 --audience MY -o {kind}.html --case kestrel\n"
    )


def _write(
    case_folder: Path, output: Path, template: Path | None, moment: str, kind: str, **told: Any
) -> None:
    from linkgraph.case.reporting import check_place
    from linkgraph.period.told import is_to_come

    when = _moment_told(moment) if moment else None
    # What is given goes on record: so it is not made for a file that cannot be written.
    check_place(output, template or "")
    case = the_case(case_folder)
    made = case.report(kind, made=when, **told)
    made.write(output, template or "")
    if told["audience"] and kind != "case":
        tell_replaced(case, told["audience"])
    if when is not None and is_to_come(when.date().isoformat(), dt.datetime.now(dt.UTC).date()):
        click.echo("Its day is still to come: what it tells is what is on record today.", err=True)
    _tell(output, made.document.caveat, made.held)


def _moment_told(text: str) -> dt.datetime:
    from linkgraph.errors import InputError

    try:
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            "this is no day or moment",
            where="--made",
            remedy="Write it as 2026-10-20 or 2026-10-20T08:00:00Z.",
        ) from None
    return told.replace(tzinfo=told.tzinfo or dt.UTC).astimezone(dt.UTC)


def _tell(output: Path, caveat: str, held: dict[str, str]) -> None:
    for outcome, why in held.items():
        click.echo(f"{outcome}: {why}", err=True)
    click.echo(caveat, err=True)
    click.echo(str(output))


@command.command()
@click.argument("period")
@case_option
@_audience
@click.option(
    "--investigation-plan", "plan", default="", help="Only this plan; all where left out."
)
@_output
@_template
@_made
def plan(
    period: str,
    case_folder: Path,
    audience: str,
    plan: str,
    output: Path,
    template: Path | None,
    made: str,
) -> None:
    """Write the investigation plans of a period.

    \b
    Example:
        linkgraph report plan JPA-2026 --audience MY -o plans.docx --case kestrel
    """
    told = {"period": period, "audience": audience, "plan": plan}
    _write(case_folder, output, template, made, "plan", **told)


_of_a_period(
    "mid-term", "Write how far a period is: plans, tasks, enquiries overdue, outcomes so far."
)
_of_a_period("debrief", "Write what came of a period: outcomes, lessons, plans, enquiries.")
_of_a_period("senior-officials", "Write the outcomes of a period for Senior Officials.")


@command.command()
@case_option
@_audience
@click.option("--around", multiple=True, metavar="ID", help="Entity to start from; may repeat.")
@click.option("--depth", default=1, show_default=True, type=click.IntRange(0, 6), help="Steps from there.")  # fmt: skip
@_output
@_template
@_made
def case(
    case_folder: Path,
    audience: str,
    around: tuple[str, ...],
    depth: int,
    output: Path,
    template: Path | None,
    made: str,
) -> None:
    """Write a case, or the part of it around some entities.

    \b
    Example:
        linkgraph report case --audience MY --around person:0123 -o case.docx --case kestrel
    """
    told = {"audience": audience, "around": around, "depth": depth}
    _write(case_folder, output, template, made, "case", **told)


@command.command()
@case_option
@click.option("--htcds", is_flag=True, required=True, help="Victims by columns of the Human Trafficking Case Data Standard.")  # fmt: skip
@click.option("--audience", required=True, help="MY, NZ/Police, INTERPOL, PUBLIC.")
@click.option("--k", default=10, show_default=True, help="Least number that is told.")
@output_option("CSV file to write.")
def table(case_folder: Path, htcds: bool, audience: str, k: int, output: Path) -> None:  # noqa: ARG001
    """Write victims counted for statistics: nobody is named, no number is below k.

    What is given goes on record, and the next table is held against it.

    \b
    Example:
        linkgraph report table --htcds --audience PUBLIC -o victims.csv --case kestrel
    """
    import io

    from linkgraph.cli.output import write_rows
    from linkgraph.period.victim_table import COLUMNS
    from linkgraph.views.writing import check_place, write_text

    check_place(output)
    made = the_case(case_folder).victim_table(audience, k=k)
    held = io.StringIO()
    write_rows(held, [*COLUMNS, "victims"], made.rows, "csv")
    write_text(output, held.getvalue())
    for caution in made.cautions:
        click.echo(f"Caution: {caution}", err=True)
    if made.held:
        click.echo(made.held, err=True)
    handling = made.handling or "nothing is told"
    click.echo(f"on record as given to {made.audience}. Handling: {handling}", err=True)
    click.echo(str(output))


@command.group(name="template")
def template_() -> None:
    """Copy the templates that ship, to change them."""


@template_.command()
@click.argument("kind", type=click.Choice(_KINDS, case_sensitive=False))
@click.argument("folder", type=click.Path(path_type=Path))
def copy(kind: str, folder: Path) -> None:
    """Write KIND's templates into FOLDER: a page's, its style, and a Word document.

    \b
    Example:
        linkgraph report template copy debrief templates
    """
    from linkgraph.reports.templates import copy_templates

    for path in copy_templates(kind, folder):
        click.echo(str(path))
