"""Whom an audience sees only since a record names them as somebody hidden's family, or beside her."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.belongings import enquiries_of, had_by, owned_things, with_what_is_theirs
from linkgraph.share.part import Part, choose
from linkgraph.share.same import once_stating
from linkgraph.share.sight import never_outside
from linkgraph.share.telling import accusing_types, homes_of, is_registered, telling, telling_types

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
    """Return those whom ``unsaid_in`` finds, with the things that only they, or hidden people too, have.

    What another record tells of without them, such as a telephone in the records of calls, is
    not among these, unless somebody hidden has it too.
    """
    out = unsaid_in(ledger, sight)
    if not out:
        return out
    hidden = set(sight.roles.all_hidden())
    owned = owned_things(sight.graph, hidden | out).keys()
    theirs, hers = (had_by(sight.graph, some) & owned for some in (out, hidden))
    named = _named_in(ledger, sight, out | theirs)
    own = named.filter(pl.col("entity").is_in(sorted(out))).select("source", "record")
    elsewhere = named.join(own, on=["source", "record"], how="anti")
    return out | (theirs & hers) | theirs.difference(elsewhere["entity"])


def unsaid_in(ledger: Ledger, sight: Sight) -> frozenset[str]:
    """Return entities of which only records speak that tie them to somebody hidden in a way that tells.

    Or to one of them: her mother's husband, in the record that names the mother. So are those of
    whom only records speak that name somebody who is shown to no audience, as in packages. Of
    her family nobody is among them who is suspected, or said to have acted against somebody or to
    belong to a syndicate: he is shown for that.

    Args:
        ledger: The truth.
        sight: What an audience may see.

    Note:
        Where somebody is hidden one pass over the ties that may tell, and one over entities; as
        many again for each step from one of the family to the next.
    """
    hidden = with_what_is_theirs(sight.graph, set(sight.roles.all_hidden()))
    silent, accused = _in_silent_records(ledger, sight), _accused(sight)
    found: set[str] = set()
    while hidden:
        family = _beside(ledger, sight, hidden, found).filter(~pl.col("entity").is_in(accused))
        beside = pl.concat([silent, family]).unique()
        named = set(beside["entity"]) - found
        elsewhere = _named_in(ledger, sight, named).join(beside, on=list(_BESIDE), how="anti")
        more = named.difference(_speaking(ledger, sight, elsewhere)["entity"])
        if not more:
            break
        found |= more
    return frozenset(found)


def _speaking(ledger: Ledger, sight: Sight, named: pl.DataFrame) -> pl.DataFrame:
    """Return records that name entities without those that say only that two of them are one."""
    touched = set(named["source"])
    same = once_stating(ledger, [row for row in sight.rows if row.seq in touched])
    return named.filter(~pl.col("source").is_in(pl.Series(sorted(same), dtype=pl.Int32).implode()))


def _accused(sight: Sight) -> pl.Series:
    acts = accusing_types()
    said = (frame["from_id"] for shape, frame in sight.graph.links.items() if shape.type in acts)
    suspects = pl.Series("entity", sorted(sight.roles.suspects()), dtype=pl.String)
    return pl.concat([suspects, *said]).unique().implode()


def _in_silent_records(ledger: Ledger, sight: Sight) -> pl.DataFrame:
    """Return whom records name that speak of somebody who is shown to no audience."""
    gone = {one for one in sight.roles.by_id if never_outside(sight.roles, one)}
    own = _named_in(ledger, sight, with_what_is_theirs(sight.graph, gone) if gone else gone)
    records = own.select("source", "record").unique()
    frames = [pl.DataFrame(schema=_BESIDE)]
    for table in ledger.tables(part="entity", sources=sight.numbers) if records.height else ():
        told = table.frame.select("record", pl.col("id").alias("entity")).with_columns(
            pl.lit(table.source, pl.Int32).alias("source")
        )
        here = told.join(records, on=["source", "record"], how="semi").select(*_BESIDE)
        frames.append(_led(here, "entity", sight.clusters))
    return pl.concat(frames).join(own, on=list(_BESIDE), how="anti").unique()


def _named_in(ledger: Ledger, sight: Sight, ids: Collection[str]) -> pl.DataFrame:
    """Return which records name some entities."""
    frames = [pl.DataFrame(schema=_BESIDE)]
    if not ids:
        return frames[0]
    wanted = pl.Series("entity", sorted(ids), dtype=pl.String).implode()
    for table in ledger.tables(part="entity", sources=sight.numbers):
        told = _led(
            table.frame.select("record", pl.col("id").alias("entity")), "entity", sight.clusters
        )
        here = pl.lit(table.source, pl.Int32).alias("source")
        frames.append(told.filter(pl.col("entity").is_in(wanted)).select(here, "record", "entity"))
    return pl.concat(frames).unique()


def _beside(ledger: Ledger, sight: Sight, hidden: set[str], family: set[str]) -> pl.DataFrame:
    """Return whom each record names in a tie that tells who is hidden, or as family of her family."""
    homes = homes_of(sight.graph, hidden, sight.roles.suspects())
    frames = [pl.DataFrame(schema=_BESIDE)]
    for table in ledger.tables(part="link", names=telling_types(), sources=sight.numbers):
        led = _led(_led(table.frame, "from_id", sight.clusters), "to_id", sight.clusters)
        hers = hidden if is_registered(table.name) else hidden | family
        inside = pl.Series("hidden", sorted(hers), dtype=pl.String).implode()
        one, other = (pl.col(end).is_in(inside) for end in ("from_id", "to_id"))
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
