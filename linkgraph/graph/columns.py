"""The columns that entities and links have in a graph, and their types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd

__all__ = ["link_columns", "node_columns", "pandas_frame", "typed"]

# Up to so many different texts a column holds its texts once.
_FEW = 4_096

_NODE = {
    "id": pl.String(), "caption": pl.String(), "sources": pl.String(),
    "originators": pl.List(pl.String()), "handling": pl.String(), "records": pl.Int64(),
}  # fmt: skip
_LINK = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "sources": pl.String(),
    "handling": pl.String(), "reliability": pl.String(), "credibility": pl.String(),
    "records": pl.Int64(),
}  # fmt: skip


def node_columns(kind: str) -> dict[str, pl.DataType]:
    """Return the columns of entities of a kind, in order, with their types."""
    return _NODE | {p.name: p.dtype for p in load_schema().kinds[kind].properties.values()}


def link_columns(type_: str) -> dict[str, pl.DataType]:
    """Return the columns of links of a type, in order, with their types."""
    return _LINK | {p.name: p.dtype for p in load_schema().links[type_].properties.values()}


def typed(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, pl.DataType], key: str
) -> pl.DataFrame:
    """Return rows read from an engine as the table that was projected.

    Args:
        rows: One mapping a row.
        columns: Columns and types; those that no row fills are left out.
        key: The column to order by.
    """
    data = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=dtype, strict=False)
        for name, dtype in columns.items()
    }
    filled = {n: s for n, s in data.items() if s.null_count() < len(s) or n in {"id", "link_id"}}
    return pl.DataFrame(filled).sort(key)


def pandas_frame(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a table for pandas, nulls kept: whole numbers as Int64, lists as lists."""
    import pandas as pd

    made: dict[str, Any] = {}
    for series in frame:
        if series.dtype == pl.Int64:
            made[series.name] = (
                pd.array(series.to_list(), dtype="Int64")
                if (series.null_count())
                else series.to_numpy()
            )
        elif series.dtype == pl.Float64:
            made[series.name] = series.to_numpy()
        elif series.dtype == pl.String:
            made[series.name] = pd.Series(_texts(series), dtype=object)
        else:
            made[series.name] = pd.Series(series.to_list(), dtype=object)
    return pd.DataFrame(made)


def _texts(series: pl.Series) -> np.ndarray[Any, Any]:
    """Return texts as objects; where few differ, equal ones are one object."""
    few = series.unique()
    if len(few) > _FEW:
        return series.to_numpy()
    places = series.replace_strict(few, pl.Series(range(len(few))), return_dtype=pl.UInt32)
    texts: np.ndarray[Any, Any] = few.to_numpy()[places.to_numpy()]
    return texts
