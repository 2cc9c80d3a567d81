"""Joint periods written as data, taken into a real ledger as sources of an agency."""

import datetime as dt
from dataclasses import dataclass

from linkgraph.period import (
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    LegalBasis,
    Lesson,
    Period,
    Phase,
    PlanQuestion,
    Task,
    TaskProgress,
)
from linkgraph.period.entering import (
    answer_entered,
    enquiry_entered,
    focal_point_entered,
    freeze_entered,
    id_of,
    lesson_entered,
    period_entered,
    phase_entered,
    plan_entered,
    progress_entered,
    readiness_entered,
)
from linkgraph.period.release import PeriodRequest, release_period
from linkgraph.statements import Originator
from linkgraph.statements.entered import entered_batch
from tests.builders import make_source

OWN = Originator.parse("NZ/Joint cell")
MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
PERIOD = Period(
    reference="JPA", title="A joint period", since="2026-03-01", until="2026-12-31",
    countries=("MY", "NZ", "TH"),
)  # fmt: skip
MEMORANDUM = LegalBasis(
    name="Memorandum", kind="memorandum", parties=("MY", "NZ"), expires="2027-01-01"
)


def a_plan(reference="P1", **told):
    made = {
        "period": "JPA", "title": "Pier watch", "countries": ("MY", "NZ"),
        "objective": "Who pays the crews", "crime": "smuggling", "legal_bases": (MEMORANDUM,),
    }  # fmt: skip
    return InvestigationPlan(reference=reference, **made | told)


def a_task(key="T1", **told):
    return Task(id=key, **{"title": "Trace holders", "country": "MY", "state": "open"} | told)


def a_question(asks="Who collects?", **told):
    return PlanQuestion(asks=asks, **told)


def an_enquiry(reference="E-1", **told):
    made = {"from_country": "NZ", "to_country": "MY", "period": "JPA"}
    return Enquiry(reference=reference, **made | told)


def a_lesson(text, plan="P1", **told):
    made = {"period": "JPA", "kind": "worked", "on": "2026-04-01"}
    return Lesson(plan=plan, text=text, **made | told)


@dataclass(frozen=True)
class Word:
    """What an agency says of how far a task of a plan is, and whose plan that is."""

    state: str = "doing"
    task: str = "T1"
    on: str = "2026-04-05"
    text: str = ""
    plan: str = "P1"
    of: Originator = OWN


def a_focal_point(country="MY", name="Duty desk", **told):
    made = {"period": "JPA", "agency": "", "contacts": (), "languages": ()}
    return FocalPoint(country=country, name=name, **made | told)


def a_phase(name="action", since="2026-04-01", until="2026-04-30", **told):
    return Phase(period="JPA", name=name, since=since, until=until, **told)


def entries_of(one, own=OWN):
    """Return what is entered for anything of a period."""
    simple = {
        Period: period_entered, FocalPoint: focal_point_entered, Lesson: lesson_entered,
    }  # fmt: skip
    if isinstance(one, InvestigationPlan):
        ready = [readiness_entered(one.reference, own, one.ready)] if one.ready else []
        return [*plan_entered(one, own), *ready]
    if isinstance(one, Phase):
        frozen = [freeze_entered(one, own)] if one.version else []
        return [phase_entered(one, own), *frozen]
    if isinstance(one, Enquiry):
        return enquiry_entries(one, own)
    if isinstance(one, Word):
        said = TaskProgress(by=str(own), state=one.state, on=one.on, text=one.text)
        return [progress_entered(said, one.task, one.plan, one.of)]
    return [simple[type(one)](one, own)]


def enquiry_entries(one, own):
    names = ("period", "channel", "from_country", "from_agency", "to_country", "to_agency",
             "sent", "due", "answered", "asks", "blocks")  # fmt: skip
    key = id_of("Enquiry", own, one.reference)
    told = {name: getattr(one, name) for name in names} | {"native_ids": (one.reference,)}
    made = [enquiry_entered(key, told, one.subjects)]
    if one.answer_sources:
        made.append(answer_entered(key, own, one.answer_sources))
    return made


def enter(ledger, name, *things, originator=str(OWN), **marks):
    """Take things in as one source; return it."""
    source = make_source(name, originator=originator, **marks)
    own = Originator.parse(originator)
    entered = [entry for one in things for entry in entries_of(one, own)]
    ledger.append(source, [entered_batch(entered)], who="tester", action="entered")
    return source


def release(ledger, audience="", reference="JPA", case_name="Kestrel"):
    request = PeriodRequest(
        case_name=case_name,
        own=OWN,
        audience=Originator.parse(audience) if audience else None,
        made=MADE,
    )
    return release_period(ledger, request, reference)
