"""Receipts that are paid on within days."""

from __future__ import annotations

import polars as pl

__all__ = ["passed_on"]

_DAY_S = 86_400


def passed_on(payments: pl.DataFrame, *, within_days: int, min_share: float) -> pl.DataFrame:
    """Return pairs of a receipt and a later payment that carries most of it on.

    The later payment leaves the account that the receipt came to, in the same currency, at
    the same moment or within the days, for at least ``min_share`` of the receipt and no
    more than all of it, to somebody other than the account and the payer.

    Args:
        payments: ``link_id``, ``from_id``, ``to_id``, ``amount_minor``, ``currency``,
            ``at_s``; those without a moment, an amount or a currency are in no pair.
        within_days: Longest wait, days.
        min_share: Smallest share, 0-1.

    Returns:
        ``link_id`` (the receipt's) and ``onward_id``, ``account``, ``payer``, ``payee``;
        in no order. Empty for no payments.

    Note:
        Payments are met by account, currency and window of time, so that an account with
        many costs those of neighbouring windows only. A high count proves no purpose:
        shops and agents pay on what they receive too.
    """
    window = within_days * _DAY_S
    told = payments.drop_nulls(["at_s", "amount_minor", "currency"])
    out = told.select(
        pl.col("from_id").alias("account"), "currency", onward_id="link_id", payee="to_id",
        onward="amount_minor", later="at_s", slot=pl.col("at_s") // window,
    )  # fmt: skip
    into = told.select(
        pl.col("to_id").alias("account"), "currency", "link_id", "amount_minor", "at_s",
        payer="from_id", slot=pl.col("at_s") // window,
    )  # fmt: skip
    keys = ["account", "currency", "slot"]
    found = [
        _fitting(into.with_columns(pl.col("slot") + step).join(out, on=keys), window, min_share)
        for step in (0, 1)
    ]
    return pl.concat(found)


def _fitting(pairs: pl.DataFrame, window: int, min_share: float) -> pl.DataFrame:
    wait = pl.col("later") - pl.col("at_s")
    return pairs.filter(
        wait.is_between(0, window)
        & (pl.col("onward") <= pl.col("amount_minor"))
        & (pl.col("onward") >= min_share * pl.col("amount_minor"))
        & (pl.col("payer") != pl.col("account"))
        & (pl.col("payee") != pl.col("account"))
        & (pl.col("payee") != pl.col("payer"))
    ).select("link_id", "onward_id", "account", "payer", "payee")
