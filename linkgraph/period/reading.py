"""What sources say of joint periods: of each reference, what the newest of them says."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.period.enquiries import enquiries_in
from linkgraph.period.model import (
    FocalPoint,
    InvestigationPlan,
    Lesson,
    Marks,
    Period,
    Phase,
    PlanQuestion,
    Task,
)
from linkgraph.period.passed_on import standings
from linkgraph.schema import load_schema
from linkgraph.share import LegalBasis
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow
    from linkgraph.period.model import Enquiry
    from linkgraph.period.passed_on import Standing

__all__ = ["Told", "read_told", "words_in_force"]

_WHOLE = ("JointPeriod", "PeriodPhase", "PhaseFreeze", "FocalPoint", "InvestigationPlan",
          "PlanReadiness", "Lesson")  # fmt: skip
_PARTS = ("PlanQuestion", "PlanTask", "LegalBasis")


@dataclass(frozen=True, slots=True)
class Told:
    """All that some sources say of joint periods.

    Attributes:
        periods: By reference and originator.
        phases: By period, in the order of the work.
        focal_points: By period, country, agency and name.
        plans: By reference and originator.
        lessons: By period, plan, day and text.
        enquiries: By day sent, drafts last, then by reference.
    """

    periods: tuple[Period, ...]
    phases: tuple[Phase, ...]
    focal_points: tuple[FocalPoint, ...]
    plans: tuple[InvestigationPlan, ...]
    lessons: tuple[Lesson, ...]
    enquiries: tuple[Enquiry, ...]


# An id, and who says so.
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement: its properties, and the source that makes it."""

    told: Mapping[str, Any]
    row: SourceRow

    def text(self, name: str) -> str:
        return str(self.told.get(name) or "")

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.told.get(name) or ())

    def marks(self, *others: SourceRow) -> Marks:
        return marks_of_sources((self.row, *others))


def marks_of_sources(rows: Iterable[SourceRow]) -> Marks:
    """Return the marks of what sources say together."""
    held = {row.source.id: row.source for row in rows}
    return Marks(
        handling=strictest_marks(held.values()),
        originators=tuple(sorted({str(one.originator) for one in held.values()})),
        sources=tuple(sorted(held)),
    )


def read_told(
    ledger: Ledger,
    rows: Sequence[SourceRow],
    *,
    left: Left | None = None,
) -> Told:
    """Return what sources say of joint periods.

    Args:
        ledger: The truth.
        rows: The sources that count, such as those that an audience may see. A newer one
            replaces what an older one of the same originator says of the same reference,
            unless somebody else passed it on; one that is not among them counts for nothing.
        left: Gives what counts of a table of anything but enquiries; all where None.

    Note:
        Reads only the tables of what people enter: O(what they entered).
    """
    standing = standings(ledger, rows)
    newest, parts = _statements(ledger, rows, standing, left)
    return Told(
        periods=_sorted(map(_period, newest["JointPeriod"].values()), lambda p: (p.reference,)),
        phases=_phases(newest, standing),
        focal_points=_sorted(
            map(_focal_point, newest["FocalPoint"].values()),
            lambda p: (p.period, p.country, p.agency, p.name),
        ),
        plans=_plans(newest, parts, standing),
        lessons=_sorted(
            map(_lesson, newest["Lesson"].values()), lambda x: (x.period, x.plan, x.on, x.text)
        ),
        enquiries=enquiries_in(ledger, rows),
    )


def words_in_force(ledger: Ledger, rows: Sequence[SourceRow]) -> frozenset[tuple[int, str]]:
    """Return which statements hold that are not part of a plan, as ``read_told`` reads them.

    Args:
        ledger: The truth.
        rows: The sources that count.

    Returns:
        Number of a source, and id of what it says the newest word of.
    """
    newest, _ = _statements(ledger, rows, standings(ledger, rows))
    return frozenset(
        (said.row.seq, one) for held in newest.values() for (one, _), said in held.items()
    )


def _sorted(rows: Iterable[Any], key: Callable[[Any], tuple[str, ...]]) -> tuple[Any, ...]:
    # Two agencies may use one reference: whose it is then tells them apart.
    return tuple(sorted(rows, key=lambda row: (*key(row), row.marks.originators)))


def _statements(
    ledger: Ledger,
    rows: Sequence[SourceRow],
    standing: Mapping[int, Standing],
    left: Left | None = None,
) -> tuple[dict[str, dict[_Key, _Said]], dict[tuple[int, str], list[_Said]]]:
    """Return by kind, id and originator the newest statement, and by source and plan the parts of plans."""
    by_number = {row.seq: row for row in rows}
    newest: dict[str, dict[_Key, _Said]] = {kind: {} for kind in _WHOLE}
    parts: dict[tuple[int, str], list[_Said]] = defaultdict(list)
    tables = ledger.tables(
        part="entity", names=(*_WHOLE, *_PARTS), sources=list(by_number), left=left
    )
    for table in tables:
        row = by_number[table.source]
        for told in table.frame.iter_rows(named=True):
            said = _Said({**told, "kind": table.name}, row)
            if table.name in _PARTS:
                parts[row.seq, said.text("plan")].append(said)
                continue
            # Whoever gives the id of something of another agency says nothing of that.
            key = told["id"], str(row.source.originator)
            held = newest[table.name].get(key)
            if held is None or standing[held.row.seq] < standing[row.seq]:
                newest[table.name][key] = said
    return newest, parts


