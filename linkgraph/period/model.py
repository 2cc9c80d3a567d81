"""What countries agree on for a joint period of action, as it stands on record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from linkgraph.statements.source import strictest_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from linkgraph.share import LegalBasis

__all__ = [
    "ENQUIRY_STATES",
    "UNMARKED",
    "Enquiry",
    "FocalPoint",
    "InvestigationPlan",
    "Lesson",
    "Marks",
    "Period",
    "Phase",
    "PlanQuestion",
    "Task",
    "TaskProgress",
    "chosen",
    "folded",
]

ENQUIRY_STATES = ("draft", "open", "overdue", "answered", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Where something comes from and how it has to be handled.

    Attributes:
        handling: Strictest handling and TLP on it (``H2 AMBER``).
        originators: Who says so, sorted.
        sources: Ids of the sources that say so, sorted.
    """

    handling: str
    originators: tuple[str, ...]
    sources: tuple[str, ...]

    def beside(self, others: Iterable[Marks]) -> Marks:
        """Return the marks of all that is told together with it: the strictest handling, all who say so."""
        told = [self, *others]
        handling = [one.handling for one in told if one.handling]
        return Marks(
            handling=strictest_of(handling) if handling else "",
            originators=tuple(sorted({who for one in told for who in one.originators})),
            sources=tuple(sorted({source for one in told for source in one.sources})),
        )


class _Called(Protocol):
    @property
    def reference(self) -> str:
        """What it is called."""

    @property
    def marks(self) -> Marks:
        """Where it comes from."""


Row = TypeVar("Row", bound=_Called)


def folded(reference: str) -> str:
    """Return a reference as it is compared: people write JPA-2026 and jpa-2026 alike."""
    return reference.strip().casefold()


def chosen(reference: str, rows: Iterable[Row], own: str = "") -> list[Row]:
    """Return the rows that a reference names, in letters of any size.

    Args:
        reference: As somebody typed it.
        rows: Of one kind.
        own: The own agency: no partner's of the name, however it is written, comes before its own.

    Returns:
        The own agency's first, then those written just so, then by originator.
    """

    def place(one: Row) -> tuple[bool, bool, tuple[str, ...]]:
        said_by = one.marks.originators
        return own not in said_by, one.reference != reference, said_by

    return sorted((one for one in rows if folded(one.reference) == folded(reference)), key=place)


