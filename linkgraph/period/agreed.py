"""What partners agreed on with an investigation plan, as records that go along with what is given for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.period.model import UNMARKED, folded
from linkgraph.period.reading import read_told, words_in_force
from linkgraph.period.release import of_period
from linkgraph.statements import Originator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkgraph.ledger import Ledger, Left, SourceRow
    from linkgraph.period.model import InvestigationPlan, Marks
    from linkgraph.period.reading import Told

__all__ = ["agreed_records", "plan_told", "same_words", "tasks_unheard"]

_OF_THE_PLAN = ("PlanQuestion", "PlanTask", "LegalBasis", "PlanReadiness")
# Words on the plan that others say too, each in a source of its own.
_ON_THE_PLAN = "TaskProgress"
_OF_THE_PERIOD = ("PeriodPhase", "FocalPoint", "Lesson")


def agreed_records(
    ledger: Ledger,
    rows: Sequence[SourceRow],
    plan: InvestigationPlan,
    audience: Originator,
    left: Left | None = None,
) -> dict[int, frozenset[str]]:
    """Return what goes along with a plan: itself, how far its tasks are, its period, focal points and lessons.

    Of each the newest word alone, by what an audience may see: a former plan does not go, nor
    does a newer one that the audience may not see keep back the one that it may.

    Args:
        ledger: The truth.
        rows: The sources that the audience may see, in the order they came.
        plan: The plan, as the case has it; another agency's of that reference is another plan.
        audience: For whom; what it said itself it has.
        left: Gives what of a table may be told; all where None.

    Returns:
        By number of a source the ids of its records that go; empty where the audience may see
        no such plan. Frozen phases are not among them.
    """
    told = read_told(ledger, rows, left=left)
    seen = _seen(told, plan)
    if seen is None:
        return {}
    # Of one reference an agency finds its own plan first; what it said on the audience's goes back too.
    its_own = [one for one in told.plans if _is_its_own(one, seen, audience)]
    said = [word.marks for one in its_own for task in one.tasks for word in task.words]
    known = {source for marks in (*_behind(told, seen), *said) for source in marks.sources}
    numbers = [
        row.seq
        for row in rows
        if row.source.id in known and not audience.covers(row.source.originator)
    ]
    # A source of another agency's period or focal point may hold its own plan of that reference.
    of_it = _numbers_of(rows, seen)
    its = [one for one in of_it if one in numbers]
    # Words on a plan go also to the agency whose plan it is, to whom the plan does not.
    keys = _keys_of(ledger, of_it, seen)
    spoken_of = keys.union(*(_keys_of(ledger, _numbers_of(rows, one), one) for one in its_own))
    # One list may hold a word that a later one replaced beside others that still hold.
    holds = words_in_force(ledger, rows, left=left)
    found: dict[int, set[str]] = {}
    for kind in ("InvestigationPlan", "JointPeriod", *_OF_THE_PLAN, _ON_THE_PLAN, *_OF_THE_PERIOD):
        looked_in = its if kind in {"InvestigationPlan", *_OF_THE_PLAN} else numbers
        for table in ledger.tables(part="entity", names=[kind], sources=looked_in, left=left):
            held = _rows_of(kind, table.frame, seen, spoken_of if kind == _ON_THE_PLAN else keys)
            if kind == "PlanReadiness" and _word_before(ledger, keys, table.source) not in its:
                # A version that does not go was found ready, not the one that does.
                continue
            ids = held["id"].to_list()
            if kind not in _OF_THE_PLAN:
                ids = [one for one in ids if (table.source, one) in holds]
            found.setdefault(table.source, set()).update(ids)
    return {source: frozenset(ids) for source, ids in found.items() if ids}


def _numbers_of(rows: Sequence[SourceRow], plan: InvestigationPlan) -> list[int]:
    return [row.seq for row in rows if row.source.id in plan.marks.sources]


def _keys_of(ledger: Ledger, sources: Sequence[int], plan: InvestigationPlan) -> set[str]:
    """Return the ids under which sources give a plan."""
    tables = ledger.tables(part="entity", names=["InvestigationPlan"], sources=sources)
    return {
        one for table in tables for one in _named(table.frame, "reference", plan.reference)["id"]
    }


def _word_before(ledger: Ledger, keys: set[str], source: int) -> int | None:
    """Return the number of the source whose word on a plan was its agency's newest before another."""
    by_number = {row.seq: str(row.source.originator) for row in ledger.sources()}
    words = [
        table.source
        for table in ledger.tables(part="entity", names=["InvestigationPlan"])
        if table.source <= source
        and by_number.get(table.source) == by_number.get(source)
        and not keys.isdisjoint(table.frame["id"])
    ]
    return max(words, default=None)


