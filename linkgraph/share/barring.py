"""What of a source stays out of a package, so that it tells of nobody who does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from linkgraph.share.parts import stays_inside
from linkgraph.share.telling import accusing_types, is_registered, telling, telling_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkgraph.ledger import Ledger, Left, SourceRow, StoredTable
    from linkgraph.share.going import Going

__all__ = ["Barred", "Barring", "barred_of", "not_barred", "said_of"]

_ENDS = ("from_id", "to_id")
_TOLD = {"record": pl.Int32, "told": pl.String}


class Barred(NamedTuple):
    """What of a source stays out, so that it tells of nobody.

    Attributes:
        records: Records that stay out whole.
        told: ``record`` and ``told``: an entity of which that record says nothing, since it names
            it as family of somebody hidden, or beside her in a register; and what is nobody else's there.
        ties: Records that do say something of such an entity, since they accuse it: without the
            ties that would tell.
    """

    records: pl.Series
    told: pl.DataFrame
    ties: pl.Series

    @classmethod
    def nothing(cls) -> Barred:
        """Return that all may go."""
        none = pl.Series("record", [], dtype=pl.Int32)
        return cls(none, pl.DataFrame(schema=_TOLD), none)

    def touched(self) -> pl.Series:
        """Return the records of which something stays out."""
        return pl.concat([self.records, self.told["record"], self.ties]).unique()


@dataclass(slots=True)
class Barring:
    """Finds, table by table, what stays out.

    Attributes:
        going: Who goes, and as what.
        family: Whether only ties of family tell, and none of what people have together.
    """

    going: Going
    family: bool = False
    _hidden: pl.Series = field(init=False)
    _gone: pl.Series = field(init=False)

    def __post_init__(self) -> None:
        self._hidden = pl.Series("hidden", sorted(self.going.cast.hidden), dtype=pl.String)
        members = self.going.clusters.members
        # Ids as tables hold them: of whoever stays out, every record's.
        gone = {record for one in self.going.cast.gone for record in members(one)}
        self._gone = pl.Series("gone", sorted(gone), dtype=pl.String)

    @property
    def types(self) -> list[str]:
        """Types of links that are looked at for what they tell."""
        return [one for one in telling_types() if not (self.family and is_registered(one))]

    def guarded(self, table: StoredTable) -> pl.Series:
        """Return the records of which a statement speaks of somebody who stays out.

        Such a record stays out whole: what would be left of it tells that something was there.
        """
        ends = ("id",) if table.part == "entity" else _ENDS
        gone = self._gone.implode()
        lost = pl.any_horizontal(pl.col(end).is_in(gone) for end in ends)
        return table.frame.filter(lost)["record"].unique()

    def told(self, table: StoredTable, before: pl.DataFrame) -> pl.DataFrame:
        """Return ``record`` and ``told``: whom a record names in a tie that tells who is hidden.

        The tie alone would not do: whoever stands in her record is beside her all the same. So is
        whoever it names as family of hers who is not in the package herself: a file's name may
        tell what its records are.

        Args:
            table: A table of links.
            before: What was found of its source so far: their family is hers.
        """
        if table.part != "link" or not self.going.cast.hidden:
            return pl.DataFrame(schema=_TOLD)
        shown = pl.when("a_her").then(pl.col("b_entity")).otherwise(pl.col("a_entity"))
        return self._ties(table, before).select("record", shown.alias("told")).unique()

    def accused(self, table: StoredTable) -> pl.DataFrame:
        """Return ``record`` and ``told``: whom the links of an accusing type say it of."""
        marked = self.going.marked(table.frame, "from_id", "a_")
        return marked.select("record", pl.col("a_entity").alias("told")).unique()

    def _ties(self, table: StoredTable, before: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that tell who is hidden, or who her family is."""
        kin = not is_registered(table.name)
        marked = table.frame
        for end, mark in (("from_id", "a_"), ("to_id", "b_")):
            marked = self._beside_her(self.going.marked(marked, end, mark), mark, before, far=kin)
        return telling(table.name, marked, pl.col("a_her"), pl.col("b_her"), self.going.cast.homes)

    def _beside_her(
        self, frame: pl.DataFrame, mark: str, before: pl.DataFrame, *, far: bool
    ) -> pl.DataFrame:
        """Add whether an end is somebody hidden; where ``far``, also who does not go, and her family."""
        if not far:
            return frame.with_columns(pl.col(f"{mark}mask").is_not_null().alias(f"{mark}her"))
        pairs = before.select("record", pl.col("told").alias(f"{mark}entity")).with_columns(
            pl.lit(value=True).alias(f"{mark}told")
        )
        hidden = pl.col(f"{mark}entity").is_in(self._hidden.implode())
        return frame.join(
            pairs, on=["record", f"{mark}entity"], how="left", maintain_order="left"
        ).with_columns((hidden | pl.col(f"{mark}told").is_not_null()).alias(f"{mark}her"))

    def left(self, table: StoredTable, barred: Barred) -> pl.DataFrame:
        """Return the rows of a table without what stays inside, or is barred."""
        if stays_inside(table.name, table.start, table.end):
            return table.frame.clear()
        return self.spoken(table, barred)

    def spoken(self, table: StoredTable, barred: Barred) -> pl.DataFrame:
        """Return the rows of a table without what is barred."""
        frame = table.frame
        if barred.records.len():
            frame = frame.filter(~pl.col("record").is_in(barred.records.implode()))
        return self._untied(table, self._untold(table, frame, barred.told), barred)

    def _untold(self, table: StoredTable, frame: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
        """Return rows without those of entities of which their record says nothing."""
        touched = told["record"].implode()
        if not told.height or not frame["record"].is_in(touched).any():
            return frame
        ends = ("id",) if table.part == "entity" else _ENDS
        names = frame.columns
        for end in ends:
            pairs = told.rename({"told": f"{end}_entity"})
            marked = self.going.marked(frame, end, f"{end}_")
            frame = marked.join(
                pairs.with_columns(pl.lit(value=True).alias("out")),
                on=["record", f"{end}_entity"], how="left", maintain_order="left",
            ).filter(pl.col("out").is_null()).select(names)  # fmt: skip
        return frame

    def _untied(self, table: StoredTable, frame: pl.DataFrame, barred: Barred) -> pl.DataFrame:
        """Return rows without the ties of some records that tell who is hidden."""
        if table.name not in self.types or not barred.ties.len():
            return frame
        here = replace(table, frame=frame.filter(pl.col("record").is_in(barred.ties.implode())))
        told = self._ties(here, barred.told)
        return frame.join(told, on=["record", "link_id"], how="anti", maintain_order="left")


def barred_of(ledger: Ledger, row: SourceRow, barring: Barring) -> Barred:
    """Return what of a source stays out.

    Args:
        ledger: The truth.
        row: The source.
        barring: Who stays out.

    Note:
        Where nobody is hidden it costs nothing; else some passes over the statements of the source.
    """
    none = Barred.nothing()
    records, told = [none.records], none.told
    if barring.going.cast.gone:
        records += [barring.guarded(table) for table in said_of(ledger, row)]
    while barring.going.cast.hidden:
        tables = ledger.tables(part="link", names=barring.types, sources=[row.seq])
        named = pl.concat([told, *(barring.told(table, told) for table in tables)]).unique()
        if named.height == told.height:
            break
        told = named
    # Whoever is accused goes for that; of his family such a record says nothing either.
    accused = _accused(ledger, row, barring) if told.height else none.told
    ties = told.join(accused, on=told.columns, how="semi")["record"].unique()
    told = told.join(accused, on=told.columns, how="anti")
    told = pl.concat([told, _theirs(ledger, row, barring, told)])
    barred = Barred(pl.concat(records).unique().sort(), told, ties)
    return _with_what_hangs_on(ledger, row, barring, barred)


def not_barred(ledger: Ledger, rows: Iterable[SourceRow], barring: Barring) -> Left:
    """Return what gives the rows of a table that are not barred.

    Args:
        ledger: The truth.
        rows: The sources whose tables are looked at.
        barring: Who stays out.

    Note:
        What is barred of a source is found when the first of its tables is, as ``barred_of``.
    """
    by_number = {row.seq: row for row in rows}
    found: dict[int, Barred] = {}

    def left(table: StoredTable) -> StoredTable:
        if table.source not in found:
            found[table.source] = barred_of(ledger, by_number[table.source], barring)
        return replace(table, frame=barring.left(table, found[table.source]))

    return left


def _accused(ledger: Ledger, row: SourceRow, barring: Barring) -> pl.DataFrame:
    """Return whom each record accuses: they go for that, whose family they are does not."""
    acts = ledger.tables(part="link", names=accusing_types(), sources=[row.seq])
    return pl.concat([Barred.nothing().told, *map(barring.accused, acts)])


def _theirs(ledger: Ledger, row: SourceRow, barring: Barring, told: pl.DataFrame) -> pl.DataFrame:
    """Return the things that each record gives to nobody but those of whom it says nothing.

    Without a holder a mother's telephone would stand there as if it were her daughter's.
    """
    tables = ledger.tables(part="link", sources=[row.seq]) if told.height else ()
    held = [pl.DataFrame(schema=_TOLD | {"out": pl.Boolean})]
    for table in tables:
        here = table.frame.filter(pl.col("record").is_in(told["record"].implode()))
        for thing, kind, other in (
            (_ENDS[0], table.start, _ENDS[1]),
            (_ENDS[1], table.end, _ENDS[0]),
        ):
            if here.height and kind != "Person":
                marked = barring.going.marked(here, other, "a_")
                pairs = told.select("record", pl.col("told").alias("a_entity"), out=True)
                joined = marked.join(pairs, on=["record", "a_entity"], how="left")
                held.append(
                    joined.select(
                        "record", pl.col(thing).alias("told"), pl.col("out").fill_null(value=False)
                    )
                )
    gathered = pl.concat(held).group_by("record", "told").agg(pl.col("out").all())
    return gathered.filter("out").select(list(_TOLD)).sort("record", "told")


def _with_what_hangs_on(ledger: Ledger, row: SourceRow, barring: Barring, barred: Barred) -> Barred:
    """Return what stays out, with the records that lead to an entity of which only that spoke.

    A mention inside a record is a record of its own, and its link leads to whom the outer one
    names: without that it would lead nowhere, and no receiver takes such a package in.
    """
    while barred.touched().len():
        lost = _lost(ledger, row, barring, barred)
        leads = pl.any_horizontal(pl.col(end).is_in(lost.implode()) for end in _ENDS)
        links = ledger.tables(part="link", sources=[row.seq])
        more = [barring.left(one, barred).filter(leads)["record"] for one in links]
        found = pl.concat([barred.records, *more]).unique().sort()
        if found.len() == barred.records.len():
            break
        barred = barred._replace(records=found)
    return barred


def _lost(ledger: Ledger, row: SourceRow, barring: Barring, barred: Barred) -> pl.Series:
    """Return the entities that a source names, and that what is left of it does not."""
    # Only a record of which something stays out can be the last to name somebody.
    touched = pl.col("record").is_in(barred.touched().implode())
    before, after = ([pl.Series("id", [], dtype=pl.String)] for _ in range(2))
    for table in ledger.tables(part="entity", sources=[row.seq]):
        before.append(table.frame.filter(touched)["id"].unique())
    named = pl.concat(before).unique()
    for table in ledger.tables(part="entity", sources=[row.seq]):
        here = pl.col("id").is_in(named.implode())
        after.append(
            barring.left(replace(table, frame=table.frame.filter(here)), barred)["id"].unique()
        )
    return named.filter(~named.is_in(pl.concat(after).implode()))


def said_of(ledger: Ledger, row: SourceRow) -> Iterator[StoredTable]:
    """Yield the tables of a source but for those of its records' places."""
    return (table for table in ledger.tables(sources=[row.seq]) if table.part != "record")
