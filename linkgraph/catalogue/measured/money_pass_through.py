"""Which accounts pay on most of what they receive within a few days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.money.passing import passed_on
from linkgraph.catalogue.measured.chosen import in_time, links_as, narrowed, number, whole
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Accounts that money only passes through"
question = "Which accounts pay on most of what they receive within a few days?"
caution = "Salaries that go to rent and shops that pay suppliers look alike: read the payments before you name anybody. Accounts of victims, witnesses and other protected people are not ranked."
identity = ["account_id", "currency"]
money = ["largest"]
shared = ["since", "until", "min_grade", "most"]
explain = '''
MATCH (a:Entity)-[p:PAID]->(account:Entity {id: $row_account_id})-[q:PAID]->(b:Entity)
WHERE a.id <> account.id AND b.id <> account.id AND b.id <> a.id
  AND p.currency = $row_currency AND q.currency = $row_currency
  AND q.at_s >= p.at_s AND q.at_s - p.at_s <= $within_days * 86400
  AND q.amount_minor <= p.amount_minor AND q.amount_minor >= $min_share * p.amount_minor
  AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
  AND ($min_grade IS NULL OR (p.reliability IN $min_grade AND q.reliability IN $min_grade))
RETURN [p.link_id, q.link_id] AS links
ORDER BY p.link_id, q.link_id
LIMIT $paths
'''

[params.min_times]
type = "int"
default = 2
least = 1
help = "Fewest receipts that were paid on, count"

[params.min_share]
type = "float"
default = 0.8
least = 0
most = 1
help = "Smallest share of a receipt that one later payment carries on, 0-1"

[params.within_days]
type = "int"
default = 3
least = 1
help = "Longest wait, days"

[params.max_payments]
type = "int"
default = 1000
least = 1
most = 5000
help = "Leave out receipts after which the account pays more often than this within the wait, as a shop's or an exchange's does, count"

[returns]
account_id = "Account"
currency = "Currency of both payments (ISO 4217)"
times = "Receipts that were paid on, each by a payment of its own at most, count"
from_accounts = "Distinct payers, count"
to_accounts = "Distinct receivers, count"
largest = "Largest receipt that was paid on"
first_at = "First such receipt, UTC"
last_at = "Last such receipt, UTC"
"""

_PAID = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "amount_minor": pl.Int64(),
    "currency": pl.String(), "at": pl.String(), "at_s": pl.Int64(), "sources": pl.String(),
    "reliability": pl.String(), "to_kind": pl.String(),
}  # fmt: skip


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return accounts, those that passed most receipts on first."""
    graph = beside.read()
    told = links_as(graph, _PAID, lambda shape: shape.type == "PAID")
    # A receipt of the time asked for may be paid on after it.
    graded = narrowed(told, {"min_grade": params["min_grade"]})
    pairs = passed_on(
        graded,
        within_days=whole(params, "within_days"),
        min_share=number(params, "min_share"),
        busy=whole(params, "max_payments"),
    )
    receipts = in_time(graded.filter(pl.col("to_kind") != "CashPoint"), params)
    onward = graded.select(onward_id="link_id", onward_sources="sources")
    found = (
        pairs.filter(~pl.col("account").is_in(list(shielded(graph, beside))))
        .join(receipts, on="link_id")
        .join(onward, on="onward_id")
        .group_by("account", "currency")
        .agg(
            pl.min_horizontal(pl.col("link_id").n_unique(), pl.col("onward_id").n_unique()).alias(
                "times"
            ),
            pl.col("payer").n_unique().alias("payers"),
            pl.col("payee").n_unique().alias("payees"),
            pl.col("amount_minor").max(),
            pl.col("at").min().alias("first_at"),
            pl.col("at").max().alias("last_at"),
            pl.col("sources").unique(),
            pl.col("onward_sources").unique(),
        )
        .filter(pl.col("times") >= whole(params, "min_times"))
        .sort(["times", "account", "currency"], descending=[True, False, False])
    )
    for row in found.head(whole(params, "most")).iter_rows(named=True):
        yield (
            row["account"], row["currency"], row["times"], row["payers"], row["payees"],
            [[row["currency"], row["amount_minor"]]], row["first_at"], row["last_at"],
            [row["sources"], row["onward_sources"]],
        )  # fmt: skip
