"""Enquiries between countries as sources tell them, whether entered or imported."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.graph.gather import SourceMarks, gather
from linkgraph.period.entering import id_of
from linkgraph.period.model import Enquiry, Marks, folded
from linkgraph.period.passed_on import passed_on_by_others
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.period.model import InvestigationPlan, Period
    from linkgraph.statements import Originator

__all__ = ["belongs_to", "enquiries_in", "overdue_on"]


def enquiries_in(ledger: Ledger, rows: Sequence[SourceRow]) -> tuple[Enquiry, ...]:
    """Return the enquiries that sources tell of.

    Args:
        ledger: The truth.
        rows: The sources that count. Of each property the newest of them that says it
            holds, of an agency's enquiry its own word; that it was answered any of them may
            say, and whom it is about.

    Returns:
        By day sent, drafts last, then by reference and id. One of which nothing says both
        who asks and who is asked is none, as where its draft was withdrawn.
    """
    numbers = [row.seq for row in rows]
    tables = [*ledger.tables(part="entity", names=["Enquiry"], sources=numbers)]
    if not tables:
        return ()
    # People enter thousands, each a table of its own: what is done is done to all at once.
    told = pl.concat([table.frame for table in tables], how="diagonal").drop("record")
    places = [table.source for table in tables for _ in range(table.frame.height)]
    told = told.with_columns(pl.Series("source", places, dtype=pl.Int32))
    originators = {row.seq: row.source.originator for row in rows}
    told = _own_words(told, originators, passed_on_by_others(ledger, rows))
    kind = load_schema().kinds["Enquiry"]
    marks = SourceMarks.of(rows)
    frame = gather([told], "id", kind.properties, marks, originators=True, newest=True)
    about, brought = _about(ledger, numbers), _brought(ledger, numbers)
    found = (
        _enquiry(row, about.get(row["id"], ()), brought.get(row["id"], ()))
        for row in frame.iter_rows(named=True)
    )
    kept = (one for one in found if one.from_country and one.to_country)
    return tuple(sorted(kept, key=lambda e: (not e.sent, e.sent, e.reference, e.id)))


def _own_words(
    told: pl.DataFrame, originators: Mapping[int, Originator], passed_on: Collection[int]
) -> pl.DataFrame:
    """Return statements without what others say of an agency's enquiry, but that it was answered.

    Whoever makes a package chooses the ids in it, and in whose name it speaks: what he passes
    on is the agency's word only where the agency says nothing itself.
    """
    owned = _owned(told, originators)
    somebodys = {one for one, _ in owned}
    first = {one for one, source in owned if source not in passed_on}
    foreign = [
        one in somebodys and ((one, source) not in owned or (source in passed_on and one in first))
        for one, source in told.select("id", "source").iter_rows()
    ]
    if not any(foreign):
        return told
    aside = [name for name in told.columns if name not in {"id", "source", "answered"}]
    others = pl.Series(foreign, dtype=pl.Boolean)
    return told.with_columns(pl.when(~others).then(pl.col(name)).alias(name) for name in aside)


def _owned(told: pl.DataFrame, originators: Mapping[int, Originator]) -> set[tuple[str, int]]:
    """Return each enquiry with the sources of the agency whose it is by its number."""
    if "native_ids" not in told.columns:
        return set()
    return {
        (one, source)
        for one, source, numbers in told.select("id", "source", "native_ids").iter_rows()
        if any(id_of("Enquiry", originators[source], number) == one for number in numbers or ())
    }


def _about(ledger: Ledger, numbers: list[int]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="link", names=["CONCERNS"], sources=numbers):
        if table.start == "Enquiry":
            for one, other in table.frame.select("from_id", "to_id").iter_rows():
                found[one].add(other)
    return found


def _brought(ledger: Ledger, numbers: list[int]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="entity", names=["EnquiryAnswer"], sources=numbers):
        for one, sources in table.frame.select("enquiry", "brought").iter_rows():
            found[one].update(sources or ())
    return found


def _enquiry(row: Mapping[str, Any], about: Iterable[str], brought: Iterable[str]) -> Enquiry:
    texts = {
        name: row.get(name) or ""
        for name in ("period", "channel", "from_country", "from_agency", "to_country",
                     "to_agency", "sent", "due", "answered", "closed", "asks")
    }  # fmt: skip
    return Enquiry(
        id=row["id"],
        reference=(row.get("native_ids") or [""])[0],
        blocks=tuple(row.get("blocks") or ()),
        subjects=tuple(sorted(about)),
        answer_sources=tuple(sorted(brought)),
        marks=Marks(
            handling=row["handling"],
            originators=tuple(row["originators"]),
            sources=tuple(row["sources"].split()),
        ),
        **texts,
    )


def belongs_to(one: Enquiry, period: Period, plans: Iterable[InvestigationPlan]) -> bool:
    """Tell whether an enquiry belongs to a period.

    It does where it names the period, or blocks one of its plans; and where it names no
    period at all, was sent within the period's days and both sides take part.
    """
    if one.period:
        return folded(one.period) == folded(period.reference)
    own = {folded(p.reference) for p in plans if folded(p.period) == folded(period.reference)}
    if own & {folded(blocked.partition("/")[0]) for blocked in one.blocks}:
        return True
    within = bool(one.sent) and period.since <= one.sent <= period.until
    return within and {one.from_country, one.to_country} <= set(period.countries)


def overdue_on(enquiries: Iterable[Enquiry], day: dt.date) -> list[Enquiry]:
    """Return those whose answer was due before a day and not there on it, the latest first."""
    late = [one for one in enquiries if one.state_on(day) == "overdue"]
    return sorted(late, key=lambda one: (one.due, one.reference, one.id))