def plan_told(
    ledger: Ledger, rows: Sequence[SourceRow], plan: InvestigationPlan
) -> InvestigationPlan | None:
    """Return what some sources say of a plan, in its own agency's newest word among them.

    Args:
        ledger: The truth.
        rows: The sources, such as those that an audience may see.
        plan: The plan, as the case has it; another agency's of that reference is another.

    Returns:
        The plan as they have it; None where they say nothing of it.
    """
    return _seen(read_told(ledger, rows), plan)


def same_words(one: InvestigationPlan, other: InvestigationPlan) -> bool:
    """Tell whether two words on a plan are the same, whether found ready or not, however far its tasks are."""
    bare = [replace(plan.as_planned(), ready="", marks=UNMARKED) for plan in (one, other)]
    return bare[0] == bare[1]


def tasks_unheard(
    plan: InvestigationPlan,
    known: Iterable[InvestigationPlan],
    audience: Originator,
    as_seen: Callable[[InvestigationPlan], InvestigationPlan | None],
) -> tuple[str, ...]:
    """Return the tasks that an audience knows, but not each word on them; none where a plan does not go.

    Args:
        plan: The plan that goes.
        known: All plans of the case: what was said of the audience's own goes along too.
        audience: Who gets it.
        as_seen: Returns a plan as the audience sees it; None for one that it does not.

    Returns:
        Their ids, in the plans' order.
    """
    goes = as_seen(plan)
    if goes is None:
        return ()
    own = ((one, as_seen(one)) for one in known if _is_its_own(one, plan, audience))
    found = []
    for one, seen in ((plan, goes), *own):
        theirs = {task.id: task.words for task in seen.tasks} if seen else {}
        found += [
            task.id
            for task in one.tasks
            if set(task.words).difference(theirs.get(task.id, task.words))
        ]
    return tuple(dict.fromkeys(found))


def _is_its_own(plan: InvestigationPlan, given: InvestigationPlan, audience: Originator) -> bool:
    """Tell whether a plan is an audience's own, and of the reference of another that is given."""
    alike = folded(plan.reference) == folded(given.reference)
    whose = map(Originator.parse, plan.marks.originators)
    return alike and plan.marks != given.marks and all(map(audience.covers, whose))


def _seen(told: Told, plan: InvestigationPlan) -> InvestigationPlan | None:
    """Return what the same agency says of a plan in what was told."""
    key = plan.reference, plan.marks.originators
    held = (one for one in told.plans if (one.reference, one.marks.originators) == key)
    return next(held, None)


def _behind(told: Told, plan: InvestigationPlan) -> Iterator[Marks]:
    """Yield the marks of a plan and of all that stands around it."""
    yield plan.marks
    yield from (word.marks for task in plan.tasks for word in task.words)
    yield from (one.marks for one in told.periods if folded(one.reference) == folded(plan.period))
    for one in of_period(plan.period, (*told.phases, *told.focal_points)):
        yield one.marks
    yield from (one.marks for one in told.lessons if folded(one.plan) == folded(plan.reference))


def _rows_of(
    kind: str, frame: pl.DataFrame, plan: InvestigationPlan, keys: set[str]
) -> pl.DataFrame:
    if kind == "InvestigationPlan":
        return _named(frame, "reference", plan.reference)
    if kind == "JointPeriod":
        return _named(frame, "reference", plan.period)
    if kind in {*_OF_THE_PLAN, _ON_THE_PLAN}:
        return frame.filter(pl.col("plan").is_in(sorted(keys)))
    part = _named(frame, "period", plan.period)
    if kind == "Lesson":
        return _named(part, "plan", plan.reference)
    if kind == "FocalPoint":
        return part.filter(pl.col("country").is_in(sorted(plan.countries)))
    return part


def _named(frame: pl.DataFrame, column: str, reference: str) -> pl.DataFrame:
    """Return the rows that name something by a reference; none where no row names anything."""
    if column not in frame.columns:
        return frame.clear()
    named = [folded(one or "") == folded(reference) for one in frame[column]]
    return frame.filter(pl.Series(named, dtype=pl.Boolean))
