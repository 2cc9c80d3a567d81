"""Which survivors lost the same contacts, and which of them find each other first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from linkgraph.plan.effect import NewTie
from linkgraph.plan.layout import blank_state
from linkgraph.plan.means import begin

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from linkgraph.plan.effect import Gauge
    from linkgraph.plan.layout import Ints
    from linkgraph.plan.problem import Problem

__all__ = ["LostContacts", "lost_contacts"]

# What flows from a neighbour and to it, by number of the neighbour.
_Near: TypeAlias = "dict[int, tuple[float, float]]"
_MOST_WHO_LOST = 2000


@dataclass(frozen=True, slots=True, eq=False)
class LostContacts:
    """Finds who re-forms, for any targets of one problem.

    Attributes:
        gauge: The problem's gauge.
        near: By node, its neighbours.
        ends: By number of a tie that is a candidate, its two ends.
        able: Which nodes can form ties.
        ways: What joins each pair: numbers of its ends, the lower first, and of the tie
            that is a candidate, or -1; one row each.
    """

    gauge: Gauge
    near: Mapping[int, _Near]
    ends: Mapping[int, _Near]
    able: frozenset[int]
    ways: Ints

    def new_ties(self, acted: Collection[str], most: int) -> tuple[NewTie, ...]:
        """Return the ties that survivors of these targets add, in order; ``most`` at most."""
        chosen = self.gauge.chosen(acted)
        gone = self.gauge.nodes_of(acted)
        lost = self._lost(gone)
        who = _who_lost_most(lost)
        if most == 0 or len(who) <= 1:
            return ()
        at = {node: i for i, node in enumerate(who)}
        gives, takes = np.zeros((len(who), len(lost))), np.zeros((len(who), len(lost)))
        shared = np.zeros((len(who), len(who)), dtype=np.int64)
        for column, near in enumerate(lost):
            rows = np.array([at[node] for node in near if node in at], dtype=np.int64)
            gives[rows, column] = [near[who[row]][0] for row in rows]
            takes[rows, column] = [near[who[row]][1] for row in rows]
            shared[np.ix_(rows, rows)] += 1
        shared = np.triu(shared, 1)
        self._untie(shared, who, gone)
        layout = self.gauge.prepared.layout
        state = blank_state(layout, 0)
        begin(layout, state, chosen)
        pairs = _first(shared, gives + takes, state.part[who], (state.people, most))
        names = self.gauge.prepared.nodes
        return tuple(
            NewTie(
                names[who[a]],
                names[who[b]],
                float(np.minimum(gives[a], takes[b]).sum()),
                float(np.minimum(gives[b], takes[a]).sum()),
                float(np.minimum(gives[a] + takes[a], gives[b] + takes[b]).sum()),
            )
            for a, b in pairs
        )

    def _lost(self, gone: set[int]) -> list[_Near]:
        """Return, for each contact that is gone, those survivors who had it."""
        lost = []
        for one in sorted(gone):
            near = self.ends[one] if one in self.ends else self.near.get(one, {})
            left = {n: w for n, w in near.items() if n in self.able and n not in gone}
            if len(left) > 1:
                lost.append(left)
        return lost

    def _untie(self, shared: Ints, who: list[int], gone: set[int]) -> None:
        """Leave out those who are still tied."""
        at = np.full(len(self.gauge.place), -1, dtype=np.int64)
        at[who] = np.arange(len(who))
        out = np.zeros(len(self.gauge.place), dtype=np.bool_)
        out[list(gone)] = True
        one, other, way = self.ways.T
        still = (at[one] >= 0) & (at[other] >= 0) & ((way < 0) | ~out[way])
        shared[at[one[still]], at[other[still]]] = 0


def _who_lost_most(lost: list[_Near]) -> list[int]:
    told: dict[int, tuple[int, float]] = {}
    for near in lost:
        for node, weights in near.items():
            count, weight = told.get(node, (0, 0.0))
            told[node] = count + 1, weight + sum(weights)
    if len(told) <= _MOST_WHO_LOST:
        return sorted(told)
    most = sorted(told, key=lambda node: (-told[node][0], -told[node][1], node))
    return sorted(most[:_MOST_WHO_LOST])


def _first(
    shared: Ints,
    weight: np.typing.NDArray[np.float64],
    part: Ints,
    wanted: tuple[Ints, int],
) -> list[tuple[int, int]]:
    """Return pairs by contacts shared, strength of ties to them, and survivors joined."""
    people, most = wanted
    size = people.copy()
    label = part.copy()
    found: list[tuple[int, int]] = []
    counts = np.flatnonzero(np.bincount(shared.ravel()))
    for count in counts[counts > 0][::-1]:
        one, other = np.nonzero(shared == count)
        strength = np.zeros(len(one))
        for column in weight.T:
            strength += np.minimum(column[one], column[other])
        for _ in range(len(one)):
            if len(found) == most:
                return found
            equal = np.flatnonzero(strength == strength.max())
            a, b = label[one[equal]], label[other[equal]]
            pick = equal[np.argmax(np.where(a == b, 0, size[a] * size[b]))]
            found.append((int(one[pick]), int(other[pick])))
            strength[pick] = -1.0
            a, b = label[one[pick]], label[other[pick]]
            if a != b:
                size[a] += size[b]
                label[label == b] = a
    return found


def lost_contacts(
    problem: Problem, gauge: Gauge, among: Collection[str] | None = None
) -> LostContacts:
    """Return what finds who re-forms.

    Args:
        problem: The problem.
        gauge: Its gauge.
        among: Nodes that can form ties; None for all.
    """
    near: dict[int, dict[int, tuple[float, float]]] = {}
    ends: dict[int, _Near] = {}
    place = gauge.place
    for tie in problem.ties:
        if tie.one == tie.other:
            continue
        one, other = place[tie.one], place[tie.other]
        for node, contact, flows in ((one, other, (0.0, 1.0)), (other, one, (1.0, 0.0))):
            from_it, to_it = near.setdefault(node, {}).get(contact, (0.0, 0.0))
            more = tie.weight * flows[0], tie.weight * flows[1]
            near[node][contact] = from_it + more[0], to_it + more[1]
        if tie.id in place:
            ends[place[tie.id]] = {one: (tie.weight, 0.0), other: (0.0, tie.weight)}
    able = set(problem.nodes) if among is None else set(among) & set(problem.nodes)
    ways = [(*pair, way) for pair, each in gauge.ways.items() for way in each]
    return LostContacts(
        gauge=gauge,
        near=near,
        ends=ends,
        able=frozenset(place[one] for one in able),
        ways=np.array(ways, dtype=np.int64).reshape(-1, 3),
    )
