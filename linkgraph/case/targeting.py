"""What a board for the case's own agency holds so that a joint action can be planned on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from linkgraph.analysis.warning import delays
from linkgraph.case.joint_targets import joint_target
from linkgraph.case.problems import pose
from linkgraph.catalogue.measured.in_touch import contacts_in
from linkgraph.plan import Objective, Target
from linkgraph.plan.joint import FORM
from linkgraph.share import Able, Targeting

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from linkgraph.case.effects import Effects
    from linkgraph.case.subjects import Subjects
    from linkgraph.plan import Candidate, JointPlan
    from linkgraph.plan.asked import Asked
    from linkgraph.share import Release

__all__ = ["targeting_of"]

# A warning that takes longer than a month comes after the action.
_LONGEST_H = 730.5
_PEOPLE = (Objective("pairwise"),)
_BY_COUNTRY = {"country", "support", "basis", "resource", "worth", "entity_id"}


def targeting_of(
    case: Effects, release: Release, asked: Asked, plan: JointPlan | None = None
) -> Targeting:
    """Return whom countries could act on, and what then falls apart.

    Args:
        case: The case.
        release: What the own agency sees of it; ids that it hides are in nothing here, also
            where planners named them.
        asked: Countries, means, ends, limits.
        plan: A plan to begin from; those of its targets that can still be acted on.
    """
    ground = case.ground()
    now = case.entities_of(asked.named())
    posed = pose(ground, _of_people(asked.led_on(now)))
    seen, problem = posed.subjects, posed.problem
    shown = {one.id for one in release.entities if not one.hidden}
    told = _of_shown(asked, now, shown | {one.id for one in release.links})
    place = {one: n for n, one in enumerate(problem.nodes)}
    identifiers, records = ground.identifiers(), ground.records()
    return Targeting(
        countries=tuple(asked.countries),
        capacities=tuple((one.country, one.resource, one.most) for one in asked.capacities),
        zero_hour=asked.zero_hour.isoformat() if asked.zero_hour else "",
        nodes=tuple(one if one in shown else "" for one in problem.nodes),
        ties=tuple((place[tie.one], place[tie.other]) for tie in problem.ties),
        warns=_warns(seen, place, asked.zero_hour or dt.datetime.fromisoformat(release.made)),
        candidates=tuple(
            _able(one, seen, identifiers, records)
            for one in problem.candidates
            if one.id in shown and one.id not in problem.must_not
        ),
        forbidden={one: role for one, role in sorted(seen.kept_out.items()) if one in shown},
        plan={
            "linkgraph_plan": FORM,
            "asked": told.to_dict(),
            "kept_out": dict(sorted(Counter(seen.kept_out.values()).items())),
            "case": case.ledger.digest(),
        },
        targets=_targets(case, plan, problem.candidates, shown),
    )


def _of_people(asked: Asked) -> Asked:
    """Return what is asked of people: a board marks nobody else, whatever the plan is against."""
    ends = tuple(one for one in asked.objectives if one.name != "flow")
    if len(ends) == len(asked.objectives):
        return asked
    # Accounts and links that are named stand in no network of people.
    none: dict[str, Any] = {"must": (), "together": (), "reach": {}, "worth": {}, "success": {}}
    return replace(asked, objectives=ends or _PEOPLE, **none)


def _of_shown(asked: Asked, now: Mapping[str, str], shown: Container[str]) -> Asked:
    """Return what is asked of those that the release shows.

    Whom planners spared or lifted may be a victim or a witness, and an id be a number: a
    board that hides the person shall not tell it. Nobody hidden can be marked on it.
    """

    def is_told(one: str) -> bool:
        return not one or now.get(one, one) in shown

    lists = ("must", "must_not", "flow_from", "flow_to")
    maps = ("lifted", "reach", "worth", "success")
    kept: dict[str, Any] = {name: tuple(filter(is_told, getattr(asked, name))) for name in lists}
    for name in maps:
        kept[name] = {one: said for one, said in getattr(asked, name).items() if is_told(one)}
    groups = (tuple(filter(is_told, group)) for group in asked.together)
    return replace(asked, together=tuple(group for group in groups if len(group) > 1), **kept)


def _warns(
    seen: Subjects, place: Mapping[str, int], as_of: dt.datetime
) -> tuple[tuple[int, int, float], ...]:
    network = delays(contacts_in(seen.contacts), as_of)
    found = [
        (place[one], place[other], delay.total_seconds() / 3600)
        for one, others in network.items()
        for other, delay in others.items()
        if one < other and one in place and other in place
    ]
    return tuple(sorted(one for one in found if one[2] <= _LONGEST_H))


def _able(
    one: Candidate,
    seen: Subjects,
    identifiers: Mapping[str, tuple[str, ...]],
    records: Mapping[str, list[tuple[str, str]]],
) -> Able:
    subject = seen.candidates[one.id]
    made = {
        action.country: joint_target(
            Target(one.id, action.country, action.costs), subject, one, identifiers, records
        )
        for action in one.actions
    }
    kept: dict[str, Any] = asdict(next(iter(made.values())))
    kept["records"] = [{"file": file, "locator": at} for file, at in kept["records"]]
    return Able(
        id=one.id,
        worth=one.value,
        basis={country: target.basis for country, target in made.items()},
        resource={country: target.resource for country, target in made.items()},
        kept={name: value for name, value in kept.items() if name not in _BY_COUNTRY},
    )


def _targets(
    case: Effects,
    plan: JointPlan | None,
    candidates: tuple[Candidate, ...],
    shown: set[str],
) -> dict[str, str]:
    if plan is None:
        return {}
    able = {one.id: {action.country for action in one.actions} for one in candidates}
    led = case.entities_of([one.entity_id for one in plan.targets])
    found = {led.get(one.entity_id, one.entity_id): one.country for one in plan.targets}
    return {
        one: country
        for one, country in sorted(found.items())
        if one in shown and country in able.get(one, ())
    }
