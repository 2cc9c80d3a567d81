"""How the surroundings of entities look, whatever the entities are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["alike", "mixed"]

_ROUNDS = 6
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MORE = np.uint64(0xBF58476D1CE4E5B9)


def alike(matrix: Any) -> NDArray[np.uint64]:
    """Return a number for each entity that is the same for those whose surroundings look alike.

    Args:
        matrix: Strengths of ties, symmetric, sparse.

    Returns:
        Numbers made of the strengths around each entity up to six steps away, and of
        nothing else: neither names nor order of entities change them, nor does what is
        not connected. Different numbers mean different surroundings; the same number
        nearly always means that the two could change places.

    Note:
        O(m) for m ties.

    Source:
        Weisfeiler and Leman, "The reduction of a graph to canonical form", 1968 (colour
        refinement), with colours kept as 64-bit sums.
    """
    n = matrix.shape[0]
    colour = np.ones(n, dtype=np.uint64)
    weight = mixed(matrix.data.view(np.uint64))
    some = np.flatnonzero(np.diff(matrix.indptr))
    starts = matrix.indptr[some]
    for _ in range(_ROUNDS):
        seen = np.zeros(n, dtype=np.uint64)
        # Whole numbers wrap around and add up the same in any order; broken ones do not.
        if len(some):
            seen[some] = np.add.reduceat(mixed(colour[matrix.indices] ^ weight), starts)
        colour = mixed(colour * _MORE + seen)
    return colour


def mixed(told: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers of 64 bits mixed well: those that are near come out far apart."""
    told = (told ^ (told >> np.uint64(30))) * _ODD
    told = (told ^ (told >> np.uint64(27))) * _MORE
    return np.asarray(told ^ (told >> np.uint64(31)))