def _speaks_of(word: _Said | None, of: _Said, standing: Mapping[int, Standing]) -> bool:
    """Tell whether a word on something counts: who passes on one in an agency's name says nothing of its own."""
    return word is not None and standing[word.row.seq].own >= standing[of.row.seq].own


def _period(said: _Said) -> Period:
    return Period(
        reference=said.text("reference"),
        title=said.text("called"),
        since=said.text("since"),
        until=said.text("until"),
        countries=said.texts("countries"),
        marks=said.marks(),
    )


def _phases(
    newest: Mapping[str, Mapping[_Key, _Said]], standing: Mapping[int, Standing]
) -> tuple[Phase, ...]:
    order = {name: place for place, name in enumerate(load_schema().enumerations["phase"])}
    frozen = {_phase_key(said): said for said in newest["PhaseFreeze"].values()}
    made = []
    for said in newest["PeriodPhase"].values():
        found = frozen.get(_phase_key(said))
        freeze = found if _speaks_of(found, said, standing) else None
        made.append(
            Phase(
                period=said.text("period"),
                name=said.text("phase"),
                since=said.text("since"),
                until=said.text("until"),
                version=int(freeze.told.get("ledger_version") or 0) if freeze else 0,
                digest=freeze.text("digest") if freeze else "",
                frozen=freeze.text("frozen") if freeze else "",
                marks=said.marks(*([freeze.row] if freeze else [])),
            )
        )
    return _sorted(made, lambda p: (p.period, f"{order.get(p.name, len(order)):02d}", p.name))


def _phase_key(said: _Said) -> tuple[str, str, str]:
    return said.text("period"), said.text("phase"), str(said.row.source.originator)


def _focal_point(said: _Said) -> FocalPoint:
    return FocalPoint(
        period=said.text("period"),
        country=said.text("country"),
        agency=said.text("agency"),
        name=said.text("official"),
        contacts=said.texts("contacts"),
        languages=said.texts("languages"),
        marks=said.marks(),
    )


def _lesson(said: _Said) -> Lesson:
    return Lesson(
        period=said.text("period"),
        plan=said.text("plan"),
        kind=said.text("lesson_kind"),
        text=said.text("text"),
        on=said.text("noted"),
        marks=said.marks(),
    )


def _plans(
    newest: Mapping[str, Mapping[_Key, _Said]],
    parts: Mapping[tuple[int, str], list[_Said]],
    standing: Mapping[int, Standing],
) -> tuple[InvestigationPlan, ...]:
    ready = {(said.text("plan"), of): said for (_, of), said in newest["PlanReadiness"].items()}
    made = []
    for key, said in newest["InvestigationPlan"].items():
        found = ready.get(key)
        # What was found ready is the plan as it stood then.
        later = found and standing[found.row.seq].place >= standing[said.row.seq].place
        after = found if later else None
        still = after if _speaks_of(after, said, standing) else None
        made.append(_plan(said, parts.get((said.row.seq, key[0]), ()), still))
    return _sorted(made, lambda plan: (plan.reference,))


def _plan(said: _Said, parts: Iterable[_Said], ready: _Said | None) -> InvestigationPlan:
    of = {kind: [one for one in parts if one.told["kind"] == kind] for kind in _PARTS}
    return InvestigationPlan(
        period=said.text("period"),
        reference=said.text("reference"),
        title=said.text("called"),
        countries=said.texts("countries"),
        objective=said.text("objective"),
        syndicate=said.text("syndicate"),
        crime=said.text("crime"),
        victims_may_be_met=bool(said.told.get("victims_may_be_met")),
        subjects=said.texts("subjects"),
        questions=tuple(map(_question, of["PlanQuestion"])),
        tasks=tuple(map(_task, of["PlanTask"])),
        resources=said.texts("resources"),
        risks=said.texts("risks"),
        victim_management=said.text("victim_management"),
        protection=said.text("protection"),
        languages=said.texts("languages"),
        legal_bases=tuple(map(_legal_basis, of["LegalBasis"])),
        ready=ready.text("ready") if ready else "",
        marks=said.marks(*([ready.row] if ready else [])),
    )


def _question(said: _Said) -> PlanQuestion:
    return PlanQuestion(
        asks=said.text("asks"),
        question=said.text("question"),
        parameters=_object(said.text("parameters")),
    )


def _object(text: str) -> dict[str, Any]:
    """Return an object of JSON; of what is none, as somebody else's file may hold, an empty one."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _task(said: _Said) -> Task:
    return Task(
        id=said.text("reference"),
        title=said.text("called"),
        country=said.text("country"),
        owner=said.text("owner"),
        due=said.text("due"),
        state=said.text("task_state"),
    )


def _legal_basis(said: _Said) -> LegalBasis:
    return LegalBasis(
        name=said.text("called"),
        kind=said.text("legal_kind"),
        parties=said.texts("parties"),
        since=said.text("since"),
        expires=said.text("expires"),
    )
