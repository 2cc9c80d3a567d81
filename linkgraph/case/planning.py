"""A case's part that plans: whom to act on, in which country, at one zero hour."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from linkgraph.case.asking import Asking
from linkgraph.case.ground import Ground
from linkgraph.case.joint_targets import figures_of, joint_targets, left_out
from linkgraph.case.money_flow import money_flow_of
from linkgraph.case.place import current_user
from linkgraph.case.problems import Posed, pose, target_of
from linkgraph.case.things import things_of
from linkgraph.errors import InputError
from linkgraph.plan import JointPlan, Settings, solve
from linkgraph.plan.scenarios import outlook, plan_for_mean
from linkgraph.plan.solve import carried_out
from linkgraph.plan.why import QUICK
from linkgraph.resolve.undecided import may_be_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.case.subjects import Subjects
    from linkgraph.plan import Asked, JointTarget, Plan, Problem, Target

__all__ = ["Planning", "planned"]

# People with ties. Up to the first a plan is proved within seconds and a search is enough; past
# the second one round fills the time limit.
_SOON_PROVED, _LONG_SEARCHED = 250, 600
_ROUNDS = 6


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
        ground, asked = self.ground(), self._led(asked)
        posed = pose(ground, asked)
        _check_must_not(ground, posed, asked)
        _check_lifted(ground, asked)
        known = [[target_of(one) for one in plan.targets] for plan in start_from]
        found, prospect = planned(posed.problem, asked, known)
        targets = joint_targets(ground, posed, found)
        made = JointPlan(
            asked=asked,
            targets=targets,
            figures=figures_of(found),
            used=tuple(map(asdict, found.used)),
            left_out=left_out(posed, found),
            kept_out=dict(sorted(Counter(posed.subjects.kept_out.values()).items())),
            effects={"possibly_one_person": self._possibly_one({one.id for one in found.targets})}
            | prospect,
            case=self.ledger.digest(),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
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
        ground, asked = self.ground(), self._led(plan.asked)
        seen = ground.subjects(asked)
        people = [one for one in plan.targets if one.kind == "person"]
        led = self.entities_of([one.entity_id for one in people])
        for one in people:
            now = led.get(one.entity_id, one.entity_id)
            changed += [(one.entity_id, words) for words in _changes(one, now, seen)]
        if len(people) < len(plan.targets):
            things = _things_now(ground, seen, asked)
            changed += [
                (one.entity_id, "may not be acted on any more, or no money passes here")
                for one in plan.targets
                if one.kind != "person" and one.entity_id not in things
            ]
        return sorted(changed)

    def ground(self) -> Ground:
        """Return the case as plans are made from it."""
        beside = self._surroundings()
        return Ground(
            graph=beside.read(),
            protected=beside.protected(),
            rates=beside.rates(),
            places=self.places,
            originators={
                row.source.id: row.source.originator.country for row in self.ledger.sources()
            },
        )

    def _posed(self, asked: Asked, *, with_views: bool = False) -> Posed:
        return pose(self.ground(), self._led(asked), with_views=with_views)

    def _led(self, asked: Asked) -> Asked:
        """Return what is asked, of the entities that those named are part of now."""
        return asked.led_on(self.entities_of(asked.named()))

    def _possibly_one(self, chosen: set[str]) -> list[list[str]]:
        """Return pairs of targets that may be one person, and so would take two teams."""
        pairs = may_be_one(self.ledger.verdicts(), self.entities())
        return sorted([*pair] for pair in pairs if chosen.issuperset(pair))


def _check_must_not(ground: Ground, posed: Posed, asked: Asked) -> None:
    """Refuse an id that nobody has: whoever was meant would not be spared."""
    left = set(asked.must_not) - posed.known
    if left and not left <= {one for frame in ground.graph.nodes.values() for one in frame["id"]}:
        raise InputError(
            "somebody who must not be acted on is not in the case",
            where="must_not",
            remedy="`linkgraph entity find` tells the id.",
        )


def _check_lifted(ground: Ground, asked: Asked) -> None:
    """Refuse to put on record that somebody was put back whom nothing keeps out, or all does."""
    if any(ground.protected.get(one) != "witness" for one in asked.lifted):
        raise InputError(
            "somebody lifted is no witness in the case: nobody else can be put back",
            where="lifted",
            remedy="`linkgraph entity show` tells the id and the role.",
        )


def planned(
    problem: Problem, asked: Asked, known: Iterable[Iterable[Target]] = ()
) -> tuple[Plan, dict[str, Any]]:
    """Return the plan of a problem, and what it leaves where actions may fail.

    Returns:
        The plan, and under ``outlook`` its prospects; nothing where every action is sure.
    """
    settings = Settings(seconds=asked.seconds, seed=asked.seed, rounds=_rounds(problem))
    found = solve(problem, settings, known)
    if all(one.success >= 1 for one in problem.candidates):
        return found, {}
    if asked.expected:
        limits = replace(QUICK, seconds=asked.seconds)
        prudent = plan_for_mean(problem, found.targets, limits, seed=asked.seed)
        found = carried_out(problem, prudent.targets, found)
        found = replace(found, in_time=found.in_time and prudent.in_time)
    return found, {"outlook": asdict(outlook(problem, found.targets, seed=asked.seed))}


def _rounds(problem: Problem) -> int:
    """Return how often to search anew: smaller networks are proved, larger ones take too long."""
    tied = len({end for tie in problem.ties for end in (tie.one, tie.other)})
    return _ROUNDS if _SOON_PROVED < tied <= _LONG_SEARCHED else 1


def _things_now(ground: Ground, seen: Subjects, asked: Asked) -> set[str]:
    """Return what besides people may be acted on in the case as it is; nothing if no money flows."""
    try:
        return {*things_of(ground, seen, money_flow_of(ground, seen, asked))}
    except InputError:
        return set()


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
