"""What is made of scores: the same person, a possible match for people to review, or nothing.

A high score alone joins nobody. Two records are taken to be one person by themselves only
where the name agrees (or the document is the same) *and* something else does, nothing
speaks against it, and no rival fits as well. All else that may be is left to people, and
protects until they decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from linkgraph.resolve.comparisons import COMPARISONS, comparison
from linkgraph.resolve.consistent import astray, chained

__all__ = ["REASONS", "Thresholds", "agrees", "judge_pairs", "with_evidence"]

# Why a pair with a high score waits for people.
REASONS = {
    "score": "the evidence is too thin to join them without a person",
    "name_only": "nothing but the name agrees",
    "contradiction": "something speaks against it",
    "other_name": "birth date and phone, account or home agree, and the names do not",
    "rival": "another record fits as well, and the two are not one person",
}
_CONTACTS = ("phone", "email", "account")
_RIVAL_BITS = 8.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a pair is joined, and from which it is put to people.

    Attributes:
        same: Joined without a person, where the rules allow it.
        review: A possible match: protects, and waits for a person.
    """

    same: float = 0.8
    review: float = 0.3


def _shows(name: str, *levels: str) -> pl.Expr:
    one = comparison(name)
    return pl.col(name).is_in([one.at_least(level) for level in levels])


def agrees(name: str) -> pl.Expr:
    """Return whether a comparison's level is evidence for one person."""
    one = comparison(name)
    return pl.col(name) >= len(one.levels) - one.agree


def with_evidence(pairs: pl.DataFrame, kind: str = "Person") -> pl.DataFrame:
    """Return scored pairs with what their levels amount to.

    Adds booleans: ``named`` (the names agree), ``papers`` (a document in common, or one a
    slip apart), ``contact`` (a phone, e-mail address or account in common), ``sure_birth``
    (birth dates that agree to the day), ``supported`` (something besides the name agrees),
    ``against`` (something speaks against one person), ``firm`` (a document, or birth date
    and contact or address together).
    """
    contact = pl.any_horizontal(agrees(name) for name in _CONTACTS)
    home = _shows("address", "same")
    birth = agrees("birth")
    spelt = _shows("name", "exact", "variant")
    other_papers = pl.col("document") == 0
    slip = _shows("birth", "slip", "near")
    papers = agrees("document")
    named = agrees("name")
    sure_birth = birth & ~_shows("birth", "year")
    # Twins are born on one day, live in one home and are given names as near as Hasan and
    # Husin, or numbers one after the other. Spellings of one name are nearer than that.
    alike_twins = named & ~spelt & sure_birth & home & ~_shows("document", "same")
    # An initial is no other name: twins who begin alike are told by the second of them.
    initial = _shows("name", "initial")
    only_begun = initial & _shows("birth", "exact") & ~_shows("document", "slip")
    twins = alike_twins & ~only_begun
    other_sex = pl.col("sex") == 0
    # A sex is one letter; twins of two sexes do not bear one name.
    typed_sex = _shows("name", "exact") & sure_birth & contact
    against = (
        _shows("birth", "other")
        | (other_sex & ~typed_sex)
        | (pl.col("generation") == 0)
        | (pl.col("country") == 0)
        | (other_papers & ~(spelt & birth & (contact | home)))
        | (slip & ~(contact | home | agrees("context")))
        | twins
    )
    # A family has its initials in common as well, lives and travels together, shares a
    # telephone and an account: what is around two of nearly one name tells them apart by
    # nothing. An organization has no family.
    personal = agrees("email")
    if kind != "Person":
        personal = contact | agrees("address")
    return pairs.with_columns(
        named=named,
        papers=papers,
        contact=contact,
        sure_birth=sure_birth,
        supported=papers
        | sure_birth
        | (~initial & (birth | personal))
        | (spelt & (contact | agrees("address") | agrees("context"))),
        against=against,
        firm=papers | (named & sure_birth & (contact | home) & (pl.col("sex") != 0) & ~alike_twins),
    )


def judge_pairs(
    pairs: pl.DataFrame, thresholds: Thresholds | None = None, kind: str = "Person"
) -> pl.DataFrame:
    """Return the pairs that are the same or possibly so, and why.

    Args:
        pairs: As ``score_pairs`` gives them.
        thresholds: The ready ones where left out.
        kind: Person or Organization: who shares a home or a telephone.

    Returns:
        Columns ``left``, ``right``, ``verdict`` (same or unsure), ``score``, ``bits``,
        ``reason`` (a key of ``REASONS``; empty for same) and the comparisons, by ids.
        The order of the pairs given changes nothing.

    Note:
        "Same" is decided on a pair and its rivals alone; which of them stand together is
        for the clusters.
    """
    least = thresholds or Thresholds()
    known = with_evidence(pairs, kind)
    known = known.with_columns(reason=_reason(least))
    joined = known.filter(pl.col("reason") == "")
    apart = _contradictions(known)
    rivals = _rivals(joined, apart)
    left = joined.join(rivals, on=["left", "right"], how="anti")
    torn = astray(left, rivals)
    left = left.join(torn, on=["left", "right"], how="anti")
    rivals = pl.concat([rivals, torn, chained(left, apart.filter(~pl.col("begun")))])
    return (
        known.drop_nulls("reason")
        .join(rivals.with_columns(rival=True), on=["left", "right"], how="left")
        .with_columns(
            reason=pl.when(pl.col("rival").fill_null(value=False))
            .then(pl.lit("rival"))
            .otherwise("reason")
        )
        .with_columns(
            verdict=pl.when(pl.col("reason") == "").then(pl.lit("same")).otherwise(pl.lit("unsure"))
        )
        .select("left", "right", "verdict", "score", "bits", "reason", "firm",
                *(one.name for one in COMPARISONS))
        .sort("left", "right")
    )  # fmt: skip


