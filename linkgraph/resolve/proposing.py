"""From a case's records to judgements that a model makes: who is who, and who may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.ledger import Judgement
from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.placeholders import without_placeholders
from linkgraph.resolve.prepare import MANY, prepare, without_generic
from linkgraph.resolve.records import read_records
from linkgraph.resolve.scoring import score_pairs
from linkgraph.resolve.surroundings import near_tokens, read_surroundings
from linkgraph.resolve.tables import entities_of
from linkgraph.resolve.verdicts import judge_pairs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from linkgraph.ledger import Ledger
    from linkgraph.resolve.model import Model
    from linkgraph.resolve.prepare import Prepared
    from linkgraph.resolve.verdicts import Thresholds

__all__ = ["Proposal", "comparable", "judgements_of", "propose"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model makes of a kind's records.

    Attributes:
        kind: Person or Organization.
        records: How many there are.
        compared: How many pairs were.
        judged: As ``judge_pairs`` gives them.
        generic: Identifiers set aside: ``channel``, ``value``, ``users``.
    """

    kind: str
    records: int
    compared: int
    judged: pl.DataFrame
    generic: pl.DataFrame


def propose(  # noqa: PLR0913 - keyword only
    ledger: Ledger,
    kind: str,
    model: Model,
    *,
    thresholds: Thresholds | None = None,
    today: dt.date | None = None,
    spark: Any = None,
) -> Proposal:
    """Return what a model makes of a case's records.

    Records are compared by what they say themselves; where files also tell who stands
    near whom, they are compared again with the entities found so far around each: a name
    in two files with the same companions is more than a name.

    Args:
        ledger: The truth.
        kind: Person or Organization.
        model: What agreements weigh.
        thresholds: From which scores on; the ready ones where left out.
        today: For birth dates that identity numbers tell; the clock's where left out.
        spark: A Spark session to compare on; this process where left out.

    Returns:
        The same for the same statements, in whatever order they came.
    """
    prepared = comparable(ledger, kind, today=today)
    pairs = score_pairs(prepared.frame, model, spark=spark)
    judged = judge_pairs(pairs, thresholds, kind)
    near = read_surroundings(ledger, prepared.frame, kind)
    if near.height:
        frame = _surrounded(prepared, near, judged)
        pairs = score_pairs(frame, model, spark=spark)
        judged = judge_pairs(pairs, thresholds, kind)
    return Proposal(kind, prepared.frame.height, pairs.height, judged, prepared.generic)


def comparable(ledger: Ledger, kind: str, *, today: dt.date | None = None) -> Prepared:
    """Return a case's records of a kind as they are compared: what only fills a field is out."""
    return prepare(without_placeholders(read_records(ledger, kind, today=today)), kind)


def _surrounded(prepared: Prepared, near: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    tokens = near_tokens(near, entities_of(judged))
    frame = prepared.frame.join(tokens, on="unique_id", how="left", suffix="_near")
    empty = pl.lit([], pl.List(pl.String))
    frame = frame.with_columns(
        pl.concat_list(pl.col(c).fill_null(empty), pl.col(f"{c}_near").fill_null(empty)).alias(c)
        for c in ("around", "dealings")
    ).drop("around_near", "dealings_near")
    frame, _ = without_generic(frame, {c: MANY[c] for c in ("around", "dealings")})
    return frame.with_columns(
        pl.when(pl.col(c).list.len() > 0).then(c).alias(c) for c in ("around", "dealings")
    )


def judgements_of(proposal: Proposal, model: Model, who: str) -> Iterator[Judgement]:
    """Yield what a proposal puts on file: same and unsure, with codes for reasons.

    The codes are the reason why a pair waits, where it does, and then each comparison
    that both records tell something for, as ``name:exact``.
    """
    names = [one.name for one in COMPARISONS]
    words = {
        one.name: {value: f"{one.name}:{level.name}" for value in range(len(one.levels))
                   if (level := one.level(value))}
        for one in COMPARISONS
    }  # fmt: skip
    columns = proposal.judged.select("left", "right", "verdict", "score", "reason", *names)
    for left, right, verdict, score, reason, *shown in columns.iter_rows():
        codes = [words[name][value] for name, value in zip(names, shown, strict=True) if value >= 0]
        told = (reason, *codes) if reason else tuple(codes)
        yield Judgement(left, right, verdict, round(score, 6), model.name, told, who)
