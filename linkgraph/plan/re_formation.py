"""How a syndicate re-forms: survivors who lost the same contacts find each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.plan.effect import Gauge, Left, NewTie, gauge_of
from linkgraph.plan.lost_contacts import LostContacts, lost_contacts
from linkgraph.plan.solve import Settings, solve
from linkgraph.plan.swaps import swapped
from linkgraph.plan.why import QUICK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem

__all__ = ["MOST", "AgainstReFormation", "plan_against_re_formation", "re_formation"]

# Ties that survivors add, at most, where nothing else is asked.
MOST = 6


@dataclass(frozen=True, slots=True)
class AgainstReFormation:
    """Two plans: one for the moment, one for what comes after it.

    Attributes:
        ties: New ties that the second plan reckons with.
        now: Targets of the plan that leaves least at the moment itself.
        now_after: What that leaves after 0, 1, ... new ties.
        against: Targets of the plan that leaves least after so many new ties.
        against_after: What that leaves after 0, 1, ... new ties.
        in_time: Whether the time limit cut the second plan's search nowhere short; if it
            did, another run may differ.
    """

    ties: int
    now: tuple[Target, ...]
    now_after: tuple[Left, ...]
    against: tuple[Target, ...]
    against_after: tuple[Left, ...]
    in_time: bool


def re_formation(
    problem: Problem,
    targets: Iterable[Target],
    most: int = MOST,
    among: Collection[str] | None = None,
) -> tuple[Left, ...]:
    """Return what is left after survivors have added 0, 1, ... ``most`` ties.

    Whoever lost the same contact may find each other: two who lost more of the same
    contacts do so first, then those whose ties to them were stronger, then those who join
    most survivors. Each new tie is one that was not there.

    Args:
        problem: What the plan was made for.
        targets: The plan's.
        most: How many ties, at least 0.
        among: Nodes that can form ties, such as people; None for all.

    Returns:
        ``most + 1`` results; where no such pair is left, the last one again. None leaves
        less than the one before it.

    Raises:
        InputError: ``most`` is below 0, the problem is not well-formed, or a target is no
            candidate in reach.

    Note:
        O(s^2) for s who lost a contact, the 2,000 who lost most at most. A model of what
        covert networks are known to do, not a forecast: who will talk to whom is not on
        record. Nobody is named.

    Source:
        Duijn, Kashirin and Sloot, "The relative ineffectiveness of criminal network
        disruption", Scientific Reports 4, 2014 (recovery through shared acquaintances).
    """
    if most < 0:
        raise InputError("survivors cannot add fewer than no ties")
    gauge = gauge_of(problem)
    acted = [target.id for target in targets]
    return _after(gauge, lost_contacts(problem, gauge, among), acted, most)


def _after(gauge: Gauge, lost: LostContacts, acted: Collection[str], most: int) -> tuple[Left, ...]:
    new: tuple[NewTie, ...] = lost.new_ties(acted, most)
    made = [gauge.left(acted, new[:r]) for r in range(len(new) + 1)]
    return tuple(made + made[-1:] * (most - len(new)))


def plan_against_re_formation(
    problem: Problem,
    ties: int = MOST,
    settings: Settings = QUICK,
    start_from: Plan | None = None,
    among: Collection[str] | None = None,
) -> AgainstReFormation:
    """Return the plan that leaves least at the moment beside one that leaves least later.

    Args:
        problem: What is asked.
        ties: New ties to reckon with, at least 0.
        settings: Limits and seed.
        start_from: The plan for the moment; sought where None.
        among: Nodes that can form ties; None for all.

    Returns:
        Both plans with what each leaves after 0, 1, ... new ties. After ``ties`` of them
        the second never leaves more than the first.

    Raises:
        InputError: ``ties`` is below 0, or the problem is not well-formed.
        PlanError: What must be done cannot be.

    Note:
        Swaps of one target for another, from the first plan, until none helps or the
        limits are reached: nothing is proved of the second.
    """
    if ties < 0:
        raise InputError("survivors cannot add fewer than no ties")
    gauge = gauge_of(problem)
    lost = lost_contacts(problem, gauge, among)
    now = (start_from or solve(problem, settings)).targets

    def worth(acted: Collection[str]) -> float:
        return gauge.left(acted, lost.new_ties(acted, ties)).value

    against, in_time = swapped(problem, now, worth, gauge, settings)
    return AgainstReFormation(
        ties=ties,
        now=now,
        now_after=_after(gauge, lost, [t.id for t in now], ties),
        against=against,
        against_after=_after(gauge, lost, [t.id for t in against], ties),
        in_time=in_time,
    )
