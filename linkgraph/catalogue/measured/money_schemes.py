"""Payments that together look like a scheme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from linkgraph.analysis.money.cash import CashOutRule, StructuringRule
from linkgraph.analysis.money.chains import ChainRule
from linkgraph.analysis.money.collecting import CollectingRule
from linkgraph.analysis.money.schemes import KINDS, Rules, schemes
from linkgraph.analysis.money.settlement import SettlementRule
from linkgraph.analysis.money.thresholds import THRESHOLDS, Threshold
from linkgraph.analysis.money.wages import WagesRule
from linkgraph.catalogue.measured.chosen import narrowed, number
from linkgraph.catalogue.measured.heads import LARGE
from linkgraph.catalogue.measured.payments import payments, priced, transfers_of
from linkgraph.catalogue.measured.rates import Rates
from linkgraph.catalogue.measured.scheme_rows import TOLD, kinds_of, least_of, opens, scheme_rows
from linkgraph.errors import InputError, ValueRejected
from linkgraph.values.money import clean_currency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Payments that together look like a scheme"
question = "Which payments together look like fee collection, scam proceeds, layering, a cycle, structuring, cash-out, hawala settlement or wages of a syndicate?"
caution = "A pattern is a reason to look and proves nothing: landlords, firms, families and licensed remitters make the same. Those who pay fees or are deceived may be victims. What no file holds is not seen. In chains and cycles, payments of one moment, and so of one day where a file tells dates alone, are taken in an order in which the money can have gone on."
identity = ["scheme_id", "link_id"]
money = ["amount"]
shared = ["since", "until", "min_grade"]

[params.kinds]
type = "list"
help = "Kinds of scheme, by comma: cash-out, cycle, fee collection, hawala settlement, layering, scam proceeds, structuring, syndicate wages; all where none is named"

{LARGE}
[params.thresholds]
type = "list"
help = "Limits for cash that differ from the table, by comma, such as MY=MYR:25000 (country, currency, units)"

[params.keep]
type = "float"
default = 0.85
least = 0.01
most = 1
help = "Smallest share of a payment that the next of a chain hands on"

[params.wait_days]
type = "float"
default = 3
least = 0
most = 366
help = "Longest wait between two payments of a chain, days"

[params.hops]
type = "int"
default = 3
least = 2
most = 16
help = "Fewest payments in a row in a chain, count"

[params.close_share]
type = "float"
default = 0.7
least = 0
most = 1
help = "Smallest share of the limit for cash that a structured deposit reaches"

[params.deposits]
type = "int"
default = 4
least = 2
help = "Fewest structured deposits, count"

[params.deposit_days]
type = "float"
default = 10
least = 0
most = 366
help = "Window for structured deposits, days"

[params.withdrawals]
type = "int"
default = 3
least = 1
help = "Fewest withdrawals of a cash-out, count"

[params.cash_out_days]
type = "float"
default = 2
least = 0
most = 366
help = "Window for the withdrawals of a cash-out, days"

[params.payers]
type = "int"
default = 8
least = 2
help = "Fewest payers of a collector, count"

[params.payees]
type = "int"
default = 3
least = 2
help = "Fewest persons to whom wages are paid, count"

[params.most_fee]
type = "float"
default = 0.05
least = 0.001
most = 0.5
help = "Largest share of a receipt that dealers keep in a settlement"

[params.settle_hours]
type = "float"
default = 24
least = 1
most = 8784
help = "Longest wait between the two halves of a settlement, hours"

{TOLD}"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return payments of schemes, those of the best score first."""
    graph = beside.read()
    rates = Rates.of(beside.rates())
    told = priced(narrowed(payments(graph), params), rates)
    least = least_of(params)
    transfers = transfers_of(told, graph, rates, _thresholds(params["thresholds"]), least)
    rows = schemes(transfers, _rules(params), kinds_of(params["kinds"], KINDS))
    return scheme_rows(rows, told, graph, params)


def _rules(params: Mapping[str, Param]) -> Rules:
    told = partial(number, params)
    return Rules(
        ChainRule(told("keep"), told("wait_days"), int(told("hops"))),
        StructuringRule(told("close_share"), told("deposit_days"), int(told("deposits"))),
        CashOutRule(within_days=told("cash_out_days"), withdrawals=int(told("withdrawals"))),
        CollectingRule(payers=int(told("payers"))),
        WagesRule(payees=int(told("payees"))),
        SettlementRule(fee=told("most_fee"), within_hours=told("settle_hours")),
    )


def _thresholds(given: Param) -> dict[str, Threshold]:
    table = dict(THRESHOLDS)
    for text in given if isinstance(given, list) else ():
        try:
            country, limit = str(text).split("=")
            currency, amount = limit.split(":")
            told = Threshold(clean_currency(currency), float(amount), "as asked")
        except (ValueError, ValueRejected) as cause:
            raise InputError(
                "'thresholds' wants country, currency and units", remedy="MY=MYR:25000"
            ) from cause
        table[country.strip().upper()] = told
    return table