def _reason(least: Thresholds) -> pl.Expr:
    """Return why a pair waits: empty where it is joined, null where it is of no use."""
    # One document of two people is forged, lent, or a mistake of its clerks. A date may be
    # mistyped beside the same name; where also the name is another's, people decide.
    spelt = _shows("name", "exact", "variant")
    by_papers = (
        pl.when(_shows("document", "same"))
        .then((pl.col("name") != 0) & (pl.col("sex") != 0) & (spelt | ~pl.col("against")))
        .otherwise(pl.col("papers") & pl.col("named") & ~pl.col("against"))
    )
    by_name = pl.col("named") & pl.col("supported") & ~pl.col("against")
    allowed = by_papers | by_name
    # S. Kumar may be Selvam Kumar: nobody is joined by that, and who may be a victim is hidden.
    initials = _shows("name", "initials") & pl.col("supported")
    # Rose of one advertisement has the birth date and the phone of a girl in a file.
    shared = pl.col("contact") | _shows("address", "same")
    renamed = pl.col("sure_birth") & shared & (pl.col("sex") != 0)
    named = pl.col("named") | pl.col("papers") | initials
    return (
        pl.when(~(named | renamed) | (pl.col("score") < least.review))
        .then(pl.lit(None, pl.String))
        .when(allowed & (pl.col("score") >= least.same))
        .then(pl.lit(""))
        .when(~named)
        .then(pl.lit("other_name"))
        .when(pl.col("against") & ~allowed)
        .then(pl.lit("contradiction"))
        .when(~pl.col("supported"))
        .then(pl.lit("name_only"))
        .otherwise(pl.lit("score"))
    )


def _contradictions(known: pl.DataFrame) -> pl.DataFrame:
    """Return pairs that bear one name and are not one person as far as the records tell.

    With them, as ``begun``, those of one birthday and one home whose names only begin
    alike: nothing contradicts that they are one, but an initial stands for either.
    """
    other = pl.any_horizontal(pl.col(c) == 0 for c in ("document", "sex", "generation"))
    odd = other | _shows("birth", "other", "slip", "near")
    begun = _shows("name", "initials") & pl.col("sure_birth") & _shows("address", "same")
    apart = known.filter(
        ((pl.col("named") & odd & ~pl.col("contact")) | begun)
        & (pl.col("reason").fill_null("x") != "")
    )
    # Whether only the birth dates differ: a date can be mistyped, a document is another.
    return apart.select(
        "left", "right", typed=~other, slip=_shows("birth", "slip", "near"), begun=begun
    )


def _rivals(joined: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Return joined pairs that a rival puts in doubt.

    Where one record is joined to two that contradict each other, it is at most one of
    them: the weaker goes, and both where neither is clearly stronger. A firm pair stands.
    """
    columns = {
        "bits": pl.col("bits"), "firm": pl.col("firm"), "dated": agrees("birth"),
        "initial": _shows("name", "initial"),
    }  # fmt: skip
    there = joined.select(one="left", other="right", **columns)
    both = pl.concat([there, joined.select(one="right", other="left", **columns)])
    both = both.select("one", "other", *columns)
    back = apart.select("typed", "slip", "begun", left="right", right="left")
    met = both.join(both, on="one", suffix="_2").filter(pl.col("other") != pl.col("other_2"))
    met = met.join(
        pl.concat([apart, back.select(apart.columns)]),
        left_on=["other", "other_2"],
        right_on=["left", "right"],
    ).filter(~pl.col("begun") | pl.col("initial") | pl.col("initial_2"))
    # What is firmly the same as the one has a mistyped date, where only the dates differ:
    # by a slip, or wholly where the one's own date agrees with the other's. A father's is
    # no mistyped date of his son.
    mistyped = pl.col("typed") & (pl.col("slip") | pl.col("dated")) & pl.col("firm_2")
    excused = pl.col("firm") | mistyped
    weaker = pl.col("bits") < pl.col("bits_2") + _RIVAL_BITS
    doubted = met.filter(~excused & weaker)
    return doubted.select(
        left=pl.min_horizontal("one", "other"), right=pl.max_horizontal("one", "other")
    ).unique()
