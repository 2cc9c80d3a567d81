"""A case's part that keeps investigation plans: set, found ready or lacking."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.joint_period import JointPeriods
from linkgraph.catalogue import get_question
from linkgraph.errors import InputError, LinkgraphError, UnknownName
from linkgraph.period.entering import plan_entered, progress_entered, readiness_entered
from linkgraph.period.model import TaskProgress, chosen, folded
from linkgraph.period.plan_file import read_plan_file
from linkgraph.period.progress import set_anew
from linkgraph.period.readiness import lack_of_period, lacks_of, victims_near
from linkgraph.period.release import of_period
from linkgraph.period.sound import sound_plan
from linkgraph.period.stands_for import stand_for
from linkgraph.resolve.undecided import may_be_one
from linkgraph.share import Basis, protected_people
from linkgraph.share.minors import minors_in
from linkgraph.statements.entered import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from linkgraph.catalogue import Answer
    from linkgraph.period.model import InvestigationPlan, Period, PlanQuestion
    from linkgraph.period.readiness import Lack
    from linkgraph.period.stands_for import StandsFor

__all__ = ["Investigating"]


class Investigating(JointPeriods):
    """Investigation plans."""

    def investigation_plans(self, period: str = "") -> tuple[InvestigationPlan, ...]:
        """Return the plans, by reference and originator; of one period where it is named."""
        plans = self.joint_told().plans
        return tuple(of_period(period, plans)) if period else plans

    def investigation_plan(self, reference: str) -> InvestigationPlan:
        """Return one plan; of several agencies that use its reference, the own one's.

        Raises:
            UnknownName: There is none of the reference.
        """
        return self._plans_called(reference)[0]

    def _plans_called(self, reference: str) -> list[InvestigationPlan]:
        """Return all agencies' plans of a reference, the own one's first.

        Raises:
            UnknownName: There is none.
        """
        known = self.investigation_plans()
        held = chosen(reference, known, str(self.own))
        if not held:
            raise UnknownName.of("investigation plan", reference, {one.reference for one in known})
        return held

    def set_plan(
        self,
        plan: InvestigationPlan,
        sharing: Sharing | None = None,
        *,
        today: dt.date | None = None,
    ) -> str:
        """Put a plan on record, in place of the own agency's of that reference.

        What was said of how far its tasks are stays. A task's state counts where it is another
        than the plan gave it before: it is then the own agency's word of the day.

        Args:
            plan: The plan.
            sharing: Who may see it.
            today: The day of what it says of tasks; today where left out.

        Returns:
            The id of the source that says so; the one there is where nothing is new.

        Raises:
            InputError: There is no such period, a country takes no part in it, a subject is
                of no entity of the case, a question of the catalogue cannot be asked so, or a
                text is too long.
        """
        plan = replace(sound_plan(plan), period=self._check_plan(plan).reference)
        known, own = chosen(plan.reference, self.investigation_plans()), str(self.own)
        former = next((one for one in known if own in one.marks.originators), None)
        plan, moved = set_anew(plan, former)
        day = (today or dt.datetime.now(dt.UTC).date()).isoformat()
        said = plan_entered(plan, self.own)
        for number, task in enumerate(moved, 1):
            word = TaskProgress(by=own, state=task.state, on=day)
            place = f"progress[{number}]"
            said.append(progress_entered(word, task.id, plan.reference, self.own, place))
        held = [replace(one.as_planned(), ready="") for one in known]
        return self.enter(said, sharing, plan, held)

    def set_plan_file(self, path: Path) -> tuple[str, InvestigationPlan]:
        """Put a plan on record as a file says it; return the source's id and the plan.

        Raises:
            InputError: Something in the file is wrong, with its place and what to do;
                nothing was written.
        """
        found = read_plan_file(path)
        try:
            return self.set_plan(found.plan, found.sharing), found.plan
        except InputError as error:
            error.where = f"{path.name}, {error.where}" if error.where else path.name
            raise

    def _check_plan(self, plan: InvestigationPlan) -> Period:
        """Return the period that a plan belongs to, where nothing in the plan is wrong."""
        try:
            period = self.period(plan.period)
        except UnknownName as error:
            error.where = "period"
            raise
        self._check_reference(plan, period)
        for number, country in enumerate(plan.countries, 1):
            if country not in period.countries:
                raise InputError(
                    "a country of the plan takes no part in the period",
                    where=f"countries[{number}]",
                    remedy="Add it to the period with `linkgraph period add`, or leave it out.",
                )
        self._check_subjects(plan)
        for number, one in enumerate(plan.questions, 1):
            _check_question(one.question, dict(one.parameters), f"questions[{number}]")
        return period

    def _check_reference(self, plan: InvestigationPlan, period: Period) -> None:
        for one in chosen(plan.reference, self.investigation_plans()):
            alike = one.reference == plan.reference and folded(one.period) == folded(
                period.reference
            )
            if str(self.own) in one.marks.originators and not alike:
                raise InputError(
                    "a plan of another period has this reference, or one that is written so"
                    " but for the size of its letters",
                    where="reference",
                    remedy="Give the plan another reference.",
                )

    def _check_subjects(self, plan: InvestigationPlan) -> None:
        known = {one.id for one in self.ledger.explain(plan.subjects)} if plan.subjects else set()
        for number, one in enumerate(plan.subjects, 1):
            if one not in known:
                raise InputError(
                    "the case holds no entity of this id",
                    where=f"subjects[{number}]",
                    remedy="`linkgraph entity find` shows ids.",
                )

    # Ready ------------------------------------------------------------------

    def plan_lacks(self, reference: str, *, today: dt.date | None = None) -> tuple[Lack, ...]:
        """Return what a plan lacks before it can become ready; empty for nothing.

        Args:
            reference: The plan's.
            today: Day on which it is to be ready; today where left out.

        Raises:
            UnknownName: There is no such plan.
        """
        plan = self.investigation_plan(reference)
        if not chosen(plan.period, self.periods()):
            return (lack_of_period(plan),)
        now = tuple(self.entities_of(plan.subjects).values())
        roles = protected_people(self.ledger)
        about = {*now, *([plan.syndicate] if plan.syndicate.startswith("syndicate:") else [])}
        graph, day = self._projection(), today or dt.datetime.now(dt.UTC).date()
        near = victims_near(graph, about, roles) | (minors_in(graph, day) & about)
        period = self.period(plan.period)
        return lacks_of(
            replace(plan, subjects=now),
            replace(period, since=max(period.since, day.isoformat())),
            self.focal_points(plan.period),
            near=near,
            protected=roles.keys(),
            own=str(self.own),
        )

    def plan_stands_for(self, reference: str) -> tuple[StandsFor, ...]:
        """Return what each of a plan's subjects stands for now, in the plan's order.

        What may be the same person, and nobody has decided, is another entity: nothing of it
        counts as the subject's, nor as near it. For inside alone.

        Raises:
            UnknownName: There is no such plan.
        """
        subjects, entities = self.investigation_plan(reference).subjects, self.entities()
        records = {record for one in subjects for record in entities.members(one)}
        alike = may_be_one(self.ledger.verdicts(ids=records), entities)
        return stand_for(subjects, entities, alike)

    def lost_since_ready(
        self, period: str = "", *, today: dt.date | None = None
    ) -> dict[str, tuple[Lack, ...]]:
        """Return what own plans lack that were found ready: period, focal points, legal bases.

        Whom they are about is not looked at: that takes the graph, and ``plan_lacks`` tells it.

        Args:
            period: Only plans of this joint period.
            today: The day that it is reckoned on; today where left out.

        Returns:
            Reference of each plan that lacks something to what it lacks.
        """
        told, day = self.joint_told(), (today or dt.datetime.now(dt.UTC).date()).isoformat()
        found: dict[str, tuple[Lack, ...]] = {}
        for plan in of_period(period, told.plans) if period else told.plans:
            if not plan.ready or str(self.own) not in plan.marks.originators:
                continue
            if not chosen(plan.period, told.periods):
                found[plan.reference] = (lack_of_period(plan),)
                continue
            of = self.period(plan.period, told)
            # Once the period is over its last day is the one that counts.
            then = replace(of, since=min(max(of.since, day), of.until))
            lacks = lacks_of(
                plan, then, told.focal_points, near=(), protected=(), own=str(self.own)
            )
            held = tuple(one for one in lacks if one.what in {"focal_point", "legal_basis"})
            found |= {plan.reference: held} if held else {}
        return found

    def make_ready(self, reference: str, *, today: dt.date | None = None) -> str:
        """Put on record that a plan lacks nothing; return the source's id.

        Whoever may see the plan may see that it is ready. A plan that is set anew has to be
        found ready anew.

        Raises:
            UnknownName: There is no such plan.
            InputError: It lacks something; each lack is named with its remedy. Or it is
                another agency's.
        """
        plan = self.investigation_plan(reference)
        if str(self.own) not in plan.marks.originators:
            raise InputError("only its own agency can find a plan ready", where=f"plan {reference}")
        lacks = self.plan_lacks(reference, today=today)
        if lacks:
            raise InputError(
                f"it lacks {len(lacks)} thing(s) and is not ready",
                where=f"plan {reference}",
                remedy="\n  ".join(f"- {one.says}.\n    {one.remedy}" for one in lacks),
            )
        day = (today or dt.datetime.now(dt.UTC).date()).isoformat()
        return self.enter(
            [readiness_entered(plan.reference, self.own, day)], self.sharing_of(plan.marks.sources)
        )

    def plan_answers(
        self, reference: str, *, engine: str = ""
    ) -> tuple[tuple[PlanQuestion, Answer], ...]:
        """Return the answers to a plan's questions that name one of the catalogue.

        Args:
            reference: The plan's.
            engine: Which graph to ask; the case's own where empty.

        Returns:
            Each with its answer, in the plan's order.

        Raises:
            UnknownName: There is no such plan.
            InputError: A question cannot be asked any more.
        """
        asked = [one for one in self.investigation_plan(reference).questions if one.question]
        return tuple(
            (one, self.answer(one.question, dict(one.parameters), engine=engine)) for one in asked
        )

    def sharing_of(self, sources: Iterable[str]) -> Sharing:
        """Return who may see the newest of some sources: what follows it goes as far."""
        wanted = set(sources)
        rows = [row.source for row in self.ledger.sources() if row.source.id in wanted]
        if not rows:
            return Sharing()
        last = rows[-1]
        return Sharing(handling=last.handling, tlp=last.tlp, releasable_to=last.releasable_to)

    def plan_basis(self, reference: str) -> Basis:
        """Return on what grounds something can be shared for a plan, ready or not.

        Its subjects stand as they were written, without anybody whom a role protects today: an
        id that a withheld record led on to would be nobody to a partner, and tell that there is one.

        Raises:
            UnknownName: There is no such plan.
        """
        return self.basis_of(self.investigation_plan(reference))

    def basis_of(self, plan: InvestigationPlan) -> Basis:
        """Return on what grounds something can be shared for a plan, as ``plan_basis``."""
        protected = protected_people(self.ledger)
        now = self.entities_of(plan.subjects)
        return Basis(
            reference=plan.reference,
            purpose=plan.objective,
            subjects=tuple(sorted(one for one in now if now[one] not in protected)),
            countries=plan.countries,
            legal=plan.legal_bases,
            planned=True,
        )


def _check_question(question: str, params: dict[str, object], where: str) -> None:
    """Refuse a question that the catalogue does not know, or cannot be asked so."""
    if not question:
        if params:
            raise InputError(
                "parameters of no question", where=where, remedy='Name it: question = "..."'
            )
        return
    try:
        get_question(question).bind(params)
    except LinkgraphError as error:
        raise InputError(
            error.what, where=f"{where}, {error.where or 'question'}", remedy=error.remedy
        ) from None