# Of what is not on record yet.
UNMARKED = Marks(handling="", originators=(), sources=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A joint period of action: from when until when which countries act together.

    Attributes:
        reference: What it is called in commands (``JPA-2026``).
        title: Its name in words.
        since: First day, ISO.
        until: Last day, ISO.
        countries: Those that take part, ISO 3166-1 alpha-2, sorted.
        marks: Where it comes from.
    """

    reference: str
    title: str
    since: str
    until: str
    countries: tuple[str, ...]
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of a period, and which state of the case was known in it.

    Attributes:
        period: Reference of the period.
        name: ``planning_workshop``, ``action``, ``mid_term_update`` or ``debrief``.
        since: First day, ISO.
        until: Last day, ISO.
        version: The ledger's version when it was frozen; 0 where it was not, and in
            whatever leaves.
        digest: Digest of the case's content then; empty likewise. It holds none of it.
        frozen: When it was frozen, UTC; empty where it was not.
        marks: Where it comes from.
    """

    period: str
    name: str
    since: str
    until: str
    version: int = 0
    digest: str = ""
    frozen: str = ""
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoint:
    """An official whom others turn to; never an entity of the network.

    Attributes:
        period: Reference of the period.
        country: ISO 3166-1 alpha-2.
        agency: The agency; may be empty.
        name: The official's name.
        contacts: Telephone, e-mail and the like, in the order given.
        languages: Spoken, in the order given.
        marks: Where it comes from.
    """

    period: str
    country: str
    agency: str
    name: str
    contacts: tuple[str, ...]
    languages: tuple[str, ...]
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuestion:
    """Something that an investigation has to answer.

    Attributes:
        asks: In words.
        question: Id of a question of the catalogue that helps; may be empty.
        parameters: The question's parameters.
    """

    asks: str
    question: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgress:
    """An agency's word on how far a task was on a day.

    Attributes:
        by: The agency that says so (``MY/PDRM``).
        state: ``open``, ``doing``, ``blocked``, ``done`` or ``dropped``.
        on: Day of the word, ISO.
        text: In words; may be empty.
        marks: Where it comes from.
    """

    by: str
    state: str
    on: str
    text: str = ""
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that somebody does by a day.

    Attributes:
        id: What it is called within its plan (``T1``).
        title: What is to be done.
        country: Whose task it is, ISO 3166-1 alpha-2.
        owner: The official or agency who does it; may be empty.
        due: Day it is to be done by, ISO; may be empty.
        state: ``open``, ``doing``, ``blocked``, ``done`` or ``dropped``, by the first of its words,
            by the plan itself where there is none. Empty in a plan that is to be put on record:
            as it stands, ``open`` where the task is new.
        planned: State that the plan itself gives it, where a word moved it on; else empty.
        words: The last word of each who may say how far it is, the newest first; of one day its
            own country's before the plan's agency's.
    """

    id: str
    title: str
    country: str
    owner: str = ""
    due: str = ""
    state: str = ""
    planned: str = ""
    words: tuple[TaskProgress, ...] = ()

    @property
    def said_by(self) -> str:
        """The agency by whose word it is as far; empty where the plan itself says so."""
        return self.words[0].by if self.words else ""

    @property
    def said_on(self) -> str:
        """Day of that word, ISO; empty where there is none."""
        return self.words[0].on if self.words else ""

    @property
    def said_text(self) -> str:
        """What that word says besides; empty where it says nothing."""
        return self.words[0].text if self.words else ""

    def as_planned(self) -> Task:
        """Return the task as the plan itself gives it, whatever was said of it since."""
        return replace(self, state=self.planned or self.state, planned="", words=())

    def is_overdue(self, day: str) -> bool:
        """Tell whether it was due before a day, ISO, and is neither done nor dropped."""
        return bool(self.due) and self.due < day and self.state not in {"done", "dropped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationPlan:
    """What a pair or group of countries agrees to investigate together.

    Attributes:
        period: Reference of the period.
        reference: What it is called within the case (``P1``).
        title: Its name in words.
        countries: Those that investigate, sorted; at least two.
        objective: What it is to reach.
        syndicate: Id or name of the syndicate it is against; may be empty.
        crime: ``smuggling``, ``trafficking`` or ``both``.
        victims_may_be_met: Whether those who wrote it say so.
        subjects: Ids of the entities that it is about, as they were written.
        questions: What it has to answer.
        tasks: In the order given.
        resources: What there is for it.
        risks: What may go wrong.
        victim_management: How victims who are met are looked after; may be empty.
        protection: Who is kept safe and how; may be empty.
        languages: Needed for it.
        legal_bases: What lets its countries share.
        ready: Day on which it was found ready, ISO; empty where it was not, or was
            changed since.
        marks: Where it comes from.
    """

    period: str
    reference: str
    title: str
    countries: tuple[str, ...]
    objective: str
    syndicate: str = ""
    crime: str
    victims_may_be_met: bool = False
    subjects: tuple[str, ...] = ()
    questions: tuple[PlanQuestion, ...] = ()
    tasks: tuple[Task, ...] = ()
    resources: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    victim_management: str = ""
    protection: str = ""
    languages: tuple[str, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    ready: str = ""
    marks: Marks = UNMARKED

    @property
    def is_on_trafficking(self) -> bool:
        """Whether there are victims in what it is against, by its crime."""
        return self.crime in {"trafficking", "both"}

    def marks_of(self, task: Task) -> Marks:
        """Return where one of its tasks, and how far that is, comes from."""
        return self.marks.beside(word.marks for word in task.words)

    def as_planned(self) -> InvestigationPlan:
        """Return the plan as its own agency wrote it, without words on how far its tasks are."""
        return replace(self, tasks=tuple(one.as_planned() for one in self.tasks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a plan taught.

    Attributes:
        period: Reference of the period.
        plan: Reference of the plan; empty where it is about the whole period.
        kind: ``worked``, ``did_not_work`` or ``do_differently``.
        text: In words.
        on: Day it was noted, ISO.
        marks: Where it comes from.
    """

    period: str
    plan: str
    kind: str
    text: str
    on: str
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What one country asks another.

    Attributes:
        id: Its id in the graph.
        reference: Its number, the first where it has several.
        period: Reference of the period it belongs to; empty where none is named.
        channel: ``bilateral``, ``NCB`` or as a file has it; may be empty.
        from_country: Who asks, ISO 3166-1 alpha-2.
        from_agency: The agency that asks; may be empty.
        to_country: Who is asked.
        to_agency: The agency that is asked; may be empty.
        sent: Day it was sent, ISO; empty for a draft, which nobody was asked yet.
        due: Day an answer is asked for, ISO; may be empty.
        answered: Day it was answered, ISO; empty where it was not.
        closed: Day since which it needs no answer any more, ISO; empty where it does.
        asks: What, in words.
        blocks: What cannot go on without it: a plan (``P1``), a task (``P1/T2``), or words.
        subjects: Ids of whom or what it is about, sorted.
        answer_sources: Ids of the sources that the answer brought, sorted.
        marks: Where it comes from.
    """

    id: str = ""
    reference: str
    period: str = ""
    channel: str = ""
    from_country: str
    from_agency: str = ""
    to_country: str
    to_agency: str = ""
    sent: str = ""
    due: str = ""
    answered: str = ""
    closed: str = ""
    asks: str = ""
    blocks: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    answer_sources: tuple[str, ...] = ()
    marks: Marks = UNMARKED

    def state_on(self, day: dt.date) -> str:
        """Return ``draft``, ``open``, ``overdue``, ``answered`` or ``closed``, as it was on a day.

        What was sent after the day was a draft on it; what was answered or closed after it was
        open. An answer that came counts, also to what was closed. A day due that is known to the
        month or year only has passed when that has.
        """
        told = day.isoformat()
        if not self.sent or self.sent > told:
            return "draft"
        if self.answered and self.answered <= told:
            return "answered"
        if self.closed and self.closed <= told:
            return "closed"
        return "overdue" if self.due and self.due < told[: len(self.due)] else "open"
