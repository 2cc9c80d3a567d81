"""A component taken apart into solid parts: those that the loss of no one entity parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from linkgraph.analysis.cutting import Cutting
from linkgraph.analysis.ties import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Block

__all__ = ["Solid", "Solids"]


@dataclass(frozen=True, slots=True)
class Solid:
    """One part of three or more entities.

    Attributes:
        nodes: Places of its entities in the component, ascending.
        far: Distances between them, a symmetric sparse matrix.
        held: A row an entity: what is reached from inside the part over it alone, itself
            counted, by side.
        arcs: Places of its numbers among those of the component's matrix, in order.
    """

    nodes: NDArray[np.int64]
    far: Any
    held: NDArray[np.float64]
    arcs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Solids:
    """Where a component falls apart, and what hangs on what; the rest goes by order of a walk.

    Attributes:
        cutting: The walk.
        own: A row an entity, in order of the walk: 1 in the column of its side.
        below: What lies below each in the walk, itself counted, by side.
        label: The part that its tie to its parent is in, told by the first below the part's
            top; -1 for the first of all.
    """

    cutting: Cutting
    own: NDArray[np.float64]
    below: NDArray[np.float64]
    label: NDArray[np.int64]

    @classmethod
    def of(cls, block: Block, own: NDArray[np.float64]) -> Solids:
        """Take a component apart, in O(n + m).

        Args:
            block: The component.
            own: A row an entity of it: 1 in the column of its side.

        Source:
            Hopcroft and Tarjan, "Algorithm 447", Communications of the ACM 16(6), 1973.
        """
        cutting = Cutting.of(block)
        mine = own[cutting.order]
        summed = np.vstack([np.zeros(mine.shape[1]), np.cumsum(mine, axis=0)])
        label, above = [-1] * len(mine), cutting.parent.tolist()
        for at, apart in enumerate(cutting.apart.tolist()):
            label[at] = at if apart else (label[above[at]] if at else -1)
        return cls(cutting, mine, summed[cutting.last] - summed[:-1], np.array(label))

    @property
    def largest(self) -> int:
        """Entities of the largest part."""
        return int(np.bincount(self.label[1:]).max(initial=0)) + 1

    def branching(self, apart: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return by place how many pairs have each entity between them whichever way is taken.

        Args:
            apart: 1 where pairs of two sides count.
        """
        loose = np.flatnonzero(self.cutting.apart)
        between = _pairs(self.below[0] - self.own, apart)
        between[1:] -= _pairs(self.below[0] - self._within()[1:], apart)
        np.subtract.at(between, self.cutting.parent[loose], _pairs(self.below[loose], apart))
        told = np.empty(len(between))
        told[self.cutting.order] = between
        return told

    def bridging(self, far: Any, apart: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return of each number of a matrix, where it is a bridge, how many pairs it joins; else 0."""
        part = self._parts(far)
        joins = ((self.below @ apart) * (self.below[0] - self.below)).sum(axis=1)
        return np.where(self.cutting.bridge[part], joins[part], 0.0)

    def parts(self, far: Any) -> Iterator[Solid]:
        """Yield the parts that are more than one tie.

        Args:
            far: Distances in the component, its rows sorted.
        """
        part = self._parts(far)
        arcs = np.flatnonzero(~self.cutting.bridge[part])
        arcs = arcs[np.argsort(part[arcs], kind="stable")]
        begins = np.flatnonzero(np.diff(part[arcs], prepend=-1))
        source = np.repeat(np.arange(far.shape[0]), np.diff(far.indptr))
        rank, within = np.argsort(self.cutting.order), self._within()
        for mine in np.split(arcs, begins[1:]) if len(arcs) else ():
            first = int(part[mine[0]])
            nodes, at = np.unique(source[mine], return_inverse=True)
            held = within[rank[nodes]]
            # All that is not below the part is reached over its top.
            held[rank[nodes] == self.cutting.parent[first]] = self.below[0] - self.below[first]
            to = np.searchsorted(nodes, far.indices[mine])
            begin = np.r_[0, np.cumsum(np.bincount(at, minlength=len(nodes)))]
            yield Solid(nodes, sparse((far.data[mine], to, begin), len(nodes)), held, mine)

    def _within(self) -> NDArray[np.float64]:
        """Return what each stands for in the part above it: itself and what hangs on it."""
        loose = np.flatnonzero(self.cutting.apart)
        held = self.own.copy()
        np.add.at(held, self.cutting.parent[loose], self.below[loose])
        return held

    def _parts(self, far: Any) -> NDArray[np.int64]:
        """Return the part that each number of a matrix is in."""
        rank = np.argsort(self.cutting.order)
        source = np.repeat(rank, np.diff(far.indptr))
        return np.asarray(self.label[np.maximum(source, rank[far.indices])])


def _pairs(told: NDArray[np.float64], apart: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(((told @ apart) * told).sum(axis=1) / 2)
