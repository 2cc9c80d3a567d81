"""What is entered of a joint period, looked at whoever enters it: from a command or from Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.errors import InputError, UnknownName
from linkgraph.period.told import code_told, country_told, day_told, is_to_come, reference_told
from linkgraph.schema import load_schema
from linkgraph.statements.entered import NAME_LETTERS, TEXT_LETTERS, entered_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

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
    "sound_enquiry",
    "sound_focal_point",
    "sound_lesson",
    "sound_period",
    "sound_phase",
    "sound_plan",
    "sound_progress",
]

# Of these some day lies within the period; others may come before or after it.
_WITHIN = {"action", "mid_term_update"}
_BEFORE, _AFTER = "planning_workshop", "debrief"


def sound_period(one: Period) -> Period:
    """Return a period as it is kept.

    Raises:
        InputError: Its reference is none, a day or a country is none, it ends before it begins,
            or has fewer than two countries.
    """
    countries = tuple(sorted({country_told(name, "countries") for name in one.countries}))
    if len(countries) < 2:  # noqa: PLR2004
        raise InputError(
            "a joint period needs two countries or more",
            where="countries",
            remedy="Name them as NZ,MY.",
        )
    since, until = _days(one.since, one.until, "a joint period")
    return replace(
        one,
        reference=reference_told(one.reference, "reference"),
        title=entered_text(one.title, "title", NAME_LETTERS),
        since=since,
        until=until,
        countries=countries,
    )


def sound_phase(one: Phase, period: Period) -> Phase:
    """Return a phase as it is kept.

    Raises:
        InputError: A day is none, it ends before it begins, or it lies where no such phase of
            the period can: action and mid-term update outside its days, a debrief before it
            begins, a planning workshop after it ends.
    """
    since, until = _days(one.since, one.until, "a phase")
    early = until < period.since and one.name in {*_WITHIN, _AFTER}
    late = since > period.until and one.name in {*_WITHIN, _BEFORE}
    if early or late:
        raise InputError(
            f"the phase {'ends before the period begins' if early else 'begins after the period ends'}",
            where="since and until",
            remedy="Compare its days with those of `linkgraph period list`.",
        )
    return replace(one, since=since, until=until)


def sound_enquiry(one: Enquiry) -> Enquiry:
    """Return a draft as it is kept.

    Raises:
        InputError: Its number is none, or a day or a country.
    """
    return replace(
        one,
        reference=reference_told(one.reference, "reference"),
        from_country=country_told(one.from_country, "from"),
        to_country=country_told(one.to_country, "to"),
        due=day_told(one.due, "due") if one.due else "",
        from_agency=entered_text(one.from_agency, "from_agency", NAME_LETTERS),
        to_agency=entered_text(one.to_agency, "to_agency", NAME_LETTERS),
        asks=entered_text(one.asks, "asks"),
    )


def sound_focal_point(one: FocalPoint) -> FocalPoint:
    """Return a focal point as it is kept.

    Raises:
        InputError: Its country is none, nobody is named, or a text is none.
    """
    name = entered_text(one.name, "name", NAME_LETTERS)
    if not name:
        raise InputError(
            "a focal point is somebody",
            where="name",
            remedy="Name a person or a desk that answers.",
        )
    return replace(
        one,
        country=country_told(one.country, "country"),
        agency=entered_text(one.agency, "agency", NAME_LETTERS),
        name=name,
        contacts=_texts(one.contacts, "contact", NAME_LETTERS),
        languages=_texts(one.languages, "languages", NAME_LETTERS),
    )


def sound_plan(one: InvestigationPlan) -> InvestigationPlan:
    """Return a plan whose texts are as they are kept.

    Raises:
        InputError: A text is too long or holds a control character, or a day or a task's state
            is none.
    """
    questions = (
        replace(held, asks=entered_text(held.asks, f"questions[{n}], asks"))
        for n, held in enumerate(one.questions, 1)
    )
    tasks = (
        replace(
            held,
            title=entered_text(held.title, f"tasks[{n}], title"),
            owner=entered_text(held.owner, f"tasks[{n}], owner", NAME_LETTERS),
            due=held.due and day_told(held.due, f"tasks[{n}], due"),
            state=held.state and code_told(held.state, f"tasks[{n}], state", "task_state"),
        )
        for n, held in enumerate(one.tasks, 1)
    )
    bases = (
        replace(
            held,
            name=entered_text(held.name, f"legal_bases[{n}], name", NAME_LETTERS),
            since=held.since and day_told(held.since, f"legal_bases[{n}], since"),
            expires=held.expires and day_told(held.expires, f"legal_bases[{n}], expires"),
        )
        for n, held in enumerate(one.legal_bases, 1)
    )
    return replace(
        one,
        title=entered_text(one.title, "title", NAME_LETTERS),
        syndicate=entered_text(one.syndicate, "syndicate", NAME_LETTERS),
        objective=entered_text(one.objective, "objective"),
        victim_management=entered_text(one.victim_management, "victim_management"),
        protection=entered_text(one.protection, "protection"),
        resources=_texts(one.resources, "resources"),
        risks=_texts(one.risks, "risks"),
        languages=_texts(one.languages, "languages", NAME_LETTERS),
        questions=tuple(questions),
        tasks=tuple(tasks),
        legal_bases=tuple(bases),
    )


def _texts(texts: Sequence[str], where: str, most: int = TEXT_LETTERS) -> tuple[str, ...]:
    return tuple(entered_text(one, f"{where}[{n}]", most) for n, one in enumerate(texts, 1))


def sound_lesson(one: Lesson) -> Lesson:
    """Return a lesson as it is kept.

    Raises:
        InputError: It has no words, or its day is none.
    """
    text = entered_text(one.text, "text")
    if not text:
        raise InputError("a lesson needs words", where="text", remedy="Say what was learnt.")
    return replace(one, text=text, on=day_told(one.on, "on"))


def sound_progress(one: TaskProgress, today: dt.date) -> TaskProgress:
    """Return a word on how far a task is as it is kept.

    Raises:
        UnknownName: There is no such state.
        InputError: Its day is none or still to come, or its text is too long.
    """
    state = one.state.strip().casefold()
    if state not in (known := load_schema().enumerations["task_state"]):
        raise UnknownName.of("state of a task", state, known)
    day = day_told(one.on, "on")
    if is_to_come(day, today):
        raise InputError(
            "nobody knows yet how far a task is on a day to come",
            where="on",
            remedy="Name the day on which it was so: is the year right?",
        )
    return replace(one, state=state, on=day, text=entered_text(one.text, "text"))


def _days(since: str, until: str, what: str) -> tuple[str, str]:
    first, last = day_told(since, "since"), day_told(until, "until")
    if first > last:
        raise InputError(
            f"{what} ends before it begins", where="until", remedy="Compare since and until."
        )
    return first, last
