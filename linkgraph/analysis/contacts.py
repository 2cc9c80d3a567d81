"""How strongly two are tied, by what passed between them: kinds, days, amounts, direction."""

from __future__ import annotations

import polars as pl

from linkgraph.analysis.sums import exact_sum

__all__ = ["ACTS", "contacts"]

# Kind of act to: how much it can tell of who gives and of who takes, and on how many days it
# tells half of that. Calls are common, so a few tell little; whoever pays a suspect may be
# somebody who was cheated or smuggled, and whoever was paid for or taken along most often is.
ACTS = pl.DataFrame(
    [
        ("PAID", 0.5, 0.8, 1.0),
        ("CALLED", 0.8, 0.8, 8.0),
        ("MESSAGED", 0.8, 0.8, 8.0),
        ("PAID_FOR", 0.8, 0.1, 1.0),
        ("BOOKED_FOR", 0.8, 0.1, 1.0),
        ("ASSOCIATE_OF", 0.8, 0.8, 1.0),
        ("SHARES", 0.8, 0.8, 1.0),
        ("TOGETHER", 0.1, 0.1, 1.0),
    ],
    schema=["type", "gives", "takes", "half"],
    orient="row",
)


def contacts(acts: pl.DataFrame) -> pl.DataFrame:
    """Return how strongly each is tied to each other, and by what.

    Each kind of act, each way, is a channel. With n days on which it happened, it tells
    ``most x n / (n + half)`` (``ACTS``): a second day tells much, a fiftieth nothing.
    A payment counts as ``amount / (amount + usual)`` of a day, ``usual`` being the geometric
    mean of what the two pay and get at the median in that currency; one without an amount
    counts as half. Channels are independent witnesses: together they tell
    ``1 - product(1 - each)`` (noisy-or), so that traffic both ways tells more than one way.

    Args:
        acts: ``from_id``, ``to_id`` (whoever they are looked at as), ``type`` (of ``ACTS``;
            others tell nothing), ``day`` (null where unknown: one day), ``amount_minor``,
            ``currency`` (null for what is no payment), ``share`` (0 to 1: how much of an act
            it is; 1 but for crowds). Acts of one with itself are left out.

    Returns:
        ``one``, ``other`` (as categories), ``type``, ``gives`` (whether ``one`` gives), ``days`` (weighed),
        ``told`` (0 to 1); each act stands in two rows, one for each end. In no order.
        Empty for no acts.

    Note:
        O(n log n) for n acts.

    Source:
        Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988 (noisy-or).
    """
    between = (
        acts.filter(pl.col("from_id") != pl.col("to_id"))
        .filter(pl.col("type").is_in(ACTS["type"].to_list()))
        .with_columns(pl.col("from_id", "to_id", "type", "day", "currency").cast(pl.Categorical))
    )
    channels = (
        _weighed(between)
        .group_by("from_id", "to_id", "type", "day")
        .agg(pl.col("weight").max())
        .group_by("from_id", "to_id", "type")
        .agg(exact_sum(pl.col("weight")).alias("days"))
        .with_columns(pl.col("type").cast(pl.String))
        .join(ACTS, on="type")
    )
    told = pl.col("days") / (pl.col("days") + pl.col("half"))
    ends = [("from_id", "to_id", "gives"), ("to_id", "from_id", "takes")]
    return pl.concat(
        channels.select(
            "type",
            "days",
            one=one,
            other=other,
            gives=pl.lit(most == "gives"),
            told=pl.col(most) * told,
        )
        for one, other, most in ends
    ).select("one", "other", "type", "gives", "days", "told")


def _weighed(acts: pl.DataFrame) -> pl.DataFrame:
    paid = pl.col("type") == pl.lit("PAID")
    amount = pl.col("amount_minor").cast(pl.Float64)
    usual = (
        pl.concat(
            [acts.filter(paid).select(one=end, currency="currency", amount=amount)
             for end in ("from_id", "to_id")]
        )
        .drop_nulls()
        .group_by("one", "currency")
        .agg(usual=pl.col("amount").median())
    )  # fmt: skip
    for end in ("from_id", "to_id"):
        told = usual.rename({"one": end, "usual": f"usual_{end}"})
        acts = acts.join(told, on=[end, "currency"], how="left")
    middle = (pl.col("usual_from_id") * pl.col("usual_to_id")).sqrt()
    part = pl.when(amount > 0).then(amount / (amount + middle)).otherwise(0.5)
    weight = pl.when(paid).then(part.fill_null(0.5)).otherwise(1.0) * pl.col("share")
    return acts.with_columns(weight=weight)
