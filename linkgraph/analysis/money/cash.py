"""Cash: deposits kept under a reporting limit, and receipts drawn out at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from linkgraph.analysis.money.transfers import DAY, codes, expand, found, later, overlapping

__all__ = ["CashOutRule", "StructuringRule", "cash_out", "structuring"]


@dataclass(frozen=True, slots=True)
class StructuringRule:
    """What makes deposits look kept under a limit.

    Attributes:
        share: Smallest share of the limit that is close to it.
        within_days: Window, days.
        deposits: Fewest deposits in a window.
    """

    share: float = 0.7
    within_days: float = 10
    deposits: int = 4


@dataclass(frozen=True, slots=True)
class CashOutRule:
    """What makes withdrawals a cash-out.

    Attributes:
        keep: Smallest share of a receipt that is drawn out.
        most: Largest share, since other money stands in the account too.
        within_days: Window after the receipt, days.
        withdrawals: Fewest withdrawals.
    """

    keep: float = 0.7
    most: float = 1.1
    within_days: float = 2
    withdrawals: int = 3


def structuring(transfers: pl.DataFrame, rule: StructuringRule) -> pl.DataFrame:
    """Return cash deposits to one holder that lie just under the reporting limit.

    Args:
        transfers: As ``TRANSFERS``. Deposits without limit, value or moment are not looked at.
        rule: Limits.

    Returns:
        As ``FOUND``; windows that share a deposit are one find. O(n log n).

    Note:
        A shop's takings can lie under a limit by nature: only many, close to it, in
        little time are told.

    Source:
        FinCEN, 31 CFR 1010.314; FATF, "Money Laundering through Money Remittance", 2010.
    """
    close = transfers.filter(
        pl.col("from_cash") & pl.col("at_s").is_not_null() & (pl.col("value") < pl.col("limit"))
        & (pl.col("value") >= rule.share * pl.col("limit"))
    ).sort("to_holder", "at_s", "link_id")  # fmt: skip
    (key,) = codes(close["to_holder"])
    at = close["at_s"].to_numpy()
    # Open below: a second earlier lets a deposit stand in its own window.
    first, last = later(key, at - 1, int(rule.within_days * DAY) + 1, key, at)
    many = last - first >= rule.deposits
    _, starts, stops = overlapping(first[many], last[many])
    groups = [close[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    return found("structuring", [
        (group["link_id"].to_list(), _how_close(group), _deposits_told(group)) for group in groups
    ])  # fmt: skip


def cash_out(transfers: pl.DataFrame, rule: CashOutRule) -> pl.DataFrame:
    """Return receipts that are soon drawn out in cash, in several withdrawals.

    Args:
        transfers: As ``TRANSFERS``; only receipts whose value is at least ``least``, and
            withdrawals of the same unit, are looked at.
        rule: Limits.

    Returns:
        As ``FOUND``: the receipt and its withdrawals. O(n log n).

    Note:
        Whoever is paid and lives on cash looks alike: the sum, the number of
        withdrawals and the haste set it apart, and only together.

    Source:
        FATF, "Money Laundering through Money Remittance", 2010 (rapid withdrawal).
    """
    clean = transfers.filter(pl.col("at_s").is_not_null() & (pl.col("value") > 0))
    drawn = clean.filter(pl.col("to_cash")).with_columns(purse=_purse("from_id"))
    drawn = drawn.sort("purse", "at_s", "link_id")
    got = clean.filter(
        ~pl.col("from_cash")
        & ~pl.col("to_cash")
        & (pl.col("value") >= pl.col("least").fill_null(0))
    ).with_columns(purse=_purse("to_id"))
    got = got.join(drawn, on="purse", how="semi").sort("to_id", "at_s", "link_id")
    into, key = codes(got["purse"], drawn["purse"])
    wait = int(rule.within_days * DAY)
    # Open below: a second earlier takes in what is drawn at the same moment.
    first, last = later(into, got["at_s"].to_numpy() - 1, wait + 1, key, drawn["at_s"].to_numpy())
    value, taken = got["value"].to_numpy(), drawn["value"].to_numpy()
    # Roughly first: whoever is paid and draws all day long has more pairs than can be held.
    sums = np.concatenate([[0.0], np.cumsum(taken)])
    rough = 1e-6 + 1e-13 * sums[-1] / np.maximum(value, 1e-9)
    near = (sums[last] - sums[first]) / np.maximum(value, 1e-9)
    likely = (near >= rule.keep - rough) & (near <= rule.most + rough)
    likely &= last - first >= rule.withdrawals
    got = got.filter(pl.Series(likely, dtype=pl.Boolean))
    value, (asked, held) = value[likely], expand(first[likely], last[likely])
    times = np.bincount(asked, minlength=got.height)
    share = np.bincount(asked, weights=taken[held], minlength=got.height) / np.maximum(value, 1e-9)
    hit = (times >= rule.withdrawals) & (share >= rule.keep) & (share <= rule.most)
    links, drawn_links = got["link_id"].to_list(), drawn["link_id"].to_list()
    drawings: dict[int, list[str]] = {}
    for one, other in zip(asked.tolist(), held.tolist(), strict=True):
        drawings.setdefault(one, []).append(drawn_links[other])
    return found("cash-out", [
        ([links[one], *drawings[one]], 0.5 + 0.05 * min(int(times[one]), 6) + (0.1 if share[one] > 0.85 else 0),  # noqa: PLR2004
         [f"{times[one]} cash withdrawals took {share[one]:.0%} of a receipt within {rule.within_days:g} days"])
        for one in np.flatnonzero(hit).tolist()
    ])  # fmt: skip


def _purse(account: str) -> pl.Expr:
    """Return account and unit as one text: unlike units are never compared."""
    return pl.concat_str(account, pl.lit(" "), "unit")


def _how_close(group: pl.DataFrame) -> float:
    mean = float((group["value"] / group["limit"]).mean() or 0)  # type: ignore[arg-type]
    return 0.4 + 0.05 * min(group.height, 8) + (0.2 if mean > 0.8 else 0.1)  # noqa: PLR2004


def _deposits_told(group: pl.DataFrame) -> list[str]:
    days = (int(group["at_s"][-1]) - int(group["at_s"][0])) / DAY
    shares = group["value"] / group["limit"]
    return [
        f"{group.height} cash deposits in {days:.1f} days to one holder",
        f"each {float(shares.min()):.0%} to {float(shares.max()):.0%} of the reporting limit",  # type: ignore[arg-type]
    ]
