"""What a plan leaves when actions may fail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.checks import check_problem
from linkgraph.plan.prepare import prepare
from linkgraph.plan.solve import objective_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.plan.layout import Ints
    from linkgraph.plan.plan import Target
    from linkgraph.plan.prepare import Prepared
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
    check_problem(problem)
    # One of a group may succeed where another fails: whoever goes together fails aims.
    each = replace(problem, together=())
    prepared = prepare(each)
    aims = objective_of(prepared, each)
    units = _units_of(prepared, targets)
    chance = [prepared.units[unit][0].success for unit in units]
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    known: dict[tuple[bool, ...], dict[ObjectiveName, float]] = {}
    drawn = []
    for _ in range(draws):
        happened = tuple(random.random() < one for one in chance)
        if happened not in known:
            known[happened] = aims.left(_acted(prepared, units, happened))
        drawn.append(known[happened])
    totals = np.sort([aims.total(left) for left in drawn])[::-1]
    whole = aims.left(_acted(prepared, units, (True,) * len(units)))
    return Outlook(
        certain=aims.total(whole),
        expected=float(totals.mean()),
        worst_tenth=float(totals[: -(-draws // _WORST)].mean()),
        figures={name: float(np.mean([left[name] for left in drawn])) for name in whole},
        draws=draws,
        seed=seed,
    )


def _units_of(prepared: Prepared, targets: Iterable[Target]) -> list[int]:
    """Return the unit of each target, in canonical order."""
    number = {members[0].id: unit for unit, members in enumerate(prepared.units)}
    wanted = {target.id for target in targets}
    if wanted - number.keys():
        raise InputError(
            f"{len(wanted - number.keys())} targets are no candidates of this problem in reach"
        )
    return sorted(number[one] for one in wanted)


def _acted(prepared: Prepared, units: list[int], happened: tuple[bool, ...]) -> Ints:
    chosen = np.full(len(prepared.units), -1, dtype=np.int64)
    for unit, done in zip(units, happened, strict=True):
        if done:
            chosen[unit] = prepared.layout.option_ptr[unit]
    return chosen
