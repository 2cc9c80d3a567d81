"""Which items go together, directly or through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["grouped", "united", "united_columns", "united_ids"]

# From how many pairs on loading scipy pays.
_MANY = 20_000


def united(size: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return, per item, the least item that it is joined with, directly or through others."""
    if left.size >= _MANY:
        return _united_at_once(size, left, right)
    root = list(range(size))

    def top(item: int) -> int:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        a, b = top(one), top(other)
        root[max(a, b)] = min(a, b)
    return np.array([top(item) for item in range(size)], dtype=np.int64)


def grouped(roots: NDArray[np.int64], members: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return some items in groups of one root, each in order, by root; none for no items."""
    if not members.size:
        return []
    order = members[np.argsort(roots[members], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(roots[order])) + 1)


def united_ids(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, per id, the least id that it is joined with; an id may stand with itself.

    Ids in no pair are left out. Empty for no pairs.
    """
    ends = pl.DataFrame(list(pairs), schema={"one": pl.String, "other": pl.String}, orient="row")
    return dict(united_columns(ends["one"], ends["other"]).iter_rows())


def united_columns(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Return ``id`` and ``root``, the least id that each is joined with, by id.

    Args:
        left: Ids, one end of each pair.
        right: The other ends.

    Cost: sorting the ids.
    """
    ids = pl.concat([left.alias("id"), right.alias("id")]).unique().sort()
    places = pl.DataFrame({"id": ids}).with_row_index("place")
    ends = [
        pl.DataFrame({"id": side})
        .join(places, on="id", how="left", maintain_order="left")["place"]
        .to_numpy()
        .astype(np.int64)
        for side in (left, right)
    ]
    roots = united(ids.len(), *ends)
    return pl.DataFrame({"id": ids, "root": ids.gather(roots)})


def _united_at_once(
    size: int, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.int64]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = coo_array((np.ones(left.size, dtype=np.int8), (left, right)), shape=(size, size))
    labels = connected_components(pairs, directed=False)[1]
    least = np.unique(labels, return_index=True)[1].astype(np.int64)
    roots: NDArray[np.int64] = least[labels]
    return roots
