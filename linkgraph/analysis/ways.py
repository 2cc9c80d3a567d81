"""Shortest ways from one entity to all others of its component, and what lies on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from linkgraph.analysis.walked import Walker

__all__ = ["Walk", "Ways", "distances_from", "leading_back", "pivots", "ranges", "walks_from"]

# Numbers held at once of distances from several starts.
_AT_ONCE = 4_000_000
_SEED = 20_151_106
# From so many arcs on, all walks together, they are walked in machine code where there is any.
_COMPILED_FROM = 300_000
# Below this share of all entities a step looks only at what it touches.
_FEW = 0.05


def distances_from(
    far: Any, starts: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield each start with the distances of all entities from it, in the order given."""
    from scipy.sparse.csgraph import dijkstra

    step = max(1, _AT_ONCE // far.shape[0])
    for first in range(0, len(starts), step):
        some = starts[first : first + step]
        yield from zip(some.tolist(), dijkstra(far, indices=some), strict=True)


def pivots(size: int, wanted: int) -> NDArray[np.int64]:
    """Return some of ``size`` places drawn without putting back, the same on each run."""
    drawn = np.random.default_rng(_SEED).choice(size, size=min(wanted, size), replace=False)
    return np.sort(drawn).astype(np.int64)


def ranges(begins: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places from ``begins[n]`` up to ``begins[n + 1]`` for each n of ``at``."""
    count = begins[at + 1] - begins[at]
    skipped = np.cumsum(count) - count
    return np.asarray(np.repeat(begins[at] - skipped, count) + np.arange(int(count.sum())))


def leading_back(far: Any) -> NDArray[np.int64]:
    """Return for each number of a symmetric sparse matrix the place of that which leads back."""
    from scipy.sparse import csr_array

    places = np.arange(len(far.data))
    return np.asarray(csr_array((places, far.indices, far.indptr), far.shape).T.tocsr().data)


class Walk(NamedTuple):
    """What the shortest ways from one start carry.

    Attributes:
        through: Of each entity what passes through it and does not end there, nothing of
            the start itself.
        arcs: Those that any shortest way uses.
        over: What passes over each of these.
    """

    through: NDArray[np.float64]
    arcs: NDArray[np.integer]
    over: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ways:
    """The arcs of a component, ready to be walked from any start.

    Attributes:
        far: Distances as a symmetric sparse matrix; an arc is one of its numbers.
        source: Where each arc begins.
        target: Where it ends.
    """

    far: Any
    source: NDArray[np.int32]
    target: NDArray[np.int32]

    @classmethod
    def of(cls, far: Any) -> Ways:
        """Return the ways of a component from its matrix of distances."""
        size = far.shape[0]
        source = np.repeat(np.arange(size, dtype=np.int32), np.diff(far.indptr))
        return cls(far, source, far.indices.astype(np.int32))

    def carried(
        self,
        start: int,
        distance: NDArray[np.float64],
        sends: NDArray[np.float64] | None = None,
        stands_for: NDArray[np.float64] | None = None,
    ) -> Walk:
        """Return what passes through entities and over arcs on the shortest ways from a start.

        Each other entity sends one, or what ``sends`` says of it, split evenly over its
        shortest ways from the start. Where an entity stands for several who could change
        places (``stands_for``), a way may lead over any of them; what all of them send,
        and what passes through all of them, is told.

        Source:
            Brandes, "A faster algorithm for betweenness centrality", Journal of
            Mathematical Sociology 25(2), 2001 (dependency of a source).
        """
        size = self.far.shape[0]
        left = np.repeat(distance, np.diff(self.far.indptr))
        on_way = np.flatnonzero(left + self.far.data == distance[self.target])
        frm, to = self.source[on_way], self.target[on_way]
        begins = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(frm, minlength=size), out=begins[1:])
        ways, levels = _count_ways(start, to, begins, stands_for)
        through = np.zeros(size)
        over = np.zeros(len(on_way))
        own = np.ones(size) if sends is None else sends
        for arcs in reversed(levels):
            one, other = frm[arcs], to[arcs]
            told = ways[one] / ways[other] * (own[other] + through[other])
            if stands_for is not None:
                told *= np.where(one == start, 1.0, stands_for[one])
            over[arcs] = told
            _add(through, one, told)
        through[start] = 0.0
        return Walk(through, on_way, over)


def walks_from(
    ways: Ways, starts: NDArray[np.int64], stands_for: NDArray[np.float64] | None = None
) -> Iterator[tuple[int, NDArray[np.float64], Callable[[NDArray[np.float64]], Walk]]]:
    """Yield each start, the distances of all from it, and what carries what they send.

    Args:
        ways: The component.
        starts: Where to begin.
        stands_for: As of ``Ways.carried``.

    Note:
        A walk in machine code takes two thirds of the time, and many steps one after another,
        as in a long ring, no more than few. What is carried is the same.
    """
    from linkgraph.analysis.compiled import COMPILED

    if COMPILED and len(starts) * len(ways.source) >= _COMPILED_FROM:
        from linkgraph.analysis.walked import Walker, can_hold

        if can_hold(ways.far):
            walker = Walker.of(ways.far)
            stands = np.ones(ways.far.shape[0]) if stands_for is None else stands_for
            for start in starts.tolist():
                kept, distance = walker.settle(start, stands)
                yield start, distance, partial(_carried, walker, start, kept, stands)
            return
    for start, distance in distances_from(ways.far, starts):
        yield start, distance, partial(ways.carried, start, distance, stands_for=stands_for)


def _carried(
    walker: Walker,
    start: int,
    kept: int,
    stands: NDArray[np.float64],
    sends: NDArray[np.float64],
) -> Walk:
    return Walk(*walker.carry(start, kept, sends, stands))


def _count_ways(
    start: int,
    to: NDArray[np.int32],
    begins: NDArray[np.int64],
    stands_for: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], list[NDArray[np.int64]]]:
    """Return how many shortest ways lead to each, and the arcs in the order of the walk.

    An entity is left when all arcs that lead to it have been walked.
    """
    size = len(begins) - 1
    open_arcs = np.bincount(to, minlength=size)
    ways = np.zeros(size)
    ways[start] = 1.0
    front = np.array([start], dtype=np.int64)
    levels: list[NDArray[np.int64]] = []
    while True:
        arcs = ranges(begins, front)
        if not len(arcs):
            return ways, levels
        levels.append(arcs)
        met = to[arcs]
        over_each = ways[front]
        if stands_for is not None:
            over_each = over_each * np.where(front == start, 1.0, stands_for[front])
        _add(ways, met, np.repeat(over_each, begins[front + 1] - begins[front]))
        front = _closed(open_arcs, met)


def _closed(open_arcs: NDArray[np.int64], met: NDArray[np.int32]) -> NDArray[np.int64]:
    """Take arcs off those that are open; return the entities that have none any more."""
    if len(met) < _FEW * len(open_arcs):
        some, count = np.unique(met, return_counts=True)
        open_arcs[some] -= count
        return np.asarray(some[open_arcs[some] == 0])
    count = np.bincount(met, minlength=len(open_arcs))
    open_arcs -= count
    return np.flatnonzero((count > 0) & (open_arcs == 0))


def _add(sums: NDArray[np.float64], at: NDArray[np.int32], told: NDArray[np.float64]) -> None:
    if len(at) < _FEW * len(sums):
        np.add.at(sums, at, told)
    else:
        sums += np.bincount(at, told, minlength=len(sums))
