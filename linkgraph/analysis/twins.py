"""Entities of a network that could change places: they are walked from once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from linkgraph.analysis.shapes import mixed
from linkgraph.analysis.ways import leading_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Between", "between_twins", "twins"]


def twins(far: Any, held: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a number for each entity that twins have in common, from 0.

    Two are twins where all others are as far from the one as from the other, and they
    stand for as many; they may be tied to each other or not. All of one number are twins of
    each other, and either all are tied, equally far, or none are.

    Args:
        far: Distances, symmetric, sparse, no empty row.
        held: A row an entity: for whom it stands, by side.

    Note:
        O(m) for m ties. Twins are told by sums of 64 bits, of which two different ones are
        equal by chance once in 10^11 networks of 20,000 entities.
    """
    size = far.shape[0]
    source = np.repeat(np.arange(size), np.diff(far.indptr))
    name = mixed(np.arange(1, size + 1, dtype=np.uint64))
    length = mixed(far.data.astype(np.uint64))
    stands = mixed(held.view(np.uint64))
    columns = mixed(np.arange(1, held.shape[1] + 1, dtype=np.uint64))
    near = np.add.reduceat(mixed(name[far.indices] ^ length), far.indptr[:-1])
    # Which column a number stands in counts too.
    seen = near + mixed(stands * columns).sum(axis=1, dtype=np.uint64)
    whole = seen[source] + mixed(name[source] ^ length)
    other = seen[far.indices] + mixed(name[far.indices] ^ length)
    tied = whole == other
    seen[source[tied]] = mixed(whole[tied])
    return np.unique(seen, return_inverse=True)[1].astype(np.int64)


class Between(NamedTuple):
    """What lies on the shortest ways between twins.

    Attributes:
        through: Of each entity.
        over: Of each number of the matrix, the same for both directions of a tie.
    """

    through: NDArray[np.float64]
    over: NDArray[np.float64]


def between_twins(
    far: Any, held: NDArray[np.float64], kind: NDArray[np.int64], apart: NDArray[np.float64]
) -> Between:
    """Return what pairs of twins of one number put on entities and ties.

    Twins reach each other over their own tie, or over any of their nearest others: every
    other way is longer.

    Args:
        far: Distances, symmetric, sparse.
        held: A row an entity: for whom it stands, by side.
        kind: As ``twins`` gives.
        apart: 1 where pairs of two sides count.
    """
    source = np.repeat(np.arange(far.shape[0]), np.diff(far.indptr))
    mine, others = kind[source], kind[far.indices]
    count = np.bincount(kind)
    inner, outer = np.full(len(count), np.inf), np.full(len(count), np.inf)
    np.minimum.at(inner, mine[mine == others], far.data[mine == others])
    np.minimum.at(outer, mine[mine != others], far.data[mine != others])
    nearest = (mine != others) & (far.data == outer[mine])
    over_others, direct = 2 * outer <= inner, inner <= 2 * outer
    ways = direct + over_others * np.bincount(mine[nearest], minlength=len(count)) / count
    first = np.unique(kind, return_index=True)[1]
    sent = ((held[first] @ apart) * held[first]).sum(axis=1) * (count > 1)
    each = np.divide(sent, ways, out=np.zeros(len(count)), where=ways > 0)
    # From each to all of its twins.
    passing = np.where(nearest & over_others[mine], (each * (count - 1))[mine], 0.0)
    through = np.bincount(far.indices, passing, minlength=far.shape[0]) / 2
    own = np.where((mine == others) & direct[mine], each[mine], 0.0)
    return Between(through, own + passing + passing[leading_back(far)])
