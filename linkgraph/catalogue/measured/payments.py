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
    from linkgraph.catalogue.measured.rates import Rates
    from linkgraph.graph.base import Projection

__all__ = ["DETAILS", "holder_sources", "payments", "priced", "transfers_of"]

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


def priced(told: pl.DataFrame, rates: Rates) -> pl.DataFrame:
    """Return payments with the rate of each.

    Columns are added: ``unit`` (the common currency where a rate is given, otherwise the
    payment's own), ``per`` (units of its currency per one of ``unit``), ``rate_of`` (the
    rate's day) and ``rate_sources``, null where nothing is converted.
    """
    found = rates.at(told["currency"], told["at_s"])
    return told.with_columns(
        unit=pl.when(found["per"].is_not_null()).then(pl.lit(rates.base)).otherwise("currency"),
        per=found["per"].fill_null(1.0),
        rate_of=found["rate_of"],
        rate_sources=found["rate_sources"],
    )


def transfers_of(
    told: pl.DataFrame,
    graph: Projection,
    rates: Rates,
    thresholds: Mapping[str, Threshold],
    least: tuple[float, str],
) -> pl.DataFrame:
    """Return payments as ``TRANSFERS``.

    Args:
        told: As ``priced`` gives.
        graph: Gives holders and countries of accounts.
        rates: Those that it was priced by.
        thresholds: Reporting limits for cash by country.
        least: Smallest value that counts as large: units, and their currency.
    """
    valued = told.join(_currencies(told, rates, thresholds, least), on="currency", how="left")
    limited = valued.join(
        _limits(graph, thresholds), left_on="to_id", right_on="account", how="left",
        maintain_order="left",
    )  # fmt: skip
    per = pl.col("per")
    value = pl.col("amount_minor") / pl.col("minor") / per
    rate = rates.at(limited["country_currency"], limited["at_s"])["per"]
    by_country = (
        pl.when(pl.col("country_currency") == pl.col("currency"))
        .then(pl.col("country_limit") / per)
        .when(pl.col("unit") == rates.base)
        .then(pl.col("country_limit") / rate)
    )
    # Foreign cash may be kept under the limit of its own country or of the account's: the
    # lowest that it stays under counts.
    under = pl.min_horizontal(
        *(pl.when(limit > value).then(limit) for limit in (by_country, pl.col("own_limit") / per))
    )
    owned = _with_holders(limited.with_columns(limit=under), _holders(graph))
    return owned.with_columns(
        value=value,
        least=pl.coalesce("least", pl.col("own_least") / per),
        from_cash=pl.col("from_kind") == "CashPoint",
        to_cash=pl.col("to_kind") == "CashPoint",
    ).select(pl.col(name).cast(dtype) for name, dtype in TRANSFERS.items())


def _currencies(
    told: pl.DataFrame,
    rates: Rates,
    thresholds: Mapping[str, Threshold],
    least: tuple[float, str],
) -> pl.DataFrame:
    """Return, by currency, what counts as large and the limit for cash.

    ``least`` is in the common currency, ``own_least`` and ``own_limit`` in its own.
    """
    limits = {one.currency: one.amount for one in thresholds.values()}
    amount, currency = least
    per = rates.latest()
    rows = []
    for name in told["currency"].drop_nulls().unique().to_list():
        limit = limits.get(name)
        large, own = None, limit * _LARGE_SHARE if limit else None
        if name in per and currency in per:
            large = amount / per[currency]
        elif currency == name:
            own = amount
        elif name in per and rates.base in limits:
            # One yardstick for all that is converted, not one for each currency.
            large = limits[rates.base] * _LARGE_SHARE
        rows.append((name, 10.0 ** minor_exponent(name), large, own, limit))
    columns = ("minor", "least", "own_least", "own_limit")
    schema = {"currency": pl.String} | dict.fromkeys(columns, pl.Float64)
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
