"""Parts of a network under a plan: kept up to date as nodes are taken and given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State

__all__ = ["give", "largest", "rises", "start", "take", "value"]

_TAKEN = -1


@compiled
def _settle(layout: Layout, state: State, label: int) -> None:
    """Reckon what one part adds to the objective, its pairs and chains, and add it."""
    people = state.people[label]
    made = layout.share[0] * (people * (people - 1) // 2)
    if state.tally.shape[1] > 0:
        chains = 1.0
        for r in range(state.tally.shape[1]):
            chains *= state.tally[label, r]
        made += layout.share[1] * chains
    state.adds[label] = made
    state.total[0] += made


@compiled
def largest(state: State) -> int:
    """Return the weight of the heaviest part; 0 where nothing is left."""
    most = 0
    for i in range(state.counts[0]):
        most = max(most, int(state.people[state.live[i]]))
    return most


@compiled
def value(layout: Layout, state: State) -> float:
    """Return the objective of the plan as it stands."""
    made = float(state.total[0])
    if layout.share[2] != 0.0:
        made += layout.share[2] * largest(state)
    return made


@compiled
def _open_label(state: State) -> int:
    label = state.live[state.counts[0]]
    state.counts[0] += 1
    state.people[label] = 0
    state.nodes[label] = 0
    for r in range(state.tally.shape[1]):
        state.tally[label, r] = 0
    return int(label)


@compiled
def _close_label(state: State, label: int) -> None:
    state.counts[0] -= 1
    here, last = state.live_at[label], state.live[state.counts[0]]
    state.live[here], state.live_at[last] = last, here
    state.live[state.counts[0]], state.live_at[label] = label, state.counts[0]


@compiled
def _count_in(layout: Layout, state: State, node: int, label: int, sign: int) -> None:
    state.people[label] += sign * layout.weight[node]
    state.nodes[label] += sign
    for r in range(state.tally.shape[1]):
        state.tally[label, r] += sign * layout.role[node, r]


@compiled
def _spread(layout: Layout, state: State, node: int, label: int) -> None:
    """Give a label to all that a node reaches among those of the label that it has now."""
    old = state.part[node]
    state.first[label] = node
    state.part[node] = label
    state.queue[0] = node
    filled, at = 1, 0
    while at < filled:
        here = state.queue[at]
        at += 1
        _count_in(layout, state, here, label, 1)
        for k in range(layout.ptr[here], layout.ptr[here + 1]):
            other = layout.nbr[k]
            if state.part[other] == old:
                state.part[other] = label
                state.queue[filled] = other
                filled += 1


@compiled
def start(layout: Layout, state: State, gone: Ints) -> None:
    """Set a state to the network without the nodes that are 1 in ``gone``; O(n + m).

    No unit is entered into the plan: that is for ``means.begin``.
    """
    n = len(state.part)
    state.counts[0] = 0
    state.counts[1] = 0
    state.total[0] = 0.0
    state.used[:] = 0
    state.chosen[:] = -1
    state.picked_at[:] = -1
    for i in range(n):
        state.live[i] = i
        state.live_at[i] = i
        state.part[i] = _TAKEN if gone[i] else _TAKEN - 1
    for node in range(n):
        if state.part[node] < _TAKEN:
            label = _open_label(state)
            _spread(layout, state, node, label)
            _settle(layout, state, label)


@compiled
def take(layout: Layout, state: State, node: int) -> None:
    """Take a node out; O(1) at an end of the network, else O(ties of its part)."""
    label = state.part[node]
    state.total[0] -= state.adds[label]
    state.part[node] = _TAKEN
    ends, some = 0, -1
    for k in range(layout.ptr[node], layout.ptr[node + 1]):
        if state.part[layout.nbr[k]] == label:
            ends += 1
            some = layout.nbr[k]
    if ends == 0:
        _close_label(state, label)
        return
    if ends == 1:
        _count_in(layout, state, node, label, -1)
        state.first[label] = some
        _settle(layout, state, label)
        return
    for k in range(layout.ptr[node], layout.ptr[node + 1]):
        other = layout.nbr[k]
        if state.part[other] == label:
            piece = _open_label(state)
            _spread(layout, state, other, piece)
            _settle(layout, state, piece)
    _close_label(state, label)


@compiled
def give(layout: Layout, state: State, node: int) -> None:
    """Put a node back; O(ties of all parts that it joins but the one of most nodes)."""
    keep = -1
    for k in range(layout.ptr[node], layout.ptr[node + 1]):
        label = state.part[layout.nbr[k]]
        if label >= 0 and (keep < 0 or state.nodes[label] > state.nodes[keep]):
            keep = label
    if keep < 0:
        keep = _open_label(state)
        state.first[keep] = node
    else:
        state.total[0] -= state.adds[keep]
    state.part[node] = keep
    _count_in(layout, state, node, keep, 1)
    for k in range(layout.ptr[node], layout.ptr[node + 1]):
        other = layout.nbr[k]
        label = state.part[other]
        if label >= 0 and label != keep:
            state.total[0] -= state.adds[label]
            first = state.first[keep]
            _spread(layout, state, other, keep)
            state.first[keep] = first
            _close_label(state, label)
    _settle(layout, state, keep)


@compiled
def rises(layout: Layout, state: State, made: Floats) -> None:
    """Reckon by how much the objective would rise were each unit acted on put back.

    Args:
        layout: The problem.
        state: The plan.
        made: Where to put it, by unit; infinite for units that must be acted on, and
            not reckoned for groups.
    """
    heaviest = largest(state) if layout.share[2] != 0.0 else 0
    for i in range(state.counts[1]):
        unit = state.picked[i]
        node = layout.unit_node[layout.unit_ptr[unit]]
        state.counts[2] += 1
        stamp = state.counts[2]
        people = layout.weight[node]
        parts = 0.0
        for k in range(layout.ptr[node], layout.ptr[node + 1]):
            label = state.part[layout.nbr[k]]
            if label >= 0 and state.mark[label] != stamp:
                state.mark[label] = stamp
                people += state.people[label]
                parts += state.adds[label]
        rise = layout.share[0] * (people * (people - 1) // 2) - parts
        if state.tally.shape[1] > 0:
            rise += layout.share[1] * _joined_chains(layout, state, node)
        rise += layout.share[2] * max(0, people - heaviest) + layout.worth[unit]
        made[unit] = np.inf if layout.fixed[unit] else rise


@compiled
def _joined_chains(layout: Layout, state: State, node: int) -> float:
    chains = 1.0
    for r in range(state.tally.shape[1]):
        state.counts[2] += 1
        stamp = state.counts[2]
        held = layout.role[node, r]
        for k in range(layout.ptr[node], layout.ptr[node + 1]):
            label = state.part[layout.nbr[k]]
            if label >= 0 and state.mark[label] != stamp:
                state.mark[label] = stamp
                held += state.tally[label, r]
        chains *= held
    return chains
