"""Scores of pairs of records, by Splink on DuckDB, in this process."""

from __future__ import annotations

import logging
import math
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.spark import signed, spark_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from splink import Linker

    from linkgraph.resolve.comparisons import Comparison
    from linkgraph.resolve.model import Model

__all__ = ["compared", "linker_over", "score_given", "score_pairs"]

# Pairs below that are of no use to anybody, and most pairs are.
_LEAST_BITS = -12.0
_HAIR = 1e-7
_UNSEEN = 300
_DATABASE_MEMORY = "2GB"


def compared(frame: pl.DataFrame) -> list[Comparison]:
    """Return the comparisons that records tell enough for."""
    told = {n for n in frame.columns if frame[n].null_count() < frame.height}
    return [one for one in COMPARISONS if any(name in told for name in one.needs)]


def score_pairs(frame: pl.DataFrame, model: Model, *, spark: Any = None) -> pl.DataFrame:
    """Return a score for each pair of records that share a key.

    Args:
        frame: As ``prepare`` makes it.
        model: What agreements weigh.
        spark: A Spark session to compare on, for what outgrows one machine; this process
            where left out.

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
    with linker_over(frame, model, used, spark=spark) as linker:
        return _predict(linker, frame, model, used, _LEAST_BITS)


def score_given(
    frame: pl.DataFrame, model: Model, pairs: pl.DataFrame, used: list[Comparison]
) -> pl.DataFrame:
    """Return a score for each of some pairs, whatever it is; as ``score_pairs``.

    Args:
        frame: As ``prepare`` makes it.
        model: What agreements weigh.
        pairs: ``left`` and ``right``: numbers of rows.
        used: The comparisons to make.
    """
    # The names that Splink gives its own table of pairs.
    named = pairs.select(match_key=pl.lit("0"), join_key_l="left", join_key_r="right")
    with linker_over(frame, model, used) as linker:
        table = linker._db_api.register(named.to_arrow())  # noqa: SLF001
        linker.table_management.register_blocked_pairs_for_predict(table)
        return _predict(linker, frame, model, used, None)


def _predict(
    linker: Linker, frame: pl.DataFrame, model: Model, used: list[Comparison], least: float | None
) -> pl.DataFrame:
    table = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    shown = ", ".join(f"{_level_sql(one, model)} as {one.name}" for one in used)
    columns = (
        "least(unique_id_l, unique_id_r) as left, greatest(unique_id_l, unique_id_r) as right,"
        f" match_weight as bits, {shown}"
    )
    # Names of columns are ours, never a caller's text.
    query = f"select {columns} from {table.physical_name}"  # noqa: S608
    told = linker.misc.query_sql(query)  # type: ignore[no-untyped-call]
    found = pl.DataFrame(told.as_pyarrow_table())
    ids = frame["unique_id"]
    return _typed(
        found.with_columns(left=ids.gather(found["left"]), right=ids.gather(found["right"]))
    )


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    bits = pl.col("bits") if "bits" in frame.columns else pl.lit(0.0)
    shown = [
        (pl.col(c.name) if c.name in frame.columns else pl.lit(-1)).cast(pl.Int8).alias(c.name)
        for c in COMPARISONS
    ]
    score = 1 / (1 + (-bits * math.log(2)).exp())
    columns = ["left", "right", bits.alias("bits"), score.alias("score"), *shown]
    return frame.select(columns).sort("left", "right")


def _level_sql(one: Comparison, model: Model) -> str:
    """Return SQL: the value of the level shown, told by what Splink weighed it.

    Splink tells a pair's levels only beside all columns of both records, which would
    hold a million records' names once more for each pair.
    """
    cases = " ".join(
        f"when abs(mw_{one.name} - {weight!r}) < 1e-9 then {one.at_least(level.name)}"
        for level, weight in zip(one.levels, _weights(one, model), strict=True)
    )
    return f"cast(case {cases} else -1 end as tinyint)"


def _weights(one: Comparison, model: Model) -> list[float]:
    return [math.log2(m) - math.log2(u) for m, u in _told_apart(model.weights[one.name], one)]


def _told_apart(
    weights: Mapping[str, tuple[float, float]], one: Comparison
) -> list[tuple[float, float]]:
    """Return each level's figures, moved by a hair where two would weigh the same, or nothing."""
    taken = {0.0}
    made = []
    for level in one.levels:
        m, u = weights[level.name]
        while any(abs(math.log2(m / u) - weight) < _HAIR for weight in taken):
            m *= 1 + 4 * _HAIR
        taken.add(math.log2(m / u))
        made.append((m, u))
    return made


