"""Which accounts many others pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured.parties import EXPLAIN, parties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = f"""
title = "Accounts paid by many others"
question = "Which accounts collect money from at least this many payers?"
caution = "Landlords, schools, shops and money services collect from many: a row is a lead, not a finding. Accounts of victims, witnesses and other protected people are not ranked; what they pay and are paid counts."
identity = ["account_id"]
money = ["received"]
shared = ["since", "until", "countries", "min_grade", "most"]
{EXPLAIN.format(way="<-[r:PAID]-")}

[params.min_payers]
type = "int"
default = 5
least = 1
help = "Fewest distinct paying accounts"

[returns]
account_id = "Account that was paid"
payers = "Distinct paying accounts, count"
payments = "Payments, count; those that a source sums up are counted as it counts them"
received = "Sum received, per currency"
first_at = "First of these payments, UTC"
last_at = "Last of these payments, UTC"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return accounts, those with most payers first."""
    return parties(beside, params, paying=False, least="min_payers")
