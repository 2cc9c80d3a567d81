"""Who is near to all others: closeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.between import EXACT_TO, PIVOTS
from linkgraph.analysis.ties import FAR
from linkgraph.analysis.ways import distances_from, pivots

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Block, Ties

__all__ = ["closeness"]


def closeness(ties: Ties, *, exact_to: int = EXACT_TO, sample: int = PIVOTS) -> pl.DataFrame:
    """Return how near each entity is to all others that it is connected with.

    With r others within reach at a mean distance d the score is r / d: many, and near.
    Distance is 1 / strength of each tie on the way (``Block.distances``), so that without
    parallel links it counts steps.

    Args:
        ties: Of n entities and m ties.
        exact_to: Components of up to so many entities are measured through.
        sample: To so many entities of a larger component, drawn by a fixed seed, the
            distance is measured, and their mean stands for that to all.

    Returns:
        ``id``, ``score`` (0 for whoever has no tie), ``error`` (standard error that the
        drawing leaves; nothing where measured through); the highest first, then by id.
        Empty for no entities.

    Raises:
        ValueError: ``sample`` is less than 2.

    Note:
        O(n m log n), or O(sample m log n) for a component sampled. This is the closeness
        of Wasserman and Faust times n - 1: theirs is divided by the number of all
        entities, so that anybody added elsewhere would change it.

        Near to all is whoever many paths happen to be on file for. It says nothing of
        who commands or knows whom.

    Source:
        Wasserman and Faust, "Social Network Analysis", 1994, formula 5.22; Eppstein and
        Wang, "Fast approximation of centrality", Journal of Graph Algorithms and
        Applications 8(1), 2004 (sampling).
    """
    if sample < 2:  # noqa: PLR2004
        raise ValueError("a sample of less than two tells no error")
    scores, errors = np.zeros(len(ties)), np.zeros(len(ties))
    large = int(np.bincount(ties.components).max(initial=0)) > exact_to
    for block in ties.blocks(alike_first=large):
        through = len(block.nodes) <= max(exact_to, sample)
        told = _measured(block) if through else _sampled(block, sample)
        scores[block.nodes], errors[block.nodes] = told
    return ties.by_score(scores, error=errors)


def _measured(block: Block) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    far = block.distances()
    size = len(block.nodes)
    hangs = np.diff(far.indptr) == 1
    if size == 2:  # noqa: PLR2004
        hangs[0] = False
    sums = np.zeros(size)
    for start, distance in distances_from(far, np.flatnonzero(~hangs)):
        sums[start] = distance.sum()
    # Whatever hangs on one other alone is a step farther from all but itself and that other.
    at = far.indptr[:-1][hangs]
    sums[hangs] = sums[far.indices[at]] + far.data[at] * (size - 2)
    return FAR * (size - 1) ** 2 / sums, np.zeros(size)


def _sampled(block: Block, sample: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    far = block.distances()
    size = len(block.nodes)
    sums, squares = np.zeros(size), np.zeros(size)
    for _, distance in distances_from(far, pivots(size, sample)):
        sums += distance
        squares += distance**2
    mean = sums / sample
    spread = np.maximum(squares - sums * mean, 0.0) / (sample - 1)
    score = FAR * (size - 1) ** 2 / (size * mean)
    # A small error of a mean is, as a share, that of one divided by it.
    return score, score * np.sqrt((1 - sample / size) * spread / sample) / mean
