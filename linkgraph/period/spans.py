"""Which outcomes belong to a joint period: as the period stands on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.period.tally import Span
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.ledger import Ledger, SourceRow

__all__ = ["span_of"]


def span_of(ledger: Ledger, rows: Iterable[SourceRow], period: str) -> Span:
    """Return the days and countries of a period by what some sources say of it.

    Args:
        ledger: The truth.
        rows: The sources that count; the newest that tells of the period holds.
        period: Its reference; empty for all outcomes.

    Returns:
        Without days and countries where no source tells of it: lines then belong to it by
        naming it alone.
    """
    named = period.strip()
    if not named or "JointPeriod" not in load_schema().kinds:
        return Span(named)
    numbers = [row.seq for row in rows]
    found = Span(named)
    tables = ledger.tables(part="entity", names=["JointPeriod"], sources=numbers)
    for table in sorted(tables, key=lambda one: one.source):
        for told in table.frame.iter_rows(named=True):
            if (told.get("reference") or "").casefold() == named.casefold():
                found = Span(
                    named,
                    told.get("since") or "",
                    told.get("until") or "",
                    tuple(told.get("countries") or ()),
                )
    return found
