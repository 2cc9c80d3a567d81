"""Who goes to an audience, and as what, beside the ids of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.cast import Cast

__all__ = ["Going"]


@dataclass(slots=True)
class Going:
    """Knows of each record its entity, how near that is to the plan, and as what it goes.

    Attributes:
        cast: Who goes, and as what.
        clusters: Who is who, by what the audience may be told.
    """

    cast: Cast
    clusters: Clusters
    _going: pl.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        near = self.cast.near
        self._going = pl.DataFrame(
            {"entity": list(near), "near": list(near.values())},
            schema={"entity": pl.String, "near": pl.Int32},
        ).with_columns(
            pl.Series("mask", [self.cast.ids.get(one) for one in near], dtype=pl.String),
            pl.Series("called", [self.cast.captions.get(one) for one in near], dtype=pl.String),
        )

    def marked(self, frame: pl.DataFrame, column: str, mark: str) -> pl.DataFrame:
        """Add of each id in a column its entity, and how near and as what that goes.

        Args:
            frame: Rows.
            column: Of ids.
            mark: Before the names of the columns ``entity``, ``near``, ``mask`` and ``called``.
        """
        names = self.clusters.frame
        if names.height:
            names = names.rename({"record": column, "entity": f"{mark}entity"})
            named = frame.join(names, on=column, how="left", maintain_order="left").with_columns(
                pl.coalesce(f"{mark}entity", column).alias(f"{mark}entity")
            )
        else:
            named = frame.with_columns(pl.col(column).alias(f"{mark}entity"))
        going = self._going.rename({name: f"{mark}{name}" for name in self._going.columns})
        return named.join(going, on=f"{mark}entity", how="left", maintain_order="left")
