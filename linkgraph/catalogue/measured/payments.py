"""Payments of a case in the form that measures of money look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.money.transfers import TRANSFERS
from linkgraph.catalogue.measured.chosen import links_as
from linkgraph.values.money import minor_exponent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.analysis.money.thresholds import Threshold
    from linkgraph.graph.base import Projection

__all__ = ["DETAILS", "common_currency", "holder_sources", "payments", "transfers_of"]

# What a row of an answer tells of a payment, beside what rules look at.
DETAILS = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "amount_minor": pl.Int64(),
    "currency": pl.String(), "at": pl.String(), "at_s": pl.Int64(), "reference": pl.String(),
    "remark": pl.String(), "payments": pl.Int64(), "reliability": pl.String(), "sources": pl.String(), "from_kind": pl.String(), "to_kind": pl.String(),
}  # fmt: skip
_HELD = {"account": pl.String, "holder": pl.String, "person": pl.Boolean, "held_by": pl.String}
# Where no rate reaches a currency, a large payment is told by its country's limit for cash.
_LARGE_SHARE = 0.1


def payments(graph: Projection) -> pl.DataFrame:
    """Return all payments of a graph, columns ``DETAILS``, by link_id."""
    return links_as(graph, DETAILS, lambda shape: shape.type == "PAID")


def common_currency(rates: pl.DataFrame) -> tuple[str, dict[str, float]]:
    """Return the currency that most rates start from, and units of each other per unit of it.

    The latest rate of a pair is taken; a pair told the other way round is turned. Empty
    text and no rates where there are none.
    """
    if rates.is_empty():
        return "", {}
    counted = rates.group_by("base").len().sort(["len", "base"], descending=[True, False])
    base = str(counted["base"][0])
    per: dict[str, float] = {}
    for row in rates.sort("as_of", "rate").iter_rows(named=True):
        if row["quote"] == base and row["base"] != base:
            per[row["base"]] = 1 / row["rate"]
        elif row["base"] == base:
            per[row["quote"]] = row["rate"]
    return base, per | {base: 1.0}


def transfers_of(
    told: pl.DataFrame,
    graph: Projection,
    rates: pl.DataFrame,
    thresholds: Mapping[str, Threshold],
    least: tuple[float, str],
) -> pl.DataFrame:
    """Return payments as ``TRANSFERS``.

    Args:
        told: As ``payments`` gives.
        graph: Gives holders and countries of accounts.
        rates: As ``Surroundings.rates``.
        thresholds: Reporting limits for cash by country.
        least: Smallest value that counts as large: units, and their currency.
    """
    base, per = common_currency(rates)
    valued = told.join(_currencies(told, base, per, thresholds, least), on="currency", how="left")
    limited = valued.join(
        _limits(graph, thresholds), left_on="to_id", right_on="account", how="left"
    )
    value = pl.col("amount_minor") / pl.col("minor") / pl.col("per")
    rate = pl.col("country_currency").replace_strict(per, default=None, return_dtype=pl.Float64)
    by_country = (
        pl.when(pl.col("country_currency") == pl.col("currency"))
        .then(pl.col("country_limit") / pl.col("per"))
        .when(pl.col("unit") == base)
        .then(pl.col("country_limit") / rate)
    )
    # Foreign cash may be kept under the limit of its own country or of the account's: the
    # lowest that it stays under counts.
    under = pl.min_horizontal(
        *(pl.when(limit > value).then(limit) for limit in (by_country, pl.col("limit")))
    )
    owned = _with_holders(limited, _holders(graph))
    return owned.with_columns(
        value=value,
        limit=under,
        from_cash=pl.col("from_kind") == "CashPoint",
        to_cash=pl.col("to_kind") == "CashPoint",
    ).select(pl.col(name).cast(dtype) for name, dtype in TRANSFERS.items())


def _currencies(
    told: pl.DataFrame,
    base: str,
    per: Mapping[str, float],
    thresholds: Mapping[str, Threshold],
    least: tuple[float, str],
) -> pl.DataFrame:
    limits = {one.currency: one.amount for one in thresholds.values()}
    amount, currency = least
    rows = []
    for name in told["currency"].drop_nulls().unique().to_list():
        rate = per.get(name)
        limit = limits.get(name)
        if rate and currency in per:
            large: float | None = amount / per[currency]
        elif currency == name:
            large = amount / (rate or 1.0)
        elif rate and base in limits:
            # One yardstick for all that is converted, not one for each currency.
            large = limits[base] * _LARGE_SHARE
        else:
            large = limit * _LARGE_SHARE / (rate or 1.0) if limit else None
        rows.append((name, base if rate else name, rate or 1.0, 10.0 ** minor_exponent(name), large,
                     limit / (rate or 1.0) if limit else None))  # fmt: skip
    columns = ("unit", "per", "minor", "least", "limit")
    schema = {"currency": pl.String} | {
        n: pl.String if n == "unit" else pl.Float64 for n in columns
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _limits(graph: Projection, thresholds: Mapping[str, Threshold]) -> pl.DataFrame:
    schema = {"account": pl.String, "country_limit": pl.Float64, "country_currency": pl.String}
    accounts = graph.nodes.get("BankAccount")
    if accounts is None or "countries" not in accounts.columns:
        return pl.DataFrame(schema=schema)
    table = pl.DataFrame(
        [(country, one.amount, one.currency) for country, one in thresholds.items()],
        schema={"country": pl.String, "country_limit": pl.Float64, "country_currency": pl.String},
        orient="row",
    )
    # An account said to be in two countries has no one limit.
    one = accounts.filter(pl.col("countries").list.len() == 1)
    placed = one.select(account="id", country=pl.col("countries").list.first())
    return placed.join(table, on="country").select(*schema)


def holder_sources(graph: Projection) -> dict[str, str]:
    """Return, by account, the sources that name its holders."""
    named = _held(graph).group_by("account").agg(pl.col("held_by").str.join(" "))
    return dict(named.iter_rows())


def _held(graph: Projection) -> pl.DataFrame:
    frames = [
        frame.select(
            account="to_id", holder="from_id", person=pl.lit(shape.start == "Person"),
            held_by="sources",
        )
        for shape, frame in graph.links.items()
        if shape.type == "HOLDS"
    ]  # fmt: skip
    return pl.concat([pl.DataFrame(schema=_HELD), *frames])


def _holders(graph: Projection) -> pl.DataFrame:
    # A joint account belongs to all its holders together; an organization's is no person's.
    return (
        _held(graph)
        .group_by("account")
        .agg(pl.col("holder").unique().sort().str.join(" "), pl.col("person").all())
    )


def _with_holders(frame: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    for end in ("from", "to"):
        named = holders.select(
            pl.col("account").alias(f"{end}_id"), pl.col("holder").alias(f"{end}_holder"),
            pl.col("person").alias(f"{end}_person"),
        )  # fmt: skip
        frame = frame.join(named, on=f"{end}_id", how="left").with_columns(
            pl.coalesce(f"{end}_holder", f"{end}_id").alias(f"{end}_holder"),
            # Where a source names no account, the organization itself pays or is paid.
            pl.when(pl.col(f"{end}_kind") == "Organization")
            .then(pl.lit(value=False))
            .otherwise(f"{end}_person")
            .alias(f"{end}_person"),
        )
    return frame
