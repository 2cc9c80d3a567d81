"""Where money went, or came from: payments in order of time, and how much of each is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.flow import Flow
from linkgraph.analysis.money.taint import NOTHING, TAINT_RULES, Parcel, open_account
from linkgraph.analysis.money.transfers import DAY

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.analysis.money.taint import Account

__all__ = ["TAINT_RULES", "TraceRule", "followed", "trace"]

_TRACED = {
    "link_id": pl.String, "step": pl.Int64, "value": pl.Float64, "unit": pl.String,
    "tainted": pl.Float64, "share": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TraceRule:
    """How far money is followed, and how it mixes.

    Attributes:
        taint: ``poison`` (all that leaves an account with tainted money is tainted),
            ``haircut`` (each payment takes its share of the mixture), ``fifo`` (what
            came first leaves first) or ``lowest`` (an account's other money leaves first,
            so that no more stays tainted than the lowest balance since).
        wait_days: Tainted money that stood longer in an account is followed no further, days.
        steps: Most payments in a row.
        least_share: A payment of which less is tainted is told, but followed no further.
    """

    taint: str = "haircut"
    wait_days: float = 30
    steps: int = 6
    least_share: float = 0.05


def trace(
    transfers: pl.DataFrame, accounts: Collection[str], rule: TraceRule, *, back: bool = False
) -> pl.DataFrame:
    """Return payments by which money of some accounts went on, or by which it came.

    Every payment out of the accounts is wholly tainted; from there on taint moves with
    payments that are no earlier, by the rule: of payments of one moment, and so of one day
    where a file tells dates alone, an order is taken in which it can have gone on. Backwards
    the same is done with time and direction turned round: how much of a payment can have
    ended in the accounts.

    Args:
        transfers: As ``TRANSFERS``, in any order. Those without value or moment are not followed.
        accounts: Where the trace starts.
        rule: Limits, and how money mixes.
        back: Whence it came, not whither it went.

    Returns:
        ``link_id``, ``step`` (payments from the start, the first is 1), ``value`` and
        ``tainted`` (in ``unit``), ``share`` (tainted part of the payment, 0-1); in order of
        time (backwards: latest first), of one moment in that in which money can go on, then
        link. Empty where nothing leads on.

    Note:
        O(n log n) to sort, then one pass over the payments of accounts that the money can be in
        while it can be there. For several traces of the same payments make a ``Flow`` once.
        Under all rules but ``poison`` no account gives on
        more taint than came in; no rule finds more in a payment than ``poison``. Balances
        before the first record are not known: what an account pays beyond what it is seen to
        hold counts as clean. Cash is followed to the counter and no further.

    Source:
        Möser, Böhme and Breuker, "Towards Risk Scoring of Bitcoin Transactions", 2014
        (poison, haircut); Anderson, Shumailov and Ahmed, "Making Bitcoin Legal", 2018 (fifo:
        Clayton's case, 1816); Re Hallett's Estate, 1880, and Roscoe v Winder, 1915 (lowest
        intermediate balance).
    """
    return followed(Flow.of(transfers, back=back), accounts, rule)


def followed(flow: Flow, accounts: Collection[str], rule: TraceRule) -> pl.DataFrame:
    """Return what ``trace`` does, of payments that are ready: for many traces of the same ones."""
    start, wait = flow.numbers(accounts), int(rule.wait_days * DAY)
    way = flow.reached(start, wait, rule.steps)
    rows, places, values = flow.in_time(start, *way)
    payers = flow.place(flow.frm[rows], flow.unit[rows])
    mine, follow = np.isin(flow.frm[rows], start), np.isin(flow.to[rows], way[0])
    columns = (rows, payers, places, values, flow.at[rows], mine, follow)
    held: dict[int, Account] = {}
    found = []
    for row, payer, payee, value, at, own, on in zip(*(c.tolist() for c in columns), strict=True):
        tainted, step = (value, 1) if own else (0.0, 0)
        if not own and payer in held:
            tainted, step = held[payer].pay(value, at - wait)
        if tainted > NOTHING and step <= rule.steps:
            found.append((row, step, value, tainted, min(1.0, tainted / value)))
        else:
            tainted = 0.0
        # Who can hand on nothing of the start is not looked at.
        if on:
            if payee not in held:
                held[payee] = open_account(rule.taint)
            counted = tainted if tainted >= rule.least_share * value else 0.0
            held[payee].receive(Parcel(value, counted, at, step))
    return _told(flow, found)


def _told(flow: Flow, found: list[tuple[int, int, float, float, float]]) -> pl.DataFrame:
    schema = {"row": pl.Int64} | {n: t for n, t in _TRACED.items() if n not in flow.told.columns}
    rows = pl.DataFrame(found, schema=schema, orient="row")
    return rows.with_columns(flow.told[rows["row"]]).select(*_TRACED)
