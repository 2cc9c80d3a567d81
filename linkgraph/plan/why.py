"""Why each target: what is left without it, and who could stand in for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.effect import gauge_of
from linkgraph.plan.means_left import means_left
from linkgraph.plan.solve import Settings, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.plan.effect import Gauge, Left
    from linkgraph.plan.means_left import MeansLeft
    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem

__all__ = ["QUICK", "Reason", "Replacement", "why"]

# A search short enough to be run for each target; it starts from a plan that is good already.
QUICK = Settings(seconds=20.0, steps=3000, stale=3, prove=False)
_MOST_TRIED = 2000
_LESS = 1e-9


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who or what could be acted on instead, all other targets as they are.

    Attributes:
        targets: Usually one; several where they go together.
        left: What is left then.
    """

    targets: tuple[Target, ...]
    left: Left


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one target is in a plan.

    Attributes:
        target: The target.
        together: Others that are dropped with it, since they go together.
        asked: Whether it must be acted on, whatever it brings.
        kept: What is left as planned.
        dropped: What is left if it is dropped and nobody takes its place.
        best_without: Objective of the best plan found that does without it, all others
            free to change.
        replacement: The best that the means it frees can be used for; None where nobody
            else that they reach would leave less than nobody does.
    """

    target: Target
    together: tuple[str, ...]
    asked: bool
    kept: Left
    dropped: Left
    best_without: float
    replacement: Replacement | None


def why(problem: Problem, plan: Plan, settings: Settings = QUICK) -> tuple[Reason, ...]:
    """Return why each target is in a plan.

    Args:
        problem: What the plan was made for.
        plan: The plan.
        settings: Limits of the search for the best plan without a target.

    Returns:
        One reason a target, by the target's id; empty for a plan of nobody. For each,
        ``best_without <= replacement.left.value < dropped.value``.

    Raises:
        InputError: The problem is not well-formed, or a target is no candidate in reach.

    Note:
        One search a target, and one reckoning for each pair of a target and a candidate
        that fits (2,000 candidates at most: those that most survivors are tied to).
        Whoever is not a candidate, or must not be acted on, is never named.

        It says what a target's place in the network is worth to a plan, never what
        anybody did: a tie that is missing, or not real, changes it (``gaps``).
    """
    gauge = gauge_of(problem)
    room = means_left(problem, plan.targets)
    kept = gauge.left(target.id for target in plan.targets)
    reasons = []
    for unit in room.units():
        dropped, best, instead = _without(problem, plan, unit, (gauge, room), settings)
        asked = any(one.id in problem.must for one in unit)
        for target in unit:
            others = tuple(one.id for one in unit if one != target)
            reasons.append(Reason(target, others, asked, kept, dropped, best, instead))
    return tuple(sorted(reasons, key=lambda reason: reason.target))


def _without(
    problem: Problem,
    plan: Plan,
    unit: tuple[Target, ...],
    reckoned: tuple[Gauge, MeansLeft],
    settings: Settings,
) -> tuple[Left, float, Replacement | None]:
    gauge, room = reckoned
    rest = [target for target in plan.targets if target not in unit]
    dropped = gauge.left(target.id for target in rest)
    instead = _best_instead(gauge, rest, dropped, room.fitting(unit))
    out = frozenset(target.id for target in unit)
    best = dropped.value if instead is None else instead.left.value
    if len(gauge.unit_of) > len(out):
        start = [*rest, *(instead.targets if instead else ())]
        other = replace(problem, must=problem.must - out, must_not=problem.must_not | out)
        best = min(best, solve(other, replace(settings, ranked=False), [start]).value)
    return dropped, best, instead


def _best_instead(
    gauge: Gauge, rest: list[Target], dropped: Left, fitting: Iterable[tuple[Target, ...]]
) -> Replacement | None:
    best = None
    acted = [target.id for target in rest]
    for unit in _most_tied(gauge, acted, list(fitting)):
        left = gauge.left([*acted, *(one.id for one in unit)])
        bar = dropped.value if best is None else best.left.value
        if left.value < bar - _LESS * max(1.0, abs(bar)):
            best = Replacement(tuple(sorted(unit)), left)
    return best


def _most_tied(
    gauge: Gauge, acted: list[str], fitting: list[tuple[Target, ...]]
) -> Sequence[tuple[Target, ...]]:
    """Return those worth trying, in an order that names do not decide."""
    if len(fitting) <= _MOST_TRIED:
        return fitting
    layout = gauge.prepared.layout
    gone = np.zeros(len(layout.weight), dtype=np.int64)
    gone[[gauge.place[one] for one in acted]] = 1
    begins = layout.ptr[:-1]
    lost = np.add.reduceat(np.r_[gone[layout.nbr], 0], begins) * (np.diff(layout.ptr) > 0)
    tied = np.diff(layout.ptr) - lost
    brings = [-int(sum(tied[gauge.place[one.id]] for one in unit)) for unit in fitting]
    kept = np.argsort(np.array(brings), kind="stable")[:_MOST_TRIED]
    return [fitting[i] for i in sorted(kept.tolist())]
