"""What stands on each pair, where several have judged it: people before models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Decided", "PairWord", "settle", "settled_frame"]

_PERSON = "person"


class Decided(Protocol):
    """A judgement, as far as this needs to know it (``ledger.Judgement``, ``ledger.Verdict``)."""

    @property
    def left(self) -> str:
        """Entity id, the lesser of the two."""
        ...

    @property
    def right(self) -> str:
        """Entity id."""
        ...

    @property
    def verdict(self) -> str:
        """One of same, different, unsure."""
        ...

    @property
    def score(self) -> float | None:
        """0 to 1 where a model scored it."""
        ...

    @property
    def model(self) -> str:
        """What scored it, or ``person``."""
        ...

    @property
    def who(self) -> str:
        """Who decided."""
        ...


class PairWord(NamedTuple):
    """What stands on a pair.

    Attributes:
        verdict: same, different or unsure.
        model: What said so, or ``person``.
        score: The model's score where a model said so.
        disputed: Whether two people differ; the verdict is then unsure.
    """

    verdict: str
    model: str
    score: float | None
    disputed: bool = False

    @property
    def by_person(self) -> bool:
        """Whether people said so."""
        return self.model == _PERSON


def settle(judgements: Iterable[Decided]) -> dict[tuple[str, str], PairWord]:
    """Return what stands on each judged pair.

    A person's word outranks a model's. Where two people differ, nobody can say yet.
    Where two models differ, that the two are different outranks that nobody can say,
    and that outranks that they are the same.

    Args:
        judgements: Those in force, in any order; ``left`` before ``right``.

    Returns:
        By pair. Empty for none. O(judgements).
    """
    said: dict[tuple[str, str], PairWord] = {}
    for one in judgements:
        pair = (one.left, one.right)
        made = PairWord(one.verdict, one.model, one.score)
        held = said.get(pair)
        said[pair] = made if held is None else _both(held, made)
    return said


_STRICT = {"same": 0, "unsure": 1, "different": 2}


def _both(one: PairWord, two: PairWord) -> PairWord:
    if one.by_person != two.by_person:
        return one if one.by_person else two
    if one.by_person:
        agreed = one.verdict == two.verdict and not (one.disputed or two.disputed)
        return one if agreed else PairWord("unsure", _PERSON, None, disputed=True)
    # Ordered by all that tells them apart, so that the order they came in never matters.
    return max(one, two, key=lambda word: (_STRICT[word.verdict], word.score or 0.0, word.model))


_WORD = {
    "left": pl.String, "right": pl.String, "verdict": pl.String, "score": pl.Float64,
    "by_person": pl.Boolean, "disputed": pl.Boolean,
}  # fmt: skip


def settled_frame(judgements: Iterable[Decided]) -> pl.DataFrame:
    """Return what stands on each judged pair as columns, in no order.

    Columns ``left``, ``right``, ``verdict``, ``score``, ``by_person``, ``disputed``; as
    ``settle``, and several times as fast where most pairs have one judgement.
    """
    held = list(judgements)
    model = pl.Series([one.model for one in held], dtype=pl.String)
    frame = pl.DataFrame(
        {
            "left": [one.left for one in held],
            "right": [one.right for one in held],
            "verdict": [one.verdict for one in held],
            "score": [one.score for one in held],
            "by_person": model == _PERSON,
            "disputed": pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(held)),
        },
        schema=_WORD,
    )
    lone = frame.select("left", "right").is_unique()
    if lone.all():
        return frame
    said = settle(held[n] for n in (~lone).arg_true())
    several = [
        (*pair, word.verdict, word.score, word.by_person, word.disputed)
        for pair, word in said.items()
    ]
    return pl.concat([frame.filter(lone), pl.DataFrame(several, schema=_WORD, orient="row")])
