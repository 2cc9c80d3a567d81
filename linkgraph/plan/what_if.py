"""What would become of a plan if a target were none, or a tie not real."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.plan.effect import gauge_of
from linkgraph.plan.means_left import means_left
from linkgraph.plan.separate import is_network
from linkgraph.plan.solve import solve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.solve import Settings

__all__ = ["If", "WhatIf"]

_LESS = 1e-9
_MOST_RECKONED = 4000


@dataclass(frozen=True, slots=True)
class If:
    """What there would be if something were not so.

    Attributes:
        value: What the plan as it stands would leave; for a target, the plan without it.
        best: What the best plan found would leave then; None where none was sought.
        added: Whom that would act on and the plan does not.
        dropped: Whom the plan acts on and that would not.
    """

    value: float
    best: float | None
    added: tuple[Target, ...]
    dropped: tuple[Target, ...]


class WhatIf:
    """One plan, and what would become of it.

    Attributes:
        units: Its targets, those that go together as one, in an order that names do not
            decide.
        may_name: Candidates that may be acted on: nobody else is to be named.
        pairs: All who are tied, in such an order.
    """

    def __init__(self, problem: Problem, plan: Plan, settings: Settings) -> None:
        self._problem = problem
        self._targets = plan.targets
        self._ids = frozenset(target.id for target in plan.targets)
        # They begin with a plan that is good already.
        self._settings = replace(settings, ranked=False)
        self._gauge = gauge_of(problem)
        self._value = self._gauge.left(self._ids).value
        names = self._gauge.prepared.nodes
        # Targets at each tie: its ends, and what ties them where that is a target.
        self._at = {
            (names[one], names[other]): sorted(
                self._ids & {names[one], names[other], *(names[w] for w in ways if w >= 0)}
            )
            for (one, other), ways in sorted(self._gauge.ways.items())
        }
        self.pairs = list(self._at)
        self.may_name = frozenset(self._gauge.unit_of)
        self.units = means_left(problem, plan.targets).units()
        self._without = {
            target.id: self._ids - {one.id for one in unit}
            for unit in self.units
            for target in unit
        }

    def without(self, unit: tuple[Target, ...]) -> If:
        """Return what there would be without some of the targets that go together."""
        out = frozenset(target.id for target in unit)
        value = self._gauge.left(self._ids - out).value
        rest = [target for target in self._targets if target.id not in out]
        if self.may_name == out:
            return If(value, value, (), unit)
        problem = self._problem
        other = replace(problem, must=problem.must - out, must_not=problem.must_not | out)
        then = solve(other, self._settings, [rest])
        better = self._less(then.value, value)
        return self._differing(value, *((then.value, then.targets) if better else (value, rest)))

    def untied(self, pair: tuple[str, str], *, search: bool) -> If:
        """Return what there would be if two were not tied, another plan sought or not."""
        value = self._gauge.left(self._ids, unreal=[pair]).value
        other = _untied(self._problem, pair)
        if not search:
            return If(value, None, (), ())
        if is_network(other) and any(one.id in self.may_name for one in other.candidates):
            targets = solve(other, self._settings, [self._targets]).targets
            best = self._gauge.left((one.id for one in targets), unreal=[pair]).value
            if self._less(best, value):
                return self._differing(value, best, targets)
        return If(value, value, (), ())

    def change(self, unless: If) -> float:
        """Return how far the plan's value, and the best plan's beside it, would change."""
        value, best = unless.value, unless.value if unless.best is None else unless.best
        moved = abs(value - self._value) if self._differ(value, self._value) else 0.0
        return moved + (value - best)

    def promising(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those without whose ties something changes, at the plan or at a target.

        Ties that would change most come first. Of more than 4,000 only those with
        targets, and others up to so many, are reckoned.
        """
        at_targets = sorted(pairs, key=lambda pair: -len(self._at[pair]))
        dropped = {one: self._gauge.left(ids).value for one, ids in self._without.items()}
        ranked = []
        for place, pair in enumerate(at_targets[:_MOST_RECKONED]):
            moved = abs(self._gauge.left(self._ids, unreal=[pair]).value - self._value)
            for one in self._at[pair]:
                then = self._gauge.left(self._without[one], unreal=[pair]).value
                moved += abs(dropped[one] - then)
            if moved > _LESS * max(1.0, abs(self._value)):
                ranked.append((-moved, place, pair))
        return [pair for _, _, pair in sorted(ranked)]

    def _differing(self, value: float, best: float, targets: Iterable[Target]) -> If:
        then = sorted(targets)
        ids = {target.id for target in then}
        added = tuple(target for target in then if target.id not in self._ids)
        return If(value, best, added, tuple(t for t in self._targets if t.id not in ids))

    def _less(self, one: float, other: float) -> bool:
        return one < other - _LESS * max(1.0, abs(other))

    def _differ(self, one: float, other: float) -> bool:
        return self._less(one, other) or self._less(other, one)


def _untied(problem: Problem, pair: tuple[str, str]) -> Problem:
    """Return a problem in which two are not tied, and what ties them is no candidate."""
    ends = set(pair)
    kept = tuple(tie for tie in problem.ties if {tie.one, tie.other} != ends)
    out = {tie.id for tie in problem.ties if tie.id and {tie.one, tie.other} == ends}
    return replace(
        problem,
        ties=kept,
        candidates=tuple(one for one in problem.candidates if one.id not in out),
        must=problem.must - out,
        together=_without(problem.together, out),
    )


def _without(groups: Iterable[frozenset[str]], out: Collection[str]) -> tuple[frozenset[str], ...]:
    return tuple(left for group in groups if (left := group.difference(out)))
