"""Which phone took over from one that fell silent."""

from __future__ import annotations

import polars as pl

from linkgraph.analysis.sums import exact_sum
from linkgraph.analysis.ties import rounded

__all__ = ["handovers"]

_DAY = 86_400
_FOUND = {
    "old": pl.String(), "new": pl.String(), "score": pl.Float64(), "shared": pl.List(pl.String),
    "gap_days": pl.Float64(), "last_s": pl.Int64(), "first_s": pl.Int64(),
}  # fmt: skip


def handovers(  # noqa: PLR0913 - keyword only
    calls: pl.DataFrame,
    handsets: pl.DataFrame,
    *,
    within_days: float = 30,
    overlap_days: float = 3,
    least_shared: int = 2,
    generic_from: int = 50,
) -> pl.DataFrame:
    """Return pairs of a phone that fell silent and one that began soon after with its contacts.

    What two phones have in common are others whom both were in contact with, and
    handsets that both were seen in. Each tells 1 / log2(1 + phones that it is common to),
    so that what many have tells little; the score is what the two have in common over all
    that either has and one more of weight 1, so that few in common are never certain.

    Args:
        calls: ``from_id``, ``to_id``, ``at_s`` (epoch seconds); one row a call or message.
            Those without a moment, and of a phone with itself, are passed over.
        handsets: ``phone`` and ``device``; rows may repeat.
        within_days: The new one's first contact is at most so long after the old one's
            last.
        overlap_days: It may also come so long before that.
        least_shared: Fewest in common, count.
        generic_from: What so many phones or more have in common leads from none to
            another; it still counts as something that they have.

    Returns:
        ``old``, ``new``, ``score`` (0 to below 1), ``shared`` (ids in common, the rarest
        first), ``gap_days`` (from the old one's last to the new one's first contact; less
        than 0 where they overlap), ``last_s``, ``first_s`` (these moments); the highest
        score first, then by both ids. The old one was never in contact after the new one's
        last. Empty where nothing fits.

    Note:
        O(p k) for p pairs of phone and contact, k being ``generic_from``. What is not
        connected changes no score. Records that begin or end look like phones that do:
        ask for both numbers' records over the whole time. A spouse, a colleague or
        somebody called back has the same contacts too.

    Source:
        Adamic and Adar, "Friends and neighbors on the Web", Social Networks 25(3), 2003,
        for what a rare contact tells.
    """
    timed = calls.drop_nulls("at_s").filter(pl.col("from_id") != pl.col("to_id"))
    met = pl.concat(
        [
            timed.select(phone="from_id", thing="to_id", at_s="at_s"),
            timed.select(phone="to_id", thing="from_id", at_s="at_s"),
        ]
    )
    lives = met.group_by("phone").agg(
        first_s=pl.col("at_s").min().cast(pl.Int64), last_s=pl.col("at_s").max().cast(pl.Int64)
    )
    seen = handsets.select("phone", thing="device").join(lives, on="phone", how="semi")
    has = pl.concat([met.select("phone", "thing"), seen]).unique()
    has = has.with_columns(phones=pl.len().over("thing")).with_columns(
        weight=1 / (pl.col("phones") + 1).log(2)
    )
    pairs = _in_turn(_pairs(has, generic_from), lives, within_days, overlap_days)
    all_of = has.group_by("phone").agg(all=exact_sum(pl.col("weight")))
    return _scored(pairs, all_of, least_shared)


def _pairs(has: pl.DataFrame, generic_from: int) -> pl.DataFrame:
    few = has.filter(pl.col("phones") < generic_from)
    both = few.join(few.select("thing", new="phone"), on="thing")
    return both.rename({"phone": "old"}).filter(
        (pl.col("old") != pl.col("new"))
        & (pl.col("thing") != pl.col("new"))
        & (pl.col("thing") != pl.col("old"))
    )


def _in_turn(
    pairs: pl.DataFrame, lives: pl.DataFrame, within_days: float, overlap_days: float
) -> pl.DataFrame:
    old = lives.select(old="phone", last_s="last_s", began_s="first_s")
    new = lives.select(new="phone", first_s="first_s", ended_s="last_s")
    gap = (pl.col("first_s") - pl.col("last_s")) / _DAY
    return (
        pairs.join(old, on="old")
        .join(new, on="new")
        .with_columns(gap_days=gap)
        .filter(
            pl.col("gap_days").is_between(-overlap_days, within_days)
            & (pl.col("began_s") < pl.col("first_s"))
            & (pl.col("last_s") < pl.col("ended_s"))
        )
    )


def _scored(pairs: pl.DataFrame, all_of: pl.DataFrame, least_shared: int) -> pl.DataFrame:
    by = ["old", "new", "gap_days", "last_s", "first_s"]
    common = (
        pairs.sort(["weight", "thing"], descending=[True, False])
        .group_by(by, maintain_order=True)
        .agg(shared="thing", common=exact_sum(pl.col("weight")))
        .filter(pl.col("shared").list.len() >= least_shared)
    )
    told = common.join(all_of.rename({"phone": "old", "all": "old_all"}), on="old").join(
        all_of.rename({"phone": "new", "all": "new_all"}), on="new"
    )
    either = pl.col("old_all") + pl.col("new_all") - pl.col("common")
    scored = told.with_columns(score=pl.col("common") / (either + 1))
    return rounded(scored.select(pl.col(name).cast(dtype) for name, dtype in _FOUND.items())).sort(
        ["score", "old", "new"], descending=[True, False, False]
    )
