"""Records written as data, for the tests of resolution."""

from __future__ import annotations

import polars as pl

from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.prepare import RECORD_COLUMNS


def records(*rows):
    """Return a table of records; a text where a list belongs stands for a list of it."""
    made = []
    for number, told in enumerate(rows):
        row = {"id": f"person:{number:03d}"} | told
        for name, dtype in RECORD_COLUMNS.items():
            if isinstance(row.get(name), str) and isinstance(dtype, pl.List):
                row[name] = [row[name]]
        made.append({name: row.get(name) for name in RECORD_COLUMNS})
    return pl.DataFrame(made, schema=dict(RECORD_COLUMNS))


def pairs(*rows):
    """Return scored pairs: (left, right, bits, level by comparison); the rest is unknown."""
    made = []
    for left, right, bits, levels in rows:
        told = {one.name: -1 for one in COMPARISONS}
        told |= {name: by_name(name).at_least(level) for name, level in levels.items()}
        score = 1 / (1 + 2.0**-bits)
        made.append({"left": left, "right": right, "bits": bits, "score": score} | told)
    schema = {"left": pl.String, "right": pl.String, "bits": pl.Float64, "score": pl.Float64}
    return pl.DataFrame(made, schema=schema | {one.name: pl.Int8 for one in COMPARISONS})


def by_name(name):
    return next(one for one in COMPARISONS if one.name == name)


def level_name(name, value):
    level = by_name(name).level(value)
    return level.name if level else "unknown"
