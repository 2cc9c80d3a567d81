"""``linkgraph share check|release|receive|recall``: packages to and from partners."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linkgraph.cli.given import tell_exposing, tell_given, tell_stands_for
from linkgraph.cli.options import case_option, format_option, output_option, the_case
from linkgraph.cli.share_key import key_passphrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkgraph.case import Case
    from linkgraph.case.receiving import Arrived
    from linkgraph.share import Basis, Finding

__all__ = ["check", "recall", "receive", "release"]

_PATH = click.Path(path_type=Path)
# Of a finding that concerns many.
_MOST_SHOWN = 8
_COLUMNS = [
    "source", "file", "says", "originator", "goes", "entities", "links", "steps", "grade", "corroborated",
    "basis", "until", "received", "age_days", "fails", "consent", "warnings", "texts_left_out",
]  # fmt: skip


def _on_basis(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a check and a release are asked for alike."""
    for option in reversed(
        (
            click.option("--to", "audience", required=True, help="MY, NZ/Police, INTERPOL."),
            click.option("--investigation-plan", "plan", default="", help="The plan's reference."),
            click.option("--basis", "basis_file", type=_PATH, help="TOML file that says what a plan would."),
            click.option("--without", multiple=True, metavar="SRC", help="Leave a source out, as if it had never come; may repeat."),
            click.option("--stale-days", type=click.IntRange(1), default=365, show_default=True, help="After so many days something is stale."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def _basis(case: Case, plan: str, basis_file: Path | None) -> Basis:
    from linkgraph.share import read_basis

    if bool(plan) == bool(basis_file):
        raise click.UsageError("give either --investigation-plan or --basis")
    return read_basis(basis_file) if basis_file else case.share_basis(plan)


@click.command()
@case_option
@_on_basis
@format_option
def check(
    case_folder: Path,
    audience: str,
    plan: str,
    basis_file: Path | None,
    without: tuple[str, ...],
    stale_days: int,
    form: str | None,
) -> None:
    """Check each source for a would-be release: RAAPT; nothing is written.

    Relevance to the plan's subjects, accuracy (grade, other originators who say the same),
    accountability (originator, agreement and its end), partnership (this audience), timeliness.
    What may not go is told with its reason and who could consent, and how many texts are left
    out because they name, or may name, somebody hidden. Of what holds all back it tells whom it
    concerns, by id (`linkgraph entity show`). The list is for inside: it tells what the case holds.

    \b
    Example:
        linkgraph share check --to MY --basis plan.toml --case kestrel
    """
    from linkgraph.cli.output import show_rows
    from linkgraph.period.stating import what_is_stated

    case = the_case(case_folder)
    says = what_is_stated(case.ledger, case.ledger.sources())
    items = case.share_check(
        audience, _basis(case, plan, basis_file), without=without, stale_days=stale_days
    )
    rows = [
        [i.source_id, i.file, says.get(i.source_id, ""), i.originator, "yes" if i.goes else "no", i.entities, i.links,
         i.nearest, f"{i.grade} ({i.grade_scheme})" if i.grade else "", i.corroborated, i.basis,
         i.basis_expires, i.received, i.age_days, _words(i.fails),
         "; ".join(sorted({one.consent for one in i.fails if one.consent})), _words(i.warnings),
         i.silenced]
        for i in items
    ]  # fmt: skip
    show_rows(_COLUMNS, rows, form)
    going = sum(item.goes for item in items)
    click.echo(
        f"{going} of {len(items)} source(s) may go, {sum(i.goes and bool(i.warnings) for i in items)}"
        " of them to be weighed. For inside only.",
        err=True,
    )
    if plan:
        tell_stands_for(case, plan)
        _tell_plan(case, plan, audience)
    tell_exposing(case)


def _tell_plan(case: Case, plan: str, audience: str) -> None:
    """Say what of a plan goes along, and whose word it is."""
    whose = case.investigation_plan(plan).marks.originators
    if str(case.own) not in whose:
        click.echo(
            f"The plan, its purpose and its legal basis are the word of {', '.join(whose)}:"
            " see that the agreement is one of yours. For inside only.",
            err=True,
        )
    says = {
        "former": f"{audience} may not see the plan's newest words: what goes, and why, is by the"
        " earlier ones that it may.",
        "none": f"The plan itself does not go: {audience} may not see it. Its reference, objective"
        " and legal basis stand in the package all the same.",
    }
    words = says.get(case.plan_words(plan, audience))
    if words:
        click.echo(f"{words} For inside only.", err=True)
    if kept := case.task_words_kept(plan, audience):
        click.echo(
            f"Words on how far {', '.join(kept)} is stay here: {audience} may not see them. Where their"
            " agency's consent is what they lack (`linkgraph share check`, *consent*), `linkgraph share"
            " consent` lets them go. For inside only.",
            err=True,
        )


def _words(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{one.code}: {one.says}{_about(one.about)}" for one in findings)


def _about(ids: tuple[str, ...]) -> str:
    shown = [*ids[:_MOST_SHOWN], *([f"{len(ids) - _MOST_SHOWN} more"] if ids[_MOST_SHOWN:] else [])]
    return f" ({', '.join(shown)})" if shown else ""


@click.command()
@case_option
@_on_basis
@click.option("--expires", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day on which the receiver may have it.")  # fmt: skip
@click.option("--accept-warnings", "accept", default="", metavar="REASON", help="Why it goes although something in it is stale, ungraded, undated or said by one originator alone; stays on record.")  # fmt: skip
@output_option("Where to write the package.")
def release(
    case_folder: Path,
    audience: str,
    plan: str,
    basis_file: Path | None,
    without: tuple[str, ...],
    stale_days: int,
    expires: Any,
    accept: str,
    output: Path,
) -> None:
    """Give a partner what may be given for a plan: a package, signed and encrypted to him.

    It holds, per source, what lies near the plan's subjects, as the audience may see it:
    victims and witnesses by role and number, informants and protected persons not at all. If
    the case holds anything that speaks against naming somebody in it, nothing is written and
    the command ends 4. The gift goes into the log.

    \b
    Example:
        linkgraph share release --to MY --basis plan.toml --expires 2026-12-31 -o for-malaysia.lgp --case kestrel
    """
    case = the_case(case_folder)
    given = case.share_release(
        audience,
        _basis(case, plan, basis_file),
        output,
        expires=expires.date(),
        accept=accept,
        without=without,
        stale_days=stale_days,
        passphrase=key_passphrase(str(case.own)),
    )
    click.echo(
        f"{given.package}: {len(given.sources)} source(s) for {given.receiver};"
        f" {given.left_out} may not go or have nothing near the plan's subjects",
        err=True,
    )
    if plan:
        tell_stands_for(case, plan)
        _tell_plan(case, plan, audience)
    tell_exposing(case)
    click.echo(str(output))


@click.command()
@click.argument("file", type=_PATH)
@case_option
@format_option
def receive(file: Path, case_folder: Path, form: str | None) -> None:
    """Take in what a partner sent: a package, or the recall of one.

    A package goes in whole or not at all, each source as its originator's, with its handling.
    It is refused, with the part that is at fault, where it was changed or cut short, breaks
    its form, is signed by nobody whom the case trusts or made out to somebody else (exit code
    6), and where it has expired, was recalled or was received already (7). A recall erases
    what its package brought.

    \b
    Example:
        linkgraph share receive for-malaysia.lgp --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    arrived = case.share_receive(file, passphrase=key_passphrase(str(case.own)))
    rows = [[one.source_id, one.state, one.records] for one in arrived.taken]
    rows += [[one, "erased", None] for one in arrived.erased]
    show_rows(["source", "state", "records"], rows, form)
    click.echo(f"{arrived.kind} {arrived.package} of {arrived.giver}", err=True)
    tell_given(case, arrived.erased)
    tell_exposing(case)
    _tell_what_to_look_at(arrived)


def _tell_what_to_look_at(arrived: Arrived) -> None:
    """Say what of a package a person has to look at."""
    for taken in arrived.taken:
        if taken.disputed:
            click.echo(
                f"{taken.source_id} stays as it is: the package says that it is of another originator"
                " than the case has it from; ask both",
                err=True,
            )
    for one, other in arrived.alike:
        click.echo(
            f"{one} is of the originator and the file name of {other}, which the case has: if it is"
            " part of it, payments and calls without a reference count twice until one is withdrawn"
            " (`linkgraph source withdraw`)",
            err=True,
        )
    for one in arrived.ours:
        click.echo(
            f"{one} is said to be of your own agency: if nobody of it gave that to"
            f" {arrived.giver}, withdraw it (`linkgraph source withdraw`)",
            err=True,
        )
    if arrived.shielded:
        click.echo(
            f"{arrived.shielded} suspect(s) of this case are to be protected for what came, so that"
            " nothing ranks them or plans against them: look at who says so (`linkgraph entity"
            " explain --links`); `linkgraph source withdraw` takes a source back that is not to be believed",
            err=True,
        )
    judged = sum(one.judged for one in arrived.taken)
    if judged:
        click.echo(
            f"{judged} source(s) say that two records are one, and these are one here from now on:"
            " `linkgraph resolve judgements` shows who says so; `linkgraph resolve undo` takes it back",
            err=True,
        )


@click.command()
@click.argument("package")
@case_option
@click.option("--reason", required=True, help="Why; it stays on record inside, so name nobody.")
@output_option("Where to write the notice for the receiver.")
def recall(package: str, case_folder: Path, reason: str, output: Path) -> None:
    """Take a package back: write a signed notice that the receiver takes in.

    `linkgraph share receive` of the notice erases what the package brought, and refuses the
    package from then on. The recall goes into the log.

    \b
    Example:
        linkgraph share recall pkg-0123456789abcdef --reason "wrong account" -o recall.lgp --case kestrel
    """
    case = the_case(case_folder)
    receiver = case.share_recall(
        package, output, reason=reason, passphrase=key_passphrase(str(case.own))
    )
    click.echo(f"send it to {receiver}, who takes it in with `linkgraph share receive`", err=True)
    click.echo(str(output))
