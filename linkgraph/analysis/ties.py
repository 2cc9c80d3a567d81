"""Who is tied to whom, how strongly: a simple weighted graph made from chosen links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from linkgraph.analysis.shapes import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

__all__ = [
    "FAR",
    "Block",
    "Ties",
    "highest_first",
    "project_ties",
    "rounded",
    "sparse",
    "standing_for",
    "united_links",
]

_ENDS = ("from_id", "to_id")
# One link is this far; strengths of 1 to 10 divide it, so that ways of equal length are equal.
FAR = 5040.0
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Block:
    """One component, as a matrix of its own.

    Attributes:
        nodes: Places of its entities in ``Ties.ids``, in the order of the matrix.
        matrix: Strengths, symmetric, nothing on the diagonal.
    """

    nodes: NDArray[np.int64]
    matrix: Any

    def distances(self) -> Any:
        """Return the matrix of distances: ``FAR / strength``, rounded, at least 1.

        Whole numbers add up the same in any order, so that equally short ways are seen as
        equal on every machine. From a strength of 5040 on all are equally near.
        """
        told = np.maximum(np.rint(FAR / self.matrix.data), 1.0)
        return sparse((told, self.matrix.indices, self.matrix.indptr), len(self.nodes))


@dataclass(frozen=True, eq=False)
class Ties:
    """Entities and the ties between them, each pair once, no direction.

    Attributes:
        ids: The entities, sorted.
        one: Place in ``ids`` of one end of each tie.
        other: Place of the other end, always the greater; ties are sorted by both.
        strength: Of each tie, above zero.
    """

    ids: pl.Series
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    strength: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)

    def table(self) -> pl.DataFrame:
        """Return the ties as ``one``, ``other`` (ids) and ``strength``, by both ids."""
        ends = {"one": self.ids.gather(self.one), "other": self.ids.gather(self.other)}
        return pl.DataFrame(ends | {"strength": self.strength})

    @cached_property
    def matrix(self) -> Any:
        """Strengths as a symmetric sparse matrix, in the order of ``ids``."""
        n = len(self)
        ends = (np.r_[self.one, self.other], np.r_[self.other, self.one])
        made = sparse((np.r_[self.strength, self.strength], ends), n)
        made.sort_indices()
        return made

    @cached_property
    def components(self) -> NDArray[np.int64]:
        """Number of each entity's component, from 0, in order of the least id."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        from scipy.sparse.csgraph import connected_components

        return np.asarray(connected_components(self.matrix, directed=False)[1], dtype=np.int64)

    def blocks(self, *, alike_first: bool = False) -> Iterator[Block]:
        """Yield each component of two or more entities.

        Args:
            alike_first: Order entities by how their surroundings look rather than by id
                alone: what hangs on the order is then nearly free of names.
        """
        shape = alike(self.matrix) if alike_first else np.zeros(len(self), dtype=np.uint64)
        order = np.lexsort((np.arange(len(self)), shape, self.components))
        sizes = np.bincount(self.components)
        ends = np.cumsum(sizes)
        rank = np.empty(len(self), dtype=np.int64)
        rank[order] = np.arange(len(self))
        at = (rank[np.r_[self.one, self.other]], rank[np.r_[self.other, self.one]])
        whole = sparse((np.r_[self.strength, self.strength], at), len(self))
        whole.sort_indices()
        for size, end in zip(sizes.tolist(), ends.tolist(), strict=True):
            if size > 1:
                yield _block(whole, order, end - size, end)

    def by_score(self, scores: NDArray[np.float64], **more: NDArray[Any]) -> pl.DataFrame:
        """Return ``id``, ``score`` and more, the highest score first, equal ones by id.

        Scores are given to nine digits: finer ones hang on the order of adding up.
        """
        return highest_first(pl.DataFrame({"id": self.ids, "score": scores, **more}), "score")


