"""The most that can flow through a network with room along its arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints

__all__ = ["most_flow"]

# What is left of an arc's room by rounding is none.
_DUST = 1e-12


class _Pipes(NamedTuple):
    """A network with a way back along each arc; the last two nodes are source and sink.

    Attributes:
        ptr: Where each node's arcs begin, n + 3.
        to: Where each arc leads.
        back: The arc that leads back.
        left: Room that is left along each.
        level: Steps from the source, n + 2.
        queue: Room for a walk, n + 2.
        path: Arcs of a way, n + 2.
        turn: Next arc to try from each node, n + 2.
    """

    ptr: Ints
    to: Ints
    back: Ints
    left: Floats
    level: Ints
    queue: Ints
    path: Ints
    turn: Ints


def most_flow(arcs: Ints, room: Floats, sources: Ints, sinks: Ints, n: int) -> float:
    """Return the most that can flow from sources to sinks.

    Args:
        arcs: Where each arc begins and ends, m by 2, from 0 to n - 1; parallel ones add up.
        room: What each can carry, 0 or more, m.
        sources: Where things flow from, without limit.
        sinks: Where they flow to, likewise; none is a source.
        n: How many nodes.

    Note:
        O(n^2 m) at worst, and far less on networks that are not made to be hard. Equal
        networks in the same order give the same sum.

    Source:
        Dinic, "Algorithm for solution of a problem of maximum flow in a network with power
        estimation", Soviet Mathematics Doklady 11, 1970.

    Examples:
        >>> two = np.array([[0, 1], [1, 2]])
        >>> most_flow(two, np.array([3.0, 2.0]), np.array([0]), np.array([2]), 3)
        2.0
    """
    whole = float(room.sum())
    begins = np.r_[np.full(len(sources), n), arcs[:, 0], sinks]
    ends = np.r_[sources, arcs[:, 1], np.full(len(sinks), n + 1)]
    most = np.r_[np.full(len(sources), whole), room, np.full(len(sinks), whole)]
    m = len(begins)
    # Each arc is followed by one back, with room for what could be taken back.
    start, end = np.r_[begins, ends], np.r_[ends, begins]
    order = np.argsort(start, kind="stable")
    place = np.empty(2 * m, dtype=np.int64)
    place[order] = np.arange(2 * m)
    back = np.r_[place[m:], place[:m]][order]
    ptr = np.r_[0, np.cumsum(np.bincount(start, minlength=n + 2))]
    left = np.r_[most, np.zeros(m)][order]
    walk = np.zeros((4, n + 2), dtype=np.int64)
    return float(_pushed(_Pipes(ptr, end[order], back, left, *walk), _DUST * whole))


@compiled
def _levels(pipes: _Pipes, dust: float) -> bool:
    """Number nodes by steps from the source; tell whether the sink is reached."""
    source, sink = len(pipes.ptr) - 3, len(pipes.ptr) - 2
    pipes.level[:] = -1
    pipes.level[source] = 0
    pipes.queue[0] = source
    head, tail = 0, 1
    while head < tail:
        node = pipes.queue[head]
        head += 1
        for arc in range(pipes.ptr[node], pipes.ptr[node + 1]):
            if pipes.left[arc] > dust and pipes.level[pipes.to[arc]] < 0:
                pipes.level[pipes.to[arc]] = pipes.level[node] + 1
                pipes.queue[tail] = pipes.to[arc]
                tail += 1
    return bool(pipes.level[sink] >= 0)


@compiled
def _path(pipes: _Pipes, dust: float) -> int:
    """Walk from the source to the sink, a level a step; return how many arcs, 0 for no way."""
    source, sink = len(pipes.ptr) - 3, len(pipes.ptr) - 2
    node, depth = source, 0
    while node != sink:
        arc = pipes.turn[node]
        if arc < pipes.ptr[node + 1]:
            ahead = pipes.to[arc]
            if pipes.left[arc] > dust and pipes.level[ahead] == pipes.level[node] + 1:
                pipes.path[depth] = arc
                depth += 1
                node = ahead
            else:
                pipes.turn[node] += 1
        elif node == source:
            return 0
        else:
            depth -= 1
            node = pipes.to[pipes.back[pipes.path[depth]]]
            pipes.turn[node] += 1
    return depth


@compiled
def _pushed(pipes: _Pipes, dust: float) -> float:
    total = 0.0
    while _levels(pipes, dust):
        pipes.turn[:] = pipes.ptr[:-1]
        depth = _path(pipes, dust)
        while depth > 0:
            push = pipes.left[pipes.path[0]]
            for i in range(1, depth):
                push = min(push, pipes.left[pipes.path[i]])
            for i in range(depth):
                arc = pipes.path[i]
                pipes.left[arc] -= push
                pipes.left[pipes.back[arc]] += push
            total += push
            depth = _path(pipes, dust)
    return total
