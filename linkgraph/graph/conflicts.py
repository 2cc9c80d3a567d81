"""Records that give one reference to different events: never merged into one."""

from __future__ import annotations

import hashlib

import polars as pl

__all__ = ["SPLIT", "UNNAMED", "part_conflicts", "whole_id"]

# Stands between a link's id and what tells its conflicting versions apart.
SPLIT = "~"
# What stands in the id of something that a file leaves unnamed.
UNNAMED = ":unnamed-"


def whole_id(link_id: str) -> str:
    """Return the id that the records give, without the mark of a conflict."""
    return link_id.partition(SPLIT)[0]


def part_conflicts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return statements of links with conflicting versions under ids of their own.

    Two records with one reference tell of one event where they agree on both ends, on
    amount and currency and, where no amount is told, on the moment; what a record
    leaves unsaid agrees with anything, and so does a counter that it does not name.
    Numbering that begins anew with each export is common: where records disagree,
    each version is a link of its own, and no value of one is mixed with the other's.

    Args:
        frame: Statements whose ``link_id`` occurs more than once.
    """
    keys = [pl.when(~pl.col(end).str.contains(UNNAMED, literal=True)).then(pl.col(end)).alias(f"_{end}")
            for end in ("from_id", "to_id")]  # fmt: skip
    told = [name for name in ("amount_minor", "currency") if name in frame.columns]
    keys += [pl.col(name).alias(f"_{name}") for name in told]
    if "at" in frame.columns:
        alone = (
            pl.col("amount_minor").is_null()
            if "amount_minor" in frame.columns
            else pl.lit(value=True)
        )
        keys.append(pl.when(alone).then(pl.col("at")).alias("_at"))
    marked = frame.with_columns(keys)
    names = [key for key in marked.columns if key.startswith("_")]
    differ = pl.any_horizontal(
        pl.col(name).drop_nulls().n_unique().over("link_id") > 1 for name in names
    )
    marked = marked.with_columns(differ.alias("_differ"))
    if not marked["_differ"].any():
        return frame
    quiet = marked.filter(~pl.col("_differ")).select(frame.columns)
    loud = marked.filter(pl.col("_differ"))
    versions = [
        f"{row[0]}{SPLIT}{hashlib.blake2b(repr(row[1:]).encode(), digest_size=4).hexdigest()}"
        for row in loud.select("link_id", *names).iter_rows()
    ]
    parted = loud.with_columns(pl.Series("link_id", versions)).select(frame.columns)
    return pl.concat([quiet, parted])
