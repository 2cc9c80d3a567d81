"""Where money went, or came from: payments in order of time, and how much of each is meant."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.transfers import DAY, codes

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["TAINT_RULES", "TraceRule", "trace"]

TAINT_RULES = ("poison", "haircut", "fifo")
_TRACED = {
    "link_id": pl.String, "step": pl.Int64, "value": pl.Float64, "unit": pl.String,
    "tainted": pl.Float64, "share": pl.Float64,
}  # fmt: skip
# Less than this part of a unit is what arithmetic leaves over.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class TraceRule:
    """How far money is followed, and how it mixes.

    Attributes:
        taint: ``poison`` (all that leaves an account with tainted money is tainted),
            ``haircut`` (each payment takes its share of the mixture) or ``fifo`` (what
            came first leaves first).
        wait_days: Tainted money that stood longer in an account is followed no further, days.
        steps: Most payments in a row.
        least_share: A payment of which less is tainted is told, but followed no further.
    """

    taint: str = "haircut"
    wait_days: float = 30
    steps: int = 6
    least_share: float = 0.05


@dataclass(slots=True)
class _Parcel:
    value: float
    tainted: float
    at: int
    step: int


class _Mixed:
    """An account whose money mixes; what came before the records is not seen."""

    def __init__(self, *, poison: bool) -> None:
        self.poison = poison
        self.clean = 0.0
        self.parcels: deque[_Parcel] = deque()

    def receive(self, parcel: _Parcel) -> None:
        if parcel.tainted > _NOTHING:
            self.parcels.append(parcel)
        else:
            self.clean += parcel.value

    def pay(self, value: float, since: int) -> tuple[float, int]:
        """Take a payment out; return how much of it is tainted, and its step."""
        while self.parcels and self.parcels[0].at < since:
            self.clean += self.parcels.popleft().value
        held = self.clean + sum(parcel.value for parcel in self.parcels)
        if not self.parcels or held <= _NOTHING:
            self.clean = max(0.0, self.clean - value)
            return 0.0, 0
        share = min(1.0, value / held)
        taken = share * sum(parcel.tainted for parcel in self.parcels)
        step = min(parcel.step for parcel in self.parcels) + 1
        self.clean *= 1 - share
        for parcel in self.parcels:
            parcel.value *= 1 - share
            if not self.poison:
                parcel.tainted *= 1 - share
        if self.poison:
            return value, step
        self.parcels = deque(p for p in self.parcels if p.tainted > _NOTHING)
        return min(value, taken), step


class _Queue:
    """An account whose money leaves in the order in which it came."""

    def __init__(self) -> None:
        self.parcels: deque[_Parcel] = deque()

    def receive(self, parcel: _Parcel) -> None:
        self.parcels.append(parcel)

    def pay(self, value: float, since: int) -> tuple[float, int]:
        """Take a payment out; return how much of it is tainted, and its step."""
        taken, steps = 0.0, []
        while self.parcels and value > _NOTHING:
            first = self.parcels[0]
            part = min(1.0, value / first.value)
            if first.tainted > _NOTHING and first.at >= since:
                steps.append(first.step + 1)
                taken += part * first.tainted
            value -= part * first.value
            first.tainted *= 1 - part
            first.value *= 1 - part
            if first.value <= _NOTHING:
                self.parcels.popleft()
        return taken, min(steps, default=0)


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
        O(n log n) to sort, then one pass; a payment out looks at the tainted receipts that
        its account got within the wait. Under ``haircut`` and ``fifo`` no account gives on
        more taint than came in; no rule finds more in a payment than ``poison``. Balances
        before the first record are not known: what an account pays beyond what it is seen to
        hold counts as clean. Cash is followed to the counter and no further.

    Source:
        Möser, Böhme and Breuker, "Towards Risk Scoring of Bitcoin Transactions", 2014
        (poison, haircut); Anderson, Shumailov and Ahmed, "Making Bitcoin Legal", 2018 (fifo:
        Clayton's case, 1816).
    """
    rows = _followed(transfers, accounts, rule, back=back)
    held: dict[tuple[str, str], _Mixed | _Queue] = {}
    starts, found = set(accounts), []
    wait = int(rule.wait_days * DAY)
    arrived: list[tuple[tuple[str, str], _Parcel]] = []
    for link, frm, to, value, unit, at, ends in rows.iter_rows():
        # What arrives at a moment goes on later, never at the same one.
        if arrived and arrived[0][1].at < at:
            _deliver(arrived, held, rule.taint)
            arrived = []
        tainted, step = (value, 1) if frm in starts else (0.0, 0)
        if frm not in starts and (frm, unit) in held:
            tainted, step = held[frm, unit].pay(value, at - wait)
        if tainted > _NOTHING and step <= rule.steps:
            found.append((link, step, value, unit, tainted, min(1.0, tainted / value)))
        else:
            tainted = 0.0
        on = tainted if tainted >= rule.least_share * value else 0.0
        if to not in starts and not ends:
            arrived.append(((to, unit), _Parcel(value, on, at, step)))
    return pl.DataFrame(found, schema=_TRACED, orient="row")


def _deliver(
    arrived: list[tuple[tuple[str, str], _Parcel]],
    held: dict[tuple[str, str], _Mixed | _Queue],
    taint: str,
) -> None:
    for place, parcel in arrived:
        if place not in held:
            held[place] = _opened(taint)
        held[place].receive(parcel)


def _opened(taint: str) -> _Mixed | _Queue:
    return _Queue() if taint == "fifo" else _Mixed(poison=taint == "poison")


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
    open_end = ~rows["ends"].to_numpy()
    reached = np.zeros(
        int(max(frm_code.max(), to_code.max())) + 1 if rows.height else 0, dtype=bool
    )
    reached[start[start < reached.size]] = True
    for _ in range(rule.steps):
        wider = reached.copy()
        wider[to_code[reached[frm_code] & open_end]] = True
        if np.array_equal(wider, reached):
            break
        reached = wider
    near = pl.Series(reached[frm_code] | reached[to_code])
    return rows.filter(near).sort("at_s", "link_id")
