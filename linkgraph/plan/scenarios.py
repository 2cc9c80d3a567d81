"""What a plan leaves when actions may fail."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.effect import gauge_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.plan.effect import Left
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import ObjectiveName, Problem

__all__ = ["Outlook", "outlook"]

_WORST = 10


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
