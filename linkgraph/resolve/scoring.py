"""Scores of pairs of records, by Splink on DuckDB, in this process."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.resolve.comparisons import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from splink import Linker

    from linkgraph.resolve.comparisons import Comparison
    from linkgraph.resolve.model import Model

__all__ = ["compared", "make_linker", "score_pairs"]

# Pairs below that are of no use to anybody, and most pairs are.
_LEAST_BITS = -12.0


def compared(frame: pl.DataFrame) -> list[Comparison]:
    """Return the comparisons that records tell enough for."""
    told = {n for n in frame.columns if frame[n].null_count() < frame.height}
    return [one for one in COMPARISONS if any(name in told for name in one.needs)]


def score_pairs(frame: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Return a score for each pair of records that share a key.

    Args:
        frame: As ``prepare`` makes it.
        model: What agreements weigh.

    Returns:
        Columns ``left``, ``right`` (ids, left the lesser), ``bits`` (evidence for one
        person, prior included), ``score`` (0 to 1), and per comparison its name with the
        value of the level shown (0 for the last, -1 where one of the two does not tell).
        By ids. Empty where nothing is to be compared.

    Note:
        Two million pairs a minute on two cores; memory is that of the pairs.
    """
    used = compared(frame)
    if frame["keys"].null_count() == frame.height or not used:
        return _typed(pl.DataFrame(schema={"left": pl.String, "right": pl.String}))
    linker = make_linker(frame, model, used)
    table = linker.inference.predict(threshold_match_weight=_LEAST_BITS, warning_mode="never")
    shown = ", ".join(f"gamma_{one.name}::tinyint as {one.name}" for one in used)
    # Names of columns are ours, never a caller's text.
    columns = (
        "least(unique_id_l, unique_id_r) as left, greatest(unique_id_l, unique_id_r) as right,"
        f" match_weight as bits, {shown}"
    )
    query = f"select {columns} from {table.physical_name}"  # noqa: S608
    found = linker.misc.query_sql(query)  # type: ignore[no-untyped-call]
    return _typed(pl.DataFrame(found.as_pyarrow_table()))


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    bits = pl.col("bits") if "bits" in frame.columns else pl.lit(0.0)
    shown = [
        (pl.col(c.name) if c.name in frame.columns else pl.lit(-1)).cast(pl.Int8).alias(c.name)
        for c in COMPARISONS
    ]
    score = 1 / (1 + (-bits * math.log(2)).exp())
    columns = ["left", "right", bits.alias("bits"), score.alias("score"), *shown]
    return frame.select(columns).sort("left", "right")


def make_linker(frame: pl.DataFrame, model: Model, used: list[Comparison]) -> Linker:
    """Return a Splink linker over records, in a database of its own in memory."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_settings(one, model.weights[one.name]) for one in used],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=model.prior(frame.height),
        # Without them Splink tells no levels.
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(api.register(frame.to_arrow()), settings)
    # It turns its remarks on by itself; they would stand between our own.
    logging.getLogger("splink").setLevel(logging.ERROR)
    rare = _rarity(frame)
    if any(one.rarity for one in used) and rare.height:
        tables = linker.table_management
        tables.register_term_frequency_lookup(api.register(rare.to_arrow()), "name_key")
    return linker


def _settings(one: Comparison, weights: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for place, level in enumerate(one.levels):
        m, u = weights[level.name]
        made: dict[str, Any] = {
            "sql_condition": level.sql or "ELSE",
            "label_for_charts": level.name,
            "m_probability": m,
            "u_probability": u,
        }
        if one.rarity and place == 0:
            made["tf_adjustment_column"] = one.rarity
            made["tf_adjustment_weight"] = 1.0
            made["disable_tf_exact_match_detection"] = True
        levels.append(made)
    return {"output_column_name": one.name, "comparison_levels": levels}


def _rarity(frame: pl.DataFrame) -> pl.DataFrame:
    """Return how likely another person has each name.

    People of one name are told apart by their birth dates: counting records instead would
    make the name of somebody with many records look common.
    """
    held = frame.select("name_key", birth=pl.col("births").list.first()).drop_nulls("name_key")
    people = held.group_by("name_key").agg(
        pl.max_horizontal(pl.col("birth").drop_nulls().n_unique(), pl.lit(1)).alias("n")
    )
    share = (pl.col("n") / pl.col("n").sum()).alias("tf_name_key")
    return people.select("name_key", share).sort("name_key")
