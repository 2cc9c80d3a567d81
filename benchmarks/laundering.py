"""Laundering patterns of AMLworld planted among a million other payments: how many are found.

.venv/bin/python benchmarks/laundering.py            a million payments
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.background import background
from linkgraph.analysis.money.patterns import patterns
from linkgraph.analysis.money.transfers import TRANSFERS

__all__ = ["as_transfers", "laundering"]

# Units per US dollar at which the data set's own payments hand sums on from currency to
# currency; it has no table of them.
PER_DOLLAR = {
    "Australian Dollar": 1.4128, "Bitcoin": 1 / 11_879, "Brazil Real": 5.6465,
    "Canadian Dollar": 1.3193, "Euro": 0.8534, "Mexican Peso": 21.1431, "Ruble": 77.79,
    "Rupee": 73.444, "Saudi Riyal": 3.7511, "Shekel": 3.377, "Swiss Franc": 0.915,
    "UK Pound": 0.7742, "US Dollar": 1.0, "Yen": 105.4, "Yuan": 6.6976,
}  # fmt: skip
# What `ask money/patterns` takes as large by default, US dollars.
LEAST = 500.0
PLANTED = Path(__file__).resolve().parents[2] / "shared/data/public/amlworld_hi_small_patterns"


def laundering(rows: int, seed: int = 11) -> list[dict[str, object]]:
    """Return one row a family of patterns, and one for all of them.

    The 3,170 accounts of the patterns are accounts of the background as well: drawn from its
    people, so that each also lives its usual life. Everyday sums are smaller (lognormal, median
    245 dollars) than most of the planted ones, which helps. A pattern counts as found where at least half
    of its payments are told; precision is that of payments.
    """
    if not PLANTED.is_dir():
        print("left out: laundering: the patterns to plant are not here", file=sys.stderr)
        return []
    planted = _planted(seed)
    both = pl.concat([as_transfers(background(rows, seed)), planted.select(list(TRANSFERS))])
    begun = time.perf_counter()
    found = patterns(both)
    seconds = time.perf_counter() - begun
    told = found.select("link_id").unique()
    hits = planted.with_columns(hit=pl.col("link_id").is_in(told["link_id"].implode()))
    by_pattern = hits.group_by("family", "pattern").agg(pl.col("hit").mean(), payments=pl.len())
    made = []
    for name, group in [("all", by_pattern), *sorted(_families(by_pattern))]:
        made.append({
            "family": name, "patterns": group.height,
            "of one or two payments": int((group["payments"] <= 2).sum()),
            "recall": float((group["hit"] >= 0.5).mean()),
        })  # fmt: skip
    made[0] |= {
        "payments told": told.height,
        "precision": int(hits["hit"].sum()) / max(1, told.height),
        "seconds": seconds,
    }
    return made


def _families(by_pattern: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    return [(str(key[0]).lower(), group) for key, group in by_pattern.group_by("family")]


def _planted(seed: int) -> pl.DataFrame:
    rows = pl.read_csv(PLANTED / "patterns.csv").with_row_index("n")
    accounts = pl.concat([rows["from_account"], rows["to_account"]]).unique().sort()
    drawn = np.random.default_rng(seed).choice(200_000, len(accounts), replace=False)
    place = dict(zip(accounts, (f"account:{n}" for n in drawn), strict=True))
    at = pl.col("timestamp").str.to_datetime("%Y/%m/%d %H:%M")
    frame = rows.select(
        link_id=pl.format("planted:{}", "n"), family="family", pattern="pattern_id",
        from_id=pl.col("from_account").replace_strict(place),
        to_id=pl.col("to_account").replace_strict(place),
        at_s=(at - pl.datetime(2022, 9, 1)).dt.total_seconds(),
        value=pl.col("amount_paid")
        / pl.col("payment_currency").replace_strict(PER_DOLLAR, return_dtype=pl.Float64),
        from_person=pl.lit(value=True), to_person=pl.lit(value=True),
    )  # fmt: skip
    return _whole(frame, "family", "pattern")


def as_transfers(frame: pl.DataFrame) -> pl.DataFrame:
    """Return payments of ``background`` as ``TRANSFERS``."""
    numbered = frame.with_row_index("n").with_columns(link_id=pl.format("usual:{}", "n"))
    return _whole(numbered)


def _whole(frame: pl.DataFrame, *more: str) -> pl.DataFrame:
    given = {
        "currency": pl.lit("USD"), "unit": pl.lit("USD"), "least": pl.lit(LEAST),
        "limit": pl.lit(None), "remark": pl.lit(None), "from_cash": pl.lit(value=False),
        "to_cash": pl.lit(value=False), "from_holder": pl.col("from_id"),
        "to_holder": pl.col("to_id"),
    }  # fmt: skip
    told = frame.with_columns(**given)
    return told.select(*(pl.col(n).cast(t) for n, t in TRANSFERS.items()), *more)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    from benchmarks.run import show

    show(laundering(parser.parse_args().rows))
