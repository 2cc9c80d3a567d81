"""``linkgraph share overlap``: which identifiers both hold, found without showing the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.options import case_option, format_option, listed, output_option, the_case
from linkgraph.cli.share_key import key_passphrase

if TYPE_CHECKING:
    from linkgraph.case.overlapping import Overlap

__all__ = ["overlap"]

_PATH = click.Path(path_type=Path)


@click.group()
def overlap() -> None:
    """Find which phones, documents and accounts a partner holds too, showing it no others.

    Four steps: one side asks, the other answers, the first opens the answer and tells the hits,
    the second notes them. A hit drafts an enquiry on both sides, and nothing more. Only what
    could be released to the partner is compared, and nothing that a protected person has.
    """


@overlap.command()
@case_option
@click.option("--to", "audience", required=True, help="MY/Police.")
@click.option("--kinds", default="phones,documents,accounts", show_default=True, help="Which identifiers.")  # fmt: skip
@click.option("--method", type=click.Choice(["psi", "keyed"], case_sensitive=False), default="psi", show_default=True, help="keyed leaks: whoever answers can find out, by trying numbers, all that was asked about.")  # fmt: skip
@click.option("--accept-leak", default="", metavar="REASON", help="For keyed: why it may leak; stays on record, so name nobody.")  # fmt: skip
@output_option("Where to write the question.")
def ask(
    case_folder: Path, audience: str, kinds: str, method: str, accept_leak: str, output: Path
) -> None:
    """Ask a partner; it learns how many identifiers were asked about, rounded up, and no more.

    \b
    Example:
        linkgraph share overlap ask --to MY/Police -o question.lgo --case kestrel
    """
    case = the_case(case_folder)
    asked = case.overlap_ask(
        audience,
        output,
        kinds=listed(kinds),
        method=method,
        accept_leak=accept_leak,
        passphrase=key_passphrase(str(case.own)),
    )
    click.echo(
        f"{asked.id}: {asked.count} identifier(s) asked about, for {asked.partner}", err=True
    )


@overlap.command()
@case_option
@click.option("--to", "audience", required=True, help="MY/Police.")
@click.option("--kinds", default="phones,documents,accounts", show_default=True, help="Which identifiers.")  # fmt: skip
@format_option
def check(case_folder: Path, audience: str, kinds: str, form: str | None) -> None:
    """Show for which identifiers nothing may be compared with a partner; nothing is written.

    Of each: whom protects what the partner may not see (`linkgraph entity show`), the sources
    that it may not see, and their originators, who could let it: by consent (`linkgraph share
    consent`), or by giving the source again with the partner in its releasable_to.
    The list is for inside: it tells what the case holds.

    \b
    Example:
        linkgraph share overlap check --to MY/Police --case kestrel
    """
    from linkgraph.cli.output import show_rows

    case = the_case(case_folder)
    held = case.overlap_check(audience, kinds=listed(kinds))
    show_rows(
        ["identifier", "of", "sources", "originators"],
        ([one.id, *map(" ".join, (one.people, one.sources)), ", ".join(one.originators)]
         for one in held),
        form,
    )  # fmt: skip
    said = "while they stand so, nothing is compared" if held else "nothing is held back"
    click.echo(f"{len(held)} identifier(s): {said}. For inside only.", err=True)


@overlap.command()
@click.argument("question", type=_PATH)
@case_option
@click.option("--most", type=click.IntRange(1), default=1 << 18, show_default=True, help="Most identifiers that a question may ask about, count.")  # fmt: skip
@click.option("--most-probes", type=click.IntRange(1), default=3, show_default=True, help="How often this partner is answered within 24 hours.")  # fmt: skip
@output_option("Where to write the answer.")
def answer(question: Path, case_folder: Path, most: int, most_probes: int, output: Path) -> None:
    """Answer a partner's question; who asked learns which of its own are held here too.

    A partner that asks about numbers it never had learns which of them are held: so questions
    are counted, logged and limited. Look at `linkgraph share log` before you answer.

    \b
    Example:
        linkgraph share overlap answer question.lgo -o answer.lgo --case kestrel
    """
    case = the_case(case_folder)
    told = case.overlap_answer(
        question, output, most=most, most_probes=most_probes,
        passphrase=key_passphrase(str(case.own)),
    )  # fmt: skip
    click.echo(f"{told.id}: answered of {told.count} identifier(s), for {told.partner}", err=True)


@overlap.command("open")
@click.argument("answer", type=_PATH)
@case_option
@format_option
@output_option("Where to write the hits, for the partner.")
def open_(answer: Path, case_folder: Path, form: str | None, output: Path) -> None:
    """Find the hits in an answer, draft an enquiry about them, and write them for the partner.

    \b
    Example:
        linkgraph share overlap open answer.lgo -o hits.lgo --case kestrel
    """
    case = the_case(case_folder)
    _tell(case.overlap_open(answer, output, passphrase=key_passphrase(str(case.own))), form)


@overlap.command()
@click.argument("hits", type=_PATH)
@case_option
@format_option
def note(hits: Path, case_folder: Path, form: str | None) -> None:
    """Take in the hits of a question that this case answered, and draft an enquiry about them.

    \b
    Example:
        linkgraph share overlap note hits.lgo --case kestrel
    """
    case = the_case(case_folder)
    _tell(case.overlap_note(hits, passphrase=key_passphrase(str(case.own))), form)


def _tell(found: Overlap, form: str | None) -> None:
    from linkgraph.cli.output import show_rows

    show_rows(["identifier"], [[one] for one in found.hits], form)
    drafted = f"; enquiry {found.enquiry} is drafted" if found.enquiry else ""
    click.echo(f"{len(found.hits)} of {found.count} identifier(s) in common{drafted}", err=True)
