"""Payments of a case at one currency, as a plan counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.payments import common_currency, payments
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
    base, per = common_currency(rates)
    paid = payments(graph).drop_nulls(["amount_minor", "currency"])
    counted = paid["currency"].value_counts().sort("count", "currency", descending=[True, False])
    if not base and counted.height:
        base, per = str(counted["currency"][0]), {str(counted["currency"][0]): 1.0}
    unit = {one: 10.0 ** -minor_exponent(one) / rate for one, rate in per.items()}
    rate = pl.col("currency").replace_strict(unit, default=None, return_dtype=pl.Float64)
    return paid.with_columns(value=pl.col("amount_minor") * rate, common=pl.lit(base))
