"""Classical rankings that take one after another, under the same means as any plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.compiled import compiled
from linkgraph.plan.gains import GAIN_ROOM, gains
from linkgraph.plan.means import act_on, begin, place, room_for

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State

__all__ = ["RANKINGS", "taken_by"]

RANKINGS = ("degree", "betweenness", "collective influence", "CoreHD", "greedy")
_DEGREE, _BETWEENNESS, _INFLUENCE, _CORE, _GREEDY = range(5)
_REACH = 2
_CORE_TIES = 2
# Means run out for many at once: after so many tries in vain, nobody without room is tried.
_MOST_FAILED = 20


@compiled
def _degrees(layout: Layout, state: State, scores: Floats) -> None:
    for node in range(len(state.part)):
        scores[node] = 0.0
        if state.part[node] >= 0:
            for k in range(layout.ptr[node], layout.ptr[node + 1]):
                if state.part[layout.nbr[k]] >= 0:
                    scores[node] += 1.0


@compiled
def _core_degrees(layout: Layout, state: State, scores: Floats) -> None:
    """Score nodes of the 2-core by their ties within it; the rest by a trace of their ties."""
    _degrees(layout, state, scores)
    n = len(scores)
    inside = state.part >= 0
    at, filled = 0, 0
    for node in range(n):
        if inside[node] and scores[node] < _CORE_TIES:
            state.queue[filled] = node
            filled += 1
            inside[node] = False
    while at < filled:
        node = state.queue[at]
        at += 1
        for k in range(layout.ptr[node], layout.ptr[node + 1]):
            other = layout.nbr[k]
            if inside[other]:
                scores[other] -= 1.0
                if scores[other] < _CORE_TIES:
                    inside[other] = False
                    state.queue[filled] = other
                    filled += 1
    for node in range(n):
        if not inside[node]:
            scores[node] = 0.0
    if filled > 0 and not inside.any():
        # Without loops left, what splits most is what CoreHD's authors turn to.
        _all_gains(layout, state, scores)


@compiled
def _all_gains(layout: Layout, state: State, scores: Floats) -> None:
    room = np.zeros((GAIN_ROOM + 2 * layout.role.shape[1], len(scores)), dtype=np.int64)
    for i in range(state.counts[0]):
        gains(layout, state, state.first[state.live[i]], room, scores)


@compiled
def _influences(layout: Layout, state: State, scores: Floats, degree: Floats) -> None:
    """Score by (ties - 1) times the sum of (ties - 1) of those two steps away."""
    _degrees(layout, state, degree)
    for node in range(len(scores)):
        scores[node] = 0.0
        if state.part[node] < 0 or degree[node] == 0:
            continue
        state.counts[2] += 1
        stamp = state.counts[2]
        state.mark[node] = stamp
        state.queue[0] = node
        begin, end = 0, 1
        for _ in range(_REACH):
            filled = end
            for i in range(begin, end):
                here = state.queue[i]
                for k in range(layout.ptr[here], layout.ptr[here + 1]):
                    other = layout.nbr[k]
                    if state.part[other] >= 0 and state.mark[other] != stamp:
                        state.mark[other] = stamp
                        state.queue[filled] = other
                        filled += 1
            begin, end = end, filled
        for i in range(begin, end):
            scores[node] += degree[state.queue[i]] - 1
        scores[node] = (degree[node] - 1) * scores[node] + 1e-6 * degree[node]


@compiled
def _ways_from(layout: Layout, state: State, source: int, far: Ints, ways: Floats) -> int:
    """Walk from a node; return how many it reaches, in the order of the queue."""
    far[:] = -1
    far[source], ways[source] = 0, 1.0
    state.queue[0] = source
    at, filled = 0, 1
    while at < filled:
        here = state.queue[at]
        at += 1
        for k in range(layout.ptr[here], layout.ptr[here + 1]):
            other = layout.nbr[k]
            if state.part[other] < 0:
                continue
            if far[other] < 0:
                far[other], ways[other] = far[here] + 1, 0.0
                state.queue[filled] = other
                filled += 1
            if far[other] == far[here] + 1:
                ways[other] += ways[here]
    return filled


@compiled
def _betweennesses(layout: Layout, state: State, scores: Floats) -> None:
    """Score by how many shortest ways lead through a node."""
    far = np.empty(len(scores), dtype=np.int64)
    ways = np.empty(len(scores), dtype=np.float64)
    owed = np.empty(len(scores), dtype=np.float64)
    scores[:] = 0.0
    for source in range(len(scores)):
        if state.part[source] < 0:
            continue
        filled = _ways_from(layout, state, source, far, ways)
        owed[:] = 0.0
        for i in range(filled - 1, 0, -1):
            node = state.queue[i]
            for k in range(layout.ptr[node], layout.ptr[node + 1]):
                other = layout.nbr[k]
                if state.part[other] >= 0 and far[other] == far[node] - 1:
                    owed[other] += ways[other] / ways[node] * (1.0 + owed[node])
            scores[node] += owed[node]


@compiled
def _scored(layout: Layout, state: State, method: int, scores: Floats, more: Floats) -> None:
    if method == _DEGREE:
        _degrees(layout, state, scores)
    elif method == _BETWEENNESS:
        _betweennesses(layout, state, scores)
    elif method == _INFLUENCE:
        _influences(layout, state, scores, more)
    elif method == _CORE:
        _core_degrees(layout, state, scores)
    else:
        _all_gains(layout, state, scores)


@compiled
def taken_by(layout: Layout, state: State, method: int, batch: int, given: Ints) -> int:
    """Fill a plan by a ranking, reckoned anew after each batch; return how many it acts on.

    Args:
        layout: The problem.
        state: Where to make the plan; started anew.
        method: Number of the ranking in ``RANKINGS``.
        batch: How many to take before scores are reckoned again.
        given: Options of the plan to begin with; those who must be acted on are in it.

    Source:
        Freeman 1977 and Brandes 2001 (betweenness); Morone and Makse, Nature 524, 2015
        (collective influence, two steps); Zdeborová, Zhang and Zhou, Scientific Reports
        6, 2016 (CoreHD).
    """
    begin(layout, state, given)
    units = len(layout.fixed)
    scores = np.zeros(len(layout.weight), dtype=np.float64)
    more = np.zeros(len(layout.weight), dtype=np.float64)
    sums = np.zeros(units, dtype=np.float64)
    shut = np.zeros(units, dtype=np.int64)
    added, since, failed = 0, batch, 0
    for _ in range(units):
        if since >= batch:
            _scored(layout, state, method, scores, more)
            since = 0
            for unit in range(units):
                sums[unit] = layout.worth[unit]
                for k in range(layout.unit_ptr[unit], layout.unit_ptr[unit + 1]):
                    sums[unit] += scores[layout.unit_node[k]]
        unit = _best_open(state, sums, shut)
        if unit < 0:
            break
        option = place(layout, state, unit)
        if option < 0:
            shut[unit] = 1
            failed += 1
            if failed >= _MOST_FAILED:
                _shut_without_room(layout, state, shut)
                failed = 0
            continue
        act_on(layout, state, unit, option)
        added, since = added + 1, since + 1
    return added


@compiled
def _shut_without_room(layout: Layout, state: State, shut: Ints) -> None:
    for unit in range(len(shut)):
        if state.chosen[unit] < 0 and not room_for(layout, state, unit):
            shut[unit] = 1


@compiled
def _best_open(state: State, sums: Floats, shut: Ints) -> int:
    best = -1
    for unit in range(len(sums)):
        if state.chosen[unit] < 0 and not shut[unit] and (best < 0 or sums[unit] > sums[best]):
            best = unit
    return best
