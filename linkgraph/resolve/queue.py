"""What people are asked, and in which order: what a decision changes most comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.resolve.settled import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.ledger import Judgement
    from linkgraph.resolve.clusters import Clusters

__all__ = ["Question", "review_queue"]

# A pair that would make one person suspect and victim at once comes before any other: until
# it is decided somebody is perhaps not protected, or wrongly accused.
_GRAVE = "suspect_and_victim"


@dataclass(frozen=True, slots=True)
class Question:
    """A pair that waits for a person.

    Attributes:
        left: Record id.
        right: Record id.
        score: The model's, 0 where people disagree.
        reason: A key of ``verdicts.REASONS``, or of a refusal of the clusters.
        codes: What the model saw.
        gain: Pairs of records that a "same" would join, times the score: the order.
    """

    left: str
    right: str
    score: float
    reason: str
    codes: tuple[str, ...]
    gain: float


def review_queue(
    judgements: Iterable[Judgement], clusters: Clusters, countries: Mapping[str, frozenset[str]]
) -> list[Question]:
    """Return what waits for people, first what a decision changes most.

    Of several pairs that would join the same two entities only the best is asked.

    Args:
        judgements: Those in force.
        clusters: What they make.
        countries: Record id to the countries whose agencies state it; a pair across
            countries comes before one within.

    Returns:
        None where nothing waits. Ordered by gain descending, then ids.
    """
    held = list(judgements)
    words = settle(held)
    by_pair = {(j.left, j.right): j for j in held if j.model != "person"}
    refused = {(one.left, one.right): one.reason for one in clusters.refused}
    best: dict[tuple[str, str], Question] = {}
    for pair, word in words.items():
        ends = clusters.entity_of(pair[0]), clusters.entity_of(pair[1])
        waits = (
            pair in refused or (word.verdict == "unsure" and not word.by_person) or word.disputed
        )
        if ends[0] == ends[1] or not waits or refused.get(pair) in {"different", "unsure"}:
            continue
        asked = _question(pair, by_pair.get(pair), refused.get(pair, ""), clusters, countries)
        key = (min(ends), max(ends))
        if key not in best or _order(asked) < _order(best[key]):
            best[key] = asked
    return sorted(best.values(), key=_order)


def _order(one: Question) -> tuple[bool, float, str, str]:
    return (one.reason != _GRAVE, -one.gain, one.left, one.right)


def _question(
    pair: tuple[str, str],
    made: Judgement | None,
    refusal: str,
    clusters: Clusters,
    countries: Mapping[str, frozenset[str]],
) -> Question:
    codes = made.reasons if made else ()
    score = (made.score or 0.0) if made else 0.0
    reason = refusal or next((code for code in codes if ":" not in code), "score")
    left, right = (len(clusters.members(one)) for one in pair)
    apart = countries.get(pair[0], frozenset()).isdisjoint(countries.get(pair[1], frozenset()))
    gain = score * left * right * (2.0 if apart else 1.0)
    return Question(*pair, score, reason, codes, round(gain, 6))
