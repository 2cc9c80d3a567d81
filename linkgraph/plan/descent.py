"""Swap search: take somebody of a large part, give back whom it costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.compiled import compiled
from linkgraph.plan.gains import GAIN_ROOM, gains
from linkgraph.plan.means import act_on, leave, pick, place, rand, room_for, unpick
from linkgraph.plan.parts import give, rises, take, value

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State

__all__ = ["descend", "fill", "trim"]

_LESS = 1e-9


@compiled
def _large_part(state: State) -> int:
    """Return one of the parts that are heavier than midway between most and least."""
    most, least = 0, 1 << 60
    for i in range(state.counts[0]):
        people = state.people[state.live[i]]
        most, least = max(most, people), min(least, people)
    bar = (most + least) // 2
    seen = 0
    for i in range(state.counts[0]):
        if state.people[state.live[i]] >= bar:
            seen += 1
    if seen == 0:
        return -1
    turn = rand(state, seen)
    for i in range(state.counts[0]):
        if state.people[state.live[i]] >= bar:
            if turn == 0:
                return int(state.live[i])
            turn -= 1
    return -1


@compiled
def _longest_waiting(layout: Layout, state: State, label: int) -> int:
    """Return the unit of a part that waits longest; all others there wait one more."""
    state.counts[2] += 1
    stamp = state.counts[2]
    state.queue[0] = state.first[label]
    state.mark[state.first[label]] = stamp
    filled, at, best, ties = 1, 0, -1, 0
    while at < filled:
        here = state.queue[at]
        at += 1
        unit = layout.unit_of[here]
        if unit >= 0:
            if best < 0 or state.age[unit] > state.age[best]:
                best, ties = unit, 1
            elif state.age[unit] == state.age[best]:
                ties += 1
                if rand(state, ties) == 0:
                    best = unit
            state.age[unit] += 1
        for k in range(layout.ptr[here], layout.ptr[here + 1]):
            other = layout.nbr[k]
            if state.part[other] == label and state.mark[other] != stamp:
                state.mark[other] = stamp
                state.queue[filled] = other
                filled += 1
    return best


@compiled
def _most_gained(layout: Layout, state: State, label: int, room: Ints, sums: Floats) -> int:
    """Return the unit of a part that brings most and was not given back of late."""
    met = gains(layout, state, state.first[label], room, sums)
    best, ties = -1, 0
    for i in range(met):
        node = state.queue[i]
        unit = layout.unit_of[node]
        if unit < 0 or state.barred[unit] > state.counts[4]:
            continue
        if best < 0 or sums[node] > sums[best] + _LESS:
            best, ties = node, 1
        elif sums[node] >= sums[best] - _LESS:
            ties += 1
            if rand(state, ties) == 0:
                best = node
    return -1 if best < 0 else int(layout.unit_of[best])


@compiled
def _group_rises(layout: Layout, state: State, made: Floats) -> None:
    """Reckon for groups, by putting them back and out again, what ``rises`` leaves open."""
    for i in range(state.counts[1]):
        unit = state.picked[i]
        begin, end = layout.unit_ptr[unit], layout.unit_ptr[unit + 1]
        if end - begin > 1 and not layout.fixed[unit]:
            before = value(layout, state)
            for k in range(begin, end):
                give(layout, state, layout.unit_node[k])
            made[unit] = value(layout, state) - before + layout.worth[unit]
            for k in range(begin, end):
                take(layout, state, layout.unit_node[k])


@compiled
def _least(state: State, made: Floats) -> int:
    """Return the unit acted on that costs least to give back; the one longest there of equals."""
    out = state.picked[0]
    for i in range(1, state.counts[1]):
        unit = state.picked[i]
        if made[unit] < made[out] or (made[unit] == made[out] and state.age[unit] > state.age[out]):
            out = unit
    return int(out)


@compiled
def _eases(layout: Layout, state: State, unit: int) -> bool:
    """Tell whether striking off a unit gives back to a pool that is overdrawn."""
    for p in range(len(layout.most)):
        if state.used[p] > layout.most[p] and layout.cost[state.chosen[unit], p] > 0:
            return True
    return False


@compiled
def trim(layout: Layout, state: State) -> None:
    """Strike off whom it costs least to give back until no pool is overdrawn."""
    made = np.zeros(len(layout.fixed), dtype=np.float64)
    for _ in range(state.counts[1]):
        rises(layout, state, made)
        _group_rises(layout, state, made)
        out = -1
        for i in range(state.counts[1]):
            unit = state.picked[i]
            if _eases(layout, state, unit) and (out < 0 or made[unit] < made[out]):
                out = unit
        if out < 0:
            return
        leave(layout, state, out)


@compiled
def _swap_in(layout: Layout, state: State, unit: int, made: Floats) -> bool:
    """Take a unit in place of the one that costs least to give back and makes room."""
    for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
        take(layout, state, layout.unit_node[k])
    rises(layout, state, made)
    _group_rises(layout, state, made)
    for _ in range(state.counts[1]):
        out = _least(state, made)
        if made[out] == np.inf:
            break
        old = state.chosen[out]
        unpick(layout, state, out)
        option = place(layout, state, unit)
        if option >= 0:
            pick(layout, state, unit, option)
            for k in range(layout.unit_ptr[out], layout.unit_ptr[out + 1]):
                give(layout, state, layout.unit_node[k])
            state.age[out] = 0
            state.barred[out] = state.counts[4] + 3 + rand(state, 1 + state.counts[1] // 4)
            return True
        pick(layout, state, out, old)
        made[out] = np.inf
    for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
        give(layout, state, layout.unit_node[k])
    return False


@compiled
def fill(layout: Layout, state: State) -> int:
    """Act on more while something fits, those of large parts first; return how many."""
    added = 0
    for _ in range(len(layout.fixed)):
        best, heaviest = -1, -1
        for unit in range(len(layout.fixed)):
            if state.chosen[unit] < 0 and room_for(layout, state, unit):
                label = state.part[layout.unit_node[layout.unit_ptr[unit]]]
                if state.people[label] > heaviest:
                    best, heaviest = unit, state.people[label]
        if best < 0:
            break
        act_on(layout, state, best, place(layout, state, best))
        added += 1
    return added


@compiled
def descend(layout: Layout, state: State, best: Ints, pace: Ints) -> float:
    """Improve a plan by swaps until so many bring nothing better; return the best value.

    Args:
        layout: The problem.
        state: The plan to begin with; it ends wherever the last swap led.
        best: Where to put the best plan.
        pace: Swaps without gain that end it, swaps in all that do, and of a hundred how
            many are to take whoever brings most rather than who waits longest.
    """
    made = np.zeros(len(layout.fixed), dtype=np.float64)
    room = np.zeros((GAIN_ROOM + 2 * layout.role.shape[1], len(layout.weight)), dtype=np.int64)
    sums = np.zeros(len(layout.weight), dtype=np.float64)
    fill(layout, state)
    found = value(layout, state)
    best[:] = state.chosen
    still = 0
    for _ in range(pace[1]):
        if still >= pace[0]:
            break
        label = _large_part(state)
        if label < 0:
            break
        if rand(state, 100) < pace[2]:
            unit = _most_gained(layout, state, label, room, sums)
        else:
            unit = _longest_waiting(layout, state, label)
        still += 1
        if unit < 0:
            continue
        state.counts[4] += 1
        # Units acted on carry the step that they came in by, so that of equals the first goes.
        state.age[unit] = -state.counts[4]
        option = place(layout, state, unit)
        if option >= 0:
            act_on(layout, state, unit, option)
        elif not _swap_in(layout, state, unit, made):
            continue
        now = value(layout, state)
        if now < found - _LESS:
            found, still = now, 0
            best[:] = state.chosen
    return found
