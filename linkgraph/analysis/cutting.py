"""What holds a network together: cut points and bridges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Block, Ties

__all__ = ["Cutting", "bridges", "cut_points"]


def cut_points(ties: Ties) -> pl.DataFrame:
    """Return the entities without which a component falls apart, those that strand most first.

    Returns:
        ``id``, ``parts`` (pieces that its component falls into without it, at least 2),
        ``cut_off`` (entities outside the largest of these); by ``cut_off`` descending,
        then id. Empty where no entity is one.

    Note:
        O(n + m). A position, not a role: it says who to look at, never what anyone did.
        Missing data makes cut points too: whoever is known through one file alone hangs
        on whom that file names.

    Source:
        Hopcroft and Tarjan, "Algorithm 447", Communications of the ACM 16(6), 1973.
    """
    rows = []
    for block in ties.blocks():
        cutting = Cutting.of(block)
        for at, pieces in cutting.pieces():
            sizes = cutting.last[pieces] - pieces
            rest = len(block.nodes) - 1 - int(sizes.sum())
            told = [*sizes.tolist(), rest] if rest else sizes.tolist()
            rows.append((block.nodes[cutting.order[at]], len(told), sum(told) - max(told)))
    schema = {"place": pl.Int64, "parts": pl.Int64, "cut_off": pl.Int64}
    found = pl.DataFrame(rows, schema=schema, orient="row")
    named = found.select("parts", "cut_off", id=ties.ids.gather(found["place"]))
    return named.select("id", "parts", "cut_off").sort(["cut_off", "id"], descending=[True, False])


def bridges(ties: Ties) -> pl.DataFrame:
    """Return the ties without which a component falls apart, those that strand most first.

    Returns:
        ``one``, ``other``, ``strength``, ``cut_off`` (entities on the smaller side); by
        ``cut_off`` descending, then both ids. Empty where no tie is one.

    Note:
        O(n + m). As for cut points: a second way may exist that no file holds.

    Source:
        Tarjan, "A note on finding the bridges of a graph", Information Processing
        Letters 2(6), 1974.
    """
    rows = []
    for block in ties.blocks():
        cutting = Cutting.of(block)
        for below in np.flatnonzero(cutting.bridge).tolist():
            ends = block.nodes[cutting.order[[below, cutting.parent[below]]]]
            size = int(cutting.last[below] - below)
            rows.append((*sorted(ends.tolist()), min(size, len(block.nodes) - size)))
    schema = {"one_at": pl.Int64, "other_at": pl.Int64, "cut_off": pl.Int64}
    found = pl.DataFrame(rows, schema=schema, orient="row")
    named = found.select(
        "cut_off", one=ties.ids.gather(found["one_at"]), other=ties.ids.gather(found["other_at"])
    )
    strong = named.join(ties.table(), on=["one", "other"], how="left")
    return strong.select("one", "other", "strength", "cut_off").sort(
        ["cut_off", "one", "other"], descending=[True, False, False]
    )


@dataclass(frozen=True, slots=True)
class Cutting:
    """A component in the order of a walk that goes as deep as it can before turning back.

    Whatever lies below an entity in the walk follows it at once, up to ``last``.

    Attributes:
        order: Places in the component, in order of the walk; the rest go by this order.
        parent: From where each was reached; the first has -1.
        last: End of what lies below each, itself counted.
        apart: Whether what lies below it is tied to what is above only through its parent.
        bridge: Whether it is tied to its parent alone of all that is above.
    """

    order: NDArray[np.int64]
    parent: NDArray[np.int64]
    last: NDArray[np.int64]
    apart: NDArray[np.bool_]
    bridge: NDArray[np.bool_]

    @classmethod
    def of(cls, block: Block) -> Cutting:
        """Walk a component."""
        from scipy.sparse.csgraph import depth_first_order

        order, came = depth_first_order(block.matrix, 0, directed=True)
        order = order.astype(np.int64)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        parent = np.where(came[order] < 0, -1, rank[np.maximum(came[order], 0)])
        last, highest = _below(parent, _highest(block.matrix, order, rank, parent))
        under = parent >= 0
        return cls(order, parent, last, under & (highest >= parent), under & (highest > parent))

    def pieces(self) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield each cut point with the entities below it where what it cuts off begins."""
        loose = np.flatnonzero(self.apart)
        by = loose[np.argsort(self.parent[loose], kind="stable")]
        at, first, count = np.unique(self.parent[by], return_index=True, return_counts=True)
        for one, start, many in zip(at.tolist(), first.tolist(), count.tolist(), strict=True):
            if one or many > 1:
                yield one, by[start : start + many]


def _highest(
    matrix: Any, order: NDArray[np.int64], rank: NDArray[np.int64], parent: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the first in the walk that each is tied to, its parent left out."""
    source = rank[np.repeat(np.arange(len(order)), np.diff(matrix.indptr))]
    target = rank[matrix.indices]
    told = np.where(target == parent[source], source, target)
    return np.asarray(np.minimum.reduceat(told, matrix.indptr[:-1])[order])


def _below(
    parent: NDArray[np.int64], highest: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where what lies below each ends, and the first that any of it is tied to."""
    above, first = parent.tolist(), highest.tolist()
    last = list(range(1, len(above) + 1))
    for at in range(len(above) - 1, 0, -1):
        up = above[at]
        # max() and min() would take three times as long.
        if last[at] > last[up]:  # noqa: PLR1730
            last[up] = last[at]
        if first[at] < first[up]:  # noqa: PLR1730
            first[up] = first[at]
    return np.array(last, dtype=np.int64), np.array(first, dtype=np.int64)
