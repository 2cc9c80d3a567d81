"""What a plan leaves when actions may fail."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.effect import gauge_of
from linkgraph.plan.swaps import swapped
from linkgraph.plan.why import QUICK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.plan.effect import Left
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import ObjectiveName, Problem
    from linkgraph.plan.solve import Settings

__all__ = ["Outlook", "Prudent", "outlook", "plan_for_mean"]

_WORST = 10
# Draws that a search looks at: enough to tell plans apart, few enough to measure thousands.
_SEARCHED = 60


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan leaves over many draws of which actions succeed.

    Attributes:
        certain: The objective if all succeed.
        expected: Its mean over the draws.
        worst_tenth: Its mean over the worst tenth of them.
        figures: Mean of each figure by name.
        draws: How many.
        seed: What they were drawn from.
    """

    certain: float
    expected: float
    worst_tenth: float
    figures: Mapping[ObjectiveName, float]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Prudent:
    """A plan that leaves little on average, since actions may fail.

    Attributes:
        targets: By id.
        mean: What it leaves over the draws that the search looked at, on average.
        begun: What the plan that it began with leaves over the same draws.
        in_time: Whether the time limit cut the search nowhere short; if it did, another run
            may differ.
    """

    targets: tuple[Target, ...]
    mean: float
    begun: float
    in_time: bool


def plan_for_mean(
    problem: Problem, start: Iterable[Target], settings: Settings = QUICK, *, seed: int = 0
) -> Prudent:
    """Return a plan that leaves little on average, each action failing by its own chance.

    Args:
        problem: What is asked.
        start: The plan to begin with, such as the one that is best if nothing fails.
        settings: Limits of the search.
        seed: What is drawn from: every plan is measured on the same sixty draws.

    Raises:
        InputError: The problem is not well-formed, or a target is no candidate in reach.

    Note:
        Swaps of one target for another until none helps or the limits are reached: it never
        leaves more on these draws than the plan it began with, and nothing is proved of it.
    """
    gauge, begun = gauge_of(problem), tuple(start)
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    units = [(unit[0].id, unit[0].success) for unit in gauge.prepared.units]
    draws = [
        frozenset(one for one, chance in units if random.random() < chance)
        for _ in range(_SEARCHED)
    ]
    known: dict[frozenset[str], float] = {}

    def mean(acted: Collection[str]) -> float:
        wanted = frozenset(acted)
        done = [wanted & able for able in draws]
        for one in set(done) - known.keys():
            known[one] = gauge.left(one).value
        return sum(known[one] for one in done) / len(done)

    targets, in_time = swapped(problem, begun, mean, gauge, settings)
    return Prudent(targets, mean([t.id for t in targets]), mean([t.id for t in begun]), in_time)


def outlook(
    problem: Problem, targets: Iterable[Target], *, draws: int = 1000, seed: int = 0
) -> Outlook:
    """Return what acting on these targets leaves, each failing by its own chance.

    Args:
        problem: The problem that the plan was made for.
        targets: The plan's.
        draws: How many to draw, at least 1.
        seed: Where chances begin: the same seed draws the same for the same targets.

    Raises:
        InputError: The problem is not well-formed, a target is no candidate of it that is
            in reach, or there is nothing to draw.

    Note:
        Each action succeeds or fails by itself. Where one failure makes another likely,
        as when somebody is warned, the worst tenth is worse than this says.
    """
    if draws < 1:
        raise InputError("there is no scenario to draw", remedy="Ask for 1000.")
    gauge = gauge_of(problem)
    acted = np.flatnonzero(gauge.chosen(target.id for target in targets) >= 0).tolist()
    units = [gauge.prepared.units[unit][0] for unit in acted]
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    known: dict[tuple[bool, ...], Left] = {}
    drawn = []
    for _ in range(draws):
        happened = tuple(random.random() < one.success for one in units)
        if happened not in known:
            known[happened] = gauge.left(
                one.id for one, done in zip(units, happened, strict=True) if done
            )
        drawn.append(known[happened])
    totals = np.sort([left.value for left in drawn])[::-1]
    whole = gauge.left(one.id for one in units)
    return Outlook(
        certain=whole.value,
        expected=float(totals.mean()),
        worst_tenth=float(totals[: -(-draws // _WORST)].mean()),
        figures={
            name: float(np.mean([left.figures[name] for left in drawn])) for name in whole.figures
        },
        draws=draws,
        seed=seed,
    )
