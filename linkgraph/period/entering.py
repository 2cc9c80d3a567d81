"""What a joint period holds, as statements of one's own agency."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from linkgraph.schema import load_schema
from linkgraph.statements import Originator, keyed_id
from linkgraph.statements.entered import Entered

if TYPE_CHECKING:
    from linkgraph.period.model import (
        Enquiry,
        FocalPoint,
        InvestigationPlan,
        Lesson,
        Period,
        Phase,
        TaskProgress,
    )

__all__ = [
    "answer_entered",
    "enquiry_entered",
    "focal_point_entered",
    "freeze_entered",
    "id_of",
    "is_asked_by",
    "lesson_entered",
    "period_entered",
    "phase_entered",
    "plan_entered",
    "progress_entered",
    "readiness_entered",
]

# The mapping common/enquiries names its entity so: what is drafted here and what a list of
# the same agency brings are then one enquiry.
_ENQUIRY_SCOPE = "enquiry"


def id_of(kind: str, own: Originator, *keys: str) -> str:
    """Return the id of what an agency calls so."""
    scope = f"{own}/{_ENQUIRY_SCOPE}" if kind == "Enquiry" else str(own)
    return keyed_id(load_schema().kinds[kind], scope, keys)


def is_asked_by(own: Originator, one: Enquiry) -> bool:
    """Tell whether an enquiry is an agency's, by its number: others may have answered it."""
    return one.id == id_of("Enquiry", own, one.reference)


def period_entered(one: Period, own: Originator) -> Entered:
    """Return what is said of a period."""
    told = {
        "reference": one.reference,
        "called": one.title,
        "since": one.since,
        "until": one.until,
        "countries": one.countries,
    }
    return Entered("JointPeriod", id_of("JointPeriod", own, one.reference), told)


def phase_entered(one: Phase, own: Originator) -> Entered:
    """Return what is said of a phase, but for what was frozen in it."""
    told = {"period": one.period, "phase": one.name, "since": one.since, "until": one.until}
    return Entered("PeriodPhase", id_of("PeriodPhase", own, one.period, one.name), told)


def freeze_entered(one: Phase, own: Originator) -> Entered:
    """Return what was known in a phase: a version and a digest, no content."""
    told = {
        "period": one.period,
        "phase": one.name,
        "ledger_version": one.version,
        "digest": one.digest,
        "frozen": one.frozen,
    }
    return Entered("PhaseFreeze", id_of("PhaseFreeze", own, one.period, one.name), told)


def focal_point_entered(one: FocalPoint, own: Originator) -> Entered:
    """Return what is said of a focal point."""
    told = {
        "period": one.period,
        "country": one.country,
        "agency": one.agency,
        "official": one.name,
        "contacts": one.contacts,
        "languages": one.languages,
    }
    key = id_of("FocalPoint", own, one.period, one.country, one.agency, one.name)
    return Entered("FocalPoint", key, told)


def plan_entered(plan: InvestigationPlan, own: Originator) -> list[Entered]:
    """Return what is said of a plan: itself, its questions, tasks and legal bases."""
    told = {
        "period": plan.period,
        "reference": plan.reference,
        "called": plan.title,
        "countries": plan.countries,
        "objective": plan.objective,
        "syndicate": plan.syndicate,
        "crime": plan.crime,
        "victims_may_be_met": plan.victims_may_be_met,
        "subjects": plan.subjects,
        "resources": plan.resources,
        "risks": plan.risks,
        "victim_management": plan.victim_management,
        "protection": plan.protection,
        "languages": plan.languages,
    }
    key = id_of("InvestigationPlan", own, plan.reference)
    made = [Entered("InvestigationPlan", key, told)]
    for kind, place, rows in (
        ("PlanQuestion", "questions", _questions(plan)),
        ("PlanTask", "tasks", _tasks(plan)),
        ("LegalBasis", "legal_bases", _legal_bases(plan)),
    ):
        for number, row in enumerate(rows):
            part = id_of(kind, own, plan.reference, str(number))
            made.append(Entered(kind, part, {"plan": key, **row}, f"{place}[{number + 1}]"))
    return made


def _questions(plan: InvestigationPlan) -> list[dict[str, Any]]:
    return [
        {
            "asks": one.asks,
            "question": one.question,
            "parameters": json.dumps(dict(one.parameters), sort_keys=True, ensure_ascii=False)
            if one.parameters
            else "",
        }
        for one in plan.questions
    ]


def _tasks(plan: InvestigationPlan) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.id,
            "called": one.title,
            "country": one.country,
            "owner": one.owner,
            "due": one.due,
            "task_state": one.state,
        }
        for one in plan.tasks
    ]


def _legal_bases(plan: InvestigationPlan) -> list[dict[str, Any]]:
    return [
        {
            "called": one.name,
            "legal_kind": one.kind,
            "parties": one.parties,
            "since": one.since,
            "expires": one.expires,
        }
        for one in plan.legal_bases
    ]


def readiness_entered(plan: str, own: Originator, day: str) -> Entered:
    """Return that a plan, by its reference, was found ready on a day."""
    told = {"plan": id_of("InvestigationPlan", own, plan), "ready": day}
    return Entered("PlanReadiness", id_of("PlanReadiness", own, plan), told)


def progress_entered(
    one: TaskProgress, task: str, plan: str, agency: Originator, locator: str = "1"
) -> Entered:
    """Return what an agency says of how far a task is, each day by itself.

    Args:
        one: The word.
        task: The task's id within its plan.
        plan: The plan's reference.
        agency: Whose plan it is.
        locator: Its place in what was entered.
    """
    key = id_of("InvestigationPlan", agency, plan)
    told = {
        "plan": key,
        "reference": task,
        "task_state": one.state,
        "noted": one.on,
        "text": one.text,
    }
    word = id_of("TaskProgress", Originator.parse(one.by), key, task, one.on)
    return Entered("TaskProgress", word, told, locator)


def lesson_entered(one: Lesson, own: Originator) -> Entered:
    """Return what is said of a lesson."""
    told = {
        "period": one.period,
        "plan": one.plan,
        "lesson_kind": one.kind,
        "text": one.text,
        "noted": one.on,
    }
    return Entered("Lesson", id_of("Lesson", own, one.period, one.plan, one.kind, one.text), told)


def enquiry_entered(key: str, told: dict[str, Any], about: tuple[str, ...] = ()) -> Entered:
    """Return what a step says of an enquiry; what it does not say stays as it was.

    Args:
        key: The enquiry's id.
        told: Properties of the schema.
        about: Ids of whom or what it is about.
    """
    return Entered("Enquiry", key, told, about=about)


def answer_entered(key: str, own: Originator, brought: tuple[str, ...]) -> Entered:
    """Return which sources the answer to an enquiry brought."""
    told = {"enquiry": key, "brought": brought}
    return Entered("EnquiryAnswer", id_of("EnquiryAnswer", own, key), told)
