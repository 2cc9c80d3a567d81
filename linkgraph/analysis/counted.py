"""What lies between all pairs of a component, counted through part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from linkgraph.analysis.twins import between_twins, twins
from linkgraph.analysis.ways import Ways, leading_back, walks_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from linkgraph.analysis.solid import Solid, Solids

__all__ = ["count_through"]


def count_through(
    solids: Solids, far: Any, apart: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many pairs have each entity, and each tie, between them; exact.

    Args:
        solids: The component, taken apart.
        far: Distances in it.
        apart: 1 where pairs of two sides count.

    Returns:
        By place, and by number of ``far``, the same for both directions of a tie.

    Note:
        What hangs on one entity alone is reached over it wherever one comes from, so that
        only ways inside the parts are walked, from one of each set of twins: a tree, a
        chain or a set of people all tied to each other costs no more than to read it.

    Source:
        Puzis, Elovici, Zilberman, Dolev and Brandes, "Topology manipulations for speeding
        betweenness centrality computation", Journal of Complex Networks 3(1), 2015.
    """
    through = solids.branching(apart)
    over = solids.bridging(far, apart)
    for part in solids.parts(far):
        inside, told = _inside(part, apart)
        through[part.nodes] += inside
        over[part.arcs] = told
    return through, over


def _inside(
    part: Solid, apart: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    kind = twins(part.far, part.held)
    through, over = between_twins(part.far, part.held, kind, apart)
    _, first, count = np.unique(kind, return_index=True, return_counts=True)
    if len(first) == 1:
        return through, over
    ways = Ways.of(_of_each(part.far, first))
    passed, carried = _walked(ways, part.held[first], count.astype(np.float64), apart)
    through += passed[kind] / 2
    source = np.repeat(kind, np.diff(part.far.indptr))
    target = kind[part.far.indices]
    others = source != target
    at = np.searchsorted(
        ways.source * np.int64(len(first)) + ways.target, (source * len(first) + target)[others]
    )
    over[others] += carried[at]
    return through, over


def _of_each(far: Any, first: NDArray[np.int64]) -> Any:
    if len(first) == far.shape[0] and (np.diff(first) > 0).all():
        return far
    made = far[first][:, first]
    made.sort_indices()
    return made


def _walked(
    ways: Ways, held: NDArray[np.float64], count: NDArray[np.float64], apart: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what passes each entity of a kind, and each tie of two kinds, from all to all."""
    through, over = np.zeros(len(held)), np.zeros(len(ways.source))
    mass = held * count[:, None]
    sent = mass @ apart
    stands_for = None if len(count) == int(count.sum()) else count
    for start, _, carried in walks_from(ways, np.flatnonzero(sent.any(axis=1)), stands_for):
        walk = carried(mass @ sent[start])
        through += walk.through
        over[walk.arcs] += walk.over
    both = over + over[leading_back(ways.far)]
    return through / count, both / (2 * count[ways.source] * count[ways.target])
