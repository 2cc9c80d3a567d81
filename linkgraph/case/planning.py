"""A case's part that plans: whom to act on, in which country, at one zero hour."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from linkgraph.case.asking import Asking
from linkgraph.case.place import current_user
from linkgraph.case.subjects import Looking, subjects_of
from linkgraph.case.worth import CHAIN
from linkgraph.catalogue.measured.acts import links_of
from linkgraph.errors import InputError
from linkgraph.plan import Action, Candidate, Problem, Settings, Target, Tie, solve
from linkgraph.plan.joint import JointPlan, JointTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.case.subjects import Subject, Subjects
    from linkgraph.plan import Plan
    from linkgraph.plan.asked import Asked

__all__ = ["Planning", "joint_target", "problem_of", "target_of"]

_ARREST, _WARRANT = "arrest", "warrant"


class Planning(Asking):
    """Plans made of the case as it stands."""

    def plan(self, asked: Asked, start_from: Iterable[JointPlan] = ()) -> JointPlan:
        """Return whom the countries asked for should act on together.

        Candidates are people whom some file names as suspects. A victim, or whoever may be
        one, is none, whatever else files say; nor are witnesses, informants and protected
        people, unless ``asked.lifted`` puts a witness back, which goes on record.

        Args:
            asked: Countries, means, ends, limits.
            start_from: Earlier plans; the result leaves no more than those of them that
                still keep the limits.

        Raises:
            InputError: Nobody is in reach, somebody named is no candidate, or the like.
            PlanError: The limits clash; it says which.
        """
        seen = self.subjects(asked)
        problem = problem_of(seen, asked)
        known = [[target_of(one) for one in plan.targets] for plan in start_from]
        settings = Settings(seconds=asked.seconds, seed=asked.seed)
        found = solve(problem, settings, known)
        made = self._joint(asked, seen, problem, found)
        for one, why in asked.lifted.items():
            self.ledger.note(who=current_user(), action="lifted", reason=why, subject=one)
        return made

    def plan_changes(self, plan: JointPlan) -> list[tuple[str, str]]:
        """Return what of a plan no longer holds: (entity id, what changed), by id.

        An empty id stands for the case as a whole. Empty where nothing changed.
        """
        changed: list[tuple[str, str]] = []
        if self.ledger.digest() == plan.case:
            return changed
        changed.append(("", "the case has changed since the plan was made"))
        seen = self.subjects(plan.asked)
        led = self.entities_of([one.entity_id for one in plan.targets])
        for one in plan.targets:
            now = led.get(one.entity_id, one.entity_id)
            changed += [(one.entity_id, words) for words in _changes(one, now, seen)]
        return changed

    def subjects(self, asked: Asked, *, with_views: bool = False) -> Subjects:
        """Return whom a plan can be about; with what each country sees where asked for."""
        beside = self._surroundings()
        rows = self.ledger.sources() if with_views else []
        how = Looking(
            lifted=asked.lifted,
            link_types=asked.link_types or None,
            originators={row.source.id: row.source.originator.country for row in rows},
            least_tie=asked.least_tie,
        )
        return subjects_of(beside.read(), beside.protected(), beside.rates(), how)

    def _joint(self, asked: Asked, seen: Subjects, problem: Problem, found: Plan) -> JointPlan:
        chosen = {one.id for one in found.targets}
        identifiers, records = self.identifiers(), self.records()
        able = {one.id: one for one in problem.candidates}
        full = {(one.country, one.resource) for one in found.used if one.used >= one.most}
        return JointPlan(
            asked=asked,
            targets=tuple(
                joint_target(one, seen.candidates[one.id], able[one.id], identifiers, records)
                for one in found.targets
            ),
            figures={
                "value": found.value, "bound": found.bound, "gap": found.gap,
                "proved": found.proved, "left": dict(found.left), "before": dict(found.before),
                "seeds": dict(found.seeds), "note": found.note, "in_time": found.in_time,
            },
            used=tuple(map(asdict, found.used)),
            left_out={
                one: "must not" if one in problem.must_not else _why_out(able.get(one), full)
                for one in sorted(seen.candidates)
                if one not in chosen
            },
            kept_out=dict(sorted(Counter(seen.kept_out.values()).items())),
            effects={"possibly_one_person": self._possibly_one(chosen)},
            case=self.ledger.digest(),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )  # fmt: skip

    def _possibly_one(self, chosen: set[str]) -> list[list[str]]:
        """Return pairs of targets that may be one person, and so would take two teams."""
        entities = self.entities()
        pairs = {
            tuple(sorted((entities.entity_of(one.left), entities.entity_of(one.right))))
            for one in self.ledger.judgements()
            if one.verdict == "unsure"
        }
        return sorted([*pair] for pair in pairs if len({*pair} & chosen) == len(pair))

    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """Return the things that each entity holds or uses, sorted."""
        held: dict[str, set[str]] = defaultdict(set)
        for one, other in (
            links_of(self._projection(), ("HOLDS", "USES")).select("from_id", "to_id").iter_rows()
        ):
            held[one].add(other)
        return {one: tuple(sorted(things)) for one, things in held.items()}

    def records(self) -> dict[str, list[tuple[str, str]]]:
        """Return file and locator of each record that names an entity."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for file, place, entity in self.places().iter_rows():
            found[entity].append((file, place))
        return found


def problem_of(seen: Subjects, asked: Asked) -> Problem:
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


def joint_target(
    target: Target,
    subject: Subject,
    able: Candidate,
    identifiers: Mapping[str, tuple[str, ...]],
    records: Mapping[str, list[tuple[str, str]]],
) -> JointTarget:
    """Return a target as a plan's file keeps it."""
    basis = next((r.basis for r in subject.reach if r.country == target.country), ("planner",))
    own = [one for one in subject.members if one != subject.id]
    held = {*own, *(i for m in subject.members for i in identifiers.get(m, ()))}
    people = [m for m in subject.members if m in records]
    return JointTarget(
        entity_id=subject.id,
        caption=subject.caption,
        country=target.country,
        support=tuple(a.country for a in able.actions if a.country != target.country),
        basis=basis,
        resource=dict(target.costs),
        worth=able.value,
        reasons=subject.worth.reasons,
        identifiers=tuple(sorted(one for one in held if not one.startswith("person:"))),
        records=tuple(sorted(place for one in people for place in records[one])),
        sources=subject.sources,
    )


def _why_out(able: Candidate | None, full: set[tuple[str, str]]) -> str:
    """Return the limit that keeps a candidate out: none, or means of which all are used."""
    if able is None:
        return "no reach in the countries that take part"
    met = sorted(
        f"{a.country}:{resource}"
        for a in able.actions
        for resource, _ in a.costs
        if (a.country, resource) in full
    )
    if met:
        return f"{', '.join(met)} is drawn on in full by others"
    return "acting here would leave no less"


def _changes(one: JointTarget, now: str, seen: Subjects) -> list[str]:
    if now in seen.kept_out:
        return ["is protected by a role now: never act"]
    if now not in seen.candidates:
        return ["no file in force names a suspect here any more"]
    told = seen.candidates[now]
    found = [] if now == one.entity_id else ["is part of another entity now"]
    if one.country not in {r.country for r in told.reach} and one.basis != ("planner",):
        found.append("nothing tells any more that the country has reach")
    if set(told.sources) != set(one.sources):
        found.append("other sources than before name the suspect")
    return found
