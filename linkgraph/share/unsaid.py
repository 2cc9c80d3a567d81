"""Whom an audience sees only since a record names them as somebody hidden's family, or beside her."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.belongings import enquiries_of, had_by, owned_things, with_what_is_theirs
from linkgraph.share.identity import once_stating
from linkgraph.share.part import Part, choose
from linkgraph.share.sight import homes_in, never_outside
from linkgraph.share.telling import accusing_types, is_registered, telling, telling_types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Ledger, Left, StoredTable
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.sight import Sight

__all__ = ["unsaid_in", "unsaid_with_theirs", "without_unsaid"]

_ENDS = ("from_id", "to_id")
_BESIDE = {"source": pl.Int32, "record": pl.Int32, "entity": pl.String}


def without_unsaid(sight: Sight, part: Projection, unsaid: frozenset[str]) -> Projection:
    """Return a part without those who would stand in it alone, since their tie to somebody hidden does not go.

    A mother without any tie, of her daughter's name, tells as much as the tie would. What only
    she has, and what is asked of her alone, does not go either; nor does it in packages, which
    say nothing of whom a record names so.

    Args:
        sight: What the audience may see.
        part: What of it is to be shown.
        unsaid: Those of ``unsaid_with_theirs``.
    """
    if not unsaid:
        return part
    return choose(part, Part(leave_out=unsaid | enquiries_of(sight.graph, unsaid)))


def unsaid_with_theirs(ledger: Ledger, sight: Sight) -> frozenset[str]:
    """Return those whom ``unsaid_in`` finds, with the things that only they, or hidden people too, have.

    What another record tells of without them, such as a telephone in the records of calls, is
    not among these, unless somebody hidden has it too; nor is what is told to be hidden people's
    alone, which goes as theirs.
    """
    out = unsaid_in(ledger, sight)
    if not out:
        return out
    hidden = set(sight.roles.all_hidden())
    owned = owned_things(sight.heard, hidden | out).keys()
    theirs, hers = (had_by(sight.heard, some) & owned for some in (out, hidden))
    named = _named_in(ledger, sight, out | theirs)
    own = named.filter(pl.col("entity").is_in(sorted(out))).select("source", "record")
    elsewhere = _told_of(ledger, sight, theirs).join(own, on=["source", "record"], how="anti")
    told = with_what_is_theirs(sight.told, hidden)
    return out | ((theirs & hers) | theirs.difference(elsewhere["entity"])).difference(told)


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
    hidden = sight.theirs(set(sight.roles.all_hidden()))
    if not hidden:
        return frozenset()
    silent, kin = _in_silent_records(ledger, sight), _Kin(ledger, sight, hidden, _accused(sight))
    found, family = kin.reached()
    found |= set(silent["entity"])
    while found:
        beside = pl.concat([silent, family]).unique()
        elsewhere = _told_of(ledger, sight, found).join(beside, on=list(_BESIDE), how="anti")
        known = set(_speaking(ledger, sight, elsewhere)["entity"])
        if known.isdisjoint(found):
            break
        # Whose family somebody known is, that a record may say.
        found -= known
        family = kin.beside(found)
    return frozenset(found)


@dataclass(slots=True)
class _Kin:
    """Whom records name as hidden people's family, and as family of that family.

    Attributes:
        ledger: The truth.
        sight: What an audience may see.
        hidden: Hidden people and what is theirs.
        accused: Who is shown for what he is said to have done; of his family a record says
            nothing either that ties him to somebody hidden.
    """

    ledger: Ledger
    sight: Sight
    hidden: set[str]
    accused: pl.Series
    _pairs: pl.DataFrame = field(init=False)
    _registered: pl.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        self._pairs = pl.DataFrame(schema=_BESIDE)
        homes = homes_in(self.sight, self.hidden)
        one, other = (pl.col(end).is_in(_among(self.hidden)) for end in _ENDS)
        told = (
            _named(table.source, telling(table.name, table.frame, one, other, homes), "to_id")
            for table in _ties(self.ledger, self.sight, registered=True)
        )
        self._registered = pl.concat([self._pairs, *told])

    def reached(self) -> tuple[set[str], pl.DataFrame]:
        """Return all to whom ties lead, but for the accused, and which records name them so."""
        found: set[str] = set()
        while True:
            size = self._pairs.height
            family = self.beside(found)
            more = set(family["entity"])
            if more == found and self._pairs.height == size:
                return found, family
            found = more

    def beside(self, found: set[str]) -> pl.DataFrame:
        """Return which records name somebody beside hidden people, or as family of some found."""
        family = [self._registered, *self._family(found)]
        named = pl.concat(family).unique().filter(~pl.col("entity").is_in(_among(self.hidden)))
        is_accused = pl.col("entity").is_in(self.accused)
        self._pairs = pl.concat([self._pairs, named.filter(is_accused)]).unique()
        return named.filter(~is_accused)

    def _family(self, found: set[str]) -> Iterator[pl.DataFrame]:
        hers, nobody = _among(self.hidden | found), pl.lit(value=False)
        ways = (
            (pl.col("from_id_hers"), nobody, "to_id"),
            (nobody, pl.col("to_id_hers"), "from_id"),
        )
        for table in _ties(self.ledger, self.sight, registered=False):
            of = self._pairs.filter(pl.col("source") == table.source)
            marked = _with_hers(table.frame, hers, of)
            for one, other, end in ways:
                told = telling(table.name, marked, one, other, frozenset())
                yield _named(table.source, told, end)


def _speaking(ledger: Ledger, sight: Sight, named: pl.DataFrame) -> pl.DataFrame:
    """Return records that name entities without those that say only that two of them are one."""
    touched = set(named["source"])
    same = once_stating(ledger, [row for row in sight.rows if row.seq in touched])
    return named.filter(~pl.col("source").is_in(pl.Series(sorted(same), dtype=pl.Int32).implode()))


def _accused(sight: Sight) -> pl.Series:
    acts = accusing_types()
    said = (frame["from_id"] for shape, frame in sight.told.links.items() if shape.type in acts)
    suspects = pl.Series("entity", sorted(sight.said.suspects()), dtype=pl.String)
    return pl.concat([suspects, *said]).unique().implode()


def _in_silent_records(ledger: Ledger, sight: Sight) -> pl.DataFrame:
    """Return whom records name that speak of somebody who is shown to no audience."""
    gone = {one for one in sight.roles.by_id if never_outside(sight.roles, one)}
    own = _named_in(ledger, sight, with_what_is_theirs(sight.graph, gone) if gone else gone)
    records = own.select("source", "record").unique()
    frames = [pl.DataFrame(schema=_BESIDE)]
    for table in ledger.tables(part="entity", sources=sight.numbers) if records.height else ():
        told = _named(table.source, table.frame, "id")
        here = told.join(records, on=["source", "record"], how="semi")
        frames.append(_led(here, "entity", sight.clusters))
    return pl.concat(frames).join(own, on=list(_BESIDE), how="anti").unique()


def _named_in(
    ledger: Ledger, sight: Sight, ids: Collection[str], *, left: Left | None = None
) -> pl.DataFrame:
    """Return which records name some entities."""
    frames = [pl.DataFrame(schema=_BESIDE)]
    if not ids:
        return frames[0]
    wanted = _among(ids)
    for table in ledger.tables(part="entity", sources=sight.numbers, left=left):
        told = _led(_named(table.source, table.frame, "id"), "entity", sight.clusters)
        frames.append(told.filter(pl.col("entity").is_in(wanted)))
    return pl.concat(frames).unique()


def _told_of(ledger: Ledger, sight: Sight, ids: Collection[str]) -> pl.DataFrame:
    """Return which records name some entities by what is told of them: a silent one makes nobody known."""
    return _named_in(ledger, sight, ids, left=sight.left)


def _ties(ledger: Ledger, sight: Sight, *, registered: bool) -> Iterator[StoredTable]:
    """Yield the ties that may tell, with entities at their ends: in registers, or of family."""
    names = [one for one in telling_types() if is_registered(one) is registered]
    for table in ledger.tables(part="link", names=names, sources=sight.numbers):
        led = _led(_led(table.frame, "from_id", sight.clusters), "to_id", sight.clusters)
        yield replace(table, frame=led)


def _named(source: int, told: pl.DataFrame, end: str) -> pl.DataFrame:
    number = pl.lit(source, pl.Int32).alias("source")
    return told.select(number, "record", pl.col(end).alias("entity"))


def _with_hers(frame: pl.DataFrame, hers: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    """Add of each end whether it is of hers, or one of the pairs of record and entity."""
    for end in _ENDS:
        mark = pairs.select("record", pl.col("entity").alias(end), pl.lit(value=True).alias("pair"))
        frame = frame.join(mark, on=["record", end], how="left", maintain_order="left")
        said = pl.col(end).is_in(hers) | pl.col("pair").is_not_null()
        frame = frame.with_columns(said.alias(f"{end}_hers")).drop("pair")
    return frame


def _among(ids: Collection[str]) -> pl.Series:
    return pl.Series("id", sorted(ids), dtype=pl.String).implode()


def _led(frame: pl.DataFrame, column: str, clusters: Clusters) -> pl.DataFrame:
    """Return rows with entities in the place of their records."""
    if not clusters.frame.height:
        return frame
    names = clusters.frame.select(pl.col("record").alias(column), pl.col("entity").alias("_led"))
    led = frame.join(names, on=column, how="left", maintain_order="left")
    return led.with_columns(pl.coalesce("_led", column).alias(column)).drop("_led")
