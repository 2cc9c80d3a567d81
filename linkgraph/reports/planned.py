"""A joint period's plans, people to turn to, enquiries and lessons, as parts of a report."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from linkgraph.errors import UnknownName
from linkgraph.period.model import chosen
from linkgraph.reports.document import Cell, Facts, Items, Section, TableBlock, Text
from linkgraph.values.countries import country_codes, country_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkgraph.period.model import Enquiry, InvestigationPlan, Task
    from linkgraph.period.released import PeriodRelease
    from linkgraph.reports.document import Block

__all__ = [
    "chosen_plans",
    "enquiry_section",
    "focal_points",
    "lesson_sections",
    "made_on",
    "period_section",
    "plan_sections",
    "plans_in_short",
    "task_section",
]

_LESSONS = {
    "worked": "What worked",
    "did_not_work": "What did not work",
    "do_differently": "What to do differently",
}
_DONE = {"done", "dropped"}


def made_on(period: PeriodRelease) -> dt.date:
    """Return the day that a release was made on: what is overdue is so on that day."""
    return dt.date.fromisoformat(period.made[:10])


def chosen_plans(period: PeriodRelease, plan: str) -> tuple[InvestigationPlan, ...]:
    """Return the plans of a reference, or all where none is named.

    Raises:
        UnknownName: The audience sees no plan of it.
    """
    found = tuple(chosen(plan, period.plans)) if plan else period.plans
    if plan and not found:
        raise UnknownName.of("investigation plan", plan, [one.reference for one in period.plans])
    return found


def period_section(period: PeriodRelease) -> Section:
    """Return what the period is, and its phases."""
    one = period.period
    facts = (
        ("Period", f"{one.reference}: {one.title}" if one.title else one.reference),
        ("Days", f"{one.since} to {one.until}"),
        ("Countries", ", ".join(map(_named, one.countries))),
    )
    rows = tuple(
        (Cell(_words(phase.name)), Cell(phase.since), Cell(phase.until)) for phase in period.phases
    )
    phases = [TableBlock("Phases", ("Phase", "From", "To"), rows)] if rows else []
    return Section("period", "The joint period", (Facts(facts), *phases))


def focal_points(period: PeriodRelease) -> Section:
    """Return whom to turn to in each country."""
    rows = tuple(
        (
            Cell(one.country),
            Cell(one.agency),
            Cell(one.name),
            Cell(", ".join(one.contacts)),
            Cell(", ".join(one.languages)),
            Cell(", ".join(one.marks.originators)),
        )
        for one in period.focal_points
    )
    head = ("Country", "Agency", "Name", "Contact", "Languages", "As told by")
    block = TableBlock("Focal points", head, rows) if rows else Text("None is on record.")
    return Section("focal-points", "Focal points", (block,))


def plan_sections(plans: Iterable[InvestigationPlan]) -> Iterator[Section]:
    """Yield each plan whole."""
    for number, plan in enumerate(plans, 1):
        heading = f"Plan {plan.reference}: {plan.title}" if plan.title else f"Plan {plan.reference}"
        yield Section(f"plan-{number}", heading, tuple(_plan(plan)))


def _plan(plan: InvestigationPlan) -> Iterator[Block]:
    facts = (
        ("Countries", ", ".join(plan.countries)),
        ("Objective", plan.objective),
        ("Syndicate", plan.syndicate),
        ("Crime", "smuggling and trafficking" if plan.crime == "both" else _words(plan.crime)),
        ("Found ready on", plan.ready or "not found ready"),
        ("Victims may be met", _victims(plan)),
        ("Victim management", plan.victim_management),
        ("Protection", plan.protection),
        ("Languages", ", ".join(plan.languages)),
        ("Handling", plan.marks.beside(map(plan.marks_of, plan.tasks)).handling),
    )
    yield Facts(tuple((word, text) for word, text in facts if text))
    for heading, items in (
        ("Questions to answer", [one.asks for one in plan.questions]),
        ("Resources", plan.resources),
        ("Risks", plan.risks),
    ):
        if items:
            yield Text(f"{heading}:")
            yield Items(tuple(items))
    if plan.tasks:
        yield _tasks("Tasks", [(plan.reference, one) for one in plan.tasks])
    if plan.legal_bases:
        rows = tuple(
            (
                Cell(one.name),
                Cell(_words(one.kind)),
                Cell(", ".join(one.parties)),
                Cell(one.since or "not told"),
                Cell(one.expires or "no end"),
            )
            for one in plan.legal_bases
        )
        head = ("Name", "Kind", "Parties", "Holds from", "Holds until")
        yield TableBlock("Legal bases for sharing", head, rows)


def _victims(plan: InvestigationPlan) -> str:
    """Return whether victims may be met, by what the plan says alone: as it is found ready."""
    if plan.is_on_trafficking:
        return "yes (the crime is trafficking)"
    return "yes" if plan.victims_may_be_met else "not foreseen"


def _named(code: str) -> str:
    """Return a country by name and code: the code is what tables head their columns with."""
    return f"{country_name(code)} ({code})" if code in country_codes() else code


def _tasks(caption: str, tasks: Sequence[tuple[str, Task]]) -> TableBlock:
    head: tuple[str, ...] = ("Task", "What", "Country", "Owner", "Due", "State")
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(f"{plan}/{one.id}"),
            Cell(one.title),
            Cell(one.country),
            Cell(one.owner),
            Cell(one.due),
            Cell(_words(one.state)),
        )
        for plan, one in tasks
    ]
    if any(one.words for _, one in tasks):
        head = (*head, "As told by", "On", "In words")
        rows = [(*row, *_said(one)) for row, (_, one) in zip(rows, tasks, strict=True)]
    return TableBlock(caption, head, tuple(rows))


def _said(task: Task) -> tuple[Cell, Cell, Cell]:
    return Cell(task.said_by or "the plan"), Cell(task.said_on), Cell(task.said_text)


def plans_in_short(period: PeriodRelease) -> Section:
    """Return the plans, one line each."""
    rows = tuple(
        (
            Cell(one.reference),
            Cell(one.title or one.objective),
            Cell(", ".join(one.countries)),
            Cell(one.ready or "not ready"),
            Cell(f"{sum(task.state == 'done' for task in one.tasks)} of {len(one.tasks)}"),
        )
        for one in period.plans
    )
    head = ("Plan", "What it is about", "Countries", "Found ready on", "Tasks done")
    block = TableBlock("Investigation plans", head, rows) if rows else Text("None is on record.")
    return Section("plans", "Investigation plans", (block,))


def task_section(period: PeriodRelease) -> Section:
    """Return how far tasks are, and which are overdue on the day the report was made."""
    day = made_on(period).isoformat()
    held = [(plan.reference, one) for plan in period.plans for one in plan.tasks]
    if not held:
        return Section("tasks", "Tasks", (Text("No task is on record."),))
    states = Counter(one.state for _, one in held)
    told = ", ".join(f"{_words(state)} {n}" for state, n in sorted(states.items()))
    late = [
        (plan, one) for plan, one in held if one.due and one.due < day and one.state not in _DONE
    ]
    blocks: list[Block] = [Text(f"Tasks: {len(held)} ({told}). Overdue: {len(late)}.", "tasks-all")]
    if late:
        blocks.append(_tasks("Overdue tasks", late))
    return Section("tasks", "Tasks", tuple(blocks))


def task_annex(period: PeriodRelease) -> Iterator[Section]:
    """Yield all tasks, which the numbers of a report rest on."""
    held = [(plan.reference, one) for plan in period.plans for one in plan.tasks]
    if held:
        yield Section("tasks-all", "All tasks", (_tasks("All tasks", held),), level=3)


def enquiry_section(period: PeriodRelease) -> Section:
    """Return how many enquiries there are, and which are overdue on the day of the report."""
    day = made_on(period)
    if not period.enquiries:
        return Section("enquiries", "Enquiries", (Text("No enquiry is on record."),))
    states = Counter(one.state_on(day) for one in period.enquiries)
    told = ", ".join(f"{state} {n}" for state, n in sorted(states.items()))
    late = [one for one in period.enquiries if one.state_on(day) == "overdue"]
    head = f"Enquiries: {len(period.enquiries)} ({told})."
    blocks: list[Block] = [Text(head, "enquiries-all")]
    if late:
        blocks.append(_enquiries("Overdue enquiries", late, day))
    return Section("enquiries", "Enquiries", tuple(blocks))


def enquiry_annex(period: PeriodRelease) -> Iterator[Section]:
    """Yield all enquiries, which the numbers of a report rest on."""
    if period.enquiries:
        table = _enquiries("All enquiries", period.enquiries, made_on(period))
        yield Section("enquiries-all", "All enquiries", (table,), level=3)


def _enquiries(caption: str, held: Iterable[Enquiry], day: dt.date) -> TableBlock:
    rows = tuple(
        (
            Cell(one.reference),
            Cell("/".join(filter(None, (one.from_country, one.from_agency)))),
            Cell("/".join(filter(None, (one.to_country, one.to_agency)))),
            Cell(one.channel),
            Cell(one.sent),
            Cell(one.due),
            Cell(one.answered),
            Cell(one.state_on(day)),
            Cell(", ".join(one.blocks)),
            Cell(", ".join(one.marks.originators)),
            Cell(one.marks.handling),
        )
        for one in held
    )
    head = ("Reference", "From", "To", "Channel", "Sent", "Due", "Answered", "State", "Blocks",
            "Says", "Handling")  # fmt: skip
    return TableBlock(caption, head, rows)


def lesson_sections(period: PeriodRelease) -> Iterator[Section]:
    """Yield the lessons: what worked, what did not, what to do differently."""
    if not period.lessons:
        yield Section("lessons", "Lessons", (Text("No lesson is on record."),))
    for kind, heading in _LESSONS.items():
        rows = tuple(
            (
                Cell(one.plan or "the period"),
                Cell(one.text),
                Cell(one.on),
                Cell(", ".join(one.marks.originators)),
                Cell(one.marks.handling),
            )
            for one in period.lessons
            if one.kind == kind
        )
        if rows:
            head = ("Of", "Lesson", "Noted", "Says", "Handling")
            anchor = kind.replace("_", "-")
            yield Section(anchor, heading, (TableBlock(heading, head, rows),))


def _words(code: str) -> str:
    return code.replace("_", " ")
