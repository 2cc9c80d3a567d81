"""A case's part that keeps investigation plans: set, found ready or lacking, their lessons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.case.joint_period import JointPeriods
from linkgraph.catalogue import get_question
from linkgraph.errors import InputError, LinkgraphError, UnknownName
from linkgraph.period.entering import lesson_entered, plan_entered, readiness_entered
from linkgraph.period.plan_file import read_plan_file
from linkgraph.period.readiness import lacks_of, victims_near
from linkgraph.share import protected_people
from linkgraph.statements.entered import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from linkgraph.catalogue import Answer
    from linkgraph.period.model import InvestigationPlan, LegalBasis, Lesson, PlanQuestion
    from linkgraph.period.readiness import Lack

__all__ = ["Investigating", "PlanBasis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBasis:
    """On what grounds something is shared for an investigation plan.

    Attributes:
        plan: The plan's reference.
        period: The period's reference.
        purpose: The plan's objective.
        subjects: Ids of the entities that it is about, as they are now, sorted; nobody whom
            a role protects.
        countries: That take part, sorted.
        legal_bases: All that the plan names, whether they hold or not.
        sources: Ids of the sources that say so.
    """

    plan: str
    period: str
    purpose: str
    subjects: tuple[str, ...]
    countries: tuple[str, ...]
    legal_bases: tuple[LegalBasis, ...]
    sources: tuple[str, ...]


class Investigating(JointPeriods):
    """Investigation plans and lessons."""

    def investigation_plans(self, period: str = "") -> tuple[InvestigationPlan, ...]:
        """Return the plans, by reference and originator; of one period where it is named."""
        return tuple(one for one in self.joint_told().plans if period in {"", one.period})

    def investigation_plan(self, reference: str) -> InvestigationPlan:
        """Return one plan; of several agencies that use its reference, the own one's.

        Raises:
            UnknownName: There is none of the reference.
        """
        known = self.investigation_plans()
        held = [one for one in known if one.reference == reference]
        held.sort(
            key=lambda one: (str(self.own) not in one.marks.originators, one.marks.originators)
        )
        if not held:
            raise UnknownName.of("investigation plan", reference, {one.reference for one in known})
        return held[0]

    def set_plan(self, plan: InvestigationPlan, sharing: Sharing | None = None) -> str:
        """Put a plan on record, in place of the own agency's of that reference.

        Returns:
            The id of the source that says so; the one there is where nothing is new.

        Raises:
            InputError: There is no such period, a country takes no part in it, a subject is
                of no entity of the case, or a question of the catalogue cannot be asked so.
        """
        self._check_plan(plan)
        held = [
            replace(one, ready="")
            for one in self.investigation_plans()
            if one.reference == plan.reference
        ]
        return self.enter(plan_entered(plan, self.own), sharing, plan, held)

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

    def _check_plan(self, plan: InvestigationPlan) -> None:
        try:
            period = self.period(plan.period)
        except UnknownName as error:
            error.where = "period"
            raise
        taken = [
            one
            for one in self.investigation_plans()
            if one.reference == plan.reference and one.period != plan.period
        ]
        if any(str(self.own) in one.marks.originators for one in taken):
            raise InputError(
                "a plan of another period has this reference",
                where="reference",
                remedy="Give the plan another reference.",
            )
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

    def plan_lacks(self, reference: str) -> tuple[Lack, ...]:
        """Return what a plan lacks before it can become ready; empty for nothing.

        Raises:
            UnknownName: There is no such plan.
        """
        plan = self.investigation_plan(reference)
        now = tuple(self.entities_of(plan.subjects).values())
        roles = protected_people(self.ledger)
        about = {*now, *([plan.syndicate] if plan.syndicate.startswith("syndicate:") else [])}
        near = victims_near(self._projection(), about, roles)
        return lacks_of(
            replace(plan, subjects=now),
            self.period(plan.period),
            self.focal_points(plan.period),
            near=near,
            protected=roles.keys(),
        )

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
        lacks = self.plan_lacks(reference)
        if lacks:
            raise InputError(
                f"it lacks {len(lacks)} thing(s) and is not ready",
                where=f"plan {reference}",
                remedy="\n  ".join(f"- {one.says}.\n    {one.remedy}" for one in lacks),
            )
        day = (today or dt.datetime.now(dt.UTC).date()).isoformat()
        return self.enter(
            [readiness_entered(reference, self.own, day)], self.sharing_of(plan.marks.sources)
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

    def plan_basis(self, reference: str) -> PlanBasis:
        """Return on what grounds something can be shared for a plan.

        Raises:
            UnknownName: There is no such plan.
        """
        plan = self.investigation_plan(reference)
        protected = protected_people(self.ledger)
        now = set(self.entities_of(plan.subjects).values())
        return PlanBasis(
            plan=plan.reference,
            period=plan.period,
            purpose=plan.objective,
            subjects=tuple(sorted(now - protected.keys())),
            countries=plan.countries,
            legal_bases=plan.legal_bases,
            sources=plan.marks.sources,
        )

    # Lessons ----------------------------------------------------------------

    def lessons(self, period: str = "") -> tuple[Lesson, ...]:
        """Return the lessons, by period, plan, day and text; of one period where it is named."""
        return tuple(one for one in self.joint_told().lessons if period in {"", one.period})

    def add_lesson(self, lesson: Lesson, sharing: Sharing | None = None) -> str:
        """Put a lesson on record; return the source's id.

        Raises:
            UnknownName: There is no such period or plan.
            InputError: The plan is of another period.
        """
        self.period(lesson.period)
        if lesson.plan and self.investigation_plan(lesson.plan).period != lesson.period:
            raise InputError("the plan is of another period", where="plan")
        held = [one for one in self.lessons(lesson.period) if replace(one, on=lesson.on) == one]
        return self.enter([lesson_entered(lesson, self.own)], sharing, lesson, held)


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
