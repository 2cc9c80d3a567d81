"""What a plan draws on: options that fit, and how to make room for one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.compiled import compiled
from linkgraph.plan.parts import give, start, take

if TYPE_CHECKING:
    from linkgraph.plan.layout import Ints, Layout, State

__all__ = ["act_on", "begin", "leave", "pick", "place", "rand", "room_for", "unpick"]


@compiled
def rand(state: State, below: int) -> int:
    """Return a number from 0 to below ``below``: Park and Miller's generator, the same anywhere."""
    state.counts[3] = state.counts[3] * 48271 % 2147483647
    return int(state.counts[3] % below)


@compiled
def _draw(layout: Layout, state: State, option: int, sign: int) -> None:
    for p in range(len(layout.most)):
        state.used[p] += sign * layout.cost[option, p]


@compiled
def _fits(layout: Layout, state: State, option: int) -> bool:
    for p in range(len(layout.most)):
        if state.used[p] + layout.cost[option, p] > layout.most[p]:
            return False
    return True


@compiled
def _move_one(layout: Layout, state: State, option: int) -> bool:
    """Let one unit that is acted on act by another option, so that this option fits."""
    _draw(layout, state, option, 1)
    for i in range(state.counts[1]):
        unit = state.picked[i]
        old = state.chosen[unit]
        _draw(layout, state, old, -1)
        for new in range(layout.option_ptr[unit], layout.option_ptr[unit + 1]):
            if new != old and _fits(layout, state, new):
                _draw(layout, state, new, 1)
                state.chosen[unit] = new
                _draw(layout, state, option, -1)
                return True
        _draw(layout, state, old, 1)
    _draw(layout, state, option, -1)
    return False


@compiled
def place(layout: Layout, state: State, unit: int) -> int:
    """Return an option of a unit that fits, moving one other unit if need be; -1 for none."""
    begin, end = layout.option_ptr[unit], layout.option_ptr[unit + 1]
    if end == begin:
        return -1
    turn = rand(state, end - begin)
    for i in range(end - begin):
        option = begin + (turn + i) % (end - begin)
        if _fits(layout, state, option):
            return int(option)
    for i in range(end - begin):
        option = begin + (turn + i) % (end - begin)
        if _can_ever(layout, option) and _move_one(layout, state, option):
            return int(option)
    return -1


@compiled
def _can_ever(layout: Layout, option: int) -> bool:
    for p in range(len(layout.most)):  # noqa: SIM110 - Numba compiles no generators
        if layout.cost[option, p] > layout.most[p]:
            return False
    return True


@compiled
def room_for(layout: Layout, state: State, unit: int) -> bool:
    """Tell whether some option of a unit fits as things stand, nothing moved."""
    for option in range(layout.option_ptr[unit], layout.option_ptr[unit + 1]):
        if _fits(layout, state, option):
            return True
    return False


@compiled
def pick(layout: Layout, state: State, unit: int, option: int) -> None:
    """Enter a unit into the plan by an option; the network stays as it is."""
    _draw(layout, state, option, 1)
    state.chosen[unit] = option
    state.picked[state.counts[1]] = unit
    state.picked_at[unit] = state.counts[1]
    state.counts[1] += 1
    state.total[0] -= layout.worth[unit]


@compiled
def unpick(layout: Layout, state: State, unit: int) -> None:
    """Strike a unit off the plan; the network stays as it is."""
    _draw(layout, state, state.chosen[unit], -1)
    state.chosen[unit] = -1
    state.counts[1] -= 1
    here, last = state.picked_at[unit], state.picked[state.counts[1]]
    state.picked[here], state.picked_at[last] = last, here
    state.picked_at[unit] = -1
    state.total[0] += layout.worth[unit]


@compiled
def act_on(layout: Layout, state: State, unit: int, option: int) -> None:
    """Enter a unit into the plan by an option and take its nodes out of the network."""
    pick(layout, state, unit, option)
    for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
        take(layout, state, layout.unit_node[k])


@compiled
def begin(layout: Layout, state: State, chosen: Ints) -> None:
    """Set a state to the plan of these options, -1 for none; O(n + m) whatever the plan."""
    gone = np.zeros(len(layout.weight), dtype=np.int64)
    for unit in range(len(chosen)):
        if chosen[unit] >= 0:
            for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
                gone[layout.unit_node[k]] = 1
    start(layout, state, gone)
    for unit in range(len(chosen)):
        if chosen[unit] >= 0:
            pick(layout, state, unit, chosen[unit])


@compiled
def leave(layout: Layout, state: State, unit: int) -> None:
    """Strike a unit off the plan and put its nodes back into the network."""
    unpick(layout, state, unit)
    for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
        give(layout, state, layout.unit_node[k])
