"""``linkgraph ask``: ask a question of the catalogue."""

from __future__ import annotations

from pathlib import Path

import click

from linkgraph.cli.options import (
    ask_password,
    case_option,
    engine_option,
    format_option,
    pairs_of,
    questions_option,
    the_case,
)

__all__ = ["command"]


@click.command(name="ask")
@click.argument("question", metavar="FAMILY/QUESTION")
@case_option
@engine_option
@format_option
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="May repeat.")
@questions_option
@click.option(
    "--explain", "row", type=int, metavar="ROW",
    help="Open one row, counted from 1: its links, source lines and weakest link.",
)  # fmt: skip
@click.option(
    "--keep", "kept_as", metavar="NAME",
    help="Keep the question and its answer, for `linkgraph alert run` to compare with.",
)  # fmt: skip
def command(
    question: str,
    case_folder: Path,
    engine: str | None,
    form: str | None,
    pairs: tuple[str, ...],
    folders: tuple[Path, ...],
    row: int | None,
    kept_as: str | None,
) -> None:
    """Ask a question; `linkgraph question list` names them all.

    Rows go to stdout; what they do not prove, their strictest handling and their
    originators to stderr.

    \b
    Example:
        linkgraph ask money/paid_by_many -p min_payers=10 --case kestrel
        linkgraph ask money/paid_by_many -p min_payers=10 --explain 1 --case kestrel
        linkgraph ask money/paid_by_many -p min_payers=10 --keep collectors --case kestrel
    """
    from linkgraph.cli.opened import show_opened
    from linkgraph.cli.output import show_answer

    given = pairs_of(pairs)
    case = the_case(case_folder)
    if (engine or case.engine_name) == "neo4j":
        ask_password()
    if kept_as is not None and row is not None:
        raise click.UsageError("--keep and --explain are two things: one at a time")
    if kept_as is not None:
        answer = case.keep(kept_as, question, given, engine=engine or "", questions=folders)
    else:
        answer = case.answer(question, given, engine=engine or "", questions=folders)
    if row is not None:
        show_opened(answer.explain(row), form)
        return
    show_answer(answer, form)
