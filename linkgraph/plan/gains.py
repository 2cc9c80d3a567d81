"""What taking each node of a part would bring, for all its nodes in one walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.analysis.compiled import compiled

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State

__all__ = ["GAIN_ROOM", "gains"]

# Rows of the room for a walk: order met, parent, earliest reached, next tie, people below.
GAIN_ROOM = 6
_MET, _PARENT, _LOW, _NEXT, _BELOW, _CUT = range(GAIN_ROOM)


@compiled
def _walk(layout: Layout, state: State, root: int, room: Ints) -> int:
    """Walk a part depth first; return how many nodes, met in the order of the queue."""
    label = state.part[root]
    met = 1
    room[_MET, root], room[_PARENT, root], room[_LOW, root] = 1, -1, 1
    room[_NEXT, root] = layout.ptr[root]
    state.queue[0] = root
    here = root
    while here >= 0:
        if room[_NEXT, here] == layout.ptr[here + 1]:
            up = room[_PARENT, here]
            if up >= 0:
                room[_LOW, up] = min(room[_LOW, up], room[_LOW, here])
            here = up
            continue
        other = layout.nbr[room[_NEXT, here]]
        room[_NEXT, here] += 1
        if state.part[other] != label:
            continue
        if room[_MET, other] == 0:
            state.queue[met] = other
            met += 1
            room[_MET, other], room[_LOW, other] = met, met
            room[_PARENT, other], room[_NEXT, other] = here, layout.ptr[other]
            here = other
        else:
            room[_LOW, here] = min(room[_LOW, here], room[_MET, other])
    return met


@compiled
def gains(layout: Layout, state: State, root: int, room: Ints, sums: Floats) -> int:
    """Reckon what taking each node of a part would bring by itself.

    Args:
        layout: The problem.
        state: The plan.
        root: A node of the part.
        room: Room for the walk, ``GAIN_ROOM`` + 2 r by n; 0 in its first row, and again after.
        sums: Where to put the gains, n; by pairs and chains and worth, the largest part not
            reckoned.

    Returns:
        How many nodes the part has; they stand in ``state.queue``.

    Note:
        O(nodes + ties of the part).

    Source:
        Hopcroft and Tarjan, "Algorithm 447", Communications of the ACM 16(6), 1973.
    """
    label = state.part[root]
    met = _walk(layout, state, root, room)
    for i in range(met):
        node = state.queue[i]
        room[_BELOW, node] = layout.weight[node]
        room[_CUT, node] = 0
        sums[node] = 0.0
        for r in range(layout.role.shape[1]):
            room[GAIN_ROOM + r, node] = layout.role[node, r]
            room[GAIN_ROOM + layout.role.shape[1] + r, node] = 0
    for i in range(met - 1, 0, -1):
        node = state.queue[i]
        up = room[_PARENT, node]
        if room[_LOW, node] >= room[_MET, up]:
            _cut_off(layout, node, up, room, sums)
        room[_BELOW, up] += room[_BELOW, node]
        for r in range(layout.role.shape[1]):
            room[GAIN_ROOM + r, up] += room[GAIN_ROOM + r, node]
    for i in range(met):
        node = state.queue[i]
        rest = state.people[label] - room[_CUT, node] - layout.weight[node]
        left = layout.share[0] * (rest * (rest - 1) // 2)
        if layout.role.shape[1] > 0:
            chains = 1.0
            for r in range(layout.role.shape[1]):
                cut = room[GAIN_ROOM + layout.role.shape[1] + r, node]
                chains *= state.tally[label, r] - cut - layout.role[node, r]
            left += layout.share[1] * chains
        sums[node] = state.adds[label] - left - sums[node]
        room[_MET, node] = 0
    return met


@compiled
def _cut_off(layout: Layout, node: int, up: int, room: Ints, sums: Floats) -> None:
    """Count what hangs on ``up`` by ``node`` alone as a part of its own once ``up`` is taken."""
    people = room[_BELOW, node]
    room[_CUT, up] += people
    sums[up] += layout.share[0] * (people * (people - 1) // 2)
    if layout.role.shape[1] > 0:
        chains = 1.0
        for r in range(layout.role.shape[1]):
            held = room[GAIN_ROOM + r, node]
            chains *= held
            room[GAIN_ROOM + layout.role.shape[1] + r, up] += held
        sums[up] += layout.share[1] * chains
