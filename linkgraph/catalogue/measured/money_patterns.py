"""Payments that together make a shape known of laundering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.analysis.money.patterns import PATTERNS, PatternRule, patterns
from linkgraph.analysis.money.thresholds import THRESHOLDS
from linkgraph.catalogue.measured.chosen import narrowed, number, whole
from linkgraph.catalogue.measured.heads import LARGE
from linkgraph.catalogue.measured.payments import payments, priced, transfers_of
from linkgraph.catalogue.measured.rates import Rates
from linkgraph.catalogue.measured.scheme_rows import TOLD, kinds_of, least_of, opens, scheme_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Payments that make a shape known of laundering"
question = "Which large payments between people, or organizations where asked for, make a fan, a gather-scatter, a scatter-gather, a cycle or a sum handed on, within days?"
caution = "A shape is a reason to look and proves nothing: weddings, holiday lets, market traders and savings clubs make fans, and whoever pays a bill with what he was just paid hands it on. Most of what is told is innocent in a file of everyday payments. Payments of known organizations are not looked at unless asked for. A sum of several payments counts as one on its first day. What no file holds is not seen. Payments of one moment, and so of one day where a file tells dates alone, are taken in an order in which the money can have gone on."
identity = ["scheme_id", "link_id"]
money = ["amount"]
shared = ["since", "until", "min_grade"]

[params.kinds]
type = "list"
help = "Shapes, by comma: cycle, fan-in, fan-out, gather-scatter, pass-on, scatter-gather; all where none is named"

[params.organizations]
type = "bool"
default = false
help = "Look at payments of known organizations as well: shells and banks, and every shop and employer"

{LARGE}
[params.within_days]
type = "float"
default = 4
least = 0.01
most = 366
help = "Longest time that a shape takes, and from one payment to the one that hands it on, days"

[params.fan]
type = "int"
default = 5
least = 2
help = "Fewest others whom one account pays, or is paid by, in a fan, count"

[params.many]
type = "int"
default = 10
least = 2
help = "So many make a fan whatever is usual for the account, count"

[params.strands]
type = "int"
default = 3
least = 2
help = "Fewest accounts side by side in a scatter-gather, and on each side of a gather-scatter, count"

[params.keep]
type = "float"
default = 0.9
least = 0.01
most = 1
help = "Smallest share of a payment that the next hands on"

{TOLD}"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return payments of shapes, those of the best score first."""
    graph = beside.read()
    rates = Rates.of(beside.rates())
    told = priced(narrowed(payments(graph), params), rates)
    transfers = transfers_of(told, graph, rates, THRESHOLDS, least_of(params))
    rule = PatternRule(
        within_days=number(params, "within_days"),
        fan=whole(params, "fan"),
        many=whole(params, "many"),
        strands=whole(params, "strands"),
        keep=number(params, "keep"),
        organizations=params["organizations"] is True,
    )
    rows = patterns(transfers, rule, kinds_of(params["kinds"], PATTERNS))
    return scheme_rows(rows, told, graph, params)
