"""Walks over the shortest ways from one entity to all others, in machine code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

__all__ = ["Walker", "can_hold"]

_MOST = 2**31 - 1


class _Net(NamedTuple):
    begins: Ints
    target: Ints
    far: Ints


class _State(NamedTuple):
    distance: Ints
    ways: Floats
    through: Floats
    # Waiting entities by distance: the first of each slot, then from entry to entry.
    first: Ints
    entry: Ints
    after: Ints
    # Arcs that led nowhere longer than what was known then, in the order they were met.
    frm: Ints
    arc: Ints


class _Sent(NamedTuple):
    own: Floats
    stands: Floats
    # What is told: arcs on shortest ways, and what passes each.
    arcs: Ints
    over: Floats


@compiled
def _settle(net: _Net, state: _State, start: int, stands: Floats) -> int:
    """Reckon distances and numbers of shortest ways; return how many arcs were kept."""
    distance, ways, first = state.distance, state.ways, state.first
    distance[:] = -1
    first[:] = -1
    distance[start] = 0
    ways[start] = 1.0
    state.entry[0] = start
    state.after[0] = -1
    first[0] = 0
    pushed, waiting, kept = 1, 1, 0
    now, slot, slots = 0, 0, len(first)
    while waiting > 0:
        at = first[slot]
        first[slot] = -1
        while at >= 0:
            here = state.entry[at]
            at = state.after[at]
            waiting -= 1
            if distance[here] != now:
                continue
            lead = ways[here] if here == start else ways[here] * stands[here]
            for a in range(net.begins[here], net.begins[here + 1]):
                to = net.target[a]
                told = now + net.far[a]
                if distance[to] < 0 or told < distance[to]:
                    distance[to] = told
                    ways[to] = lead
                    into = slot + net.far[a]
                    if into >= slots:
                        into -= slots
                    state.entry[pushed] = to
                    state.after[pushed] = first[into]
                    first[into] = pushed
                    pushed += 1
                    waiting += 1
                elif told == distance[to]:
                    ways[to] += lead
                else:
                    continue
                state.frm[kept] = here
                state.arc[kept] = a
                kept += 1
        now += 1
        slot = slot + 1 if slot + 1 < slots else 0
    return kept


@compiled
def _carry(net: _Net, state: _State, sent: _Sent, start: int, kept: int) -> int:
    """Carry what each sends back to the start; return how many arcs are on shortest ways."""
    distance, ways, through = state.distance, state.ways, state.through
    through[:] = 0.0
    used = 0
    for k in range(kept - 1, -1, -1):
        here, a = state.frm[k], state.arc[k]
        to = net.target[a]
        # A shorter way was found later.
        if distance[here] + net.far[a] != distance[to]:
            continue
        told = ways[here] / ways[to] * (sent.own[to] + through[to])
        if here != start:
            told *= sent.stands[here]
        through[here] += told
        sent.arcs[used] = a
        sent.over[used] = told
        used += 1
    through[start] = 0.0
    return used


def can_hold(far: Any) -> bool:
    """Return whether whole numbers of 32 bits hold all distances of a component."""
    longest = float(far.data.max(initial=0.0))
    return bool(max(longest * far.shape[0], len(far.data) + 1.0) < _MOST)


@dataclass(frozen=True, slots=True)
class Walker:
    """A component ready to be walked again and again, in the same memory.

    Attributes:
        net: Its arcs.
        state: What one walk finds.
        unit: Length that one step of ``net.far`` stands for.
    """

    net: _Net
    state: _State
    unit: float

    @classmethod
    def of(cls, matrix: Any) -> Walker:
        """Return the walker of a component whose distances are whole numbers from 1 on."""
        lengths = matrix.data.astype(np.int64)
        unit = int(np.gcd.reduce(lengths)) if len(lengths) else 1
        size, arcs = matrix.shape[0], len(lengths)
        far = (lengths // unit).astype(np.int32)
        net = _Net(matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), far)
        held = [np.zeros(count, np.int32) for count in (arcs + 1, arcs + 1, arcs, arcs)]
        slots = np.zeros(int(far.max(initial=0)) + 1, np.int32)
        sums = np.zeros(size), np.zeros(size)
        return cls(net, _State(np.zeros(size, np.int32), *sums, slots, *held), float(unit))

    def settle(self, start: int, stands: Floats) -> tuple[int, Floats]:
        """Return how many arcs were kept, and the distances of all from a start."""
        kept = _settle(self.net, self.state, start, stands)
        return kept, np.multiply(self.state.distance, self.unit, dtype=np.float64)

    def carry(
        self, start: int, kept: int, own: Floats, stands: Floats
    ) -> tuple[Floats, Ints, Floats]:
        """Return what passes through entities, the arcs on shortest ways, and what passes these.

        Source:
            Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical
            Sociology 25(2), 2001; the queue after Dial, "Algorithm 360", Communications of
            the ACM 12(11), 1969.
        """
        sent = _Sent(own, stands, np.empty(kept, np.int32), np.empty(kept))
        used = _carry(self.net, self.state, sent, start, kept)
        return self.state.through.copy(), sent.arcs[:used], sent.over[:used]
