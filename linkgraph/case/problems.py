"""What the solver is asked: from what a case tells of people, and what planners want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.case.worth import CHAIN
from linkgraph.errors import InputError
from linkgraph.plan import Action, Candidate, Problem, Target, Tie

if TYPE_CHECKING:
    from linkgraph.case.ground import Ground
    from linkgraph.case.subjects import Subjects
    from linkgraph.plan import Asked, JointTarget

__all__ = ["Posed", "pose", "target_of"]

_ARREST, _WARRANT = "arrest", "warrant"


@dataclass(frozen=True, slots=True)
class Posed:
    """What the solver is asked, and who the nodes are.

    Attributes:
        subjects: Whom the plan can be about.
        problem: What the solver is asked.
    """

    subjects: Subjects
    problem: Problem


def pose(ground: Ground, asked: Asked, *, with_views: bool = False) -> Posed:
    """Return what the solver is asked of a case.

    Args:
        ground: The case.
        asked: What planners want.
        with_views: Whether to tell what each country sees by itself.

    Raises:
        InputError: Somebody whom the planners name is no candidate.
    """
    seen = ground.subjects(asked, with_views=with_views)
    return Posed(seen, _problem_of(seen, asked))


def _problem_of(seen: Subjects, asked: Asked) -> Problem:
    """Return what the solver is asked, from what the case tells and what planners want.

    Raises:
        InputError: Somebody whom the planners name is no candidate.
    """
    named = {*asked.must, *asked.must_not, *asked.reach, *asked.worth, *sum(asked.together, ())}
    if named & seen.kept_out.keys() - set(asked.must_not):
        raise InputError(
            "somebody named is protected by a role in the case, and nobody plans against them",
            remedy="`linkgraph entity show` tells the role; a witness can be lifted with --lift.",
        )
    if named - seen.candidates.keys() - set(asked.must_not) - seen.kept_out.keys():
        raise InputError(
            "somebody named is no candidate: no file in force names them as a suspect",
            remedy="`linkgraph entity state ID --suspect` puts on record what people know.",
        )
    if any(one.name == "flow" for one in asked.objectives):
        raise InputError(
            "flow is not asked of a case yet: it wants ends that a person names",
            remedy="`linkgraph.plan.solve` takes them; ask for pairwise, largest, roles or value.",
        )
    ties = seen.ties.filter(seen.ties["strength"] >= asked.least_tie)
    return Problem(
        nodes=seen.nodes,
        ties=tuple(Tie(one, other) for one, other, _ in ties.iter_rows()),
        candidates=_candidates(seen, asked),
        capacities=asked.capacities,
        countries=asked.countries,
        must=frozenset(asked.must),
        must_not=frozenset(asked.must_not),
        together=tuple(map(frozenset, asked.together)),
        objectives=asked.objectives,
        roles=seen.classes,
        chain=CHAIN if any(one.name == "roles" for one in asked.objectives) else (),
    )


def _candidates(seen: Subjects, asked: Asked) -> tuple[Candidate, ...]:
    resources = {one.resource for one in asked.capacities}
    made = []
    for one in seen.candidates.values():
        warrants = {r.country for r in one.reach if _WARRANT in r.basis}
        told = asked.reach.get(one.id) or [r.country for r in one.reach]
        actions = tuple(
            Action(country, _costs(resources, wanted=country not in warrants))
            for country in sorted(set(told) & set(asked.countries))
        )
        if actions:
            worth = asked.worth.get(one.id, one.worth.value)
            made.append(Candidate(one.id, actions, value=worth))
    return tuple(made)


def _costs(resources: set[str], *, wanted: bool) -> tuple[tuple[str, int], ...]:
    """An arrest takes a team; a warrant, where means for warrants are told and none is out."""
    costs = [(_ARREST, 1)]
    if _WARRANT in resources and wanted:
        costs.append((_WARRANT, 1))
    return tuple(costs)


def target_of(one: JointTarget) -> Target:
    """Return a target as the solver knows it."""
    return Target(one.entity_id, one.country, tuple(sorted(one.resource.items())))
