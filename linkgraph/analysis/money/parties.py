"""How many others each account pays, or is paid by."""

from __future__ import annotations

import polars as pl

__all__ = ["count_parties"]

_ORDER = {"others": True, "payments": True, "account": False}


def count_parties(payments: pl.DataFrame, *, paying: bool, least: int, most: int) -> pl.DataFrame:
    """Return accounts with as many others on the other side of their payments, widest first.

    Args:
        payments: ``from_id``, ``to_id``, ``currency``, ``amount_minor``, ``at``, ``sources``,
            ``payments`` (how many a source sums up in one; null counts as one). What an account pays to itself is left out.
        paying: Count whom an account pays, not who pays it.
        least: Fewest others.
        most: Most accounts.

    Returns:
        ``account``, ``others`` (distinct, count), ``payments`` (count), ``first_at`` and
        ``last_at`` (null where no payment has a moment), ``sums`` (list of ``currency`` and
        ``minor``), ``sources`` (list of texts); by others and payments, most first, then
        account. Empty for no payments.

    Note:
        O(n). Landlords, shops, employers and money services have many others: a high count
        is no finding.
    """
    account, other = ("from_id", "to_id") if paying else ("to_id", "from_id")
    told = payments.filter(pl.col(account) != pl.col(other)).rename({account: "account"})
    widest = (
        told.group_by("account")
        .agg(others=pl.col(other).n_unique(), payments=pl.col("payments").fill_null(1).sum())
        .filter(pl.col("others") >= least)
        .sort(list(_ORDER), descending=list(_ORDER.values()))
        .head(most)
    )
    theirs = told.join(widest.select("account"), on="account", how="semi")
    sums = (
        theirs.group_by("account", "currency")
        .agg(minor=pl.col("amount_minor").sum())
        .sort("account", "currency")
        .group_by("account", maintain_order=True)
        .agg(sums=pl.struct("currency", "minor"))
    )
    ends = theirs.group_by("account").agg(
        first_at=pl.col("at").min(), last_at=pl.col("at").max(), sources=pl.col("sources").unique()
    )
    return widest.join(ends, on="account", maintain_order="left").join(
        sums, on="account", maintain_order="left"
    )
