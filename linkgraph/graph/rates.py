"""The exchange rates that a case's sources give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.ledger import Ledger, Left

__all__ = ["exchange_rates"]

_RATES = {"base": pl.String, "quote": pl.String, "rate": pl.Float64, "as_of": pl.String}
_SAID = {**_RATES, "sources": pl.String}


def exchange_rates(
    ledger: Ledger, sources: Collection[int] | None = None, *, left: Left | None = None
) -> pl.DataFrame:
    """Return the exchange rates that a case holds.

    Args:
        ledger: The truth.
        sources: Numbers of the only sources that count; all where None.
        left: Gives what of a table's rows counts; all where None.

    Returns:
        ``base``, ``quote`` (ISO 4217), ``rate`` (units of the quote currency per unit of
        the base), ``as_of`` (ISO date), by all of them, and ``sources`` that say so, one
        text. Empty where no source gives any: amounts of other currencies are then not
        converted.
    """
    ids = {row.seq: row.source.id for row in ledger.sources()}
    frames = [
        table.frame.select(
            *((pl.col(n) if n in table.frame.columns else pl.lit(None)).cast(t).alias(n)
              for n, t in _RATES.items()),
            sources=pl.lit(ids.get(table.source)),
        )
        for table in ledger.tables(part="entity", names=["ExchangeRate"], sources=sources, left=left)
    ]  # fmt: skip
    rates = pl.concat([pl.DataFrame(schema=_SAID), *frames]).drop_nulls()
    said = pl.col("sources").unique().sort().str.join(" ")
    return rates.filter(pl.col("rate") > 0).group_by(list(_RATES)).agg(said).sort(list(_RATES))
