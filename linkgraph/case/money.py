"""Payments of a case at one currency, as a plan counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.payments import payments, priced
from linkgraph.catalogue.measured.rates import Rates
from linkgraph.values.money import minor_exponent

if TYPE_CHECKING:
    from linkgraph.graph.base import Projection

__all__ = ["valued"]


def valued(graph: Projection, rates: pl.DataFrame) -> pl.DataFrame:
    """Return payments with what each is worth.

    Args:
        graph: The case, in bulk.
        rates: Exchange rates, as of ``Surroundings.rates``. Without any, payments in the
            currency that most are in count, at face value.

    Returns:
        As of ``payments``, with ``value`` (units of ``common``; null where no rate reaches
        the currency) and ``common`` (ISO 4217). Payments without an amount are left out.
    """
    given = Rates.of(rates)
    told = priced(payments(graph).drop_nulls(["amount_minor", "currency"]), given)
    usual = told["unit"].value_counts().sort("count", "unit", descending=[True, False])["unit"]
    common = given.base or next(iter(usual), "")
    minor = {one: 10.0 ** -minor_exponent(one) for one in told["currency"].unique()}
    units = pl.col("currency").replace_strict(minor, default=None, return_dtype=pl.Float64)
    value = pl.col("amount_minor") * units / pl.col("per")
    return told.with_columns(
        value=pl.when(pl.col("unit") == common).then(value), common=pl.lit(common)
    ).drop("unit", "per", "rate_of", "rate_sources")
