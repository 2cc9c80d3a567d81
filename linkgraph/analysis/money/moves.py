"""Large payments as numbers: who pays whom, when, and where the money can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.moment import circling
from linkgraph.analysis.money.transfers import DAY, between_two, by_link, codes, expand, later

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Moves", "Onward", "PatternRule", "Side"]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """What makes payments a pattern.

    Attributes:
        within_days: Window: the longest time from the first payment of a fan or a way to
            its last, and from one payment to the next that hands it on, days.
        fan: Fewest others in a fan.
        chance: Largest chance of so many in a window, at the account's own usual pace.
        many: So many in a window are told whatever is usual.
        usual_days: How long before and after a window tells the usual pace, days; no
            longer than the account is seen to be in use.
        strands: Fewest accounts between the two ends of a scatter-gather, and on either
            side of a gather-scatter.
        keep: Smallest share of a payment that the next hands on, and of the next that the
            first brought.
        organizations: Whether payments of known organizations are looked at as well.
        busy: An account that pays more others than this in a window is a shop's or an
            exchange's, and no step of a way.
    """

    within_days: float = 4
    fan: int = 5
    chance: float = 0.001
    many: int = 10
    usual_days: float = 28
    strands: int = 3
    keep: float = 0.9
    busy: int = 100
    organizations: bool = False

    @property
    def within(self) -> int:
        """The window in seconds."""
        return int(self.within_days * DAY)


@dataclass(frozen=True, slots=True)
class Moves:
    """Payments by moment, then link: columns of one length.

    Attributes:
        frm: Payer's account, as a number.
        to: Payee's account.
        at: Moment, seconds.
        value: In its unit.
        unit: Unit, as a number.
        links: Their ids.
    """

    frm: Ints
    to: Ints
    at: Ints
    value: NDArray[np.float64]
    unit: Ints
    links: list[str]

    @classmethod
    def of(cls, transfers: pl.DataFrame, *, organizations: bool = False) -> Moves:
        """Return what may be part of a pattern of ``TRANSFERS``.

        No cash, nothing small, undated or within one holder's accounts, and, unless they are
        asked for, nothing that a known organization pays or is paid.
        """
        large = (pl.col("value") > 0) & (pl.col("value") >= pl.col("least").fill_null(0))
        rows = transfers.filter(between_two(organizations=organizations) & large).select(
            "link_id", "from_id", "to_id", "at_s", "value", "unit"
        )
        rows = by_link(rows).sort("at_s", maintain_order=True)
        frm, to = codes(rows["from_id"], rows["to_id"])
        (unit,) = codes(rows["unit"])
        return cls(
            frm, to, rows["at_s"].to_numpy(), rows["value"].to_numpy(), unit,
            rows["link_id"].to_list(),
        )  # fmt: skip

    def active(self) -> tuple[Ints, Ints]:
        """Return, per account, the moments of its first and its last payment."""
        size = int(max(self.frm.max(), self.to.max())) + 1 if self.at.size else 0
        first, last = np.full(size, np.iinfo(np.int64).max), np.zeros(size, dtype=np.int64)
        for end in (self.frm, self.to):
            np.minimum.at(first, end, self.at)
            np.maximum.at(last, end, self.at)
        return first, last

    def accounts(self, rows: Ints) -> int:
        """Return how many accounts some payments touch."""
        return np.union1d(self.frm[rows], self.to[rows]).size

    def days(self, rows: Ints) -> float:
        """Return the time from the first of some payments to the last, days."""
        return float(self.at[rows].max() - self.at[rows].min()) / DAY


@dataclass(frozen=True, slots=True)
class Side:
    """Payments in, or out, by account and moment; of each other party the first in a window.

    Attributes:
        account: Account, per payment kept.
        at: Moment.
        all_row: Rows of ``Moves``, none left out.
        all_account: Their accounts.
        all_at: Their moments.
    """

    account: Ints
    at: Ints
    all_row: Ints
    all_account: Ints
    all_at: Ints

    @classmethod
    def of(cls, moves: Moves, account: Ints, other: Ints, within: int) -> Side:
        """Return one side of payments; who pays again within the window is the same one."""
        met = np.lexsort((moves.at, other, account))
        one, two, at = account[met], other[met], moves.at[met]
        again = np.zeros(met.size, dtype=bool)
        again[1:] = (one[1:] == one[:-1]) & (two[1:] == two[:-1]) & (np.diff(at) <= within)
        kept = np.sort(met[~again])
        kept = kept[np.argsort(account[kept], kind="stable")]
        order = np.argsort(account, kind="stable")
        return cls(account[kept], moves.at[kept], order, account[order], moves.at[order])

    def window(self, within: int, *, before: int = 0) -> tuple[Ints, Ints]:
        """Return, per payment kept, those of its account in the window that it opens.

        Args:
            within: Length, seconds.
            before: How much earlier the window opens, seconds.
        """
        return later(
            self.account, self.at - 1 - before, within + 1 + before, self.account, self.at
        )  # fmt: skip

    def every(self, account: int, low: int, high: int) -> Ints:
        """Return rows of ``Moves``: all payments of an account from one moment to another."""
        start, stop = np.searchsorted(self.all_account, [account, account + 1])
        inside = (self.all_at[start:stop] >= low) & (self.all_at[start:stop] <= high)
        return self.all_row[start:stop][inside]


@dataclass(frozen=True, slots=True)
class Onward:
    """Where money can go on: payments by payer and moment, without those of busy accounts."""

    moves: Moves
    order: Ints

    @classmethod
    def of(cls, moves: Moves, rule: PatternRule) -> Onward:
        """Return the payments that may be a step of a way."""
        order = np.argsort(moves.frm, kind="stable")
        payer, at = moves.frm[order], moves.at[order]
        first, last = later(payer, at - 1, rule.within + 1, payer, at)
        busy = np.unique(payer[last - first > rule.busy])
        return cls(moves, order[~np.isin(payer, busy)])

    def windows(self, within: int) -> tuple[Ints, Ints]:
        """Return, per payment, the places in ``order`` of those that can hand it on in time.

        Of payments of one moment each can hand on the other.
        """
        data = self.moves
        # Open below: a second earlier takes in what is paid at the same moment.
        return later(data.to, data.at - 1, within + 1, data.frm[self.order], data.at[self.order])

    def pairs(self, within: int) -> tuple[Ints, Ints]:
        """Return all pairs of payments of which the second can hand on the first.

        Without those that lead round and round at one moment: which was first none can tell.
        """
        asked, place = expand(*self.windows(within))
        follow, at = self.order[place], self.moves.at
        at_once = np.flatnonzero(at[asked] == at[follow])
        kept = np.ones(asked.size, dtype=np.bool_)
        kept[at_once[circling(asked[at_once], follow[at_once], at.size)]] = False
        return asked[kept], follow[kept]
