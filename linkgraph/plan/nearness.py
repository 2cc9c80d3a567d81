"""What is left where nodes may be gone in part: from it follows what no plan can go below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints

__all__ = ["pairs_near"]

_LESS = 1e-9


@compiled
def pairs_near(
    ptr: Ints, nbr: Ints, weight: Ints, gone: Floats, made: tuple[Floats, Floats]
) -> None:
    """Count pairs, each by how far it is from cut: 1 less what is gone on the way that has least.

    Args:
        ptr: Where each node's neighbours begin, n + 1.
        nbr: Neighbours.
        weight: People each node stands for, n.
        gone: How much of each node is gone, n, from 0 to 1.
        made: Where to put each node's half of its pairs, g, and their slopes by each node's
            ``gone``, g by n. Node i counts to row ``i % g``.

    Note:
        Convex in ``gone``, since it is so for each way, and exact where all is gone or stays:
        a plane through one point, with its slopes there, is nowhere above it. O(n (m + n) log n).
    """
    n = len(weight)
    values, slopes = made
    values[:] = 0.0
    slopes[:] = 0.0
    far, via = np.empty(n), np.empty(n, dtype=np.int64)
    met, below = np.empty(n, dtype=np.int64), np.empty(n)
    heap = np.empty(len(nbr) + n + 1), np.empty(len(nbr) + n + 1, dtype=np.int64)
    for start in range(n):
        if gone[start] >= 1 - _LESS:
            continue
        row = start % len(values)
        met[0] = start
        count = _walked(ptr, nbr, gone, (far, via, met), heap)
        for i in range(count):
            below[met[i]] = 0.5 * weight[start] * weight[met[i]]
        below[start] = 0.0
        # Whoever is met later hangs below: what a node is gone takes from all of these.
        for i in range(count - 1, -1, -1):
            node = met[i]
            if i > 0:
                values[row] += 0.5 * weight[start] * weight[node] * (1 - far[node])
                below[via[node]] += below[node]
            slopes[row, node] -= below[node]


@compiled
def _walked(
    ptr: Ints, nbr: Ints, gone: Floats, walk: tuple[Floats, Ints, Ints], heap: tuple[Floats, Ints]
) -> int:
    """Walk from the first of ``met`` by least gone, up to all gone; return how many are met, nearest first.

    Source:
        Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik
        1, 1959.
    """
    far, via, met = walk
    keys, nodes = heap
    start = met[0]
    far[:] = 1.0 - _LESS
    far[start], via[start] = gone[start], -1
    keys[0], nodes[0] = gone[start], start
    size, count = 1, 0
    while size > 0:
        least, here = keys[0], nodes[0]
        size -= 1
        _sink(keys, nodes, size)
        if least > far[here]:
            continue
        met[count] = here
        count += 1
        for k in range(ptr[here], ptr[here + 1]):
            other = nbr[k]
            then = least + gone[other]
            if then < far[other]:
                far[other], via[other] = then, here
                _rise(keys, nodes, size, then, other)
                size += 1
    return count


@compiled
def _sink(keys: Floats, nodes: Ints, size: int) -> None:
    """Put the last of a heap in the place of the first, ``size`` being left."""
    key, node = keys[size], nodes[size]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], nodes[at] = keys[child], nodes[child]
        at = child
    keys[at], nodes[at] = key, node


@compiled
def _rise(keys: Floats, nodes: Ints, size: int, key: float, node: int) -> None:
    """Enter a node into a heap of ``size``."""
    at = size
    while at > 0 and keys[(at - 1) // 2] > key:
        up = (at - 1) // 2
        keys[at], nodes[at] = keys[up], nodes[up]
        at = up
    keys[at], nodes[at] = key, node
