"""Accounts that many pay, or that pay many: what both questions have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.money.parties import count_parties
from linkgraph.catalogue.measured.chosen import links_as, narrowed, placements, texts, whole
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["EXPLAIN", "parties"]

# The way that `{way}` draws is from or to the account; cash is no account of anybody.
EXPLAIN = """
explain = '''
MATCH (account:Entity {{id: $row_account_id}}){way}(other:Entity)
WHERE other.id <> account.id AND NOT other:CashPoint
  AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
  AND ($min_grade IS NULL OR r.reliability IN $min_grade)
RETURN [r.link_id] AS links
ORDER BY r.link_id
LIMIT $paths
'''"""

_PAID = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "amount_minor": pl.Int64(),
    "currency": pl.String(), "at": pl.String(), "payments": pl.Int64(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip


def parties(
    beside: Surroundings, params: Mapping[str, Param], *, paying: bool, least: str
) -> Iterator[tuple[object, ...]]:
    """Yield a row an account: id, others, payments, sums, first and last moment, sources.

    Args:
        beside: The case.
        params: The question's, the shared ones among them.
        paying: Count whom an account pays, not who pays it.
        least: Parameter that holds the fewest others.
    """
    graph = beside.read()
    told = links_as(
        graph, _PAID, lambda s: s.type == "PAID" and "CashPoint" not in (s.start, s.end)
    )
    told = narrowed(told, params)
    placed = _placed(graph, params)
    if placed is not None:
        told = told.join(placed, left_on="from_id" if paying else "to_id", right_on="id")
    # What protected people pay or are paid counts, their own accounts are not ranked.
    own = pl.col("from_id" if paying else "to_id")
    told = told.filter(~own.is_in(list(shielded(graph, beside))))
    found = count_parties(
        told, paying=paying, least=whole(params, least), most=whole(params, "most")
    )
    held = dict(placed.iter_rows()) if placed is not None else {}
    for row in found.iter_rows(named=True):
        yield (
            row["account"], row["others"], row["payments"],
            [[one["currency"], one["minor"]] for one in row["sums"]],
            row["first_at"], row["last_at"], [row["sources"], held.get(row["account"], "")],
        )  # fmt: skip


def _placed(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame | None:
    """Return who can be acted on in ``countries``, and who says so; None where none is asked for."""
    wanted = [one.upper() for one in texts(params, "countries")]
    if not wanted:
        return None
    here = placements(graph).filter(pl.col("country").is_in(wanted))
    return here.group_by("id").agg(placed_by=pl.col("sources").str.join(" "))
