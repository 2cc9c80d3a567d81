"""Records that judgements make one entity: their statements under one id, their links as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.clusters import Clusters
from linkgraph.schema import load_schema
from linkgraph.statements import link_id

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.ledger import Ledger, StoredTable

__all__ = ["Merging", "links_behind"]

_ENDS = ("from_id", "to_id")


@dataclass(frozen=True, slots=True)
class Merging:
    """Which ids stand for which.

    Attributes:
        names: Columns ``record`` and ``entity``, for records of entities of two or more.
    """

    names: pl.DataFrame

    @classmethod
    def of(cls, clusters: Clusters) -> Merging:
        """Return what clusters make one."""
        return cls(clusters.frame)

    def table(self, table: StoredTable) -> pl.DataFrame:
        """Return a chunk's statements as those of entities rather than of records.

        Links that would lead from an entity to itself, for being told between two of its
        records, are left out. Links that no reference tells apart get the id that they
        would have, had the files named the entity. Costs joins, and one digest a link
        that is new by this; nothing where nobody is merged.
        """
        resolved = load_schema().resolved_kinds
        if not self.names.height:
            return table.frame
        if table.part == "entity":
            return self._renamed(table.frame, "id") if table.name in resolved else table.frame
        ends = [
            end
            for end, kind in zip(_ENDS, (table.start, table.end), strict=True)
            if kind in resolved
        ]
        return self._links(table, ends) if ends else table.frame

    def _renamed(self, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        names = self.names.rename({"record": column})
        return (
            frame.join(names, on=column, how="left", maintain_order="left")
            .with_columns(pl.coalesce("entity", column).alias(column))
            .drop("entity")
        )

    def _links(self, table: StoredTable, ends: list[str]) -> pl.DataFrame:
        known = self.names["record"].implode()
        touched = pl.any_horizontal(pl.col(end).is_in(known) for end in ends)
        marked = table.frame.with_columns(touched.alias("_touched"))
        if not marked["_touched"].any():
            return table.frame
        was_loop = pl.col("from_id") == pl.col("to_id")
        merged = marked.filter("_touched").with_columns(was_loop.alias("_loop"))
        for end in ends:
            merged = self._renamed(merged, end)
        merged = merged.filter((pl.col("from_id") != pl.col("to_id")) | pl.col("_loop"))
        if not load_schema().links[table.name].event:
            merged = _told_by_ends(merged, table.name)
        rest = marked.filter(~pl.col("_touched"))
        columns = table.frame.columns
        return pl.concat([rest.select(columns), merged.select(columns)])


def _told_by_ends(frame: pl.DataFrame, type_: str) -> pl.DataFrame:
    """Return links under the ids that their ends, and basis, give."""
    keys = [*_ENDS, *(["basis"] if "basis" in frame.columns else [])]
    once = frame.select(keys).unique()
    ids = [link_id(type_, (part for part in row if part is not None)) for row in once.iter_rows()]
    made = once.with_columns(pl.Series("link_id", ids, dtype=pl.String))
    return frame.drop("link_id").join(made, on=keys, nulls_equal=True)


def links_behind(ledger: Ledger, wanted: Collection[str]) -> dict[str, set[str]]:
    """Return, for links of the graph, the ids under which the ledger's statements have them.

    Args:
        ledger: The truth.
        wanted: Ids of links of the graph; those that no merge made are left out.
    """
    types = {one.partition(":")[0].upper() for one in wanted} & load_schema().links.keys()
    found: dict[str, set[str]] = {}
    merging = Merging.of(find_entities(ledger) if types else Clusters())
    if not merging.names.height:
        return found
    numbered = "_row"
    for table in ledger.tables(part="link", names=types):
        held = table.frame.with_row_index(numbered)
        made = merging.table(replace(table, frame=held))
        hits = made.select(numbered, pl.col("link_id").alias("made")).filter(
            pl.col("made").is_in(list(wanted))
        )
        for made_id, told in hits.join(held, on=numbered).select("made", "link_id").iter_rows():
            found.setdefault(made_id, set()).add(told)
    return found
