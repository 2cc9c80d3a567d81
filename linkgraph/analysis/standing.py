"""Who is tied to those who are tied to many: PageRank and eigenvector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Ties

__all__ = ["eigenvector", "pagerank"]

# Vectors held at once and rounds tried: few are quickest where they get there, as in most networks.
_TRIES = ((8, 100), (20, 2_000))
_STILL = 1e-13
# Up to so many entities a full solution is quicker than one by rounds.
_SMALL = 200


def pagerank(ties: Ties, *, damping: float = 0.85) -> pl.DataFrame:
    """Return how often a walk over the ties comes by each entity, 1 being the average.

    The walk follows a tie by its strength, and with chance 1 - damping begins again
    anywhere in its component.

    Args:
        ties: Of n entities and m ties.
        damping: Chance to go on, from 0 to below 1.

    Returns:
        ``id``, ``score``; the highest first, then by id. The scores of a component add up
        to the number of its entities; whoever has no tie has 1. This is PageRank times n,
        so that what is not connected changes no score. Empty for no entities.

    Raises:
        ValueError: ``damping`` is out of range.

    Note:
        O(m) a round, at most ``log(1e-13) / log(damping)`` rounds. In ties without
        direction the score runs close to strength: banks, shops and agencies lead. It says
        nothing of rank in a group.

    Source:
        Brin and Page, "The anatomy of a large-scale hypertextual Web search engine",
        Computer Networks 30, 1998.
    """
    if not 0 <= damping < 1:
        raise ValueError("damping lies from 0 to below 1")
    scores = np.ones(len(ties))
    strength = np.asarray(ties.matrix.sum(axis=1)) if len(ties) else scores
    tied = strength > 0
    share = np.divide(1.0, strength, out=np.zeros(len(ties)), where=tied)
    rounds = int(np.ceil(np.log(_STILL) / np.log(damping))) if damping else 1
    for _ in range(rounds):
        told = np.where(tied, 1 - damping + damping * (ties.matrix @ (scores * share)), 1.0)
        moved = np.abs(told - scores).max(initial=0.0)
        scores = told
        if moved < _STILL:
            break
    return ties.by_score(scores)


def eigenvector(ties: Ties) -> pl.DataFrame:
    """Return for each entity the summed standing of those whom it is tied to.

    Within a component standing is the leading eigenvector x of the strengths, of length 1;
    the score is the sum over ties of strength times the other's x, which is x times the
    eigenvalue. So a large, dense component has higher scores than a lone pair, and what is
    not connected changes none.

    Args:
        ties: Of n entities and m ties.

    Returns:
        ``id``, ``score`` (0 for whoever has no tie); the highest first, then by id. Empty
        for no entities.

    Raises:
        ArithmeticError: No answer was reached, as may be in very long chains.

    Note:
        O(m) a round, some hundreds of rounds. One dense cluster takes nearly all standing:
        who leads another cluster is not seen here. A high score tells of company on file,
        not of guilt.

    Source:
        Bonacich, "Factoring and weighting approaches to status scores and clique
        identification", Journal of Mathematical Sociology 2, 1972.
    """
    scores = np.zeros(len(ties))
    for block in ties.blocks():
        scores[block.nodes] = _leading(block.matrix)
    return ties.by_score(scores)


def _leading(matrix: Any) -> NDArray[np.float64]:
    size = matrix.shape[0]
    if size <= _SMALL:
        values, vectors = np.linalg.eigh(matrix.toarray())
        return np.asarray(values[-1] * np.abs(vectors[:, -1]))
    start = np.sqrt(np.asarray(matrix.sum(axis=1)))
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    for held, most in _TRIES:
        try:
            value, vector = eigsh(matrix, k=1, which="LA", v0=start, tol=0, ncv=held, maxiter=most)
        except ArpackNoConvergence:
            continue
        return np.asarray(value[0] * np.abs(vector[:, 0]))
    raise ArithmeticError("the standing of entities in a component stays unsettled")
