"""The comparisons in Spark's words, for what outgrows one machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["signed", "spark_sql"]

_WORDS = {
    "list_transform": "transform", "list_filter": "filter", "list_min": "array_min",
    "list_max": "array_max", "list_sort": "array_sort", "list_distinct": "array_distinct",
    "list_concat": "concat", "list_intersect": "array_intersect", "len": "size",
    "list_contains": "array_contains", "list_has_any": "arrays_overlap", "array_to_string": "array_join",
    "jaro_winkler_similarity": "jaro_winkler", "string_split": "split",
}  # fmt: skip
_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\blambda (\w+): ", r"\1 -> "),
    (r"\[\]", "array()"),
    (
        r"\b(\w+)\[(\d+):(\d+)\]",
        lambda m: f"substring({m[1]}, {m[2]}, {int(m[3]) - int(m[2]) + 1})",
    ),
    (r"\b([a-z])\[1\]", r"substring(\1, 1, 1)"),
    # Spark counts from 0 where DuckDB counts from 1.
    (r"(string_split\([^()]*\))\[1\]", r"\1[0]"),
    (r"date_diff\('day', ", "datediff("),
)


def spark_sql(text: str) -> str:
    """Return a comparison's SQL as Spark takes it.

    Args:
        text: As ``comparisons.py`` writes it, in DuckDB's words.

    Examples:
        >>> spark_sql("list_bool_or(list_transform(x, lambda f: len(f) >= 2))")
        'exists(transform(x, f -> size(f) >= 2), known -> known)'
    """
    for pattern, becomes in _REWRITES:
        text = re.sub(pattern, becomes, text)
    text = _rewritten(text, "list_bool_or", lambda inner: f"exists({inner}, known -> known)")
    text = _rewritten(text, "list_bool_and", lambda inner: f"forall({inner}, known -> known)")
    text = _rewritten(
        text,
        "list_avg",
        lambda inner: (
            f"(aggregate({inner}, cast(0 as double), (sum, one) -> sum + one) / size({inner}))"
        ),
    )
    return re.sub(r"\b(" + "|".join(_WORDS) + r")\(", lambda found: f"{_WORDS[found[1]]}(", text)


def _rewritten(text: str, word: str, becomes: Callable[[str], str]) -> str:
    """Return a text with each call of a function put otherwise, the innermost first."""
    while (start := text.rfind(f"{word}(")) >= 0:
        opened = start + len(word)
        closed = _closing(text, opened)
        text = text[:start] + becomes(text[opened + 1 : closed]) + text[closed + 1 :]
    return text


def _closing(text: str, opened: int) -> int:
    depth = 0
    for place in range(opened, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError("a parenthesis is never closed")


def signed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table without unsigned numbers, which Spark does not have.

    Keys keep their bits and change their sign: they are only ever compared for equality.
    """
    columns = []
    for name, dtype in frame.schema.items():
        if dtype == pl.List(pl.UInt64):
            columns.append(pl.col(name).list.eval(pl.element().reinterpret(signed=True)))
        elif dtype.is_unsigned_integer():
            columns.append(pl.col(name).cast(pl.Int64))
        else:
            columns.append(pl.col(name))
    return frame.select(columns)
