"""What an encoding keeps of who is who, and what it costs.

.venv/bin/python benchmarks/blind.py                 FEBRL4, encoded
.venv/bin/python benchmarks/blind.py --size 100000   and that many records a side
"""

from __future__ import annotations

import argparse
import resource
import secrets
import sys
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.people import make_people
from benchmarks.resolution_data import DataSet, NotHere, febrl4
from benchmarks.resolution_scoring import best_pairs, true_pairs
from linkgraph.resolve.blind import (
    HARDENINGS,
    THRESHOLD,
    BlindRecord,
    Encoding,
    Settings,
    SharedKey,
    encode_records,
    match_encodings,
)

__all__ = ["blind"]

LEAST = 0.45


def blind(sizes: list[int]) -> list[dict[str, object]]:
    """Return one row a data set and way of hardening."""
    made: list[dict[str, object]] = []
    try:
        data = febrl4()
        records = [_febrl(row) for row in data.records.to_dicts()]
        for hardening in HARDENINGS:
            made += _rows(data, records, Settings(hardening=hardening))
        made += _rows(data, records, Settings(salt="birth-year"))
    except NotHere as why:
        print(f"left out: febrl4: {why}", file=sys.stderr)
    for size in sizes:
        data = _two_files(size)
        made += _rows(data, [_person(r) for r in data.records.to_dicts()], Settings(), THRESHOLD)
    return made


def _rows(
    data: DataSet, records: list[BlindRecord], settings: Settings, least: float = LEAST
) -> list[dict[str, object]]:
    key = SharedKey(secrets.token_bytes(32))
    sides = data.records["source"].to_list()
    begun = time.perf_counter()
    left, right = (_encoded(records, sides, side, key, settings) for side in "ab")
    encoded = time.perf_counter() - begun
    made = []
    for one_to_one in (False, True):
        begun = time.perf_counter()
        pairs = match_encodings(left, right, threshold=least, one_to_one=one_to_one)
        seconds = time.perf_counter() - begun
        frame = pl.DataFrame(pairs, schema=["left", "right", "score"], orient="row")
        judged = best_pairs(data, frame)
        told = _at(data, frame, THRESHOLD)
        made.append(
            {
                "set": f"{data.name}, {len(left.ids):,} x {len(right.ids):,}",
                "hardening": settings.hardening,
                "salt": settings.salt,
                "pairs": "one to one" if one_to_one else "all",
                **{f"best {k}": f"{v:.4f}" for k, v in judged.items()},
                f"F1 at {THRESHOLD}": f"{told[0]:.4f}",
                "precision there": f"{told[1]:.4f}",
                "encode s": encoded,
                "match s": seconds,
                "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    return made


def _encoded(
    records: list[BlindRecord], sides: list[str], side: str, key: SharedKey, settings: Settings
) -> Encoding:
    own = [r for r, s in zip(records, sides, strict=True) if s == side]
    bits, kept = encode_records(own, key, settings)
    return Encoding(settings, key.check, [own[n].id for n in kept], bits)


def _at(data: DataSet, pairs: pl.DataFrame, threshold: float) -> tuple[float, float]:
    """Return F1 and precision at a threshold."""
    whose = dict(data.clusters.select("unique_id", "cluster").iter_rows())
    kept = pairs.filter(pl.col("score") >= threshold)
    hits = sum(whose[a] == whose[b] for a, b in kept.select("left", "right").iter_rows())
    return 2 * hits / (len(kept) + true_pairs(data)), hits / max(1, len(kept))


def _febrl(row: dict[str, str | None]) -> BlindRecord:
    names = " ".join(filter(None, (row["given_name"], row["surname"])))
    return BlindRecord(
        row["unique_id"],
        names=_some(names),
        birth_dates=_some(row["date_of_birth"]),
        documents=_some(row["soc_sec_id"]),
        addresses=_some(row["address_1"]),
        places=_some(row["suburb"], row["state"]),
        postcodes=_some(row["postcode"]),
    )


def _person(row: dict[str, object]) -> BlindRecord:
    return BlindRecord(
        row["unique_id"],
        names=tuple(row["names"]),
        birth_dates=tuple(row["birth_dates"]),
        sex=tuple(row["sex"]),
        nationalities=tuple(row["nationalities"]),
        documents=tuple(number.partition(":")[2] for number in row["documents"]),
        phones=tuple(row["phones"]),
        addresses=tuple(row["addresses"]),
    )


def _some(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _two_files(size: int) -> DataSet:
    """Return about ``size`` made-up records a side; each person once in a file."""
    people = make_people(size * 5 // 2).with_columns(n=pl.int_range(pl.len()).over("cluster"))
    sides = [people.filter(pl.col("n") == n).head(size) for n in (0, 1)]
    table = pl.concat(
        [t.with_columns(source=pl.lit(s)) for t, s in zip(sides, "ab", strict=True)]
    ).drop("n")
    return DataSet("people", table, table.select("unique_id", "cluster"))


def main() -> None:
    """Print one table."""
    from benchmarks.run import show

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", type=int, nargs="*", default=[])
    show(blind(parser.parse_args().size))


if __name__ == "__main__":
    main()