def highest_first(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a table by id with its broken numbers rounded, the highest of a column first."""
    told = rounded(table)
    # What stands by id stays so among equals, which spares comparing ids.
    return told[np.argsort(-told[column].to_numpy(), kind="stable")]


def sparse(parts: Any, size: int) -> Any:
    """Return a square sparse matrix of numbers and their places, as scipy takes them."""
    # It takes a third of a second to load, and most questions do without.
    from scipy.sparse import csr_array

    return csr_array(parts, shape=(size, size))


def rounded(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with its broken numbers to nine digits; less than a billionth is zero."""
    told = pl.col(pl.Float64)
    seen = told.abs() >= 10.0**-_DIGITS
    return table.with_columns(told.round_sig_figs(_DIGITS) * seen.cast(pl.Float64))


def _block(whole: Any, order: NDArray[np.int64], start: int, end: int) -> Block:
    low, high = whole.indptr[start], whole.indptr[end]
    parts = (
        whole.data[low:high],
        whole.indices[low:high] - start,
        whole.indptr[start : end + 1] - low,
    )
    return Block(order[start:end], sparse(parts, end - start))


def standing_for(held: pl.DataFrame) -> pl.DataFrame:
    """Return for each thing that one alone holds who holds it.

    Args:
        held: ``holder`` and ``held``; rows may repeat.

    Returns:
        ``id`` (the thing) and ``holder``, by id; of what a held thing holds (a handset of
        a phone) the holder of that thing. What two or more hold stands for nobody: it is
        a tie between them.
    """
    pairs = held.select("holder", id="held").unique()
    alone = pairs.filter(pl.len().over("id") == 1)
    above = alone.select(holder="id", above="holder")
    told = alone.join(above, on="holder", how="left")
    return told.select("id", holder=pl.coalesce("above", "holder")).sort("id")


def united_links(links: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Return links with the holder in place of each thing that one alone holds.

    Args:
        links: ``from_id``, ``to_id`` and any other columns.
        held: As of ``standing_for``.

    Returns:
        The same columns and rows, in the same order; links between a holder and what it
        alone holds now lead from it to itself.
    """
    stands = standing_for(held)
    for end in _ENDS:
        links = (
            links.join(stands, left_on=end, right_on="id", how="left", maintain_order="left")
            .with_columns(pl.coalesce("holder", end).alias(end))
            .drop("holder")
        )
    return links


def project_ties(
    links: pl.DataFrame, *, held: pl.DataFrame | None = None, entities: Iterable[str] = ()
) -> Ties:
    """Return the ties that links make: one for each two entities, whatever the direction.

    Args:
        links: ``from_id`` and ``to_id``; one row a link, parallel ones kept, such as
            ``Network.links``. Links of an entity with itself are passed over.
        held: ``holder`` and ``held``: a thing that one alone holds is looked at as its
            holder, so that two people are tied by what passed between their phones and
            accounts. Where left out, each thing stands for itself.
        entities: More ids, for those that no link names; they have no ties.

    Returns:
        Ties whose strength is the number of links between the two. Empty for no links.

    Note:
        O(m log m) for m links. A tie says that something is on file between two entities.
        What no file holds is no tie: a measure of ties is a measure of the files too.
    """
    told = links if held is None else united_links(links, held)
    more = pl.Series("from_id", list(entities), dtype=pl.String)
    known = pl.concat([told["from_id"], told["to_id"].rename("from_id"), more])
    ids = known.unique().sort().rename("id")
    place = pl.DataFrame({"id": ids, "place": np.arange(len(ids), dtype=np.int64)})
    one, other = (
        told.select(id=end)
        .join(place, on="id", how="left", maintain_order="left")["place"]
        .to_numpy()
        for end in _ENDS
    )
    low, high = np.minimum(one, other), np.maximum(one, other)
    # A pair of ids is one number: texts would take ten times as long to sort.
    pairs, links_of = np.unique((low * len(ids) + high)[low != high], return_counts=True)
    first, second = np.divmod(pairs, max(len(ids), 1))
    return Ties(ids, first, second, links_of.astype(np.float64))
