"""Who keeps together: components, communities, cores and triangles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.ties import highest_first, sparse
from linkgraph.analysis.ways import ranges

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Block, Ties

__all__ = ["communities", "components", "cores", "triangles"]

_SEED = 20_151_106
_ROUNDS = 3
# Ties, each twice: later rounds gain least where they cost most.
_LARGE = 1_000_000


def components(ties: Ties) -> pl.DataFrame:
    """Return which entities are connected, over however many ties.

    Returns:
        ``id``, ``group`` (the least id of those connected), ``size`` (how many they are);
        the largest first, then by group and id. Empty for no entities.

    Note:
        O(n + m). Two groups are apart on file: a missing link may be all that parts them.
    """
    return _groups(ties, ties.components)


def communities(ties: Ties, *, resolution: float = 1.0) -> pl.DataFrame:
    """Return groups with many ties inside and few between them.

    Each component is parted by itself, so that what is not connected changes nothing: its
    modularity is that of the component alone. A group is always connected.

    Args:
        ties: Of n entities and m ties.
        resolution: Above 0; higher gives more and smaller groups.

    Returns:
        ``id``, ``group`` (the least id of the group), ``size``; the largest first, then by
        group and id. Whoever has no tie is a group of one. The same on each run and each
        machine: the seed is fixed, and entities are taken in an order made of how their
        surroundings look, so that names hardly matter. Empty for no entities.

    Raises:
        ValueError: ``resolution`` is not above 0.

    Note:
        About O(m) a round, three rounds; one where a component has over half a million ties. Many partings are nearly as good as the one given:
        a group is a proposal for a person to weigh, and never a syndicate by itself.
        Families, workplaces and a file's way of listing people make groups too.

    Source:
        Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected
        communities", Scientific Reports 9, 2019; modularity after Newman and Girvan,
        Physical Review E 69, 2004.
    """
    if not resolution > 0:
        raise ValueError("resolution is above 0")
    from graspologic_native import leiden_csr

    def parted(block: Block) -> NDArray[np.int64]:
        if len(block.nodes) == 2:  # noqa: PLR2004 - a pair, which is most of what a case holds
            return np.zeros(2, dtype=np.int64)
        matrix = block.matrix
        _, told = leiden_csr(
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32),
            matrix.data,
            len(block.nodes),
            resolution=resolution,
            iterations=_ROUNDS if matrix.nnz <= _LARGE else 1,
            seed=_SEED,
        )
        return np.array([told[n] for n in range(len(block.nodes))], dtype=np.int64)

    return _groups(ties, _by_block(ties, parted))


def _by_block(ties: Ties, parted: Callable[[Block], NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return a number for each group; alone is whoever has no tie."""
    label = np.arange(len(ties), dtype=np.int64)
    for block in ties.blocks(alike_first=True):
        # The place of one of its own members tells a group of one block from all others.
        _, first, of = np.unique(parted(block), return_index=True, return_inverse=True)
        label[block.nodes] = block.nodes[first[of]]
    return label


def _groups(ties: Ties, label: NDArray[np.int64]) -> pl.DataFrame:
    _, first, of, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    told = {"id": ties.ids, "group": ties.ids.gather(first[of]), "size": size[of]}
    # Places go by id, and the first of a group is its least.
    return pl.DataFrame(told)[np.lexsort((first[of], -size[of]))]


def cores(ties: Ties) -> pl.DataFrame:
    """Return the densest core that each entity belongs to.

    The k-core is what is left when whoever has fewer than k others is taken out, again
    and again; strength counts for nothing.

    Returns:
        ``id``, ``core`` (the largest k; 0 for whoever has no tie), the largest first, then
        by id. Empty for no entities.

    Note:
        O(n + m), in as many steps as it takes to peel. Being in a core says that company
        is dense on file: a family, a crew or a call centre is a core.

    Source:
        Seidman, "Network structure and minimum degree", Social Networks 5, 1983; Batagelj
        and Zaversnik, "An O(m) algorithm for cores decomposition", 2003.
    """
    core = _peeled(ties)
    return highest_first(pl.DataFrame({"id": ties.ids, "core": core}), "core")


def _peeled(ties: Ties) -> NDArray[np.int64]:
    begins, others = ties.matrix.indptr.astype(np.int64), ties.matrix.indices
    left = np.diff(begins)
    core = np.zeros(len(ties), dtype=np.int64)
    inside = np.ones(len(ties), dtype=bool)
    k = 0
    while inside.any():
        k = max(k, int(left[inside].min()))
        out = np.flatnonzero(inside & (left <= k))
        while out.size:
            core[out] = k
            inside[out] = False
            met, taken = np.unique(others[ranges(begins, out)], return_counts=True)
            met, taken = met[inside[met]], taken[inside[met]]
            left[met] -= taken
            out = met[left[met] <= k]
    return core


def triangles(ties: Ties) -> pl.DataFrame:
    """Return how many of the pairs of an entity's others are tied to each other.

    Returns:
        ``id``, ``triangles`` (count of such pairs), ``clustering`` (their share of all
        pairs of its others, 0 to 1; 0 for whoever has fewer than two), by triangles
        descending, then id. Empty for no entities.

    Note:
        O(m^1.5). Triangles come of families, of crews, and of files that list people
        together; strength counts for nothing.

    Source:
        Watts and Strogatz, "Collective dynamics of small-world networks", Nature 393,
        1998; Latapy, "Main-memory triangle computations", Theoretical Computer Science
        407, 2008 (ties taken towards whoever has more).
    """
    size = len(ties)
    degree = np.diff(ties.matrix.indptr).astype(np.int64)
    turned = degree[ties.one] > degree[ties.other]
    low = np.where(turned, ties.other, ties.one)
    high = np.where(turned, ties.one, ties.other)
    found = np.zeros(size, dtype=np.int64)
    if len(low):
        ahead = sparse((np.ones(len(low), dtype=np.int64), (low, high)), size)
        closed = (ahead @ ahead).multiply(ahead).tocoo()
        # Told of its lowest and its highest corner, then of the corner between.
        middle = (ahead.T @ ahead).multiply(ahead).tocoo()
        for at, told in ((closed.row, closed), (closed.col, closed), (middle.row, middle)):
            found += np.bincount(at, told.data, minlength=size).astype(np.int64)
    pairs = degree * (degree - 1) / 2
    share = np.divide(found, pairs, out=np.zeros(size), where=pairs > 0)
    counted = pl.DataFrame({"id": ties.ids, "triangles": found, "clustering": share})
    return highest_first(counted, "triangles")
