"""What is left of a network when some are acted on, some ties are new and some are not real."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.aims import PartAims
from linkgraph.plan.checks import check_problem
from linkgraph.plan.flow import FlowAims
from linkgraph.plan.prepare import neighbours, prepare
from linkgraph.plan.solve import objective_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.plan.layout import Ints
    from linkgraph.plan.plan import Target
    from linkgraph.plan.prepare import Prepared
    from linkgraph.plan.problem import ObjectiveName, Problem

__all__ = ["Gauge", "Left", "NewTie", "gauge_of"]

Pair: TypeAlias = tuple[str, str]
_DIRECT = -1


class Left(NamedTuple):
    """What is left.

    Attributes:
        value: The objective, on the scale of the problem that it was asked of.
        figures: Each figure by name.
    """

    value: float
    figures: Mapping[ObjectiveName, float]


class NewTie(NamedTuple):
    """A tie between two survivors that was not there before.

    Attributes:
        one: A node.
        other: Another node.
        forth: What can flow from ``one`` to ``other``; counts for ``flow`` alone.
        back: What can flow from ``other`` to ``one``; likewise.
        strength: How strong the ties were that it stands for.
    """

    one: str
    other: str
    forth: float = 1.0
    back: float = 1.0
    strength: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Gauge:
    """Reckons what is left of one problem's network, again and again, on one scale.

    Attributes:
        prepared: The problem as arrays, each candidate a unit of its own.
        unit_of: Unit of each candidate that a plan may hold.
        place: Number of each node, and of each tie that is a candidate.
        ways: By pair of numbers, the lower first, what joins the two: numbers of the ties
            between them that are candidates, and -1 for one that is none.
    """

    prepared: Prepared
    unit_of: Mapping[str, int]
    place: Mapping[str, int]
    ways: Mapping[tuple[int, int], tuple[int, ...]]
    _aims: PartAims | FlowAims
    _edges: Ints

    @property
    def size(self) -> int:
        """How many nodes and ties the network has."""
        return len(self.place) + len(self._edges)

    def most_tied(
        self, acted: Iterable[str], units: Iterable[tuple[Target, ...]], most: int
    ) -> list[tuple[Target, ...]]:
        """Return those units that most survivors are tied to, ``most`` at most, in their order."""
        listed = list(units)
        if len(listed) <= most:
            return listed
        gone = np.zeros(len(self.place), dtype=np.int64)
        gone[list(self.nodes_of(acted))] = 1
        one, other = self._edges.T
        tied = np.bincount(one, weights=1 - gone[other], minlength=len(gone))
        tied += np.bincount(other, weights=1 - gone[one], minlength=len(gone))
        brings = [-sum(tied[self.place[target.id]] for target in unit) for unit in listed]
        kept = np.argsort(np.array(brings), kind="stable")[:most]
        return [listed[i] for i in sorted(kept.tolist())]

    def total(self, figures: Mapping[ObjectiveName, float]) -> float:
        """Return the objective for these figures."""
        return self._aims.total(dict(figures))

    def chosen(self, acted: Iterable[str]) -> Ints:
        """Return the first option of each that is acted on, -1 for all others.

        Raises:
            InputError: One is no candidate in reach; it counts them and names nobody.
        """
        wanted = set(acted)
        strangers = len(wanted - self.unit_of.keys())
        if strangers:
            raise InputError(
                f"{strangers} targets are no candidates of this problem in reach",
                remedy="Make the plan anew from the problem as it is now.",
            )
        chosen = np.full(len(self.prepared.units), -1, dtype=np.int64)
        units = [self.unit_of[one] for one in wanted]
        chosen[units] = self.prepared.layout.option_ptr[units]
        return chosen

    def nodes_of(self, acted: Iterable[str]) -> set[int]:
        """Return the numbers of all that is gone once these are acted on.

        Raises:
            InputError: One is no candidate in reach.
        """
        layout = self.prepared.layout
        units = np.flatnonzero(self.chosen(acted) >= 0)
        bounds = zip(layout.unit_ptr[units], layout.unit_ptr[units + 1], strict=True)
        return {int(node) for begin, end in bounds for node in layout.unit_node[begin:end]}

    def left(
        self, acted: Iterable[str], new: Iterable[NewTie] = (), unreal: Iterable[Pair] = ()
    ) -> Left:
        """Return what is left.

        Args:
            acted: Candidates that are acted on.
            new: Ties that are there besides; those with somebody acted on count for nothing.
            unreal: Pairs of nodes between whom there is no tie after all.

        Raises:
            InputError: Somebody acted on is no candidate in reach.

        Note:
            O(nodes + ties), and what finding the most that can flow takes for ``flow``.
        """
        aims = self._changed(list(new), list(unreal))
        figures = aims.left(self.chosen(acted))
        return Left(aims.total(figures), figures)

    def _changed(self, new: list[NewTie], unreal: list[Pair]) -> PartAims | FlowAims:
        if not new and not unreal:
            return self._aims
        pairs = {_in_order(self.place[a], self.place[b]) for a, b in unreal}
        if isinstance(self._aims, FlowAims):
            return self._rerouted(self._aims, new, pairs)
        off: set[tuple[int, int]] = set()
        for pair in pairs:
            for way in self.ways.get(pair, ()):
                off |= (
                    {pair} if way == _DIRECT else {_in_order(pair[0], way), _in_order(way, pair[1])}
                )
        edges = self._edges
        if off:
            edges = edges[[tuple(edge) not in off for edge in edges.tolist()]]
        if new:
            added = [_in_order(self.place[tie.one], self.place[tie.other]) for tie in new]
            edges = _once(np.r_[edges, np.array(added, dtype=np.int64)], len(self.place))
        ptr, nbr = neighbours(len(self.place), edges)
        return replace(self._aims, layout=self._aims.layout._replace(ptr=ptr, nbr=nbr))

    def _rerouted(self, aims: FlowAims, new: list[NewTie], pairs: set[tuple[int, int]]) -> FlowAims:
        real = np.array(
            [_in_order(a, b) not in pairs for a, b, _ in aims.arcs.tolist()], dtype=bool
        )
        arcs, room = aims.arcs[real], aims.room[real]
        for tie in new:
            one, other = self.place[tie.one], self.place[tie.other]
            arcs = np.r_[arcs, np.array([[one, other, _DIRECT], [other, one, _DIRECT]])]
            room = np.r_[room, [tie.forth, tie.back]]
        return replace(aims, arcs=arcs, room=room)


def gauge_of(problem: Problem) -> Gauge:
    """Return what reckons the effect of any targets of a problem.

    Raises:
        InputError: The problem is not well-formed, or nobody is in reach.
        PlanError: Constraints clash by themselves.

    Note:
        O((nodes + ties) log), once; each reckoning after that is quick.
    """
    check_problem(problem)
    prepared = prepare(problem)
    if problem.together:
        # Whoever goes together is acted on as one, and yet each may fail or be left out here.
        held = {one.id for unit in prepared.units for one in unit}
        each = tuple(one for one in problem.candidates if one.id in held)
        problem = replace(problem, together=(), candidates=each)
        prepared = prepare(problem)
    place = {name: i for i, name in enumerate(prepared.nodes)}
    aims = objective_of(prepared, problem)
    if not isinstance(aims, PartAims | FlowAims):
        raise InputError("this objective cannot be reckoned on a changed network")
    layout = prepared.layout
    start = np.repeat(np.arange(len(layout.weight), dtype=np.int64), np.diff(layout.ptr))
    edges = np.stack([start, layout.nbr], axis=1)
    return Gauge(
        prepared=prepared,
        unit_of={unit[0].id: i for i, unit in enumerate(prepared.units)},
        place=place,
        ways=_ways(problem, place),
        _aims=aims,
        _edges=edges[start < layout.nbr],
    )


def _ways(problem: Problem, place: Mapping[str, int]) -> dict[tuple[int, int], tuple[int, ...]]:
    found: dict[tuple[int, int], set[int]] = {}
    for tie in problem.ties:
        if tie.one != tie.other:
            pair = _in_order(place[tie.one], place[tie.other])
            found.setdefault(pair, set()).add(place.get(tie.id, _DIRECT) if tie.id else _DIRECT)
    return {pair: tuple(sorted(ways)) for pair, ways in found.items()}


def _once(edges: Ints, n: int) -> Ints:
    """Return each edge of a network of n nodes once."""
    each = np.unique(edges[:, 0] * n + edges[:, 1])
    return np.stack([each // n, each % n], axis=1)


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
