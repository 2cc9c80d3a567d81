"""Swaps of one target for another, by any measure of what a plan leaves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from linkgraph.plan.means_left import means_left

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from linkgraph.plan.effect import Gauge
    from linkgraph.plan.means_left import MeansLeft
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.solve import Settings

__all__ = ["swapped"]

Targets: TypeAlias = "tuple[Target, ...]"

# Of those who are not acted on, how many are measured beside a plan, and how many of them are
# tried in place of each who is in it.
_MEASURED, _TRIED = 600, 40
_LESS = 1e-9


def swapped(
    problem: Problem,
    targets: Iterable[Target],
    worth: Callable[[Collection[str]], float],
    gauge: Gauge,
    settings: Settings,
) -> tuple[tuple[Target, ...], bool]:
    """Return a plan that leaves no more than the one given, by a measure of one's own.

    Args:
        problem: The problem; the plan keeps to its limits.
        targets: The plan to begin with.
        worth: What acting on these ids leaves.
        gauge: The problem's.
        settings: Its ``steps`` are the most plans that are measured, its ``seconds`` the
            most time.

    Returns:
        The plan by id, and whether the time limit cut nothing short.

    Note:
        Adds whom the means allow, drops whom it is better to leave, and swaps one for
        another, each time the best of those tried for one place, until nothing helps.
        Those tried in a place are the forty who bring most when added to the plan, of the
        600 that most survivors are tied to.
    """
    search = _Swaps(problem.must, worth, gauge, settings)
    room = means_left(problem, targets)
    plan = room.targets()
    value = search.measured(plan)
    while not search.over:
        begun = value
        promising = search.promising(room.of(()), plan)
        for unit in [(), *room.units()]:
            found, value = search.best_in_place(room.of(plan), unit, (plan, value), promising)
            plan = found
        if value >= begun:
            break
        room = room.of(plan)
    return plan, not search.late


class _Swaps:
    """One search: whom it never drops, its measure and its limits."""

    def __init__(
        self,
        must: frozenset[str],
        worth: Callable[[Collection[str]], float],
        gauge: Gauge,
        settings: Settings,
    ) -> None:
        self._must = must
        self._worth = worth
        self._gauge = gauge
        self._left = settings.steps
        self._deadline = time.monotonic() + settings.seconds
        self._known: dict[frozenset[str], float] = {}

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._deadline

    @property
    def over(self) -> bool:
        """Whether a limit is reached."""
        return self._left <= 0 or self.late

    def measured(self, plan: Iterable[Target]) -> float:
        """Return what a plan leaves, reckoned once."""
        ids = frozenset(target.id for target in plan)
        if ids not in self._known:
            self._left -= 1
            self._known[ids] = self._worth(ids)
        return self._known[ids]

    def promising(self, empty: MeansLeft, plan: Targets) -> frozenset[str]:
        """Return the ids of those who bring most when added to a plan, whatever it takes."""
        held = {target.id for target in plan}
        others = [u for u in empty.fitting() if not held & {target.id for target in u}]
        ranked = []
        for place, unit in enumerate(self._gauge.most_tied(held, others, _MEASURED)):
            if self.over:
                break
            ranked.append((self.measured((*plan, *unit)), place, unit))
        best = sorted(ranked, key=lambda one: one[:2])[:_TRIED]
        return frozenset(target.id for _, _, unit in best for target in unit)

    def best_in_place(
        self,
        room: MeansLeft,
        unit: Targets,
        known: tuple[Targets, float],
        promising: frozenset[str],
    ) -> tuple[Targets, float]:
        """Return the best plan with somebody, or nobody, in place of one unit."""
        plan, value = known
        ids = {target.id for target in unit}
        if ids & self._must or not ids <= {target.id for target in plan}:
            return known
        rest = tuple(target for target in plan if target.id not in ids)
        options = [rest] if unit else []
        options += [
            tuple(sorted((*rest, *new)))
            for new in room.fitting(unit)
            if promising.issuperset(target.id for target in new)
        ]
        for option in options:
            if self.over:
                break
            left = self.measured(option)
            if left < value - _LESS * max(1.0, abs(value)):
                plan, value = option, left
        return plan, value
