"""Making a period's release: from what its audience may see, then checked against everything."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import InputError
from linkgraph.period.cautions import ALONE, DRAFTS, NON_PUNISHMENT, PLANS
from linkgraph.period.enquiries import belongs_to
from linkgraph.period.model import (
    Enquiry,
    InvestigationPlan,
    Marks,
    Phase,
    chosen,
    folded,
)
from linkgraph.period.reading import read_told
from linkgraph.period.released import WITHHELD, PeriodRelease
from linkgraph.period.withheld import withheld_from
from linkgraph.period.words import Words, held_back, is_id
from linkgraph.share.looking import sight_for
from linkgraph.share.minors import minors_in
from linkgraph.share.naming import Naming, naming_of
from linkgraph.share.pseudonyms import numbered
from linkgraph.share.rarity import hints_of
from linkgraph.share.sight import (
    those_shown_first,
    to_hide,
    without_never_outside,
)
from linkgraph.share.unsaid import unsaid_with_theirs, without_unsaid
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.period.model import Period
    from linkgraph.period.reading import Told
    from linkgraph.share.sight import Sight
    from linkgraph.statements import Originator, Source

__all__ = ["PeriodRequest", "Releasing", "of_period", "release_period"]


@dataclass(frozen=True, slots=True)
class PeriodRequest:
    """What is to be released, and for whom.

    Attributes:
        case_name: The case's name.
        own: The case's own agency.
        audience: Whom it is for; the own agency where None.
        made: The moment it is made, UTC.
    """

    case_name: str
    own: Originator
    audience: Originator | None
    made: dt.datetime


def release_period(ledger: Ledger, request: PeriodRequest, reference: str) -> PeriodRelease:
    """Return what an audience may see of a joint period.

    Args:
        ledger: The truth.
        request: For whom.
        reference: The period's; of several agencies that use it, the own one's comes first.

    Returns:
        What it would be, had the sources that the audience may not see never come.

    Raises:
        ReleaseError: Held back: what the audience may not see speaks against something in it.
        InputError: The audience may see no period of the reference.
    """
    return Releasing.of(ledger, request).period(reference)


@dataclass(frozen=True, slots=True)
class Releasing:
    """What an audience may see of all periods, and what in it must not leave.

    Attributes:
        request: For whom.
        told: What the sources say that the audience may see.
        sight: What it may see of the case.
        seen: Ids of the entities that it may see.
        hidden: Stand-ins by id for those whom a role protects, and what is theirs.
        words: What keeps people's names out of what was written.
        struck_ids: Ids that may not stand in it at all.
    """

    request: PeriodRequest
    told: Told
    sight: Sight
    seen: frozenset[str]
    hidden: Mapping[str, str]
    words: Words
    struck_ids: frozenset[str]

    @classmethod
    def of(cls, ledger: Ledger, request: PeriodRequest) -> Releasing:
        """Look at a case for an audience."""
        inside = request.audience is None
        day = request.made.date()
        sight = sight_for(ledger, request.audience, day)
        part, unsaid = sight.told, frozenset[str]()
        if not inside:
            unsaid = unsaid_with_theirs(ledger, sight)
            part = without_unsaid(sight, without_never_outside(sight, part), unsaid)
        minors = minors_in(sight.graph, day)
        roles = sight.roles.with_minors(minors)
        guarded = sight.theirs(set(roles.all_hidden()))
        struck, ids = Naming(), frozenset[str]()
        if not inside:
            struck, ids = withheld_from(ledger, sight, guarded)
        told, people = read_told(ledger, sight.rows, left=sight.left), to_hide(roles, inside=inside)
        asked = {sight.clusters.entity_of(a) for one in told.enquiries for a in one.subjects}
        if not inside:
            people = those_shown_first(sight, people, asked)
        return cls(
            request=request,
            told=told,
            sight=sight,
            seen=frozenset(one for frame in part.nodes.values() for one in frame["id"]),
            hidden=numbered(
                sight.graph, people, sight.said, sight.secret, told=sight.told, first=asked
            )[0],
            words=Words(
                silent=naming_of(sight.graph, guarded | unsaid),
                struck=struck,
                hints=hints_of(
                    sight.graph,
                    unsaid.union(roles.all_hidden()),
                    also_shown={one.name for one in told.focal_points},
                    told=sight.told,
                ),
            ),
            struck_ids=ids,
        )

    def period_named(self, reference: str) -> Period:
        """Return the period of a reference, as the audience may see it.

        Raises:
            InputError: It may see none of that reference.
        """
        held = chosen(reference, self.told.periods, str(self.request.own))
        if not held:
            raise InputError(
                "there is no such period in what may be seen",
                remedy="`linkgraph period list` shows references; an audience sees a period that was "
                "entered with --releasable-to it, everybody one of PUBLIC.",
            )
        return held[0]

    def period(self, reference: str) -> PeriodRelease:
        """Return one period's release; as ``release_period``."""
        period = self.period_named(reference)
        reference = period.reference
        plans = of_period(reference, self.told.plans)
        enquiries = self.enquiries_of(period, plans)
        made = PeriodRelease(
            case_name=self.case_name(),
            audience=str(self.request.audience or self.request.own),
            own=self.request.audience is None,
            made=self.request.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            handling="",
            originators=(),
            cautions=(*self.cautions(), *self._both_roles([*plans, *enquiries])),
            period=self.words.written(period),
            phases=tuple(
                self.words.written(_unfrozen(one)) for one in of_period(reference, self.told.phases)
            ),
            focal_points=tuple(
                map(self.words.written, of_period(reference, self.told.focal_points))
            ),
            plans=tuple(map(self.plan, plans)),
            enquiries=tuple(map(self.enquiry, enquiries)),
            lessons=tuple(map(self.words.written, of_period(reference, self.told.lessons))),
        )
        marks = self.marks_over(made)
        return replace(made, handling=marks.handling, originators=marks.originators)

    def enquiries_of(self, period: Period, plans: Sequence[InvestigationPlan]) -> list[Enquiry]:
        """Return the enquiries of a period, without those that ask of nobody but whom no audience sees."""
        held = [one for one in self.told.enquiries if belongs_to(one, period, plans)]
        return [one for one in held if self.asks_openly(one)]

    def asks_openly(self, one: Enquiry) -> bool:
        """Tell whether an enquiry asks of nobody, or of somebody whom an audience sees."""
        about = map(self.sight.clusters.entity_of, one.subjects)
        return not one.subjects or not self.seen.isdisjoint(about)

    def case_name(self) -> str:
        """Return the case's name, unless it names somebody whom it must not."""
        name = self.request.case_name
        return WITHHELD if self.words.names(name, free=True) else name

    def cautions(self) -> tuple[str, ...]:
        """Return what a reader must know."""
        held = (PLANS, DRAFTS)
        return held if self.request.audience is None else (*held, ALONE)

    def _both_roles(self, rows: Iterable[InvestigationPlan | Enquiry]) -> list[str]:
        """Return the caution that somebody's double role asks for, by what the audience may see."""
        about = {self.sight.clusters.entity_of(one) for row in rows for one in row.subjects}
        # Of somebody who is shown to no audience it would tell that she is there.
        shown = about & self.seen
        both = any({"suspect", "victim"} <= set(self.sight.said.of(one)) for one in shown)
        return [NON_PUNISHMENT] if both else []

    def plan(self, plan: InvestigationPlan) -> InvestigationPlan:
        """Return a plan as the audience may have it: nobody protected is among its subjects."""
        now = {self.sight.clusters.entity_of(one) for one in plan.subjects}
        self._check_ids(now)
        kept = sorted(one for one in now & self.seen if one not in self.hidden)
        told = self.words.written(plan)
        if is_id(told.syndicate):
            syndicate = self.sight.clusters.entity_of(told.syndicate)
            told = replace(told, syndicate=syndicate if syndicate in self.seen else "")
        return replace(
            told,
            subjects=tuple(kept),
            questions=tuple(self.words.question(one) for one in plan.questions),
            tasks=tuple(
                replace(self.words.written(one), words=tuple(map(self.words.written, one.words)))
                for one in plan.tasks
            ),
            legal_bases=tuple(map(self.words.written, plan.legal_bases)),
        )

    def enquiry(self, one: Enquiry) -> Enquiry:
        """Return an enquiry as the audience may have it, people by role and number."""
        now = {self.sight.clusters.entity_of(about) for about in one.subjects}
        self._check_ids(now)
        ids = self.hidden
        known = {row.source.id for row in self.sight.rows}
        return replace(
            self.words.written(one),
            subjects=tuple(sorted(ids.get(about, about) for about in now & self.seen)),
            answer_sources=tuple(src for src in one.answer_sources if src in known),
        )

    def marks_over(self, made: Any) -> Marks:
        """Return the marks of all that stands in a dataclass, whatever it is made of."""
        said = {source for marks in _marks_in(made) for source in marks.sources}
        said |= self._sources_of({*_subjects_in(made)})
        sources: list[Source] = [r.source for r in self.sight.rows if r.source.id in said]
        return Marks(
            handling=strictest_marks(sources),
            originators=tuple(sorted({str(one.originator) for one in sources})),
            sources=tuple(sorted(said)),
        )

    def _sources_of(self, shown: set[str]) -> set[str]:
        real = {stand_in: one for one, stand_in in self.hidden.items()}
        wanted = {real.get(one, one) for one in shown}
        found: set[str] = set()
        if wanted:
            for frame in self.sight.told.nodes.values():
                for sources in frame.filter(pl.col("id").is_in(sorted(wanted)))["sources"]:
                    found.update((sources or "").split())
        return found

    def _check_ids(self, ids: set[str]) -> None:
        if not self.struck_ids.isdisjoint(ids):
            raise held_back()


def _unfrozen(phase: Phase) -> Phase:
    return replace(phase, version=0, digest="")


def of_period(reference: str, rows: Iterable[Any]) -> list[Any]:
    """Return the rows of a period."""
    return [one for one in rows if folded(one.period) == folded(reference)]


def _marks_in(made: Any) -> Iterable[Marks]:
    if isinstance(made, Marks):
        yield made
    elif isinstance(made, tuple):
        for one in made:
            yield from _marks_in(one)
    elif hasattr(made, "__dataclass_fields__"):
        for one in fields(made):
            yield from _marks_in(getattr(made, one.name))


def _subjects_in(made: Any) -> Iterable[str]:
    if isinstance(made, InvestigationPlan | Enquiry):
        yield from made.subjects
    elif isinstance(made, tuple):
        for one in made:
            yield from _subjects_in(one)
    elif hasattr(made, "__dataclass_fields__"):
        for one in fields(made):
            yield from _subjects_in(getattr(made, one.name))
