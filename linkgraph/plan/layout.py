"""A problem as arrays, and a plan in the making as arrays: what the search runs on."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "Ints", "Layout", "State", "blank_state"]

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]


class Layout(NamedTuple):
    """A problem, in canonical order: n nodes, u units, o options, p pools, r role classes.

    A unit is what is acted on as a whole: one candidate, or a group that goes together.
    An option is one way to act on a unit; a pool is what options draw on: one country's
    capacity of one resource, or the budget of all.

    Attributes:
        ptr: Where each node's neighbours begin, n + 1.
        nbr: Neighbours, each tie in both directions, no loops, none twice.
        weight: How many people a node stands for, n: 1, or 0 for a tie that is a target.
        role: 1 where a node has a role of the chain, n by r.
        unit_ptr: Where each unit's nodes begin, u + 1.
        unit_node: Nodes of the units.
        unit_of: Unit of each node, n; -1 for none.
        fixed: 1 where a unit must be acted on, u.
        worth: What acting on a unit takes off the objective by itself, u.
        option_ptr: Where each unit's options begin, u + 1.
        cost: What each option draws, o by p.
        most: What each pool holds, p.
        share: Weight of pairs left, chains left and people in the largest part, 3.
    """

    ptr: Ints
    nbr: Ints
    weight: Ints
    role: Ints
    unit_ptr: Ints
    unit_node: Ints
    unit_of: Ints
    fixed: Ints
    worth: Floats
    option_ptr: Ints
    cost: Ints
    most: Ints
    share: Floats

    def unit_of_option(self) -> Ints:
        """Return the unit of each option."""
        return np.repeat(np.arange(len(self.fixed), dtype=np.int64), np.diff(self.option_ptr))


class State(NamedTuple):
    """A plan in the making, and the parts that the network falls into under it.

    Attributes:
        part: Label of each node's part, n; -1 for nodes that are taken.
        people: Weight of each part by label, n.
        nodes: Nodes of each part by label, n.
        first: One node of each part by label, n.
        tally: Nodes of each role by label, n by r.
        adds: What each part adds to the objective by label, n.
        live: Labels in use, the first ``counts[0]`` of n; then those that are not.
        live_at: Where each label stands in ``live``.
        chosen: Option of each unit, u; -1 where it is not acted on.
        picked: Units acted on, the first ``counts[1]`` of u.
        picked_at: Where each unit stands in ``picked``; -1 for none.
        used: What is drawn from each pool.
        age: Step at which each unit last changed.
        barred: Step until which each unit is not taken again for its gain.
        queue: Room for a walk, n.
        mark: Room for stamps, n.
        counts: Live labels, units acted on, the last stamp, the random state, the step.
        total: Sum of the parts' values less the worth of what is acted on, 1.
    """

    part: Ints
    people: Ints
    nodes: Ints
    first: Ints
    tally: Ints
    adds: Floats
    live: Ints
    live_at: Ints
    chosen: Ints
    picked: Ints
    picked_at: Ints
    used: Ints
    age: Ints
    barred: Ints
    queue: Ints
    mark: Ints
    counts: Ints
    total: Floats


def blank_state(layout: Layout, seed: int) -> State:
    """Return room for a plan; ``parts.start`` fills it before its first use."""
    n, u = len(layout.weight), len(layout.fixed)

    def room(length: int) -> Ints:
        return np.zeros(length, dtype=np.int64)

    counts = room(5)
    # The generator's state is never 0 and below its modulus.
    counts[3] = seed % 2147483646 + 1
    return State(
        part=room(n), people=room(n), nodes=room(n), first=room(n),
        tally=np.zeros((n, layout.role.shape[1]), dtype=np.int64),
        adds=np.zeros(n, dtype=np.float64), live=np.arange(n, dtype=np.int64),
        live_at=np.arange(n, dtype=np.int64),
        chosen=np.full(u, -1, dtype=np.int64), picked=room(u),
        picked_at=np.full(u, -1, dtype=np.int64), used=room(len(layout.most)),
        age=room(u), barred=room(u), queue=room(n), mark=room(n), counts=counts,
        total=np.zeros(1, dtype=np.float64),
    )  # fmt: skip
