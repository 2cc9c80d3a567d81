"""What partners agreed on with an investigation plan, as records that go along with what is given for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.period.model import chosen, folded
from linkgraph.period.reading import read_told
from linkgraph.period.release import of_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.period.model import InvestigationPlan, Marks
    from linkgraph.period.reading import Told
    from linkgraph.statements import Originator

__all__ = ["agreed_records"]

_OF_THE_PLAN = ("PlanQuestion", "PlanTask", "LegalBasis", "PlanReadiness")
_OF_THE_PERIOD = ("PeriodPhase", "FocalPoint", "Lesson")


def agreed_records(
    ledger: Ledger,
    rows: Sequence[SourceRow],
    reference: str,
    own: Originator,
    audience: Originator,
) -> dict[int, frozenset[str]]:
    """Return what goes along with a plan: itself, its period, focal points and lessons.

    Of each the newest word alone, by what an audience may see: a former plan does not go, nor
    does a newer one that the audience may not see keep back the one that it may.

    Args:
        ledger: The truth.
        rows: The sources that the audience may see, in the order they came.
        reference: The plan's; of several agencies that use it, the own one's.
        own: The case's own agency.
        audience: For whom; what it said itself it has.

    Returns:
        By number of a source the ids of its records that go; empty where the audience may see
        no such plan. Frozen phases are not among them.
    """
    told = read_told(ledger, rows)
    plans = sorted(
        chosen(reference, told.plans),
        key=lambda one: (str(own) not in one.marks.originators, one.marks.originators),
    )
    if not plans:
        return {}
    plan = plans[0]
    known = {source for marks in _behind(told, plan) for source in marks.sources}
    numbers = [
        row.seq
        for row in rows
        if row.source.id in known and not audience.covers(row.source.originator)
    ]
    found: dict[int, set[str]] = {}
    keys: set[str] = set()
    for kind in ("InvestigationPlan", "JointPeriod", *_OF_THE_PLAN, *_OF_THE_PERIOD):
        for table in ledger.tables(part="entity", names=[kind], sources=numbers):
            held = _rows_of(kind, table.frame, plan, keys)
            if kind == "InvestigationPlan":
                keys.update(held["id"])
            found.setdefault(table.source, set()).update(held["id"])
    return {source: frozenset(ids) for source, ids in found.items() if ids}


def _behind(told: Told, plan: InvestigationPlan) -> Iterator[Marks]:
    """Yield the marks of a plan and of all that stands around it."""
    yield plan.marks
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
    if kind in _OF_THE_PLAN:
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
