"""What of each source goes: looked at once before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.share.leaving import PAPERS
from linkgraph.share.telling import Barred, accusing_types, telling_types
from linkgraph.statements.batch import RECORD_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from linkgraph.ledger import Ledger, SourceRow, StoredTable
    from linkgraph.share.leaving import Leaving

__all__ = ["Portion", "find_portions"]

_ENDS = ("from_id", "to_id")


@dataclass(frozen=True, slots=True)
class Portion:
    """What of one source goes.

    Attributes:
        row: The source.
        records: Numbers of the records that still say something, ascending.
        entities: Statements about entities.
        links: Statements about links.
        shared: Of both, what another originator says too.
        nearest: Steps from the plan's subjects; None where nothing goes.
        whole: Whether all that the source says goes, and unaltered.
        barred: What stays out, for somebody of whom it speaks.
        gaps: Whether only these are missing, so that a gap would tell of them: lines that
            the plan leaves out, or that were rejected, leave gaps too.
        struck: Whether it names somebody, or something, that only what is withheld protects.
        silenced: Texts left out, since they name, or may name, somebody hidden.
        agreed: Whether it holds what the partners agreed on (plan, period, focal points) and
            nothing else of it goes.
    """

    row: SourceRow
    records: pl.Series
    entities: int
    links: int
    shared: int
    nearest: int | None
    whole: bool
    barred: Barred
    gaps: bool
    struck: bool
    silenced: int
    agreed: bool = False

    @property
    def said(self) -> int:
        """Statements that go."""
        return self.entities + self.links


def find_portions(
    ledger: Ledger, rows: Iterable[SourceRow], leaving: Leaving, struck: Collection[str] = ()
) -> list[Portion]:
    """Return what of each source goes, in the order of the sources.

    Args:
        ledger: The truth.
        rows: The sources that the audience may see.
        leaving: Who goes, and as what.
        struck: Ids that the audience would see, and that only something withheld protects.

    Note:
        One pass over the statements, two where somebody stays out; memory is that of one table and a number a record.
    """
    held = pl.Series(sorted(struck), dtype=pl.String).implode()
    return [_portion(ledger, row, leaving, held) for row in rows]


def _portion(ledger: Ledger, row: SourceRow, leaving: Leaving, struck: pl.Series) -> Portion:
    counts = {"entity": 0, "link": 0}
    records, places = _records(ledger, row)
    barred = _barred(ledger, row, leaving)
    kept = np.zeros(records.len() and int(records.to_numpy().max()) + 1, dtype=np.bool_)
    shared, silenced, nearest, whole = 0, 0, [], True
    papers, others = False, 0
    hit = bool(leaving.alarm.in_texts(places, free=True).any())
    for table in _said(ledger, row):
        one = leaving.passed(table, barred)
        counts[table.part] += one.frame.height
        papers = papers or table.name in PAPERS
        others += 0 if table.name in PAPERS else one.frame.height
        kept[one.frame["record"].to_numpy()] = True
        shared += one.shared
        silenced += one.silenced
        whole = whole and one.whole
        hit = hit or one.alarm or bool(one.ids.is_in(struck).any())
        nearest += [] if one.nearest is None else [one.nearest]
    numbers = records.to_numpy()
    lost = int((~kept[numbers]).sum())
    return Portion(
        row=row,
        records=pl.Series("record", numbers[kept[numbers]], dtype=pl.Int32).sort(),
        entities=counts["entity"],
        links=counts["link"],
        shared=shared,
        nearest=min(nearest, default=None),
        whole=whole and not lost,
        barred=barred,
        gaps=_guard_alone(numbers[~kept[numbers]], barred) and not row.rejected,
        struck=hit,
        silenced=silenced,
        agreed=papers and not others,
    )


def _said(ledger: Ledger, row: SourceRow) -> Iterator[StoredTable]:
    return (table for table in ledger.tables(sources=[row.seq]) if table.part != "record")


def _guard_alone(lost: NDArray[np.int32], barred: Barred) -> bool:
    """Say whether records are missing, and all of them since they would tell of somebody."""
    return bool(len(lost)) and bool(np.isin(lost, barred.touched().to_numpy()).all())


def _barred(ledger: Ledger, row: SourceRow, leaving: Leaving) -> Barred:
    none = Barred.nothing()
    records, told, ties = [none.records], none.told, none.ties
    if leaving.cast.gone:
        records += [leaving.guarded(table) for table in _said(ledger, row)]
    accused = _accused(ledger, row, leaving)
    while leaving.cast.hidden:
        tables = ledger.tables(part="link", names=telling_types(), sources=[row.seq])
        named = pl.concat([told, *(leaving.told(table, told) for table in tables)]).unique()
        found = named.join(accused, on=named.columns, how="anti")
        ties = named.join(accused, on=named.columns, how="semi")["record"].unique()
        if found.height == told.height:
            break
        told = found
    barred = Barred(pl.concat(records).unique().sort(), told, ties)
    return _with_what_hangs_on(ledger, row, leaving, barred)


def _accused(ledger: Ledger, row: SourceRow, leaving: Leaving) -> pl.DataFrame:
    """Return whom each record accuses: they go for that, whose family they are does not."""
    acts = ledger.tables(part="link", names=accusing_types(), sources=[row.seq])
    found: list[pl.DataFrame] = [Barred.nothing().told]
    if leaving.cast.hidden:
        found += [leaving.accused(table) for table in acts]
    return pl.concat(found)


def _with_what_hangs_on(ledger: Ledger, row: SourceRow, leaving: Leaving, barred: Barred) -> Barred:
    """Return what stays out, with the records that lead to an entity of which only that spoke.

    A mention inside a record is a record of its own, and its link leads to whom the outer one
    names: without that it would lead nowhere, and no receiver takes such a package in.
    """
    while barred.touched().len():
        before, after = _named(ledger, row), _named(ledger, row, (leaving, barred))
        lost = before.filter(~before.is_in(after.implode()))
        leads = pl.any_horizontal(pl.col(end).is_in(lost.implode()) for end in _ENDS)
        links = ledger.tables(part="link", sources=[row.seq])
        more = [leaving.left(one, barred).filter(leads)["record"] for one in links]
        found = pl.concat([barred.records, *more]).unique().sort()
        if found.len() == barred.records.len():
            break
        barred = barred._replace(records=found)
    return barred


def _named(ledger: Ledger, row: SourceRow, kept: tuple[Leaving, Barred] | None = None) -> pl.Series:
    """Return the entities that a source names, or that what is left of it does."""
    found = [pl.Series("id", [], dtype=pl.String)]
    for table in ledger.tables(part="entity", sources=[row.seq]):
        frame = kept[0].left(table, kept[1]) if kept else table.frame
        found.append(frame["id"].unique())
    return pl.concat(found).unique()


def _records(ledger: Ledger, row: SourceRow) -> tuple[pl.Series, pl.Series]:
    """Return the records' numbers, and those of their places that hold more than digits."""
    frames = [table.frame for table in ledger.tables(part="record", sources=[row.seq])]
    held = pl.concat(frames) if frames else pl.DataFrame(schema=RECORD_SCHEMA)
    return held["record"], held["locator"].filter(held["locator"].str.contains("[^0-9]"))
