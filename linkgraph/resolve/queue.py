"""What people are asked, and in which order: what a decision changes most comes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.resolve.settled import settle
from linkgraph.resolve.undecided import parted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.ledger import Judgement
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.resolve.settled import PairWord

__all__ = ["Question", "review_queue"]

# A pair that would make one person suspect and victim at once comes before any other: until
# it is decided somebody is perhaps not protected, or wrongly accused.
_GRAVE = "suspect_and_victim"
# How often people find such pairs to be one, roughly: a score does not know what made
# the pair wait.
_NOWHERE: frozenset[str] = frozenset()
_LIKELY = {"score": 0.9, "rival": 0.7, "name_only": 0.5, "contradiction": 0.2, "other_name": 0.1}


@dataclass(frozen=True, slots=True)
class Question:
    """A pair that waits for a person.

    Attributes:
        left: Record id.
        right: Record id.
        score: The model's, 0 where people disagree.
        reason: A key of ``verdicts.REASONS``, or of a refusal of the clusters.
        codes: What the model saw.
        gain: Pairs of records that a "same" would join, times how likely it is: the order.
    """

    left: str
    right: str
    score: float
    reason: str
    codes: tuple[str, ...]
    gain: float


def review_queue(  # noqa: PLR0913 - what a case knows of its records, each by itself
    judgements: Iterable[Judgement],
    clusters: Clusters,
    countries: Mapping[str, frozenset[str]],
    named: Collection[str] = (),
    told: Mapping[str, int] | None = None,
    *,
    guarded: Collection[str] = (),
) -> list[Question]:
    """Return what waits for people, first what a decision changes most.

    Of several pairs that would join the same two entities only the best is asked. A person
    who parts the two ends the question, save of somebody protected: there each further pair
    is asked by itself, since it goes on protecting until it is decided.

    Args:
        judgements: Those in force.
        clusters: What they make.
        countries: Record id to the countries whose agencies state it; a pair across
            countries comes before one within.
        named: Ids of records that a case file names in some role; what is decided on them
            comes before what is decided on bystanders.
        told: Record id to how many kinds of things it tells (documents, phones, accounts,
            ...): joining two that tell much changes more than joining a bare name.
        guarded: Ids of records of whoever a role protects, or may.

    Returns:
        None where nothing waits. Ordered by gain descending, then ids.
    """
    held = list(judgements)
    words = settle(held)
    by_pair = {(j.left, j.right): j for j in held if j.model != "person"}
    refused = {(one.left, one.right): one.reason for one in clusters.refused}
    entity = clusters.entity_of
    settled = set(map(frozenset, parted(words, clusters)))
    waiting = {
        pair: ends
        for pair, word in words.items()
        if len(ends := frozenset((entity(pair[0]), entity(pair[1])))) > 1
        and (ends not in settled or not set(pair).isdisjoint(guarded))
        and _waits(word, refused.get(pair))
    }
    rivals = Counter(one for ends in set(waiting.values()) for one in ends)
    in_files = {entity(one) for one in named}
    best: dict[object, Question] = {}
    for pair, ends in waiting.items():
        asked = _question(pair, by_pair.get(pair), refused.get(pair, ""))
        left, right = (len(clusters.members(one)) for one in pair)
        apart = countries.get(pair[0], _NOWHERE).isdisjoint(countries.get(pair[1], _NOWHERE))
        # One of many that may be the same is so less likely than the only one.
        among = max(rivals[one] for one in ends)
        weight = (2.0 if apart else 1.0) * (2.0 if in_files & ends else 1.0)
        weight *= 1 + min((told or {}).get(one, 0) for one in pair)
        gain = asked.gain * left * right * weight / among
        asked = replace(asked, gain=round(gain, 6))
        alike = pair if ends in settled else ends
        if alike not in best or _order(asked) < _order(best[alike]):
            best[alike] = asked
    return sorted(best.values(), key=_order)


def _waits(word: PairWord, refusal: str | None) -> bool:
    """Say whether a person is yet to speak on a pair, or people differ on it."""
    if word.by_person:
        return word.disputed or refusal == "suspect_and_victim"
    return word.verdict == "unsure" or refusal is not None


def _order(one: Question) -> tuple[bool, float, str, str]:
    return (one.reason != _GRAVE, -one.gain, one.left, one.right)


def _question(pair: tuple[str, str], made: Judgement | None, refusal: str) -> Question:
    """Return a pair as it is asked; its gain is how likely the two are one, so far."""
    codes = made.reasons if made else ()
    score = (made.score or 0.0) if made else 0.0
    reason = refusal or next((code for code in codes if ":" not in code), "score")
    return Question(*pair, score, reason, codes, score * _LIKELY.get(reason, 1.0))
