"""Why each target: what is left without it, and who could stand in for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.plan.effect import gauge_of
from linkgraph.plan.means_left import means_left
from linkgraph.plan.solve import Settings, solve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.plan.effect import Gauge, Left
    from linkgraph.plan.means_left import MeansLeft
    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem

__all__ = ["QUICK", "Reason", "Replacement", "why"]

# A search short enough to be run for each target; it starts from a plan that is good already.
QUICK = Settings(seconds=20.0, steps=3000, stale=3, prove=False)
_MOST_TRIED, _FEWEST_TRIED = 2000, 20
# Nodes and ties walked for all targets' replacements, and those of a network on which another
# plan is still sought for each target.
_MOST_WORK, _LARGE = 200_000_000, 50_000
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
            free to change; on more than 50,000 nodes and ties none but those told here are
            looked at.
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


def why(
    problem: Problem,
    plan: Plan,
    settings: Settings = QUICK,
    *,
    only: Collection[str] | None = None,
) -> tuple[Reason, ...]:
    """Return why each target is in a plan.

    Args:
        problem: What the plan was made for.
        plan: The plan.
        settings: Limits of the search for the best plan without a target.
        only: Ids of the targets asked about; all where None.

    Returns:
        One reason a target asked about, by the target's id; empty for a plan of nobody. For each,
        ``best_without <= replacement.left.value < dropped.value``.

    Raises:
        InputError: The problem is not well-formed, or a target is no candidate in reach.

    Note:
        One search a target, and one reckoning for each pair of a target and a candidate
        that fits (2,000 candidates at most, fewer on large networks: those that most
        survivors are tied to). Whoever is not a candidate, or must not be acted on, is
        never named.

        It says what a target's place in the network is worth to a plan, never what
        anybody did: a tie that is missing, or not real, changes it (``gaps``).
    """
    gauge = gauge_of(problem)
    room = means_left(problem, plan.targets)
    kept = gauge.left(target.id for target in plan.targets)
    reasons = []
    for unit in room.units():
        wanted = [target for target in unit if only is None or target.id in only]
        if not wanted:
            continue
        dropped, best, instead = _without(problem, plan, unit, (gauge, room), settings)
        asked = any(one.id in problem.must for one in unit)
        for target in wanted:
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
    if len(gauge.unit_of) > len(out) and gauge.size <= _LARGE:
        start = [*rest, *(instead.targets if instead else ())]
        other = replace(problem, must=problem.must - out, must_not=problem.must_not | out)
        best = min(best, solve(other, replace(settings, ranked=False), [start]).value)
    return dropped, best, instead


def _best_instead(
    gauge: Gauge, rest: list[Target], dropped: Left, fitting: Iterable[tuple[Target, ...]]
) -> Replacement | None:
    best = None
    acted = [target.id for target in rest]
    most = max(_FEWEST_TRIED, min(_MOST_TRIED, _MOST_WORK // (gauge.size * (1 + len(rest)))))
    for unit in gauge.most_tied(acted, fitting, most):
        left = gauge.left([*acted, *(one.id for one in unit)])
        bar = dropped.value if best is None else best.left.value
        if left.value < bar - _LESS * max(1.0, abs(bar)):
            best = Replacement(tuple(sorted(unit)), left)
    return best
