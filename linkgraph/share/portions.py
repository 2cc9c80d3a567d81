"""What of each source goes: looked at once before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.share.barring import barred_of, said_of
from linkgraph.share.leaving import PAPERS
from linkgraph.statements.batch import RECORD_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.share.barring import Barred
    from linkgraph.share.leaving import Leaving

__all__ = ["Portion", "find_portions"]


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
        named: Whom, or what, it names that only what is withheld protects, by id; for inside alone.
        alarmed: Whether a text or a place in it names somebody such.
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
    named: frozenset[str]
    alarmed: bool
    silenced: int
    agreed: bool = False

    @property
    def struck(self) -> bool:
        """Whether it names somebody, or something, that only what is withheld protects."""
        return self.alarmed or bool(self.named)

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
    barred = barred_of(ledger, row, leaving.barring)
    kept = np.zeros(records.len() and int(records.to_numpy().max()) + 1, dtype=np.bool_)
    shared, silenced, nearest, whole = 0, 0, [], True
    papers, others = False, 0
    named: set[str] = set()
    alarmed = bool(leaving.alarm.in_texts(places, free=True).any())
    for table in said_of(ledger, row):
        one = leaving.passed(table, barred)
        counts[table.part] += one.frame.height
        papers = papers or table.name in PAPERS
        others += 0 if table.name in PAPERS else one.frame.height
        kept[one.frame["record"].to_numpy()] = True
        shared += one.shared
        silenced += one.silenced
        whole = whole and one.whole
        alarmed = alarmed or one.alarm
        named.update(one.ids.filter(one.ids.is_in(struck)))
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
        named=frozenset(named),
        alarmed=alarmed,
        silenced=silenced,
        agreed=papers and not others,
    )


def _guard_alone(lost: NDArray[np.int32], barred: Barred) -> bool:
    """Say whether records are missing, and all of them since they would tell of somebody."""
    return bool(len(lost)) and bool(np.isin(lost, barred.touched().to_numpy()).all())


def _records(ledger: Ledger, row: SourceRow) -> tuple[pl.Series, pl.Series]:
    """Return the records' numbers, and those of their places that hold more than digits."""
    frames = [table.frame for table in ledger.tables(part="record", sources=[row.seq])]
    held = pl.concat(frames) if frames else pl.DataFrame(schema=RECORD_SCHEMA)
    return held["record"], held["locator"].filter(held["locator"].str.contains("[^0-9]"))
