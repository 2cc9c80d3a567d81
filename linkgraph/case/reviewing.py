"""What waits for people: shown side by side, asked one by one, or filled in as a table."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.case.place import current_user
from linkgraph.errors import InputError
from linkgraph.ledger import Judgement
from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.pairs import explain_codes
from linkgraph.resolve.verdicts import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from linkgraph.resolve.model import Model
    from linkgraph.resolve.pairs import Compared
    from linkgraph.resolve.queue import Question

__all__ = [
    "ANSWERS",
    "Beside",
    "Review",
    "ReviewItem",
    "answered_judgements",
    "make_review",
    "read_answers",
]

# What a person may write into a table, in lower case.
ANSWERS: Mapping[str, str] = {
    "y": "same", "yes": "same", "same": "same",
    "n": "different", "no": "different", "different": "different",
    "?": "unsure", "unsure": "unsure",
}  # fmt: skip
_WHY: Mapping[str, str] = {
    **REASONS,
    "suspect_and_victim": (
        "one person would be suspect and victim: weigh the non-punishment principle"
    ),
    "exclusive": "each has a number that one person has one of",
    "disputed": "people differ on it",
}
_COMMON = ("left", "right", "verdict", "why", "score", "waits_because", "left_roles",
           "right_roles", "left_stands_in", "right_stands_in")  # fmt: skip
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One pair that waits for a person.

    Attributes:
        question: The pair, its score and why it waits.
        why: The same in words.
        compared: Each property: what both say, and what it weighs.
        left_places: Where files state the one: ``file locator (originator, grade)``.
        right_places: Where they state the other.
        left_roles: In which roles case files name the one.
        right_roles: And the other.
    """

    question: Question
    why: str
    compared: tuple[Compared, ...]
    left_places: tuple[str, ...]
    right_places: tuple[str, ...]
    left_roles: tuple[str, ...]
    right_roles: tuple[str, ...]

    def row(self) -> dict[str, object]:
        """Return the pair as one row of the table that people fill in."""
        asked = self.question
        told: dict[str, object] = {
            "left": asked.left,
            "right": asked.right,
            "verdict": "",
            "why": "",
            "score": round(asked.score, 3),
            "waits_because": self.why,
            "left_roles": "; ".join(self.left_roles),
            "right_roles": "; ".join(self.right_roles),
            "left_stands_in": "; ".join(self.left_places),
            "right_stands_in": "; ".join(self.right_places),
        }
        for one in self.compared:
            told[f"{one.name}_left"] = "; ".join(one.left)
            told[f"{one.name}_right"] = "; ".join(one.right)
            told[f"{one.name}_says"] = "" if one.outcome == "missing" else one.says
        return told


@dataclass(frozen=True, slots=True)
class Review:
    """The pairs that wait for people, first what a decision changes most.

    Attributes:
        items: In that order.
        waiting: How many wait in all.
    """

    items: tuple[ReviewItem, ...]
    waiting: int

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[ReviewItem]:
        return iter(self.items)

    @property
    def columns(self) -> list[str]:
        """The columns of ``rows``."""
        shown = [f"{c.name}_{side}" for c in COMPARISONS for side in ("left", "right", "says")]
        return [*_COMMON, *shown]

    def rows(self) -> Iterator[list[object]]:
        """Yield the table that people fill in: write same, different or unsure into verdict."""
        for item in self.items:
            told = item.row()
            yield [told.get(name, "") for name in self.columns]

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a DataFrame; fill in verdict and why, then ``answer_review``."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=self.columns)

    def _repr_html_(self) -> str:
        """Return the first pairs side by side, for a notebook; every text is escaped."""
        shown = self.items[:_MOST_SHOWN]
        parts = [f"<p>{self.waiting} pairs wait for a person; {len(shown)} shown.</p>"]
        parts += [_side_by_side(item) for item in shown]
        return "".join(parts)


def _side_by_side(item: ReviewItem) -> str:
    head = (
        f"<tr><th scope='col'>{_safe(item.question.left)}</th>"
        f"<th scope='col'>{_safe(item.why)} ({item.question.score:.3f})</th>"
        f"<th scope='col'>{_safe(item.question.right)}</th></tr>"
    )
    rows = "".join(
        f"<tr><td>{_safe('; '.join(one.left))}</td>"
        f"<td>{_safe(one.name)}: {_safe(one.says)} ({one.bits:+.1f})</td>"
        f"<td>{_safe('; '.join(one.right))}</td></tr>"
        for one in item.compared
        if one.left or one.right
    )
    below = (
        ("roles", item.left_roles, item.right_roles),
        ("stands in", item.left_places, item.right_places),
    )
    places = "".join(
        f"<tr><td>{_safe('; '.join(left))}</td><td>{word}</td>"
        f"<td>{_safe('; '.join(right))}</td></tr>"
        for word, left, right in below
    )
    return f"<table><thead>{head}</thead><tbody>{rows}{places}</tbody></table>"


