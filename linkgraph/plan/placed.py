"""A problem under other names: each node's place in the structure, which names do not decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.plan.prepare import whole_groups
from linkgraph.plan.problem import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.plan.effect import Gauge
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import Problem

__all__ = ["Placed", "placed"]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A problem named by place, and the way back.

    A part of a problem can have two equals that are none in the whole. Named by their place
    in the whole, it is that and not what they are called that decides between them.

    Attributes:
        problem: The problem, without whoever may not be acted on as a candidate.
        place: New name of each old one.
        name: Old name of each new one.
    """

    problem: Problem
    place: Mapping[str, str]
    name: Mapping[str, str]

    def ids(self, old: Iterable[str]) -> frozenset[str]:
        """Return new names; ids that the problem has not are left out."""
        return frozenset(self.place[one] for one in old if one in self.place)

    def targets(self, old: Iterable[Target]) -> tuple[Target, ...]:
        """Return targets under new names, those left out that are no candidates."""
        return tuple(replace(one, id=self.place[one.id]) for one in old if one.id in self.place)

    def back(self, new: Iterable[Target]) -> tuple[Target, ...]:
        """Return targets under their old names, by id."""
        return tuple(sorted(replace(one, id=self.name[one.id]) for one in new))


def placed(problem: Problem, gauge: Gauge) -> Placed:
    """Return a problem named by place; ``gauge`` is its own."""
    width = len(str(len(gauge.place)))
    to = {one: f"{number:0{width}}" for one, number in gauge.place.items()}
    usable = gauge.unit_of.keys()
    renamed = replace(
        problem,
        nodes=tuple(to[one] for one in problem.nodes),
        ties=tuple(
            tie._replace(one=to[tie.one], other=to[tie.other], id=to.get(tie.id, ""))
            for tie in problem.ties
        ),
        candidates=tuple(
            replace(one, id=to[one.id], also=tuple(to[node] for node in one.also))
            for one in problem.candidates
            if one.id in usable
        ),
        must=frozenset(to[one] for one in problem.must),
        must_not=frozenset(),
        together=tuple(
            frozenset(to[one] for one in group)
            for group in whole_groups(problem.together)
            if group and group <= usable
        ),
        roles={to[one]: held for one, held in problem.roles.items() if one in to},
        flow=Flow(
            frozenset(to[one] for one in problem.flow.sources if one in to),
            frozenset(to[one] for one in problem.flow.sinks if one in to),
        ),
    )
    return Placed(renamed, to, {new: old for old, new in to.items()})
