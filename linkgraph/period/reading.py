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
    Period,
    Phase,
    PlanQuestion,
    Task,
    TaskProgress,
)
from linkgraph.period.passed_on import standings
from linkgraph.period.progress import Heard, words_on_tasks
from linkgraph.period.said import Said
from linkgraph.schema import load_schema
from linkgraph.share import LegalBasis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow
    from linkgraph.period.model import Enquiry
    from linkgraph.period.passed_on import Standing

__all__ = ["Told", "read_told", "words_in_force"]

_WHOLE = ("JointPeriod", "PeriodPhase", "PhaseFreeze", "FocalPoint", "InvestigationPlan",
          "PlanReadiness", "TaskProgress", "Lesson")  # fmt: skip
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
    words = _words(ledger, newest, parts, standing)
    return Told(
        periods=_sorted(map(_period, newest["JointPeriod"].values()), lambda p: (p.reference,)),
        phases=_phases(newest, standing),
        focal_points=_sorted(
            map(_focal_point, newest["FocalPoint"].values()),
            lambda p: (p.period, p.country, p.agency, p.name),
        ),
        plans=_plans(newest, parts, standing, words),
        lessons=_sorted(
            map(_lesson, newest["Lesson"].values()), lambda x: (x.period, x.plan, x.on, x.text)
        ),
        enquiries=enquiries_in(ledger, rows),
    )


def words_in_force(
    ledger: Ledger, rows: Sequence[SourceRow], *, left: Left | None = None
) -> frozenset[tuple[int, str]]:
    """Return which statements hold that are not part of a plan, as ``read_told`` reads them.

    Args:
        ledger: The truth.
        rows: The sources that count.
        left: As for ``read_told``.

    Returns:
        Number of a source, and id of what it says the newest word of.
    """
    standing = standings(ledger, rows)
    newest, parts = _statements(ledger, rows, standing, left)
    words = _words(ledger, newest, parts, standing).values()
    counted = {id(said) for of in words for held in of.values() for said in held}
    return frozenset(
        (said.row.seq, one)
        for kind, held in newest.items()
        for (one, _), said in held.items()
        if kind != "TaskProgress" or id(said) in counted
    )


def _words(
    ledger: Ledger,
    newest: Mapping[str, Mapping[_Key, Said]],
    parts: Mapping[tuple[int, str], list[Said]],
    standing: Mapping[int, Standing],
) -> dict[_Key, dict[str, list[Said]]]:
    """Return by plan and task the words on how far it is that count, the newest first."""
    on: dict[str, list[Said]] = defaultdict(list)
    for word in newest["TaskProgress"].values():
        on[word.text("plan")].append(word)
    if not on:
        return {}
    heard = Heard.of(ledger, standing)
    return {
        key: words_on_tasks(plan, parts.get((plan.row.seq, key[0]), ()), on[key[0]], heard)
        for key, plan in newest["InvestigationPlan"].items()
        if key[0] in on
    }


def _sorted(rows: Iterable[Any], key: Callable[[Any], tuple[str, ...]]) -> tuple[Any, ...]:
    # Two agencies may use one reference: whose it is then tells them apart.
    return tuple(sorted(rows, key=lambda row: (*key(row), row.marks.originators)))


def _statements(
    ledger: Ledger,
    rows: Sequence[SourceRow],
    standing: Mapping[int, Standing],
    left: Left | None = None,
) -> tuple[dict[str, dict[_Key, Said]], dict[tuple[int, str], list[Said]]]:
    """Return by kind, id and originator the newest statement, and by source and plan the parts of plans."""
    by_number = {row.seq: row for row in rows}
    newest: dict[str, dict[_Key, Said]] = {kind: {} for kind in _WHOLE}
    parts: dict[tuple[int, str], list[Said]] = defaultdict(list)
    tables = ledger.tables(
        part="entity", names=(*_WHOLE, *_PARTS), sources=list(by_number), left=left
    )
    for table in tables:
        row = by_number[table.source]
        for told in table.frame.iter_rows(named=True):
            said = Said({**told, "kind": table.name}, row)
            if table.name in _PARTS:
                parts[row.seq, said.text("plan")].append(said)
                continue
            # Whoever gives the id of something of another agency says nothing of that.
            key = told["id"], str(row.source.originator)
            held = newest[table.name].get(key)
            if held is None or standing[held.row.seq] < standing[row.seq]:
                newest[table.name][key] = said
    return newest, parts


