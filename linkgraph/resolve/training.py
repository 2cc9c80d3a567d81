"""Training a scoring model on the records themselves, with nobody's answers."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.resolve.comparisons import comparison
from linkgraph.resolve.model import TRAINED, Model, ready_model
from linkgraph.resolve.scoring import compared, score_given, score_pairs
from linkgraph.resolve.verdicts import agrees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.resolve.comparisons import Comparison

__all__ = ["train_model"]

_ROUNDS = 8
_MOST_PAIRS = 500_000
_SEED = 20261125
# The ready figures count as so many pairs of one person: few records move them little.
_READY_PAIRS = 200.0
_READY_SEEN = 4.0
_LEAST_U = 1e-7


def train_model(frame: pl.DataFrame) -> Model:
    """Return a model whose figures come from the records.

    How often people who are not the same agree by chance is counted on pairs taken at
    random, the same ones on every run. How often records of one person agree is estimated by
    expectation and maximisation over the pairs that share a key and whose names or
    documents agree: twins and families would otherwise be learnt as one person.

    Args:
        frame: As ``prepare`` makes it.

    Returns:
        The same for the same records, in any order. The ready model where there is
        nothing to learn from.

    Note:
        Splink compares; its own expectation maximisation is not used: it stops where a
        level is never seen, which a small case makes the rule. The ready figures stand in
        for what few records cannot tell.

    Source:
        Fellegi and Sunter, "A Theory for Record Linkage", Journal of the American
        Statistical Association 64, 1969; Winkler, "Using the EM algorithm for weight
        computation in the Fellegi-Sunter model", 1988.
    """
    ready = ready_model()
    pairs = score_pairs(frame, ready)
    used = compared(frame)
    if pairs.is_empty():
        return ready
    chance = _by_chance(frame, ready, used)
    total = frame.height * (frame.height - 1) / 2
    model = ready
    for _ in range(_ROUNDS):
        shares = _shares(pairs, ready, model, frame.height)
        sure = pairs.with_columns(share=shares)
        found = max(float(shares.to_numpy().sum()), 1.0)
        weights = dict(model.weights)
        for one in used:
            weights[one.name] = _learnt(sure, one, ready, chance[one.name], found / total)
        model = Model("training", _rounded(2 * found / frame.height), weights)
    digest = hashlib.sha256(model.to_json().encode()).hexdigest()[:12]
    return Model(f"{TRAINED}{digest}", model.matches, model.weights)


def _by_chance(
    frame: pl.DataFrame, ready: Model, used: list[Comparison]
) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """Return how many of the pairs taken at random that tell anything show each level."""
    pairs = score_given(frame, ready, _random_pairs(frame.height), used)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for one in used:
        seen = dict(pairs[one.name].value_counts().iter_rows())
        told = sum(count for value, count in seen.items() if value >= 0)
        found[one.name] = {
            level.name: (seen.get(one.at_least(level.name), 0), told) for level in one.levels
        }
    return found


def _random_pairs(records: int) -> pl.DataFrame:
    """Return row numbers of pairs: all of them where they are few, else the same ones always."""
    total = records * (records - 1) // 2
    if total <= _MOST_PAIRS:
        left, right = np.triu_indices(records, 1)
    else:
        rng = np.random.default_rng(_SEED)
        one, other = rng.integers(0, records, (2, _MOST_PAIRS))
        left, right = np.minimum(one, other), np.maximum(one, other)
        left, right = left[one != other], right[one != other]
    return pl.DataFrame({"left": left, "right": right})


def _shares(pairs: pl.DataFrame, ready: Model, model: Model, records: int) -> pl.Series:
    """Return how likely each pair is one person under a model; 0 where nothing names one."""
    named = agrees("name") | agrees("document")
    # What the ready model's bits hold is taken out level by level and put in anew, so
    # that the rarity of each name stays in.
    moved = pl.lit(_log_odds(model.prior(records)) - _log_odds(ready.prior(records)))
    for one, levels in model.weights.items():
        shown = comparison(one)
        rare = {level.name for level in shown.levels if level.rare}
        for level in levels:
            more = model.weight(one, level) - ready.weight(one, level)
            if level in rare:
                more += math.log2(model.weights[one][level][1] / ready.weights[one][level][1])
            moved = moved + pl.when(pl.col(one) == shown.at_least(level)).then(more).otherwise(0.0)
    bits = pl.col("bits") + moved
    share = pl.when(named).then(1 / (1 + (-bits * math.log(2)).exp())).otherwise(0.0)
    return pairs.select(share.alias("share"))["share"]


def _log_odds(share: float) -> float:
    return math.log2(share / (1 - share))


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def _learnt(
    pairs: pl.DataFrame,
    one: Comparison,
    ready: Model,
    chance: Mapping[str, tuple[int, int]],
    prior: float,
) -> dict[str, tuple[float, float]]:
    # Added up one after the other: in parts, the last digits would differ by the hour, and
    # with them the model's name.
    levels = pairs[one.name].cast(pl.Int64).to_numpy() + 1
    seen = np.bincount(levels, weights=pairs["share"].to_numpy(), minlength=len(one.levels) + 1)[1:]
    whole = float(seen.sum()) + _READY_PAIRS
    made = {}
    for level in one.levels:
        ready_m, ready_u = ready.weights[one.name][level.name]
        m = (float(seen[one.at_least(level.name)]) + _READY_PAIRS * ready_m) / whole
        count, told_at_random = chance[level.name]
        # Pairs at random hold some of one person: in a small case they would count as chance.
        others = max(count - prior * m * told_at_random, 0.0)
        weight = _READY_SEEN / ready_u
        u = (others + _READY_SEEN) / (told_at_random + weight)
        # Sums of the same numbers differ in their last digits with the order of threads.
        made[level.name] = (_rounded(m), _rounded(max(u, _LEAST_U)))
    return made