def _safe(text: str) -> str:
    # An isolate keeps a direction mark in a name from turning what stands beside it.
    return f"<bdi>{html.escape(text)}</bdi>"


@dataclass(frozen=True, slots=True)
class Beside:
    """What people need beside the questions.

    Attributes:
        records: Prefix of ids (``person``) to records as ``read_records`` gives them.
        places: As ``find_records`` gives them.
        models: Prefix of ids to the scoring model.
        roles: Id to the roles in which case files name it.
    """

    records: Mapping[str, pl.DataFrame]
    places: pl.DataFrame
    models: Mapping[str, Model]
    roles: Mapping[str, Sequence[str]]


def make_review(asked: list[Question], beside: Beside, most: int) -> Review:
    """Return questions with what people need to answer them.

    Args:
        asked: In order.
        beside: What else is known of the records in question.
        most: How many to show.
    """
    shown = asked[:most]
    wanted = sorted({one for ask in shown for one in (ask.left, ask.right)})
    stands: dict[str, list[str]] = {one: [] for one in wanted}
    for record, file, locator, originator, grade in beside.places.iter_rows():
        by = f"{originator}, {grade}" if grade else originator
        stands[record].append(f"{file} {locator} ({by})")
    known = {
        prefix: frame.filter(pl.col("id").is_in(wanted)) for prefix, frame in beside.records.items()
    }
    items = []
    for ask in shown:
        prefix = ask.left.partition(":")[0]
        _, compared = explain_codes(
            ask.codes, known[prefix], (ask.left, ask.right), beside.models[prefix]
        )
        why = _WHY.get(ask.reason, ask.reason)
        items.append(
            ReviewItem(
                ask,
                why,
                tuple(compared),
                tuple(stands[ask.left]),
                tuple(stands[ask.right]),
                tuple(beside.roles.get(ask.left, ())),
                tuple(beside.roles.get(ask.right, ())),
            )
        )
    return Review(tuple(items), len(asked))


def answered_judgements(
    rows: Iterable[tuple[str, Mapping[str, object]]],
) -> list[tuple[str, Judgement]]:
    """Return what people wrote into a table as judgements; rows without a verdict are skipped.

    Args:
        rows: Where each stands, and its columns: ``left``, ``right``, ``verdict``, ``why``.

    Returns:
        Where each stands, and the judgement.

    Raises:
        InputError: A verdict is none of ``ANSWERS``, a reason or id is missing, or a pair
            stands there twice with two answers; nothing is judged then.
    """
    who = current_user()
    made: dict[tuple[str, str], tuple[str, Judgement]] = {}
    for where, row in rows:
        said = _cell(row, "verdict").lower()
        if not said:
            continue
        if said not in ANSWERS:
            raise InputError(
                "the verdict is none", where=where, remedy="Write same, different or unsure."
            )
        ends = [_cell(row, side) for side in ("left", "right")]
        why = _cell(row, "why")
        if not all(ends) or not why:
            raise InputError(
                "a decision needs both ids and a reason", where=where, remedy="Fill in why."
            )
        first, second = sorted(ends)
        told = Judgement(first, second, ANSWERS[said], None, "person", (why,), who)
        held = made.setdefault((first, second), (where, told))
        if held[1].verdict != told.verdict:
            raise InputError(
                f"{held[0]} has another answer on the same two",
                where=where,
                remedy="Leave one of them.",
            )
    return list(made.values())


def _cell(row: Mapping[str, object], name: str) -> str:
    """Return a cell's text; a table of pandas says nan where nothing stands."""
    text = str(row.get(name) or "").strip()
    return "" if text.lower() in {"nan", "none", "<na>"} else text


def read_answers(text: str) -> list[tuple[str, dict[str, object]]]:
    """Return the rows of a table that people filled in, each with its line.

    Spreadsheets write commas, semicolons or tabs between cells, as their country has it.

    Raises:
        InputError: It is no table of that kind.
    """
    wanted = {"left", "right", "verdict", "why"}
    header = text.partition("\n")[0]
    mark = max(",;\t", key=header.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
        missing = wanted - set(reader.fieldnames or ())
        if missing:
            raise InputError(
                f"column {min(missing)!r} is missing",
                where="line 1",
                remedy="Fill in the table that `linkgraph resolve review --table FILE` writes.",
            )
        return [(f"line {reader.line_num}", dict(row)) for row in reader]
    except csv.Error as cause:
        raise InputError("the table cannot be read", remedy="Save it as CSV in UTF-8.") from cause
