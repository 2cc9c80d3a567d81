"""Which items go together, directly or through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["grouped", "united", "united_ids"]


def united(size: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return, per item, the least item that it is joined with, directly or through others."""
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
    ends = list(pairs)
    ids = sorted({one for pair in ends for one in pair})
    place = {one: at for at, one in enumerate(ids)}
    sides = np.array([[place[one] for one in pair] for pair in ends], dtype=np.int64).reshape(-1, 2)
    roots = united(len(ids), sides[:, 0], sides[:, 1])
    return {one: ids[root] for one, root in zip(ids, roots.tolist(), strict=True)}
