"""Texts that would give a hidden person away, found column by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.naming import Naming, naming_of_texts
from linkgraph.share.pseudonyms import plain

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Betraying"]


@dataclass(frozen=True, slots=True)
class Betraying:
    """Names and numbers that must not stand in a text, as ``Hidden`` has them.

    Attributes:
        names: Names; only free text is searched for them.
        numbers: Numbers as plain letters and digits, in capitals.
        naming: What finds the names.
    """

    names: Collection[str] = ()
    numbers: Collection[str] = ()
    naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "naming", naming_of_texts(self.names))

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers)

    def without_those_of(self, other: Betraying) -> Betraying:
        """Return the same without names that another finds already."""
        return Betraying(
            {one for one in self.names if not other.naming.stands_in(one)}, self.numbers
        )

    def in_texts(self, texts: pl.Series, *, free: bool) -> pl.Series:
        """Say of each text whether it holds a hidden number or, being free, a hidden name.

        Returns:
            Booleans, one a text; False for none. The same as ``Hidden.betrays`` for each.
        """
        none = pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
        if not self.numbers and not (free and self.names):
            return none
        # What is said over and over is looked at once.
        bad = self._among(texts.drop_nulls().unique(), free=free)
        return texts.is_in(bad.implode()).fill_null(value=False) if bad.len() else none

    def _among(self, texts: pl.Series, *, free: bool) -> pl.Series:
        """Return the texts that give away."""
        hit = pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
        if self.numbers:
            bare = pl.Series(map(plain, texts), dtype=pl.String)
            hit |= bare.str.contains_any(sorted(self.numbers))
        if free and self.naming:
            may = self.naming.may_stand_in(texts)
            hit |= pl.Series(
                (near and self.naming.stands_in(one) for one, near in zip(texts, may, strict=True)),
                dtype=pl.Boolean,
            )
        return texts.filter(hit)

    def without(self, column: pl.Series, *, free: bool) -> pl.Series:
        """Return a column of texts, or of lists of texts, without those that give away."""
        if isinstance(column.dtype, pl.List):
            items = column.explode().drop_nulls().unique()
            bad = set(items.filter(self.in_texts(items, free=free)))
            if not bad:
                return column
            kept = [
                None if one is None else [text for text in one if text not in bad]
                for one in column.to_list()
            ]
            return pl.Series(column.name, [one or None for one in kept], dtype=column.dtype)
        hit = self.in_texts(column, free=free)
        if not hit.any():
            return column
        frame = pl.DataFrame({"text": column, "bad": hit})
        return frame.select(
            pl.when(~pl.col("bad")).then(pl.col("text")).alias(column.name)
        ).to_series()
