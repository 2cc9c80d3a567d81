"""Which entities lie in different countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Ties

__all__ = ["Sides"]


@dataclass(frozen=True, slots=True)
class Sides:
    """Of each entity where it lies, as a number for each set of countries.

    Attributes:
        side: By place in ``Ties.ids``; 0 where no country is known.
        apart: Whether two sides have no country in common; 0 is apart from none.
    """

    side: NDArray[np.int64]
    apart: NDArray[np.bool_]

    @classmethod
    def of(cls, ties: Ties, countries: pl.DataFrame) -> Sides:
        """Return the sides of entities.

        Args:
            ties: Whose entities.
            countries: ``id`` and ``country``; rows may repeat, ids may be others.
        """
        known = countries.filter(pl.col("id").is_in(ties.ids.implode()))
        sets = (
            known.select("id", "country")
            .unique()
            .sort("id", "country")
            .group_by("id")
            .agg("country")
        )
        names = sorted({tuple(one) for one in sets["country"].to_list()})
        number = {one: at for at, one in enumerate(names, start=1)}
        told = {one: number[tuple(held)] for one, held in sets.iter_rows()}
        side = np.array([told.get(one, 0) for one in ties.ids], dtype=np.int64)
        apart = np.zeros((len(names) + 1, len(names) + 1), dtype=bool)
        for one, at in number.items():
            apart[at, 1:] = [not set(one) & set(other) for other in names]
        return cls(side, apart)

    def others_of(self, place: int, among: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return 1 for each of ``among`` (places) that lies apart from one, else 0."""
        return np.asarray(self.apart[self.side[place], self.side[among]], dtype=np.float64)

    def between(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how many pairs that lie apart are in each group.

        Args:
            counts: A row a group, how many of each side it holds.
        """
        told = counts.astype(np.float64)
        return np.asarray(((told @ self.apart) * told).sum(axis=-1) / 2)
