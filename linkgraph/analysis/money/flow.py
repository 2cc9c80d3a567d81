"""Payments in the order in which money can go on, made once and followed as often as asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.moment import turns
from linkgraph.analysis.money.transfers import by_link, codes, expand, overlapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Flow", "Lines"]

# Beyond every moment.
_LATE = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Lines:
    """Payments of one end, account by account, each in order of time.

    Attributes:
        rows: Rows of ``Flow``, in that order.
        keys: Account and moment of each as one number, rising.
    """

    rows: Ints
    keys: Ints

    @classmethod
    def of(cls, account: Ints, at: Ints, span: int) -> Lines:
        """Return the payments by account, then moment (0 to ``span`` - 2)."""
        keys = account * span + at
        rows = np.argsort(keys, kind="stable")
        return cls(rows, keys[rows])

    def between(self, low: Ints, high: Ints) -> Ints:
        """Return rows whose key is in one of some ranges, ends included; each row once."""
        first = np.searchsorted(self.keys, low, side="left")
        last = np.searchsorted(self.keys, high, side="right")
        return self.rows[_covered(first, last)]

    def last(self, low: Ints, high: Ints) -> Ints:
        """Return, per range of keys, the last key in it; -1 where there is none."""
        if not self.keys.size:
            return np.full(low.size, -1)
        place = np.searchsorted(self.keys, high, side="right") - 1
        found = self.keys[np.maximum(place, 0)]
        return np.where((place >= 0) & (found >= low), found, -1)


def _covered(first: Ints, last: Ints) -> Ints:
    """Return places in one of some ranges, each once: those that overlap are joined first."""
    held = first < last
    order = np.argsort(first[held], kind="stable")
    _, starts, stops = overlapping(first[held][order], np.maximum.accumulate(last[held][order]))
    return expand(starts, stops)[1]


@dataclass(frozen=True, slots=True)
class Flow:
    """Payments of a known value and moment as columns of one length, in the direction followed.

    Attributes:
        told: ``link_id`` and ``unit``, by link.
        accounts: Every account; its place is its number.
        frm: Number of the account whence money is followed.
        to: Whither.
        at: Moment, seconds from the first of all on.
        value: In its unit.
        unit: Number of the unit.
        stops: Whether the payment goes to cash.
        out: By ``frm``.
        into: By ``to``.
        span: Longer than all the time.
    """

    told: pl.DataFrame
    accounts: pl.Series
    frm: Ints
    to: Ints
    at: Ints
    value: NDArray[np.float64]
    unit: Ints
    stops: NDArray[np.bool_]
    out: Lines
    into: Lines
    span: int

    @classmethod
    def of(cls, transfers: pl.DataFrame, *, back: bool = False) -> Flow:
        """Return payments ready to be followed.

        Args:
            transfers: As ``TRANSFERS``, in any order.
            back: Whence money came: time and direction are turned round.

        Note:
            O(n log n), most of it for texts: what is followed afterwards costs what it touches.
        """
        rows = by_link(transfers.filter(pl.col("at_s").is_not_null() & (pl.col("value") > 0)))
        whence, whither, cash = (
            ("to_id", "from_id", "from_cash") if back else ("from_id", "to_id", "to_cash")
        )
        accounts = pl.concat([rows[whence], rows[whither].alias(whence)]).unique()
        known = pl.Enum(accounts)
        frm, to = (
            rows[end].cast(known).to_physical().cast(pl.Int64).to_numpy()
            for end in (whence, whither)
        )
        at = rows["at_s"].to_numpy() * (-1 if back else 1)
        at = at - at.min(initial=0 if not at.size else at[0])
        span = int(at.max(initial=0)) + 2
        (unit,) = codes(rows["unit"])
        return cls(
            rows.select("link_id", "unit"), accounts, frm, to, at, rows["value"].to_numpy(), unit,
            rows[cash].to_numpy(), Lines.of(frm, at, span), Lines.of(to, at, span), span,
        )  # fmt: skip

    def numbers(self, accounts: Collection[str]) -> Ints:
        """Return the numbers of accounts; what nobody pays or is paid has none."""
        wanted = pl.Series(sorted(set(accounts)), dtype=pl.String)
        return self.accounts.is_in(wanted.implode()).arg_true().cast(pl.Int64).to_numpy()

    def reached(self, start: Ints, wait: int, steps: int) -> tuple[Ints, Ints, Ints]:
        """Return accounts that can hand on money of the start, since when, and the last moment.

        Args:
            start: Accounts; their money is theirs for good, and what comes back ends there.
            wait: Longest time in an account, seconds.
            steps: Payments in a row; who gets the last can hand nothing on.

        Note:
            Step by step, each payment once, whatever else the accounts hold.
        """
        first, until = (np.full(len(self.accounts), far) for far in (_LATE, -_LATE))
        seen, home = (np.zeros(size, dtype=np.bool_) for size in (self.at.size, until.size))
        home[start] = True
        front = self.paid_by(start)
        for _ in range(steps - 1):
            seen[front] = True
            front = front[~self.stops[front] & ~home[self.to[front]]]
            if not front.size:
                break
            held, came = self.to[front], self.at[front]
            np.minimum.at(first, held, came)
            np.maximum.at(until, held, came + wait)
            front = self.out.between(held * self.span + came, self._key(held, came + wait))
            front = front[~seen[front]]
        held = np.flatnonzero(first < _LATE)
        since = first[held]
        last = self.out.last(held * self.span + since, self._key(held, until[held]))
        pays = last >= 0
        return held[pays], since[pays], (last - held * self.span)[pays]

    def paid_by(self, accounts: Ints) -> Ints:
        """Return rows of all payments of some accounts."""
        return self.out.between(accounts * self.span, (accounts + 1) * self.span - 1)

    def touching(self, start: Ints, held: Ints, last: Ints) -> Ints:
        """Return rows of payments of the start, and of what tells what others hold up to a moment."""
        low, high = held * self.span, held * self.span + last
        wanted = np.zeros(self.at.size, dtype=np.bool_)
        for rows in (
            self.paid_by(start),
            self.out.between(low, high),
            self.into.between(low, high),
        ):
            wanted[rows] = True
        return np.flatnonzero(wanted)

    def in_time(
        self, start: Ints, held: Ints, since: Ints, last: Ints
    ) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return what accounts do with their money: rows in turn, places and values.

        Args:
            start: As ``reached`` takes.
            held: As it gives.
            since: As it gives.
            last: As it gives.

        Returns:
            Rows by moment; of one moment first what comes from elsewhere, then so that money
            goes on as far as it can (``turns``), then by link. Per row the payee's account
            and unit as one number; per row its value. What an account gets that can hold
            nothing of the start, with neither a payment out nor a receipt of the other kind
            between, is one row.
        """
        rows = self.touching(start, held, last)
        on_the_way = np.zeros(len(self.accounts), dtype=np.bool_)
        on_the_way[start] = on_the_way[held] = True
        rows = self._in_turn(rows, on_the_way, self._holds(start, held, since))
        place = self.place(self.to[rows], self.unit[rows])
        clean = ~on_the_way[self.frm[rows]]
        order = np.argsort(place, kind="stable")
        others = np.cumsum(~clean[order])
        paid = np.searchsorted(self.out.keys, (self.to * self.span + self.at)[rows[order]], "left")
        new = np.ones(rows.size, dtype=np.bool_)
        new[1:] = (
            (np.diff(place[order]) != 0) | (np.diff(others) != 0) | (np.diff(paid) != 0)
            | ~clean[order][:-1]
        )  # fmt: skip
        begun = np.flatnonzero(new)
        value = self.value[rows]
        value[order[begun]] = np.add.reduceat(value[order], begun) if rows.size else value
        kept = np.sort(order[begun])
        return rows[kept], place[kept], value[kept]

    def _holds(self, start: Ints, held: Ints, since: Ints) -> Ints:
        """Return, per account, the first moment at which it can hold money of the start."""
        first = np.full(len(self.accounts), _LATE)
        first[held] = since
        first[start] = -_LATE
        return first

    def _in_turn(self, rows: Ints, on_the_way: NDArray[np.bool_], first: Ints) -> Ints:
        rows = rows[np.argsort(self.at[rows], kind="stable")]
        frm, to, at = self.frm[rows], self.to[rows], self.at[rows]
        ours = on_the_way[frm]
        # Nobody waits for what the start or somebody off the way is paid.
        payee = np.where(on_the_way[to] & (first[to] > -_LATE), to * self.span + at, -1)
        turn = np.full(rows.size, -1)
        turn[ours] = turns((frm * self.span + at)[ours], payee[ours], (first[frm] < at)[ours])
        return rows[np.lexsort((turn, at))]

    def place(self, account: Ints, unit: Ints) -> Ints:
        """Return an account and a unit as one number."""
        return account * (int(self.unit.max(initial=0)) + 1) + unit

    def _key(self, account: Ints, at: Ints) -> Ints:
        return account * self.span + np.minimum(at, self.span - 1)
