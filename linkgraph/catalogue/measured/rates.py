"""The exchange rates of a case, as payments are converted by them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

__all__ = ["Rates"]

_TABLE = {
    "currency": pl.String, "from_s": pl.Int64, "per": pl.Float64, "rate_of": pl.String,
    "rate_sources": pl.String,
}  # fmt: skip
# Whoever paid at an unknown moment is converted by the latest rate.
_LATEST = 1 << 62


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Rates to one common currency.

    Attributes:
        base: The common currency, that which most rates start from; empty where none is given.
        table: ``currency``, ``from_s`` (epoch seconds of the rate's day), ``per`` (units of
            the currency per unit of the common one), ``rate_of`` (the day, ISO),
            ``rate_sources``; by currency and day.
    """

    base: str
    table: pl.DataFrame

    @classmethod
    def of(cls, told: pl.DataFrame) -> Rates:
        """Return rates to the currency that most of them start from.

        Args:
            told: As ``Surroundings.rates``. A pair told the other way round is turned; of
                rates of one day the largest counts.
        """
        if told.is_empty():
            return cls("", pl.DataFrame(schema=_TABLE))
        counted = told.group_by("base").len().sort(["len", "base"], descending=[True, False])
        base = str(counted["base"][0])
        own, other = pl.col("base") == base, pl.col("quote") == base
        paired = told.filter(own != other).select(
            currency=pl.when(own).then("quote").otherwise("base"),
            from_s=pl.col("as_of").str.to_date(strict=False).dt.epoch("s").cast(pl.Int64),
            per=pl.when(own).then("rate").otherwise(1 / pl.col("rate")),
            rate_of="as_of",
            rate_sources="sources",
        )
        day = ["currency", "from_s"]
        largest = paired.drop_nulls("from_s").filter(pl.col("per") == pl.col("per").max().over(day))
        table = largest.group_by(day).agg(
            pl.col("per").first(), pl.col("rate_of").min(), pl.col("rate_sources").unique().sort().str.join(" ")
        )  # fmt: skip
        return cls(base, table.select(*_TABLE).sort(day))

    def latest(self) -> dict[str, float]:
        """Return units of each currency per unit of the common one, by the latest rates."""
        if not self.base:
            return {}
        return dict(self.table.select("currency", "per").iter_rows()) | {self.base: 1.0}

    def at(self, currency: pl.Series, at_s: pl.Series) -> pl.DataFrame:
        """Return ``per``, ``rate_of``, ``rate_sources`` of payments, row by row.

        The nearest earlier rate counts, the first of all before there is one, the latest
        where no moment is known. Null where no rate is given; the common currency is 1
        everywhere, by no rate. O(n log n).

        Args:
            currency: ISO codes.
            at_s: Moments, epoch seconds.
        """
        asked = pl.DataFrame({"currency": currency, "at_s": at_s}).with_row_index("row")
        first = self.table.unique("currency", keep="first", maintain_order=True)
        if first.height == self.table.height:
            found = asked.join(first, on="currency", how="left", maintain_order="left")
        else:
            found = self._nearest(asked, first)
        own = pl.col("currency") == self.base
        return found.select(
            per=pl.when(own).then(1.0).otherwise("per"), rate_of="rate_of", rate_sources="rate_sources"
        )  # fmt: skip

    def _nearest(self, asked: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
        moments = asked.with_columns(pl.col("at_s").fill_null(_LATEST)).sort("at_s")
        earlier = moments.join_asof(
            self.table.sort("from_s"), left_on="at_s", right_on="from_s", by="currency"
        )
        begun = earlier.join(first, on="currency", how="left", suffix="_first")
        told = ("per", "rate_of", "rate_sources")
        return begun.with_columns(pl.coalesce(one, f"{one}_first") for one in told).sort("row")
