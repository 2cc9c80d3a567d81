"""Where the money of an account went, or came from."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.money.thresholds import THRESHOLDS
from linkgraph.analysis.money.trace import TAINT_RULES, TraceRule, trace
from linkgraph.catalogue.measured.chosen import narrowed, number, whole
from linkgraph.catalogue.measured.payments import payments, priced, transfers_of
from linkgraph.catalogue.measured.rates import Rates
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Where the money of an account went, or came from"
question = "By which payments did the money of these accounts go on, or come, and how much of each payment can be theirs?"
caution = "How money mixes is a convention: the tainted sum says how much a rule counts, not which notes moved. Balances before the first record are not known, and who is paid may know nothing of it. A sum of several payments (column payments) is followed as if paid on its first day. Payments of one moment, and so of one day where a file tells dates alone, are taken in an order in which the money can have gone on."
identity = ["link_id"]
money = ["amount", "tainted"]
shared = ["since", "until", "min_grade"]

[params.account]
type = "entities"
required = true
help = "Ids of the accounts where the trace starts, by comma, such as account:123456789; of an organization where no file names its account"

[params.back]
type = "bool"
default = false
help = "Whence the money came, not whither it went"

[params.taint]
type = "text"
default = "haircut"
help = "How money mixes: poison (all that leaves an account with tainted money), haircut (each payment takes its share), fifo (what came first leaves first), lowest (other money leaves first: the lowest intermediate balance)"

[params.wait_days]
type = "float"
default = 30
least = 0
most = 36600
help = "Money that stood longer in an account is followed no further, days"

[params.steps]
type = "int"
default = 6
least = 1
most = 50
help = "Most payments in a row, count"

[params.least_share]
type = "float"
default = 0.05
least = 0
most = 1
help = "A payment of which less is tainted is told, but followed no further, share"

[params.most]
type = "int"
default = 1000
least = 1
most = 1000000
help = "Most rows, the first in order"

[returns]
step = "Payments from the start, the first is 1, count"
txn_id = "The payment as its source calls it; its link where it has no reference"
link_id = "The payment's link"
from_id = "Payer's account or cash point, or an organization where no file names its account"
to_id = "Payee's account or cash point, or an organization where no file names its account"
amount = "Amount as paid"
at = "When it was paid, UTC"
tainted = "How much of it the rule counts as theirs"
share = "The same as a share of the amount, 0-1"
payments = "Payments that its source sums up in this one, count; empty where it says nothing of it"
rate_of = "Day of the exchange rate by which it was converted; empty where none was used"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return payments in order of time; backwards the latest first."""
    if params["taint"] not in TAINT_RULES:
        raise InputError("'taint' names no rule that is known", remedy=", ".join(TAINT_RULES))
    graph, back = beside.read(), params["back"] is True
    given = params["account"]
    accounts = [str(one) for one in given] if isinstance(given, list) else []
    if not accounts:
        raise InputError(
            "'account' wants ids of accounts",
            remedy="-p account=account:123456789; `linkgraph entity find` shows ids.",
        )
    rates = Rates.of(beside.rates())
    told = priced(narrowed(payments(graph), params), rates)
    # Which payments are large or under a limit plays no part here.
    transfers = transfers_of(told, graph, rates, THRESHOLDS, (0.0, ""))
    rule = TraceRule(
        taint=str(params["taint"]),
        wait_days=number(params, "wait_days"),
        steps=whole(params, "steps"),
        least_share=number(params, "least_share"),
    )
    found = trace(transfers, accounts, rule, back=back)
    rows = found.head(whole(params, "most")).join(
        told, on="link_id", how="left", maintain_order="left"
    )
    sources = _sources_on_the_way(rows, told, accounts, back=back)
    for row, rests_on in zip(rows.iter_rows(named=True), sources, strict=True):
        tainted = round(row["share"] * row["amount_minor"])
        yield (
            row["step"], row["reference"] or row["link_id"], row["link_id"], row["from_id"],
            row["to_id"], [[row["currency"], row["amount_minor"]]], row["at"],
            [[row["currency"], tainted]], round(row["share"], 4), row["payments"],
            row["rate_of"], rests_on,
        )  # fmt: skip


def _sources_on_the_way(
    rows: pl.DataFrame, told: pl.DataFrame, accounts: Collection[str], *, back: bool
) -> list[list[str]]:
    """Return the sources of each payment of a trace, and of all that its share hangs on.

    A payment is in a trace because of all that led to its payer, and how much of it is
    theirs hangs on whatever else came to the payer before, or left it.
    """
    frm, to = ("to_id", "from_id") if back else ("from_id", "to_id")
    way = pl.concat([rows["from_id"], rows["to_id"]]).unique().implode()
    near = told.filter(
        pl.col("at_s").is_not_null() & (pl.col("from_id").is_in(way) | pl.col("to_id").is_in(way))
    ).sort("at_s", "link_id", descending=[back, False])
    traced, starts = set(rows["link_id"]), set(accounts)
    # How much of a payment is theirs hangs on the rates by which all were compared.
    said = pl.concat_str("sources", "rate_sources", separator=" ", ignore_nulls=True)
    led: dict[str, frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    in_order = near.select("at_s", "link_id", said, frm, to).iter_rows()
    for _, moment in groupby(in_order, key=itemgetter(0)):
        paid = [one[1:] for one in moment]
        known = -1
        # At one moment any of them may hang on any other: until nothing is added.
        while known < (known := _lead(paid, led, found, traced, starts)):
            pass
    return [sorted(found[link]) for link in rows["link_id"]]


def _lead(
    paid: Sequence[tuple[str, str, str, str]],
    led: dict[str, frozenset[str]],
    found: dict[str, frozenset[str]],
    traced: Collection[str],
    starts: Collection[str],
) -> int:
    """Add the sources of payments of one moment to what their ends hang on; return how many."""
    for link, said, payer, payee in paid:
        own = frozenset(said.split())
        here = own if payer in starts else led.get(payer, frozenset()) | own
        if link in traced:
            found[link] = here
        led[payer] = led.get(payer, frozenset()) | here
        led[payee] = led.get(payee, frozenset()) | (here if link in traced else own)
    return sum(len(led[end]) for one in paid for end in one[2:]) if len(paid) > 1 else -1
