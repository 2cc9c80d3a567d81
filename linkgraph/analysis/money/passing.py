"""Receipts that are paid on within days."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.transfers import DAY, codes, expand, later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["BUSY", "passed_on"]

BUSY = 1000
# Longer than any file tells of.
_MOST_DAYS = 1_000_000
# Pairs looked at together.
_AT_ONCE = 2_000_000


def passed_on(
    payments: pl.DataFrame, *, within_days: int, min_share: float, busy: int = BUSY
) -> pl.DataFrame:
    """Return pairs of a receipt and a later payment that carries most of it on.

    The later payment leaves the account that the receipt came to, in the same currency, at
    the same moment or within the days, for at least ``min_share`` of the receipt and no
    more than all of it, to somebody other than the account and the payer.

    Args:
        payments: ``link_id``, ``from_id``, ``to_id``, ``amount_minor``, ``currency``,
            ``at_s``; those without a moment, an amount or a currency are in no pair.
        within_days: Longest wait, days.
        min_share: Smallest share, 0-1.
        busy: A receipt after which the account pays more often than this within the wait
            is in no pair: which of so many carries it on cannot be told.

    Returns:
        ``link_id`` (the receipt's) and ``onward_id``, ``account``, ``payer``, ``payee``;
        in no order. Empty for no payments.

    Note:
        O(n log n), and linear in the payments within the wait of each receipt, ``busy`` at
        most. A high count proves no purpose: shops and agents pay on what they receive too.
    """
    told = payments.drop_nulls(["at_s", "amount_minor", "currency"])
    out = told.with_columns(purse=_purse("from_id")).sort("purse", "at_s", "link_id")
    into = told.with_columns(purse=_purse("to_id"))
    whom, key = codes(into["purse"], out["purse"])
    wait = min(within_days, _MOST_DAYS) * DAY
    # Open below: a second earlier takes in what is paid at the same moment.
    first, last = later(whom, into["at_s"].to_numpy() - 1, wait + 1, key, out["at_s"].to_numpy())
    last = np.where(last - first > busy, first, last)
    receipts = into.select(
        "link_id", "amount_minor", account="to_id", payer="from_id"
    )  # fmt: skip
    onward = out.select(onward_id="link_id", payee="to_id", onward="amount_minor")
    found = [
        _fitting(receipts[some][asked], onward[held], min_share)
        for some, (asked, held) in _parts(first, last)
    ]
    return pl.concat(found)


def _purse(account: str) -> pl.Expr:
    return pl.concat_str(account, pl.lit(" "), "currency")


def _parts(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> Iterator[tuple[slice, tuple[NDArray[np.int64], NDArray[np.int64]]]]:
    """Yield slices of the receipts with their pairs, few enough at once to be held."""
    total = np.concatenate([[0], np.cumsum(last - first)])
    cuts = np.searchsorted(total, np.arange(_AT_ONCE, total[-1], _AT_ONCE))
    ends = [0, *cuts.tolist(), first.size]
    for low, high in pairwise(ends):
        yield slice(low, high), expand(first[low:high], last[low:high])


def _fitting(receipts: pl.DataFrame, onward: pl.DataFrame, min_share: float) -> pl.DataFrame:
    pairs = pl.concat([receipts, onward], how="horizontal")
    return pairs.filter(
        (pl.col("onward") <= pl.col("amount_minor"))
        & (pl.col("onward") >= min_share * pl.col("amount_minor"))
        & (pl.col("payer") != pl.col("account"))
        & (pl.col("payee") != pl.col("account"))
        & (pl.col("payee") != pl.col("payer"))
    ).select("link_id", "onward_id", "account", "payer", "payee")
