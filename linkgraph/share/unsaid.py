"""Whom an audience sees only since a record names them as somebody hidden's family, or beside her."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.belongings import enquiries_of, owned_things, with_what_is_theirs
from linkgraph.share.part import Part, choose
from linkgraph.share.telling import accusing_types, homes_of, telling, telling_types

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.sight import Sight

__all__ = ["unsaid_in", "unsaid_with_theirs", "without_unsaid"]

_BESIDE = {"source": pl.Int32, "record": pl.Int32, "entity": pl.String}


def without_unsaid(ledger: Ledger, sight: Sight, part: Projection) -> Projection:
    """Return a part without those who would stand in it alone, since their tie to somebody hidden does not go.

    A mother without any tie, of her daughter's name, tells as much as the tie would. What only
    she has, and what is asked of her alone, does not go either; nor does it in packages, which
    say nothing of whom a record names so.

    Args:
        ledger: The truth.
        sight: What the audience may see.
        part: What of it is to be shown.
    """
    out = unsaid_with_theirs(ledger, sight)
    if not out:
        return part
    return choose(part, Part(leave_out=out | enquiries_of(sight.graph, out)))


def unsaid_with_theirs(ledger: Ledger, sight: Sight) -> frozenset[str]:
    """Return those whom ``unsaid_in`` finds, with the things that only they, or hidden people too, have."""
    out = unsaid_in(ledger, sight)
    if not out:
        return out
    held = {
        thing
        for frame in sight.graph.links.values()
        for holder, thing in frame.select("from_id", "to_id").iter_rows()
        if holder in out
    }
    hidden = set(sight.roles.all_hidden())
    return out | (held & owned_things(sight.graph, hidden | out).keys())


def unsaid_in(ledger: Ledger, sight: Sight) -> frozenset[str]:
    """Return entities of which only records speak that tie them to somebody hidden in a way that tells.

    Nobody is among them who is suspected, or said to have acted against somebody or to belong to a
    syndicate: he is shown for that.

    Args:
        ledger: The truth.
        sight: What an audience may see.

    Note:
        Where somebody is hidden one pass over the ties that may tell, and one over entities.
    """
    hidden = with_what_is_theirs(sight.graph, set(sight.roles.all_hidden()))
    if not hidden:
        return frozenset()
    beside = _beside(ledger, sight, hidden)
    found = set(beside["entity"]) - sight.roles.suspects() - _accused(sight.graph)
    if not found:
        return frozenset()
    wanted = pl.Series("entity", sorted(found), dtype=pl.String)
    for table in ledger.tables(part="entity", sources=sight.numbers):
        told = _led(table.frame.select("record", "id"), "id", sight.clusters)
        told = told.filter(pl.col("id").is_in(wanted.implode()))
        here = beside.filter(pl.col("source") == table.source)
        elsewhere = told.join(
            here, left_on=["record", "id"], right_on=["record", "entity"], how="anti"
        )
        found.difference_update(elsewhere["id"])
    return frozenset(found)


def _accused(graph: Projection) -> set[str]:
    acts = accusing_types()
    said = (frame["from_id"] for shape, frame in graph.links.items() if shape.type in acts)
    return set().union(*said)


def _beside(ledger: Ledger, sight: Sight, hidden: Collection[str]) -> pl.DataFrame:
    """Return whom each record names in a tie that tells who is hidden."""
    homes = homes_of(sight.graph, hidden, sight.roles.suspects())
    inside = pl.Series("hidden", sorted(hidden), dtype=pl.String).implode()
    one, other = (pl.col(end).is_in(inside) for end in ("from_id", "to_id"))
    frames = [pl.DataFrame(schema=_BESIDE)]
    for table in ledger.tables(part="link", names=telling_types(), sources=sight.numbers):
        led = _led(_led(table.frame, "from_id", sight.clusters), "to_id", sight.clusters)
        shown = pl.when(one).then(pl.col("to_id")).otherwise(pl.col("from_id"))
        frames.append(
            telling(table.name, led, one, other, homes).select(
                pl.lit(table.source, pl.Int32).alias("source"), "record", shown.alias("entity")
            )
        )
    return pl.concat(frames).unique()


def _led(frame: pl.DataFrame, column: str, clusters: Clusters) -> pl.DataFrame:
    """Return rows with entities in the place of their records."""
    if not clusters.frame.height:
        return frame
    names = clusters.frame.select(pl.col("record").alias(column), pl.col("entity").alias("_led"))
    led = frame.join(names, on=column, how="left", maintain_order="left")
    return led.with_columns(pl.coalesce("_led", column).alias(column)).drop("_led")
