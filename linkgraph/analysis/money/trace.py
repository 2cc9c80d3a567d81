"""Where money went, or came from: payments in order of time, and how much of each is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.taint import NOTHING, TAINT_RULES, Parcel, open_account
from linkgraph.analysis.money.transfers import DAY, codes, later

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from linkgraph.analysis.money.taint import Account

    Ints = NDArray[np.int64]

__all__ = ["TAINT_RULES", "TraceRule", "trace"]

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
    payments that are strictly later, by the rule. Backwards the same is done with time and
    direction turned round: how much of a payment can have ended in the accounts.

    Args:
        transfers: As ``TRANSFERS``, in any order. Those without value or moment are not followed.
        accounts: Where the trace starts.
        rule: Limits, and how money mixes.
        back: Whence it came, not whither it went.

    Returns:
        ``link_id``, ``step`` (payments from the start, the first is 1), ``value`` and
        ``tainted`` (in ``unit``), ``share`` (tainted part of the payment, 0-1); in order of
        time (backwards: latest first), then link. Empty where nothing leads on.

    Note:
        O(n log n) to sort, then one pass. Under all rules but ``poison`` no account gives on
        more taint than came in; no rule finds more in a payment than ``poison``. Balances
        before the first record are not known: what an account pays beyond what it is seen to
        hold counts as clean. Cash is followed to the counter and no further.

    Source:
        Möser, Böhme and Breuker, "Towards Risk Scoring of Bitcoin Transactions", 2014
        (poison, haircut); Anderson, Shumailov and Ahmed, "Making Bitcoin Legal", 2018 (fifo:
        Clayton's case, 1816); Re Hallett's Estate, 1880, and Roscoe v Winder, 1915 (lowest
        intermediate balance).
    """
    rows = _followed(transfers, accounts, rule, back=back)
    held: dict[tuple[str, str], Account] = {}
    starts, found = set(accounts), []
    wait = int(rule.wait_days * DAY)
    arrived: list[tuple[tuple[str, str], Parcel]] = []
    for link, frm, to, value, unit, at, ends in rows.iter_rows():
        # What arrives at a moment goes on later, never at the same one.
        if arrived and arrived[0][1].at < at:
            _deliver(arrived, held, rule.taint)
            arrived = []
        tainted, step = (value, 1) if frm in starts else (0.0, 0)
        if frm not in starts and (frm, unit) in held:
            tainted, step = held[frm, unit].pay(value, at - wait)
        if tainted > NOTHING and step <= rule.steps:
            found.append((link, step, value, unit, tainted, min(1.0, tainted / value)))
        else:
            tainted = 0.0
        on = tainted if tainted >= rule.least_share * value else 0.0
        if to not in starts and not ends:
            arrived.append(((to, unit), Parcel(value, on, at, step)))
    return pl.DataFrame(found, schema=_TRACED, orient="row")


def _deliver(
    arrived: list[tuple[tuple[str, str], Parcel]],
    held: dict[tuple[str, str], Account],
    taint: str,
) -> None:
    for place, parcel in arrived:
        if place not in held:
            held[place] = open_account(taint)
        held[place].receive(parcel)


def _followed(
    transfers: pl.DataFrame, accounts: Collection[str], rule: TraceRule, *, back: bool
) -> pl.DataFrame:
    """Keep payments of accounts that the trace can reach, turned round where it runs back."""
    frm, to, end = ("to_id", "from_id", "from_cash") if back else ("from_id", "to_id", "to_cash")
    sign = -1 if back else 1
    rows = transfers.filter(pl.col("at_s").is_not_null() & (pl.col("value") > 0)).select(
        "link_id", pl.col(frm).alias("frm"), pl.col(to).alias("to"), "value", "unit",
        at_s=pl.col("at_s") * sign, ends=pl.col(end),
    )  # fmt: skip
    frm_code, to_code, start = codes(rows["frm"], rows["to"], pl.Series(sorted(accounts)))
    reached = _reached(rows, frm_code, to_code, start, rule)
    touched = np.union1d(to_code[reached], start)
    near = np.isin(frm_code, touched) | np.isin(to_code, touched)
    return rows.filter(pl.Series(near, dtype=pl.Boolean)).sort("at_s", "link_id")


def _reached(rows: pl.DataFrame, frm: Ints, to: Ints, start: Ints, rule: TraceRule) -> Ints:
    """Return rows of payments that money of the start can be in, whatever else they hold.

    Step by step, each payment once: those that leave where others arrived, within the wait.
    """
    at = rows["at_s"].to_numpy()
    order = np.lexsort((at, frm))
    held_by, moment, wait = frm[order], at[order], int(rule.wait_days * DAY)
    seen = np.isin(frm, start)
    stops = rows["ends"].to_numpy() | np.isin(to, start)
    front = np.flatnonzero(seen)
    for _ in range(rule.steps - 1):
        onward = front[~stops[front]]
        first, last = later(to[onward], at[onward], wait, held_by, moment)
        # Windows are laid over each other, not gone through one by one: a hub has many.
        begun, ended = (np.bincount(one, minlength=at.size + 1) for one in (first, last))
        front = order[np.cumsum(begun - ended)[:-1] > 0]
        front = front[~seen[front]]
        if not front.size:
            break
        seen[front] = True
    return np.flatnonzero(seen)