@contextmanager
def linker_over(
    frame: pl.DataFrame, model: Model, used: list[Comparison], *, spark: Any = None
) -> Iterator[Linker]:
    """Yield a Splink linker over records, numbered in the order of their ids.

    The database is its own, in memory. What goes past its share waits, enciphered, in a
    folder that nobody else may open, and goes at the end.
    """
    with ExitStack() as kept:
        register = _on_spark(spark) if spark is not None else _in_process(kept)
        yield _linker(frame, model, used, register, spark_sql if spark is not None else str)


def _linker(
    frame: pl.DataFrame,
    model: Model,
    used: list[Comparison],
    register: Callable[[pl.DataFrame], Any],
    words: Callable[[str], str],
) -> Linker:
    from splink import Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_settings(one, model, words) for one in used],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=model.prior(frame.height),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    numbered = frame.drop("unique_id").with_row_index("unique_id")
    linker = Linker(register(numbered), settings)
    # It turns its remarks on by itself; they would stand between our own.
    logging.getLogger("splink").setLevel(logging.ERROR)
    rare = _rarity(frame)
    if any(one.rarity for one in used) and rare.height:
        tables = linker.table_management
        tables.register_term_frequency_lookup(register(rare), "name_key")
    return linker


def _in_process(kept: ExitStack) -> Callable[[pl.DataFrame], Any]:
    import duckdb
    from splink import DuckDBAPI

    # Left to itself it spills people's names, in clear, beside the files of whoever runs it.
    # Its own cipher, which needs no extension fetched, calls its random numbers unsafe: it
    # hides what a killed process leaves from a search of the disk, not from a cryptanalyst.
    folder = kept.enter_context(TemporaryDirectory(prefix="linkgraph-"))
    database = kept.enter_context(
        duckdb.connect(
            config={
                "temp_directory": folder,
                "temp_file_encryption": True,
                "force_mbedtls_unsafe": True,
                # A library fetched in the middle of a case tells its maker of it.
                "autoinstall_known_extensions": False,
                "memory_limit": _DATABASE_MEMORY,
                "preserve_insertion_order": False,
            }
        )
    )
    api = DuckDBAPI(database)
    return lambda frame: api.register(frame.to_arrow())


def _on_spark(session: Any) -> Callable[[pl.DataFrame], Any]:
    from splink.backends.spark import SparkAPI

    api = SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    return lambda frame: api.register(session.createDataFrame(signed(frame).to_arrow()))


def _settings(one: Comparison, model: Model, words: Callable[[str], str]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": words(one.unknown), "label_for_charts": "unknown", "is_null_level": True}
    ]
    figures = _told_apart(model.weights[one.name], one)
    for level, (m, u) in zip(one.levels, figures, strict=True):
        made: dict[str, Any] = {
            "sql_condition": words(level.sql) if level.sql else "ELSE",
            "label_for_charts": level.name,
            "m_probability": m,
            "u_probability": u,
        }
        if one.rarity and level.rare:
            made["tf_adjustment_column"] = one.rarity
            made["tf_adjustment_weight"] = 1.0
            made["disable_tf_exact_match_detection"] = True
        levels.append(made)
    return {"output_column_name": one.name, "comparison_levels": levels}


def _rarity(frame: pl.DataFrame) -> pl.DataFrame:
    """Return how likely another person has each name.

    People of one name are told apart by their birth dates: counting records instead would
    make the name of somebody with many records look common. A small table tells little of
    how rare a name is: it counts as so many more people of other names.
    """
    held = frame.select("name_key", birth=pl.col("births").list.first()).drop_nulls("name_key")
    people = held.group_by("name_key").agg(
        pl.max_horizontal(pl.col("birth").drop_nulls().n_unique(), pl.lit(1)).alias("n")
    )
    share = (pl.col("n") / (pl.col("n").sum() + _UNSEEN)).alias("tf_name_key")
    return people.select("name_key", share).sort("name_key")