def _speaks_of(word: Said | None, of: Said, standing: Mapping[int, Standing]) -> bool:
    """Tell whether a word on something counts: who passes on one in an agency's name says nothing of its own."""
    return word is not None and standing[word.row.seq].own >= standing[of.row.seq].own


def _period(said: Said) -> Period:
    return Period(
        reference=said.text("reference"),
        title=said.text("called"),
        since=said.text("since"),
        until=said.text("until"),
        countries=said.texts("countries"),
        marks=said.marks(),
    )


def _phases(
    newest: Mapping[str, Mapping[_Key, Said]], standing: Mapping[int, Standing]
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


def _phase_key(said: Said) -> tuple[str, str, str]:
    return said.text("period"), said.text("phase"), str(said.row.source.originator)


def _focal_point(said: Said) -> FocalPoint:
    return FocalPoint(
        period=said.text("period"),
        country=said.text("country"),
        agency=said.text("agency"),
        name=said.text("official"),
        contacts=said.texts("contacts"),
        languages=said.texts("languages"),
        marks=said.marks(),
    )


def _lesson(said: Said) -> Lesson:
    return Lesson(
        period=said.text("period"),
        plan=said.text("plan"),
        kind=said.text("lesson_kind"),
        text=said.text("text"),
        on=said.text("noted"),
        marks=said.marks(),
    )


def _plans(
    newest: Mapping[str, Mapping[_Key, Said]],
    parts: Mapping[tuple[int, str], list[Said]],
    standing: Mapping[int, Standing],
    words: Mapping[_Key, Mapping[str, list[Said]]],
) -> tuple[InvestigationPlan, ...]:
    ready = {(said.text("plan"), of): said for (_, of), said in newest["PlanReadiness"].items()}
    made = []
    for key, said in newest["InvestigationPlan"].items():
        found = ready.get(key)
        # What was found ready is the plan as it stood then.
        later = found and standing[found.row.seq].place >= standing[said.row.seq].place
        after = found if later else None
        still = after if _speaks_of(after, said, standing) else None
        of = parts.get((said.row.seq, key[0]), ())
        made.append(_plan(said, of, still, words.get(key, {})))
    return _sorted(made, lambda plan: (plan.reference,))


def _plan(
    said: Said,
    parts: Iterable[Said],
    ready: Said | None,
    words: Mapping[str, list[Said]],
) -> InvestigationPlan:
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
        tasks=tuple(_task(one, words.get(one.text("reference"), ())) for one in of["PlanTask"]),
        resources=said.texts("resources"),
        risks=said.texts("risks"),
        victim_management=said.text("victim_management"),
        protection=said.text("protection"),
        languages=said.texts("languages"),
        legal_bases=tuple(map(_legal_basis, of["LegalBasis"])),
        ready=ready.text("ready") if ready else "",
        marks=said.marks(*([ready.row] if ready else [])),
    )


def _question(said: Said) -> PlanQuestion:
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


def _task(said: Said, words: Iterable[Said]) -> Task:
    told = tuple(map(_progress, words))
    planned = said.text("task_state") or "open"
    return Task(
        id=said.text("reference"),
        title=said.text("called"),
        country=said.text("country"),
        owner=said.text("owner"),
        due=said.text("due"),
        state=told[0].state if told else planned,
        planned=planned if told else "",
        words=told,
    )


def _progress(said: Said) -> TaskProgress:
    return TaskProgress(
        by=str(said.row.source.originator),
        state=said.text("task_state"),
        on=said.text("noted"),
        text=said.text("text"),
        marks=said.marks(),
    )


def _legal_basis(said: Said) -> LegalBasis:
    return LegalBasis(
        name=said.text("called"),
        kind=said.text("legal_kind"),
        parties=said.texts("parties"),
        since=said.text("since"),
        expires=said.text("expires"),
    )
