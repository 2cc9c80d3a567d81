"""That two records are one, as somebody stated it: what of that may go in a package.

Only what was stated with its own handling (``entity state --same-as``) is somebody's to give.
It goes with the source that states it, where both records go too, as themselves: a judgement
on a record that stays inside would tell that there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.ledger import Ledger, StoredTable
    from linkgraph.share.cast import Cast
    from linkgraph.share.portions import Portion
    from linkgraph.share.sight import Sight

__all__ = ["Pair", "same_told", "stating"]

# Ids of the two records, the lesser first.
Pair = tuple[str, str]


def stating(sight: Sight) -> dict[str, Pair]:
    """Return source id to the two records that it states to be one; of sources in sight."""
    seen = {row.source.id for row in sight.rows}
    return {
        one.source_id: (one.left, one.right)
        for one in sight.judged
        if one.source_id in seen and one.verdict == "same"
    }


def same_told(
    ledger: Ledger, sight: Sight, cast: Cast, portions: Collection[Portion]
) -> dict[str, Pair]:
    """Return source id to the two records that it states to be one, of what may be told so.

    Both must go as themselves, in a source of the package that does not itself state it, and
    be one by all that the audience may see.

    Args:
        ledger: The truth.
        sight: What the audience may see.
        cast: Who goes, and as what.
        portions: What goes.
    """
    going = {one.row.source.id for one in portions}
    stated = {
        source: pair
        for source, pair in stating(sight).items()
        if source in going and _goes_as_itself(sight, cast, pair)
    }
    if not stated:
        return {}
    wanted = {one for pair in stated.values() for one in pair}
    others = [one for one in portions if one.row.source.id not in stated]
    told = _told_of(ledger, others, wanted)
    return {source: pair for source, pair in stated.items() if told.issuperset(pair)}


def _goes_as_itself(sight: Sight, cast: Cast, pair: Pair) -> bool:
    entity, other = map(sight.clusters.entity_of, pair)
    return entity == other and entity in cast.near and entity not in cast.ids


def _told_of(ledger: Ledger, portions: Iterable[Portion], wanted: set[str]) -> set[str]:
    ids = pl.Series("id", sorted(wanted), dtype=pl.String).implode()
    kinds = load_schema().resolved_kinds
    found: set[str] = set()
    for portion in portions:
        barred = portion.barred.touched().implode()
        for table in ledger.tables(part="entity", names=kinds, sources=[portion.row.seq]):
            found.update(_ids_in(table, ids, barred))
    return found


def _ids_in(table: StoredTable, ids: pl.Series, barred: pl.Series) -> pl.Series:
    goes = pl.col("id").is_in(ids) & ~pl.col("record").is_in(barred)
    return table.frame.filter(goes)["id"].unique()
