"""Objectives over the parts of what is left: pairs, largest part, chains, worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from linkgraph.plan.layout import blank_state
from linkgraph.plan.means import begin
from linkgraph.plan.proof import Question, prove

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout, State
    from linkgraph.plan.prepare import Prepared
    from linkgraph.plan.problem import Objective, ObjectiveName, Problem
    from linkgraph.plan.proof import Proof

__all__ = ["Aims", "PartAims", "figures", "part_aims"]


class Aims(Protocol):
    """What to make small, whatever it is."""

    @property
    def layout(self) -> Layout:
        """The problem's arrays, ``share`` and ``worth`` set for the search."""
        ...

    @property
    def before(self) -> dict[ObjectiveName, float]:
        """The figures with nobody acted on."""
        ...

    def total(self, left: dict[ObjectiveName, float]) -> float:
        """Return the objective for these figures."""
        ...

    def left(self, chosen: Ints) -> dict[ObjectiveName, float]:
        """Return the figures of what these options leave."""
        ...

    def lean(self, chosen: Ints) -> Ints:
        """Return a plan without those whose actions change nothing."""
        ...

    def prove(self, chosen: Ints, value: float, seconds: float) -> Proof:
        """Bound what any plan leaves, from a plan that leaves ``value``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class PartAims:
    """What to make small, as weights on the figures of a network.

    Attributes:
        weights: Weight of each figure asked for; 1 where one is asked for alone, else its
            share of what there is with nobody acted on.
        before: The figures with nobody acted on.
        prepared: The problem.
        layout: The problem's arrays with these weights in ``share`` and ``worth``, and,
            where the objective has wide plains, a trace of pairs that leads across them.
    """

    weights: dict[ObjectiveName, float]
    before: dict[ObjectiveName, float]
    prepared: Prepared
    layout: Layout

    def total(self, left: dict[ObjectiveName, float]) -> float:
        """Return the objective for these figures."""
        return sum(weight * left[name] for name, weight in self.weights.items())

    def left(self, chosen: Ints) -> dict[ObjectiveName, float]:
        """Return the figures of what these options leave."""
        state = blank_state(self.layout, 0)
        begin(self.layout, state, chosen)
        return figures(self.prepared, state, set(self.weights))

    def lean(self, chosen: Ints) -> Ints:
        """Return the plan: whoever is left is somebody less who can be reached."""
        return chosen

    def prove(self, chosen: Ints, value: float, seconds: float) -> Proof:
        """Bound what any plan leaves, from a plan that leaves ``value``."""
        share = [self.weights.get(name, 0.0) for name in ("pairwise", "roles", "largest")]
        # The worth of those not acted on: all there is, less what the model takes off.
        constant = self.weights.get("value", 0.0) * self.before.get("value", 0.0)
        whole = len(self.weights) == 1 and "value" not in self.weights
        question = Question(self.layout, np.array(share), constant, whole)
        return prove(question, chosen, value, seconds)


def part_aims(prepared: Prepared, problem: Problem) -> PartAims:
    """Return the objectives of a problem as weights, with the network as it stands."""
    names = {one.name for one in problem.objectives}
    state = blank_state(prepared.layout, 0)
    begin(prepared.layout, state, np.full(len(prepared.units), -1, dtype=np.int64))
    before = figures(prepared, state, names)
    weights = _weights(problem.objectives, before)
    share = np.array(
        [weights.get("pairwise", 0.0), weights.get("roles", 0.0), weights.get("largest", 0.0)]
    )
    worth = np.array([_worth(prepared, unit) for unit in range(len(prepared.units))])
    if "pairwise" not in names:
        # Less than half of the least step of the objective, all pairs together.
        pairs = figures(prepared, state, {"pairwise"})["pairwise"]
        share[0] = 0.4 * _least_step(weights, worth) / max(pairs, 1.0)
    layout = prepared.layout._replace(share=share, worth=worth * weights.get("value", 0.0))
    return PartAims(weights, before, prepared, layout)


def _weights(
    objectives: tuple[Objective, ...], before: dict[ObjectiveName, float]
) -> dict[ObjectiveName, float]:
    if len(objectives) == 1:
        return {objectives[0].name: 1.0}
    return {one.name: one.weight / (before[one.name] or 1.0) for one in objectives}


def _least_step(weights: dict[ObjectiveName, float], worth: Floats) -> float:
    steps = [weight for name, weight in weights.items() if name != "value"]
    if "value" in weights and worth.any():
        steps.append(weights["value"] * float(worth[worth > 0].min()) / 1000)
    # A sum of several may take any step; a thousandth of its least part leads well enough.
    return min(steps, default=1.0) / (1 if len(weights) == 1 else 1000)


def _worth(prepared: Prepared, unit: int) -> float:
    return sum(one.value for one in prepared.units[unit])


def figures(
    prepared: Prepared, state: State, names: set[ObjectiveName]
) -> dict[ObjectiveName, float]:
    """Return the figures of what a plan leaves, by name.

    Note:
        Reckoned anew from who reaches whom, not from the sums that the search keeps.
    """
    layout = prepared.layout
    left = state.part >= 0
    n = len(left)
    people = np.bincount(state.part[left], weights=layout.weight[left], minlength=n)
    made: dict[ObjectiveName, float] = {}
    for name in sorted(names):
        if name == "pairwise":
            made[name] = float((people * (people - 1) / 2).sum())
        elif name == "largest":
            made[name] = float(people.max(initial=0))
        elif name == "roles":
            made[name] = _chains(layout.role, state.part, n)
        elif name == "value":
            worth = [_worth(prepared, unit) for unit in np.flatnonzero(state.chosen < 0).tolist()]
            made[name] = float(sum(worth))
    return made


def _chains(role: Ints, part: Ints, n: int) -> float:
    left = part >= 0
    chains = np.ones(n)
    for r in range(role.shape[1]):
        chains *= np.bincount(part[left], weights=role[left, r], minlength=n)
    return float(chains.sum())
