"""Few even parts: annealing over who is in which part, and who stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State

__all__ = ["BETWEEN", "HEATS", "split"]

# The label of who stands between the parts: whom a plan acts on.
BETWEEN = -1
_FINE = 1 << 30
# How hot it begins and ends, and what one too many between the parts costs then, as shares of the
# people of an even part: found by trying, on small worlds. Begun at half that heat, every other one
# ended with too many between.
HEATS = np.array([4.0, 0.4, 10.0, 10.0])
# Of a hundred moves, how many go to the part of a neighbour.
_NEAR = 90
_LESS = 1e-9


class _Net(NamedTuple):
    """What a move looks at: fewer arrays than a layout and a state, and so quicker to hand on."""

    ptr: Ints
    nbr: Ints
    weight: Ints
    unit_of: Ints
    counts: Ints


@compiled
def split(layout: Layout, state: State, label: Ints, wanted: Ints, heats: Floats) -> None:
    """Share people out among parts so that few stand between them.

    Somebody between the parts moves into one, and those of other parts who are tied to that
    person move between them. So many change place at once, where swaps of one for another
    would have to climb.

    Args:
        layout: The problem; each candidate is one node.
        state: Its random numbers are drawn from.
        label: Part of each node, ``BETWEEN`` for those between, who are candidates all; the
            best found is put there, and where never few enough stood between, the last.
        wanted: How many parts, how many may stand between them beside those who must be
            acted on, and how many moves to make.
        heats: ``HEATS`` or others.

    Note:
        O(ties of one node) a move. Parts are counted by label: one that has itself fallen
        apart leaves less than it seems to.

    Source:
        Johnson, Aragon, McGeoch and Schevon, "Optimization by simulated annealing: an
        experimental evaluation; part II", Operations Research 39(3), 1991 (partial colourings).
    """
    parts, most, moves = wanted
    between = np.zeros(len(label) + 1, dtype=np.int64)
    sizes = np.zeros(parts, dtype=np.int64)
    now = _entered(layout, label, between, sizes)
    net = _Net(layout.ptr, layout.nbr, layout.weight, layout.unit_of, state.counts)
    least, best = np.inf, label.copy()
    even = max(1.0, (layout.weight.sum() - most) / parts)
    heat, cooling = heats[0] * even, (heats[1] / heats[0]) ** (1.0 / max(1, moves))
    dear, dearer = heats[2] * even, (heats[3] / heats[2]) ** (1.0 / max(1, moves))
    for _ in range(moves):
        heat *= cooling
        dear *= dearer
        if between[-1] == 0:
            break
        at = _drawn(net, between[-1])
        part = _part_for(net, label, between[at], parts)
        rise, crossing = _rise(net, label, sizes, between[at], part)
        over = max(0, between[-1] - 1 + crossing - most) - max(0, between[-1] - most)
        cost = rise + dear * over
        if crossing < 0 or (cost > 0 and _drawn(net, _FINE) >= _FINE * np.exp(-cost / heat)):
            _put_back(net, label, sizes, between[at], part)
            continue
        _move(net, label, sizes, between, at * parts + part)
        now += rise
        if between[-1] <= most and now < least - _LESS:
            least = now
            best[:] = label
    if least < np.inf:
        label[:] = best


@compiled
def _entered(layout: Layout, label: Ints, between: Ints, sizes: Ints) -> float:
    """Enter who stands where; return the pairs within parts. The last of ``between`` counts it."""
    for node in range(len(label)):
        unit = layout.unit_of[node]
        if label[node] != BETWEEN:
            sizes[label[node]] += layout.weight[node]
        elif not layout.fixed[unit]:
            between[between[-1]] = node
            between[-1] += 1
    pairs = 0.0
    for part in range(len(sizes)):
        pairs += sizes[part] * (sizes[part] - 1) // 2
    return pairs


@compiled
def _drawn(net: _Net, below: int) -> int:
    """Return a number from 0 to below ``below``, as ``means.rand`` does."""
    net.counts[3] = net.counts[3] * 48271 % 2147483647
    return int(net.counts[3] % below)


@compiled
def _part_for(net: _Net, label: Ints, node: int, parts: int) -> int:
    """Return a part for somebody to move into: mostly a neighbour's."""
    begin, end = net.ptr[node], net.ptr[node + 1]
    if end > begin and _drawn(net, 100) < _NEAR:
        part = label[net.nbr[begin + _drawn(net, end - begin)]]
        if part != BETWEEN:
            return int(part)
    return _drawn(net, parts)


@compiled
def _rise(net: _Net, label: Ints, sizes: Ints, node: int, part: int) -> tuple[int, int]:
    """Return how many pairs a move adds, and how many people it brings between.

    ``sizes`` is left without these; a count below 0 stands for a move that cannot be made,
    since somebody who is no candidate would come between.
    """
    rise, crossing = net.weight[node] * sizes[part], 0
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        here = label[other]
        if here not in (BETWEEN, part):
            crossing += 1 if net.unit_of[other] >= 0 else -len(label) - 1
            sizes[here] -= net.weight[other]
            rise -= net.weight[other] * sizes[here]
    return rise, crossing


@compiled
def _put_back(net: _Net, label: Ints, sizes: Ints, node: int, part: int) -> None:
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        if label[other] not in (BETWEEN, part):
            sizes[label[other]] += net.weight[other]


@compiled
def _move(net: _Net, label: Ints, sizes: Ints, between: Ints, to: int) -> None:
    """Carry a move out, ``sizes`` being without those whom it brings between."""
    at, part = to // len(sizes), to % len(sizes)
    node = between[at]
    between[-1] -= 1
    between[at] = between[between[-1]]
    label[node] = part
    sizes[part] += net.weight[node]
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        if label[other] not in (BETWEEN, part):
            label[other] = BETWEEN
            between[between[-1]] = other
            between[-1] += 1
