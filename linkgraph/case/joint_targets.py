"""Targets of a plan as planners read them: who, where, on what ground, made of which records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.plan import JointTarget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.case.ground import Ground
    from linkgraph.case.problems import Posed
    from linkgraph.case.subjects import Subject
    from linkgraph.case.things import Thing
    from linkgraph.plan import Candidate, Plan, Target

__all__ = ["figures_of", "joint_target", "joint_targets", "left_out"]


def joint_targets(ground: Ground, posed: Posed, found: Plan) -> tuple[JointTarget, ...]:
    """Return the targets of a plan that was found, by entity id."""
    identifiers, records = ground.identifiers(), ground.records()
    able = {one.id: one for one in posed.problem.candidates}
    people = posed.subjects.candidates
    return tuple(
        joint_target(one, people[one.id], able[one.id], identifiers, records)
        if one.id in people
        else _thing(one, posed.things[one.id], able[one.id])
        for one in found.targets
    )


def left_out(posed: Posed, found: Plan) -> dict[str, str]:
    """Return, by id, which limit keeps each candidate out who is not acted on."""
    chosen = {one.id for one in found.targets}
    able = {one.id: one for one in posed.problem.candidates}
    full = {(one.country, one.resource) for one in found.used if one.used >= one.most}
    nodes = {*posed.problem.nodes, *posed.things}
    told = {}
    for one in sorted((posed.subjects.candidates.keys() | able.keys()) - chosen):
        if one in posed.problem.must_not:
            told[one] = "must not"
        elif one not in nodes:
            told[one] = "no money on record passes here from collection points to organisers"
        else:
            told[one] = _why_out(able.get(one), full)
    return told


def figures_of(found: Plan) -> dict[str, Any]:
    """Return what a plan leaves, and how good it is proved to be, as a file keeps it."""
    return {
        "value": found.value, "bound": found.bound, "gap": found.gap, "proved": found.proved,
        "left": dict(found.left), "before": dict(found.before), "seeds": dict(found.seeds),
        "note": found.note, "in_time": found.in_time,
    }  # fmt: skip


def joint_target(
    target: Target,
    subject: Subject,
    able: Candidate,
    identifiers: Mapping[str, tuple[str, ...]],
    records: Mapping[str, list[tuple[str, str]]],
) -> JointTarget:
    """Return somebody to act on, as a plan's file keeps it."""
    basis = next((r.basis for r in subject.reach if r.country == target.country), ("planner",))
    own = [one for one in subject.members if one != subject.id]
    held = {*own, *(i for m in subject.members for i in identifiers.get(m, ()))}
    people = [m for m in subject.members if m in records]
    return JointTarget(
        entity_id=subject.id,
        caption=subject.caption,
        country=target.country,
        support=_support(able, target),
        basis=basis,
        resource=dict(target.costs),
        worth=able.value,
        reasons=subject.worth.reasons,
        identifiers=tuple(sorted(one for one in held if not one.startswith("person:"))),
        records=tuple(sorted(place for one in people for place in records[one])),
        sources=subject.sources,
    )


def _thing(target: Target, thing: Thing, able: Candidate) -> JointTarget:
    basis = next((r.basis for r in thing.reach if r.country == target.country), ("planner",))
    return JointTarget(
        entity_id=thing.id,
        caption=thing.caption,
        kind=thing.kind,
        holders=thing.holders,
        country=target.country,
        support=_support(able, target),
        basis=basis,
        resource=dict(target.costs),
        worth=able.value,
        reasons=thing.reasons,
        identifiers=thing.accounts,
        sources=thing.sources,
    )


def _support(able: Candidate, target: Target) -> tuple[str, ...]:
    return tuple(a.country for a in able.actions if a.country != target.country)


def _why_out(able: Candidate | None, full: set[tuple[str, str]]) -> str:
    """Return the limit that keeps a candidate out: none, or means of which all are used."""
    if able is None:
        return "no reach or no means in the countries that take part"
    met = sorted(
        f"{a.country}:{resource}"
        for a in able.actions
        for resource, _ in a.costs
        if (a.country, resource) in full
    )
    if met:
        drawn = "is" if len(met) == 1 else "are"
        return f"{' and '.join(met)} {drawn} drawn on in full by others"
    return "acting here would leave no less"
