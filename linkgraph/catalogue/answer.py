"""An answer: rows, what they rest on, and what they do not prove."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from linkgraph.errors import QuestionError
from linkgraph.schema import load_schema
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from linkgraph.catalogue.explanation import Explanation
    from linkgraph.ledger import SourceRow
    from linkgraph.statements import Source

__all__ = ["Answer", "flatten_sources", "marks_of", "unjudged"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave.

    Attributes:
        question: The question's id.
        columns: Column names; the last three are handling, originators, sources.
        rows: One tuple a row, in the question's order.
        caution: What the rows do not prove.
        handling: Strictest handling on anything used, both schemes side by side;
            empty where nothing was found.
        originators: Everybody whose material was used, sorted.
        params: The parameters as used.
        opener: Opens a row by its number; None where the answer was made outside a case.
    """

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    caution: str
    handling: str
    originators: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    opener: Callable[[int], Explanation] | None = field(default=None, compare=False, repr=False)

    def explain(self, row: int) -> Explanation:
        """Return what a row rests on: links, source lines, grades, handling, weakest link.

        Args:
            row: Its number, from 1, in the order of ``rows``.

        Raises:
            InputError: The answer has no such row.
            QuestionError: The answer was made outside a case.
        """
        if self.opener is None:
            raise QuestionError(
                "only an answer that a case gave can be opened", where=self.question
            )
        return self.opener(row)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a DataFrame; caution, handling and originators in ``attrs``."""
        import pandas as pd

        frame = pd.DataFrame(list(self.rows), columns=list(self.columns))
        frame.attrs |= {
            "question": self.question,
            "caution": self.caution,
            "handling": self.handling,
            "originators": list(self.originators),
        }
        return frame


def flatten_sources(told: object) -> tuple[str, ...]:
    """Return source ids, sorted, from whatever nesting of texts a question gave."""
    found: set[str] = set()
    held = [told]
    while held:
        one = held.pop()
        if isinstance(one, str):
            found |= set(one.split())
        elif isinstance(one, list | tuple):
            held += one
    return tuple(sorted(found))


def marks_of(sources: Iterable[str], known: Mapping[str, SourceRow]) -> tuple[str, tuple[str, ...]]:
    """Return strictest handling (both schemes) and originators of sources.

    Args:
        sources: Source ids. None at all gives the strictest handling: nobody said
            that it may be shown.
        known: Sources in force by id.
    """
    rows = [known[one].source for one in sources if one in known]
    originators = tuple(sorted({str(row.originator) for row in rows}))
    return strictest_marks(rows), originators


def unjudged(grades: object, sources: Iterable[Source]) -> list[str]:
    """Return a caution where sources are graded by schemes that no grade asked for is of.

    Args:
        grades: Codes of reliability that are good enough; anything but a list where any is.
        sources: Those in force.
    """
    if not isinstance(grades, list):
        return []
    used = {source.grade_scheme for source in sources if source.reliability}
    scales = load_schema().grades
    blind = sorted(one for one in used if not set(grades) & set(scales[one]["reliability"]))
    if not blind:
        return []
    named = ", ".join(blind)
    return [f"Sources graded by {named} are left out: name a grade of theirs too (min_grade=B,2)."]
