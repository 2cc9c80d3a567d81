"""linkgraph's own resolver on the benchmark's data sets: each read as a mapping would read it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.resolution_scoring import figures, judge_and_truth, pair_figures
from linkgraph.resolve.tables import resolve_table, score_table

if TYPE_CHECKING:
    from benchmarks.resolution_data import DataSet

__all__ = ["decided", "ours", "records_of"]

_COMPACT = len("20000101")
_KINDS = {"person": "Person", "organization": "Organization"}


def records_of(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Return a data set's records with the columns that the resolver knows, and their kind."""
    if name.startswith("febrl"):
        return _febrl(table)
    if name == "fake_1000":
        return table.select(
            _words("first_name", "surname").alias("names"),
            _one("dob").alias("births"),
            _one("email").alias("emails"),
            _one("city").alias("addresses"),
            id="unique_id",
            kind=pl.lit("Person"),
        )
    aliases = pl.col("aliases") if "aliases" in table.columns else pl.lit(None)
    kept = ("names", "documents", "phones", "emails", "accounts", "addresses")
    return table.select(
        *kept,
        id="unique_id",
        kind=pl.col("kind").replace_strict(_KINDS),
        aliases=aliases,
        births="birth_dates",
        sex=pl.col("sex").list.first(),
        countries="nationalities",
    )


def _febrl(table: pl.DataFrame) -> pl.DataFrame:
    date = pl.col("date_of_birth")
    parts = [date.str.slice(0, 4), date.str.slice(4, 2), date.str.slice(6, 2)]
    iso = pl.when(date.str.len_chars() == _COMPACT).then(pl.concat_str(parts, separator="-"))
    number = pl.concat_str(pl.lit("other:"), "soc_sec_id")
    place = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
    return table.select(
        _words("given_name", "surname").alias("names"),
        pl.concat_list(iso).list.drop_nulls().alias("births"),
        pl.concat_list(number).list.drop_nulls().alias("documents"),
        _words(*place).alias("addresses"),
        id="unique_id",
        kind=pl.lit("Person"),
    )


def _words(*columns: str) -> pl.Expr:
    return pl.concat_list(pl.concat_str(columns, separator=" ", ignore_nulls=True))


def _one(column: str) -> pl.Expr:
    return pl.concat_list(column).list.drop_nulls()


def ours(data: DataSet) -> pl.DataFrame:
    """Return scored pairs (left, right, score), each kind compared within itself."""
    records = records_of(data.name, data.records)
    parts = [score_table(part, kind=kind) for (kind,), part in records.group_by("kind")]
    pairs = pl.concat(parts)
    if "source" not in data.records.columns:
        return pairs
    side = data.records.select("unique_id", "source")
    both = pairs.join(side, left_on="left", right_on="unique_id")
    both = both.join(side, left_on="right", right_on="unique_id", suffix="_2")
    return both.filter(pl.col("source") != pl.col("source_2")).select("left", "right", "score")


def decided(data: DataSet) -> tuple[dict[str, float], float]:
    """Return how well linkgraph's entities tell who is who, and the seconds they took.

    Nothing is tuned: the ready model's own thresholds and rules decide, and what waits for
    people counts as apart. Of a case, its own ``resolve``.
    """
    begun = time.perf_counter()
    if data.case is not None:
        return _case_decided(data)
    records = records_of(data.name, data.records)
    parts = [resolve_table(part, kind=kind) for (kind,), part in records.group_by("kind")]
    seconds = time.perf_counter() - begun
    return pair_figures(data, pl.concat(parts).rename({"id": "unique_id"})), seconds


def _case_decided(data: DataSet) -> tuple[dict[str, float], float]:
    from linkgraph.case import open_case
    from linkgraph.resolve.applied import find_entities

    with open_case(data.case) as case:
        begun = time.perf_counter()
        case.resolve()
        seconds = time.perf_counter() - begun
        entities = find_entities(case.ledger).entities
    judge, truth = judge_and_truth()
    return figures(judge, truth, data, entities), seconds
