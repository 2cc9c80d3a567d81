"""Few even parts: tempering over who is in which part, and who stands between them."""

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
# Heats at which it goes on side by side, and what one too many between the parts costs, as shares
# of the people of an even part: found by trying, on small worlds. With the hottest at half that,
# or at twice that cost, it stays in one valley; at half that cost, too many stand between.
HEATS = np.geomspace(0.5, 4.0, 10)
_DEAR = 10.0
# Moves a node at one heat before neighbours may change places.
_TURN = 100
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


class _Held(NamedTuple):
    """How people are shared out at one heat."""

    label: Ints
    between: Ints
    sizes: Ints


@compiled
def split(layout: Layout, state: State, labels: Ints, wanted: Ints, heats: Floats) -> float:
    """Share people out among parts so that few stand between them.

    Somebody between the parts moves into one, and those of other parts who are tied to that
    person move between them. So many change place at once, where swaps of one for another
    would have to climb. It goes on at several heats side by side, and what is found at one
    comes down, or up, to the next as chance allows: a cold one leaves its valley by way of
    the hot ones.

    Args:
        layout: The problem; each candidate is one node.
        state: Its random numbers are drawn from.
        labels: Part of each node, ``BETWEEN`` for those between, who are candidates all, h + 1
            by n: a row for each heat, to go on from, and a last where the best found is put;
            where never few enough stood between, the coldest.
        wanted: How many parts, how many may stand between them beside those who must be
            acted on, and how many moves to make in all.
        heats: ``HEATS`` or others, coldest first, h.

    Returns:
        Pairs within the parts of the best; infinite where never few enough stood between.

    Note:
        O(ties of one node + parts) a move. Parts are counted by label: one that has itself fallen
        apart leaves less than it seems to.

    Source:
        Johnson, Aragon, McGeoch and Schevon, "Optimization by simulated annealing: an
        experimental evaluation; part II", Operations Research 39(3), 1991 (partial colourings);
        Hukushima and Nemoto, "Exchange Monte Carlo method and application to spin glass
        simulations", Journal of the Physical Society of Japan 65(6), 1996.
    """
    parts, most, moves = wanted
    count, n = len(heats), labels.shape[1]
    between = np.zeros((count, n + 1), dtype=np.int64)
    sizes = np.zeros((count, parts), dtype=np.int64)
    now = np.zeros(count)
    for h in range(count):
        now[h] = _entered(layout, labels[h], between[h], sizes[h])
    net = _Net(layout.ptr, layout.nbr, layout.weight, layout.unit_of, state.counts)
    even = max(1.0, (layout.weight.sum() - most) / parts)
    least = np.inf
    for turn in range(max(1, moves // max(1, _TURN * n * count))):
        for h in range(count):
            held = _Held(labels[h], between[h], sizes[h])
            limits = np.array([most, heats[h] * even, _DEAR * even])
            now[h], least = _walked(net, held, limits, (now[h], least), labels[count])
        for h in range(turn % 2, count - 1, 2):
            here = now[h] + _DEAR * even * max(0, between[h, n] - most)
            there = now[h + 1] + _DEAR * even * max(0, between[h + 1, n] - most)
            gain = (1 / heats[h] - 1 / heats[h + 1]) * (here - there) / even
            if gain >= 0 or _drawn(net, _FINE) < _FINE * np.exp(gain):
                now[h], now[h + 1] = now[h + 1], now[h]
                for table in (labels, between, sizes):
                    row = table[h].copy()
                    table[h] = table[h + 1]
                    table[h + 1] = row
    if least == np.inf:
        labels[count] = labels[0]
    return least


@compiled
def _walked(
    net: _Net, held: _Held, limits: Floats, known: tuple[float, float], best: Ints
) -> tuple[float, float]:
    """Make moves at one heat; return the pairs within parts then, and the least with few enough between.

    ``limits`` holds how many may stand between, the heat, and what one too many costs.
    """
    label, between, sizes = held
    most, heat, dear = limits
    now, least = known
    for _ in range(_TURN * len(label)):
        if between[-1] == 0:
            break
        at = _drawn(net, between[-1])
        part = _part_for(net, label, between[at], len(sizes))
        crossing = _crossing(net, label, between[at], part)
        over = max(0.0, between[-1] - 1 + crossing - most) - max(0.0, between[-1] - most)
        bar = -heat * np.log((_drawn(net, _FINE) + 1) / _FINE)
        # However large the parts are that lose somebody, this may be too dear: most moves are.
        pairs = net.weight[between[at]] * sizes[part]
        if crossing < 0 or pairs + dear * over - crossing * sizes.max() > bar:
            continue
        rise = _rise(net, label, sizes, between[at], part)
        if rise + dear * over > bar:
            _put_back(net, label, sizes, between[at], part)
            continue
        _move(net, held, at * len(sizes) + part)
        now += rise
        if between[-1] <= most and now < least - _LESS:
            least = now
            best[:] = label
    return now, least


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
def _crossing(net: _Net, label: Ints, node: int, part: int) -> int:
    """Return how many people a move brings between; below 0 where one of them is no candidate."""
    crossing = 0
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        if label[other] not in (BETWEEN, part):
            crossing += 1 if net.unit_of[other] >= 0 else -len(label) - 1
    return crossing


@compiled
def _rise(net: _Net, label: Ints, sizes: Ints, node: int, part: int) -> int:
    """Return how many pairs a move adds; ``sizes`` is left without those it brings between."""
    rise = net.weight[node] * sizes[part]
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        here = label[other]
        if here not in (BETWEEN, part):
            sizes[here] -= net.weight[other]
            rise -= net.weight[other] * sizes[here]
    return int(rise)


@compiled
def _put_back(net: _Net, label: Ints, sizes: Ints, node: int, part: int) -> None:
    for k in range(net.ptr[node], net.ptr[node + 1]):
        other = net.nbr[k]
        if label[other] not in (BETWEEN, part):
            sizes[label[other]] += net.weight[other]


@compiled
def _move(net: _Net, held: _Held, to: int) -> None:
    """Carry a move out, ``sizes`` being without those whom it brings between."""
    label, between, sizes = held
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
