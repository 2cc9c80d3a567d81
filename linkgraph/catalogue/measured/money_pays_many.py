"""Which accounts pay many others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured.parties import EXPLAIN, parties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = f"""
title = "Accounts that pay many others"
question = "Which accounts send money to at least this many others?"
caution = "Employers, agents and money services pay many: a row is a lead, not a finding. Accounts of victims, witnesses and other protected people are not ranked; what they pay and are paid counts."
identity = ["account_id"]
money = ["paid"]
shared = ["since", "until", "countries", "min_grade", "most"]
{EXPLAIN.format(way="-[r:PAID]->")}

[params.min_payees]
type = "int"
default = 5
least = 1
help = "Fewest distinct paid accounts"

[returns]
account_id = "Account that pays"
payees = "Distinct paid accounts, count"
payments = "Payments, count; those that a source sums up are counted as it counts them"
paid = "Sum paid, per currency"
first_at = "First of these payments, UTC"
last_at = "Last of these payments, UTC"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return accounts, those with most payees first."""
    return parties(beside, params, paying=True, least="min_payees")
