"""What a problem must be before anybody looks for a plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from linkgraph.errors import InputError, PlanError, UnknownName
from linkgraph.plan.problem import ANYWHERE, OBJECTIVES
from linkgraph.values.countries import country_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.plan.problem import Problem

__all__ = ["check_problem"]

_MOST_MEANS = 1_000_000_000

_WHO = (
    "A plan is made of suspects and whom calls, payments or trips tie them to: import or state"
    " (`linkgraph entity state ID --suspect`) who is suspected, and what ties them."
)


def check_problem(problem: Problem) -> None:
    """Refuse a problem that cannot be what was meant.

    Raises:
        InputError: The network is empty or has no tie, ids repeat or lead nowhere, a
            number is out of range, a country is unknown, or nobody is in reach.
        PlanError: Constraints clash by themselves, whatever the means.

    Note:
        Messages count and name constraints; they never hold an id. Whether the means
        suffice for those who must be acted on is for ``solve`` to find.
    """
    _check_network(problem)
    _check_candidates(problem)
    _check_means(problem)
    _check_ends(problem)
    _check_constraints(problem)


def _refuse_repeats(ids: Iterable[str], what: str) -> None:
    listed = list(ids)
    repeated = len(listed) - len(set(listed))
    if repeated:
        raise InputError(f"{what} are given twice: {repeated} too many", remedy="Keep one of each.")


def _check_network(problem: Problem) -> None:
    if not problem.nodes:
        raise InputError("the network is empty: nobody is in it", remedy=_WHO)
    _refuse_repeats(problem.nodes, "nodes")
    _refuse_repeats((tie.id for tie in problem.ties if tie.id), "ids of ties")
    known = set(problem.nodes)
    if any(tie.id in known for tie in problem.ties):
        raise InputError("a tie has the id of a node", remedy="Give ties ids of their own.")
    loose = sum(tie.one not in known or tie.other not in known for tie in problem.ties)
    if loose:
        raise InputError(f"{loose} ties end at nodes that the network has not")
    if not any(tie.one != tie.other for tie in problem.ties):
        raise InputError(
            "the network has no tie: nothing in it is connected",
            remedy=_WHO,
        )
    if not all(math.isfinite(tie.weight) and tie.weight >= 0 for tie in problem.ties):
        raise InputError("a tie's weight is not a number of 0 or more")


def _check_candidates(problem: Problem) -> None:
    _refuse_repeats((one.id for one in problem.candidates), "candidates")
    known = set(problem.nodes) | {tie.id for tie in problem.ties if tie.id}
    strangers = sum(one.id not in known for one in problem.candidates)
    if strangers:
        raise InputError(f"{strangers} candidates are neither nodes nor ties of the network")
    also = [node for one in problem.candidates for node in one.also]
    _refuse_repeats([*also, *(one.id for one in problem.candidates if also)], "nodes of candidates")
    if not set(also) <= set(problem.nodes):
        raise InputError("what goes with a candidate is no node of the network")
    if any(one.also and one.id not in problem.nodes for one in problem.candidates):
        raise InputError("nodes go with a tie that is a candidate: only with a node they can")
    for one in problem.candidates:
        if not 0 < one.success <= 1:
            raise InputError(
                "a chance of success is not above 0 and up to 1",
                remedy="Leave out whom nobody can succeed against.",
            )
        if not (math.isfinite(one.value) and one.value >= 0):
            raise InputError("a candidate's value is not a number of 0 or more")
        if any(cost < 0 for action in one.actions for _, cost in action.costs):
            raise InputError("an action has a cost below 0")
        _refuse_repeats((action.country for action in one.actions), "countries of a candidate")


def _check_means(problem: Problem) -> None:
    _refuse_repeats(problem.countries, "countries")
    _refuse_repeats((f"{c.country} {c.resource}" for c in problem.capacities), "capacities")
    for country in {*problem.countries, *(c.country for c in problem.capacities)}:
        if country != ANYWHERE and country not in country_codes():
            raise InputError(
                "a country of the plan is not one that ISO 3166 lists",
                remedy="Write its two-letter code, like MY.",
            )
    outside = {c.country for c in problem.capacities} - set(problem.countries)
    if problem.countries and outside:
        raise InputError(
            f"means are given for {', '.join(sorted(outside))}, and none of these takes part",
            remedy="Add them to the countries of the plan, or drop the capacity.",
        )
    if any(c.most < 0 for c in problem.capacities):
        raise InputError("a capacity is below 0", remedy="Write 0 for none.")
    if any(c.most > _MOST_MEANS for c in problem.capacities):
        raise InputError(
            f"a capacity is above {_MOST_MEANS:,}", remedy="Write what can really be done."
        )
    if problem.budget is not None and problem.budget < 0:
        raise InputError("the budget is below 0", remedy="Write 0 for none.")


def _check_ends(problem: Problem) -> None:
    if not problem.objectives:
        raise InputError("no objective is named", remedy=f"Known: {', '.join(OBJECTIVES)}")
    _refuse_repeats((one.name for one in problem.objectives), "objectives")
    for one in problem.objectives:
        if one.name not in OBJECTIVES:
            raise UnknownName.of("objective", one.name, OBJECTIVES)
        if not (math.isfinite(one.weight) and one.weight > 0):
            raise InputError(f"the weight of {one.name} is not above 0")
    named = {one.name for one in problem.objectives}
    if "flow" in named and named - {"flow", "value"}:
        raise InputError(
            "flow goes with value alone: it has a direction, what the others measure has none",
            remedy="Ask for flow, or flow and value, and compare the plans.",
        )
    if "roles" in named and not problem.chain:
        raise InputError(
            "roles need a chain of role classes", remedy="Name its classes in the problem's chain."
        )
    if "flow" in named:
        ends = problem.flow.sources | problem.flow.sinks
        if not (problem.flow.sources and problem.flow.sinks) or ends - set(problem.nodes):
            raise InputError(
                "flow needs collection points and organisers that are in the network",
                remedy="Name them: --flow-from and --flow-to.",
            )
        if problem.flow.sources & problem.flow.sinks:
            raise PlanError("a node is collection point and organiser at once")


def _check_constraints(problem: Problem) -> None:
    ids = {one.id for one in problem.candidates}
    clash = problem.must & problem.must_not
    if clash:
        raise PlanError(
            f"must and must_not clash: {len(clash)} stand in both",
            remedy="Take each out of one of them.",
            clash=("must", "must_not"),
        )
    strangers = len(problem.must - ids) + len(frozenset().union(*problem.together) - ids)
    if strangers:
        raise PlanError(
            f"must or together name {strangers} who are no candidates",
            remedy="They have no reach, are protected, or are not in this network.",
            clash=("must", "candidates"),
        )
    if any(group & problem.must_not and group & problem.must for group in problem.together):
        raise PlanError(
            "must, must_not and together clash: one of a group must, another must not",
            clash=("must", "must_not", "together"),
        )
