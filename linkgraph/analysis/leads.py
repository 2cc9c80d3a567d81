"""Whom the ties of known suspects lead to."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.sums import exact_sum

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["leads"]

# Chosen from the middle of a plateau, on a made-up case as it stands and with some of its known
# suspects kept back to be found.
_INSIDER = 0.4
_BYSTANDER = 0.05
_BEFORE = -2.0
# That nothing is certain keeps logarithms finite.
_SURE = 1 - 1e-12
_FOR = log(_INSIDER / _BYSTANDER)
_AGAINST = log((1 - _INSIDER) / (1 - _BYSTANDER))


def leads(
    told: pl.DataFrame,
    suspects: Collection[str],
    silent: Collection[str] = (),
    *,
    near_only: bool = False,
) -> pl.DataFrame:
    """Return how much each tie speaks for its end being one of the suspects' circle.

    Of an insider's ties two in five lead to suspects or other insiders, of a bystander's one in
    twenty:
    the score is the log-likelihood ratio of these two, each tie counting as much as it tells
    (``contacts``). So many suspects among few ties tell much, and many among very many, as a
    shop or an agency has, nothing. Whoever a tie leads to who is no known suspect counts as
    one with the probability that the direct ties alone give, what this same tie told
    left out (one step of belief propagation, so that nobody echoes himself), starting from
    log-odds of -2.

    More suspects never lower a score: each tie tells more, the likelier its other end is one.
    Nothing that is not connected changes it. All is local, and there is no average over the
    case.

    Args:
        told: ``one``, ``other``, ``told`` (0 to 1), one row a channel, as of ``contacts``.
        suspects: The known ones.
        silent: Those whose ties tell neither way, and who get no score: whoever is protected,
            organizations.
        near_only: Leave out whomever no suspect is tied to, directly or over one other: all
            of them score below zero, and most of a large case are such.

    Returns:
        ``one``, ``other``, ``tie`` (0 to 1), ``likely`` (probability that ``other`` is a
        suspect; 1 for the known), ``part`` (what the tie adds to the score, in nats), for all
        who are neither suspect nor silent; in no order. A score is the sum of parts.
        Empty for no ties.

    Note:
        O(n log n) for n ties.

    Source:
        Good, "Probability and the Weighing of Evidence", 1950 (weight of evidence); Koutra et
        al., "Unifying Guilt-by-Association Approaches", ECML PKDD 2011; Yedidia et al.,
        "Understanding Belief Propagation and its Generalizations", 2003.
    """
    quiet = list(silent)
    loud = told.with_columns(pl.col("one", "other").cast(pl.Categorical))
    if quiet:
        loud = loud.filter(~pl.col("one").is_in(quiet) & ~pl.col("other").is_in(quiet))
    ties = (
        loud.group_by("one", "other")
        .agg(tie=1 - exact_sum((1 - pl.col("told").clip(0, _SURE)).log()).exp())
        .with_columns(known=_among("other", suspects), ours=_among("one", suspects))
        .with_columns(first=pl.col("tie") * pl.when("known").then(_FOR).otherwise(_AGAINST))
    )
    direct = ties.group_by("one").agg(direct=exact_sum(pl.col("first")))
    back = ties.select(one="other", other="one", echo="first")
    asked = _near(ties) if near_only else ties
    odds = _BEFORE + pl.col("direct") - pl.col("echo")
    likely = pl.when("known").then(1.0).otherwise(1 / (1 + (-odds).exp()))
    return (
        asked.filter(~pl.col("ours"))
        .join(direct.rename({"one": "other"}), on="other", how="left")
        .join(back, on=["one", "other"], how="left")
        .with_columns(likely=likely)
        .with_columns(
            part=pl.col("tie") * (pl.col("likely") * _FOR + (1 - pl.col("likely")) * _AGAINST)
        )
        .select(pl.col("one", "other").cast(pl.String), "tie", "likely", "part")
    )


def _among(column: str, ids: Collection[str]) -> pl.Expr:
    return pl.col(column).is_in(list(ids)) if ids else pl.lit(value=False)


def _near(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the ties of those whom a suspect is tied to, directly or over one other."""
    direct = ties.filter("known").select("one").unique()
    over = ties.join(direct.rename({"one": "other"}), on="other", how="semi").select("one")
    return ties.join(pl.concat([direct, over]).unique(), on="one", how="semi")
