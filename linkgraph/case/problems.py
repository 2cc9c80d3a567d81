"""What the solver is asked: from what a case tells of people, and what planners want."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from linkgraph.case.money_flow import far_side, money_flow_of
from linkgraph.case.things import things_of
from linkgraph.case.worth import CHAIN
from linkgraph.errors import InputError
from linkgraph.plan import Action, Candidate, Problem, Target, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.case.ground import Ground
    from linkgraph.case.money_flow import MoneyFlow
    from linkgraph.case.subjects import Subjects
    from linkgraph.case.things import Thing
    from linkgraph.plan import Asked, JointTarget

__all__ = ["Posed", "pose", "target_of"]

_ARREST, _WARRANT = "arrest", "warrant"
# What acting on a thing takes.
_TAKES = {"account": "freeze", "link": "block"}
_RESOURCES = (_ARREST, _WARRANT, *_TAKES.values())


@dataclass(frozen=True, slots=True)
class Posed:
    """What the solver is asked, and who the nodes are.

    Attributes:
        subjects: Whom the plan can be about.
        problem: What the solver is asked.
        things: Accounts and links that may be acted on, by id; none unless flow is asked for.
    """

    subjects: Subjects
    problem: Problem
    things: Mapping[str, Thing] = field(default_factory=dict)

    @property
    def known(self) -> set[str]:
        """Ids of all who may be acted on, in reach or not."""
        return {*self.subjects.candidates, *self.things}


def pose(ground: Ground, asked: Asked, *, with_views: bool = False) -> Posed:
    """Return what the solver is asked of a case.

    Args:
        ground: The case.
        asked: What planners want.
        with_views: Whether to tell what each country sees by itself.

    Raises:
        InputError: Somebody whom the planners name is no candidate, means are none that
            such a plan can use, or flow is asked for and no money leads from collection
            points to organisers.
    """
    flow = any(one.name == "flow" for one in asked.objectives)
    _check_means(asked, flow=flow)
    seen = ground.subjects(asked, with_views=with_views)
    if flow:
        money = money_flow_of(ground, seen, asked)
        things = things_of(ground, seen, money)
        posed = Posed(seen, _flow_problem(seen, money, things, asked), things)
    else:
        posed = Posed(seen, _problem_of(seen, asked))
    _check_named(posed, asked)
    return posed


def _check_means(asked: Asked, *, flow: bool) -> None:
    """Refuse means by which something would cost nothing, or that are for nothing."""
    means = {one.resource for one in asked.capacities}
    if means - {*_RESOURCES}:
        raise InputError(
            "a resource is none that acting takes",
            where="capacities",
            remedy=f"Known: {_ARREST}, {_WARRANT}; against money also freeze and block.",
        )
    if _ARREST not in means and (_WARRANT in means or not flow):
        raise InputError(
            "no country's means to arrest are given: everybody in reach would be",
            where="capacities",
            remedy="Give them, such as NZ:arrest=3; 0 for none.",
        )
    if not flow and (asked.flow_from or asked.flow_to):
        raise InputError(
            "ends of a flow are named, and flow is not asked for",
            where="objectives",
            remedy="Ask for --objective flow, or leave the ends out.",
        )


def _check_named(posed: Posed, asked: Asked) -> None:
    named = {*asked.must, *asked.reach, *asked.worth, *asked.success, *sum(asked.together, ())}
    named -= {""}
    named -= set(asked.must_not)
    kept_out = posed.subjects.kept_out
    if named & kept_out.keys():
        raise InputError(
            "somebody named is protected by a role in the case, and nobody plans against them",
            remedy="`linkgraph entity show` tells the role; a witness can be lifted with --lift.",
        )
    if named - posed.known:
        raise InputError(
            "somebody named is no candidate: no file in force names them as a suspect",
            remedy="`linkgraph entity state ID --suspect` puts on record what people know.",
        )


def _problem_of(seen: Subjects, asked: Asked) -> Problem:
    ties = seen.ties.filter(seen.ties["strength"] >= asked.least_tie)
    return Problem(
        nodes=seen.nodes,
        ties=tuple(Tie(one, other) for one, other, _ in ties.iter_rows()),
        candidates=_people(seen, asked, seen.candidates),
        **_limits(asked),
        roles=seen.classes,
        chain=CHAIN if any(one.name == "roles" for one in asked.objectives) else (),
    )


def _limits(asked: Asked) -> dict[str, Any]:
    """Return what a plan is asked for, whatever it is about."""
    return {
        "capacities": asked.capacities,
        "countries": asked.countries,
        "must": frozenset(asked.must),
        "must_not": frozenset(asked.must_not),
        "together": tuple(map(frozenset, asked.together)),
        "objectives": asked.objectives,
    }


def _flow_problem(
    seen: Subjects, money: MoneyFlow, things: Mapping[str, Thing], asked: Asked
) -> Problem:
    resources = {one.resource for one in asked.capacities}
    # What nobody has means for is not acted on: else it would cost nothing.
    people = set(money.nodes) if {_ARREST, _WARRANT} & resources else set()
    candidates = _people(seen, asked, people & seen.candidates.keys())
    candidates += _things(money, things.values(), asked, resources)
    return Problem(
        nodes=money.nodes,
        ties=money.ties,
        candidates=candidates,
        **_limits(asked),
        flow=money.flow,
    )


def _people(seen: Subjects, asked: Asked, among: Collection[str]) -> tuple[Candidate, ...]:
    resources = {one.resource for one in asked.capacities}
    made = []
    for one in (seen.candidates[i] for i in sorted(among)):
        warrants = {r.country for r in one.reach if _WARRANT in r.basis}
        told = asked.reach.get(one.id) or [r.country for r in one.reach]
        actions = tuple(
            Action(country, _costs(resources, wanted=country not in warrants))
            for country in sorted(set(told) & set(asked.countries))
        )
        if actions:
            worth = asked.worth.get(one.id, one.worth.value)
            made.append(Candidate(one.id, actions, _chance(asked, one.id), worth))
    return tuple(made)


def _things(
    money: MoneyFlow, things: Iterable[Thing], asked: Asked, resources: set[str]
) -> tuple[Candidate, ...]:
    made = []
    for one in things:
        takes = _TAKES[one.kind]
        told = asked.reach.get(one.id) or [r.country for r in one.reach]
        actions = tuple(
            Action(country, ((takes, 1),)) for country in sorted(set(told) & set(asked.countries))
        )
        if actions and takes in resources:
            also = (far_side(one.id),) if far_side(one.id) in money.nodes else ()
            worth = asked.worth.get(one.id, 0.0)
            made.append(Candidate(one.id, actions, _chance(asked, one.id), worth, also))
    return tuple(made)


def _chance(asked: Asked, one: str) -> float:
    return asked.success.get(one, asked.success.get("", 1.0))


def _costs(resources: set[str], *, wanted: bool) -> tuple[tuple[str, int], ...]:
    """An arrest takes a team; a warrant, where means for warrants are told and none is out."""
    costs = [(_ARREST, 1)]
    if _WARRANT in resources and wanted:
        costs.append((_WARRANT, 1))
    return tuple(costs)


def target_of(one: JointTarget) -> Target:
    """Return a target as the solver knows it."""
    return Target(one.entity_id, one.country, tuple(sorted(one.resource.items())))
