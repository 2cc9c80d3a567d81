"""``linkgraph resolve review``: ask people what no score may decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkgraph.cli.given import tell_exposing
from linkgraph.cli.options import case_option, the_case
from linkgraph.cli.output import words_of
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from linkgraph.case import Case
    from linkgraph.case.reviewing import Review, ReviewItem

__all__ = ["review"]

_KEYS = {"y": "same", "n": "different", "?": "unsure"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PROMPT = "y one and the same   n two   ? cannot say   s skip   u undo the last   q quit"


@click.command()
@case_option
@click.option(
    "--between",
    type=(str, str),
    metavar="COUNTRY COUNTRY",
    help="Only pairs across these two countries' agencies, as in ID MY.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help="How many to ask, or to write.",
)
@click.option(
    "--table",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write them as a CSV to fill in a spreadsheet, instead of asking.",
)
@click.option(
    "--read",
    "answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Read such a table back, filled in.",
)
def review(
    case_folder: Path,
    between: tuple[str, str] | None,
    most: int,
    table: Path | None,
    answers: Path | None,
) -> None:
    """Ask, side by side, which of the pairs that may be one are: what changes most first.

    Every answer goes on record under your name, with a reason, and can be undone. Where
    two people differ both are kept and shown, and the two count as a possible match.

    \b
    Example:
        linkgraph resolve review --table review.csv --case kestrel
    """
    case = the_case(case_folder)
    if answers is not None:
        _read_back(case, answers)
        return
    found = case.review(between=between, most=most)
    click.echo(f"{found.waiting} pairs wait for a person", err=True)
    if table is not None:
        _write_table(found, table)
        return
    _ask(case, found)


def _read_back(case: Case, answers: Path) -> None:
    from linkgraph.case.reviewing import read_answers

    try:
        held = answers.read_bytes()
        # Spreadsheets that save "Unicode text" mean UTF-16, and say so in its first bytes.
        text = held.decode("utf-16" if held[:2] in _UTF_16 else "utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(
            "the table cannot be read", where=answers.name, remedy="Save it as CSV in UTF-8."
        ) from cause
    count, version = case.answer_review(read_answers(text))
    click.echo(f"{count} answers on record; the case is at version {version}", err=True)
    tell_exposing(case)


def _write_table(found: Review, table: Path) -> None:
    from linkgraph.cli.output import write_rows
    from linkgraph.folder import private

    aside = str(table) == "-"
    if not aside:
        if table.exists():
            raise InputError(
                "there is a file of this name, and it may hold answers",
                where=table.name,
                remedy="Read it back with --read, or give another name.",
            )
        # It names people, victims among them.
        private(table)
    # A spreadsheet takes a file without the mark for one in the local code page.
    coding = "utf-8" if aside else "utf-8-sig"
    with click.open_file(str(table), "w", encoding=coding, atomic=not aside) as file:
        write_rows(file, found.columns, found.rows(), "csv")
    click.echo(
        "Fill in verdict (same, different, unsure) and why, then give it to --read.", err=True
    )
    if not aside:
        click.echo(f"{table.name} names people: erase it when it is read back.", err=True)


def _ask(case: Case, found: Review) -> None:
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False)
    # Where each answer was given, and its version; 0 where it was on record already.
    done: list[tuple[int, int]] = []
    items = list(found)
    place = 0
    try:
        while place < len(items):
            _show(console, items[place], place + 1, len(items))
            key = _key()
            if key == "q":
                break
            if key == "u" and done:
                place, version = done.pop()
                if version:
                    case.undo(version, reason="undone while reviewing")
            elif key in _KEYS:
                done.append((place, _decide(case, items[place], _KEYS[key])))
                place += 1
            elif key == "s":
                place += 1
    finally:
        click.echo(f"{len(done)} answers on record", err=True)
        tell_exposing(case)


def _key() -> str:
    try:
        return click.getchar().lower()
    except EOFError:
        return "q"
    except OSError as cause:
        raise InputError(
            "there is no screen to ask on",
            remedy="`linkgraph resolve review --table FILE` writes a table to fill in.",
        ) from cause


def _decide(case: Case, item: ReviewItem, verdict: str) -> int:
    """Put an answer on record; return its version, 0 where it was on record already."""
    from linkgraph.case.place import current_user

    pair = item.question.left, item.question.right
    why = click.prompt("why", err=True, default="compared side by side")
    version = case.decide(*pair, verdict, why=why)
    told = [(one.version, one.who) for one in case.ledger.judgements(pair=pair)]
    return version if (version, current_user()) in told else 0


def _show(console: object, item: ReviewItem, number: int, total: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not isinstance(console, Console):
        raise TypeError
    table = Table(title=f"{number} of {total}: {item.why} ({item.question.score:.3f})", expand=True)
    for head in ("", item.question.left, item.question.right, "says", "bits"):
        table.add_column(head, overflow="fold")
    for one in item.compared:
        if one.left or one.right:
            cells = (one.name, "; ".join(one.left), "; ".join(one.right), one.says)
            style = {"agree": "green", "differ": "red"}.get(one.outcome, "dim")
            bits = "" if one.outcome == "missing" else f"{one.bits:+.1f}"
            table.add_row(*(Text(words_of(cell)) for cell in cells), Text(bits), style=style)
    below = (
        ("roles", item.left_roles, item.right_roles),
        ("stands in", item.left_places, item.right_places),
    )
    for word, left, right in below:
        both = (Text(words_of("; ".join(side))) for side in (left, right))
        table.add_row(word, *both, "", "")
    console.print(table)
    console.print(_PROMPT)
