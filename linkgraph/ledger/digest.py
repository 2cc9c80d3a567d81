"""Digests of content that do not depend on order, engine or history."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["frame_digest", "sum_digests"]

_WIDTH = 1 << 128
_SEPARATOR, _ITEM = "\x1e", "\x1f"
# Coordinates and rates to seven decimals: an engine may keep a float's last bit otherwise.
_FLOAT_STEPS = 10**7


def frame_digest(name: str, frame: pl.DataFrame) -> int:
    """Return the digest of a table's rows, whatever their order.

    Each row counts as its name and its filled columns, by column name; an empty list
    is as good as none. The digests of the rows are added modulo 2^128, so that equal
    rows count as often as they stand there.

    Args:
        name: What the rows are (a kind or type): part of each row's digest.
        frame: The rows; column order does not matter.
    """
    if not frame.height:
        return 0
    parts = [_text(column, frame.schema[column]) for column in sorted(frame.columns)]
    lines = frame.select(
        pl.concat_str([pl.lit(name), *parts], separator=_SEPARATOR, ignore_nulls=True)
    )
    total = 0
    for line in lines.to_series():
        total += int.from_bytes(hashlib.blake2b(line.encode(), digest_size=16).digest(), "big")
    return total % _WIDTH


def _text(column: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(column)
    if isinstance(dtype, pl.List):
        value = pl.when(value.list.len() > 0).then(value.cast(pl.List(pl.String)).list.join(_ITEM))
    elif dtype.is_float():
        steps = (value * _FLOAT_STEPS).round().cast(pl.Int64, strict=False)
        # What is too large to count in steps has no decimals that could differ.
        value = pl.coalesce(steps.cast(pl.String), value.cast(pl.String))
    else:
        value = value.cast(pl.String)
    return pl.lit(f"{column}=") + value


def sum_digests(parts: Iterable[int]) -> str:
    """Return several digests as one, 32 lower-case hex digits."""
    return f"{sum(parts) % _WIDTH:032x}"
