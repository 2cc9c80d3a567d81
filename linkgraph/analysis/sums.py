"""Sums of numbers that come out the same in whatever order they are added."""

from __future__ import annotations

import polars as pl

__all__ = ["exact_sum"]

_STEPS = 1e12


def exact_sum(numbers: pl.Expr) -> pl.Expr:
    """Return the sum of numbers, each to 12 decimals, added as whole steps.

    Floating sums depend on the order, and so on threads. Holds to a sum of nine million.
    """
    return (numbers * _STEPS).round().cast(pl.Int64).sum() / _STEPS
