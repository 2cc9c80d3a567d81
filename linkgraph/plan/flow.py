"""What can still flow from collection points to organisers, and how to interdict it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.exact import add_choices
from linkgraph.plan.max_flow import most_flow
from linkgraph.plan.mip import MOST_ROWS, Model
from linkgraph.plan.proof import NO_TIME, TOO_LARGE, Proof

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout
    from linkgraph.plan.prepare import Prepared
    from linkgraph.plan.problem import ObjectiveName, Problem

__all__ = ["FlowAims", "flow_aims"]

_HALF = 0.5
_ROUND = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class FlowAims:
    """The most that can flow, and the worth of those not acted on, as the objective of a plan.

    Attributes:
        weights: Weight of each; 1 where flow is asked for alone, else the share of what there
            is with nobody acted on.
        value: What acting on each unit is worth by itself.
        layout: The problem's arrays; each unit's worth is what can pass through it, for
            want of parts that the swap search could count.
        before: The flow with nobody acted on.
        arcs: From, to (canonical numbers), and the number of the tie's own node if it may
            be acted on, else -1; one row an arc.
        room: What can flow along each arc.
        ends: 1 for collection points, 2 for organisers, 0 for others.
    """

    weights: dict[ObjectiveName, float]
    value: Floats
    layout: Layout
    before: dict[ObjectiveName, float]
    arcs: Ints
    room: Floats
    ends: Ints

    def total(self, left: dict[ObjectiveName, float]) -> float:
        """Return the objective for these figures."""
        return sum(weight * left[name] for name, weight in self.weights.items())

    def left(self, chosen: Ints) -> dict[ObjectiveName, float]:
        """Return what can still flow once these options are carried out."""
        gone = np.zeros(len(self.ends), dtype=np.bool_)
        for unit in np.flatnonzero(chosen >= 0):
            begin, end = self.layout.unit_ptr[unit : unit + 2]
            gone[self.layout.unit_node[begin:end]] = True
        start, end, tie = self.arcs.T
        real = ~(gone[start] | gone[end] | ((tie >= 0) & gone[tie]))
        sources, sinks = (np.flatnonzero((self.ends == kind) & ~gone) for kind in (1, 2))
        arcs = self.arcs[real, :2]
        made: dict[ObjectiveName, float] = {
            "flow": most_flow(arcs, self.room[real], sources, sinks, len(gone))
        }
        if "value" in self.weights:
            made["value"] = float(self.value[chosen < 0].sum())
        return made

    def lean(self, chosen: Ints) -> Ints:
        """Return a plan without those whose actions change nothing, the least first to go.

        Acting on somebody through whom nothing flows harms for no end.
        """
        made = chosen.copy()
        least = self.total(self.left(made))
        for unit in np.argsort(self.layout.worth, kind="stable"):
            option = made[unit]
            if option < 0 or self.layout.fixed[unit]:
                continue
            made[unit] = -1
            if self.total(self.left(made)) > least + _ROUND * max(1.0, least):
                made[unit] = option
        return made

    def prove(self, chosen: Ints, value: float, seconds: float) -> Proof:
        """Bound what any plan lets flow, from a plan that lets ``value`` flow."""
        begun = time.monotonic()
        if value <= _ROUND:
            return Proof(None, 0.0, "")
        if len(self.arcs) + len(self.ends) + len(self.layout.fixed) > MOST_ROWS:
            return Proof(None, None, TOO_LARGE)
        model = Model()
        none = np.zeros(len(self.layout.fixed), dtype=np.int64)
        gains = self.weights.get("value", 0.0) * self.value
        option = add_choices(model, self.layout, gains, none)
        acted = model.add(np.zeros(len(none)))
        for unit in range(len(none)):
            begin, end = self.layout.option_ptr[unit : unit + 2]
            row = np.r_[acted[unit], option[begin:end]]
            model.row(row, np.r_[1.0, -np.ones(end - begin)], 0.0, 0.0)
        by_node = np.where(self.layout.unit_of >= 0, acted[self.layout.unit_of], -1)
        self._add_cut(model, by_node)
        left = seconds - (time.monotonic() - begun)
        if left <= 0:
            return Proof(None, None, NO_TIME)
        known = chosen[chosen >= 0]
        warm = option, np.isin(np.arange(len(option)), known).astype(float)
        solved = model.solve(left, warm)
        if solved.values is None or not np.isfinite(solved.bound):
            return Proof(None, None, NO_TIME, ran=True)
        better = np.full_like(chosen, -1)
        taken = np.flatnonzero(solved.values[option] > _HALF)
        better[self.layout.unit_of_option()[taken]] = taken
        return Proof(better, max(0.0, solved.bound + float(gains.sum())), "", ran=True)

    def _add_cut(self, model: Model, acted: Ints) -> None:
        """Add a cut between collection points and organisers, paid for by what crosses it.

        Args:
            model: Where to.
            acted: Variable that takes each node out; -1 for none.
        """
        n = len(self.ends)
        into, out = model.add(np.zeros(n)), model.add(np.zeros(n))
        # Cutting one arc never pays for more than all that flows.
        crossing = model.add(self.weights["flow"] * np.minimum(self.room, self.before["flow"]))
        one = np.ones(1)
        for node in range(n):
            # What enters a node leaves it, on the same side of the cut, unless it is taken out.
            columns, values = np.r_[into[node], out[node]], np.r_[1.0, -1.0]
            if acted[node] >= 0:
                columns, values = np.r_[columns, acted[node]], np.r_[values, 1.0]
            model.row(columns, values, 0.0)
            if self.ends[node] == 1:
                model.row(into[node : node + 1], one, 0.0, 0.0)
            elif self.ends[node] == 2:  # noqa: PLR2004 - organisers
                model.row(out[node : node + 1], one, 1.0)
        for arc, (start, end, tie) in enumerate(self.arcs):
            columns = np.r_[crossing[arc], out[start], into[end]]
            values = np.r_[1.0, 1.0, -1.0]
            if tie >= 0 and acted[tie] >= 0:
                columns, values = np.r_[columns, acted[tie]], np.r_[values, 1.0]
            model.row(columns, values, 0.0)


def flow_aims(prepared: Prepared, problem: Problem) -> FlowAims:
    """Return the flow of a problem as its objective.

    Source:
        Wood, "Deterministic network interdiction", Mathematical and Computer Modelling
        17(2), 1993.
    """
    place = {name: i for i, name in enumerate(prepared.nodes)}
    room: dict[tuple[int, int, int], float] = {}
    for tie in problem.ties:
        if tie.one != tie.other:
            arc = place[tie.one], place[tie.other], place.get(tie.id, -1)
            room[arc] = room.get(arc, 0.0) + tie.weight
    arcs = np.array(sorted(room), dtype=np.int64).reshape(-1, 3)
    widths = np.array([room[arc] for arc in sorted(room)], dtype=np.float64)
    ends = np.zeros(len(place), dtype=np.int64)
    ends[[place[one] for one in sorted(problem.flow.sources)]] = 1
    ends[[place[one] for one in sorted(problem.flow.sinks)]] = 2
    passing = _passing(prepared, arcs, widths, ends)
    value = np.array([float(sum(one.value for one in unit)) for unit in prepared.units])
    weights: dict[ObjectiveName, float] = {one.name: one.weight for one in problem.objectives}
    bare = FlowAims(weights, value, prepared.layout, {}, arcs, widths, ends)
    before = bare.left(np.full(len(value), -1, dtype=np.int64))
    # Money and worth have no common unit: shares of what there is are added.
    many = len(weights) > 1
    weights = {n: w / (before[n] or 1.0) if many else 1.0 for n, w in weights.items()}
    worth = weights["flow"] * passing + weights.get("value", 0.0) * value
    layout = prepared.layout._replace(worth=worth)
    return FlowAims(weights, value, layout, before, arcs, widths, ends)


def _passing(prepared: Prepared, arcs: Ints, room: Floats, ends: Ints) -> Floats:
    """Return what can enter or leave each unit's nodes, whichever is less."""
    n = len(ends)
    into = np.bincount(arcs[:, 1], weights=room, minlength=n)
    out = np.bincount(arcs[:, 0], weights=room, minlength=n)
    through = np.where(ends == 1, out, np.where(ends > 1, into, np.minimum(into, out)))
    own = arcs[:, 2] >= 0
    through += np.bincount(arcs[own, 2], weights=room[own], minlength=n)
    layout = prepared.layout
    unit = np.repeat(np.arange(len(layout.fixed)), np.diff(layout.unit_ptr))
    passing = np.bincount(unit, weights=through[layout.unit_node], minlength=len(layout.fixed))
    return passing.astype(np.float64)
