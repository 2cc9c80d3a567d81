"""The comparisons on Spark in local mode, beside DuckDB in process, on the same records.

    pip install "linkgraph[spark]" and a Java of 17 or newer, then
    python benchmarks/spark.py --records 20000

Spark is for what outgrows one machine: on one it only costs. What this shows is that both
find the same pairs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.people import make_people
from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.scoring import score_pairs


def main() -> None:
    """Compare and tell what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    args = parser.parse_args()
    people = make_people(args.records).select(
        id="unique_id",
        names="names",
        births="birth_dates",
        sex=pl.col("sex").list.first(),
        countries="nationalities",
        documents="documents",
        phones="phones",
        addresses="addresses",
    )
    frame = prepare(people, "Person").frame
    begun = time.perf_counter()
    here = score_pairs(frame, ready_model())
    print(f"DuckDB: {here.height:,} pairs in {time.perf_counter() - begun:.1f} s")
    session = _session()
    begun = time.perf_counter()
    there = score_pairs(frame, ready_model(), spark=session)
    print(f"Spark: {there.height:,} pairs in {time.perf_counter() - begun:.1f} s")
    both = here.join(there, on=["left", "right"], suffix="_s")
    moved = both.filter((pl.col("bits") - pl.col("bits_s")).abs() > 0.01).height
    print(f"{both.height:,} pairs in both, {moved} of them weighed otherwise")


def _session() -> object:
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    return (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", similarity_jar_location())
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )


if __name__ == "__main__":
    main()
