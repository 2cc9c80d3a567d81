"""What of each source goes: looked at once before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.share.leaving import Leaving, Passed

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
        guarded: Whether the guard, and nothing else, kept a record of it back.
        struck: Whether it names somebody, or something, that only what is withheld protects.
    """

    row: SourceRow
    records: pl.Series
    entities: int
    links: int
    shared: int
    nearest: int | None
    whole: bool
    guarded: bool
    struck: bool

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
        One pass over the statements; memory is that of one table and a number a record.
    """
    held = pl.Series(sorted(struck), dtype=pl.String).implode()
    return [_portion(ledger, row, leaving, held) for row in rows]


def _portion(ledger: Ledger, row: SourceRow, leaving: Leaving, struck: pl.Series) -> Portion:
    counts = {"entity": 0, "link": 0}
    records = _records(ledger, row)
    kept, guarded = (
        np.zeros(records.len() and int(records.to_numpy().max()) + 1, dtype=np.bool_)
        for _ in range(2)
    )
    shared, nearest, whole, hit = 0, None, True, False
    for part, one in _passed(ledger, row, leaving):
        counts[part] += one.frame.height
        kept[one.frame["record"].to_numpy()] = True
        guarded[one.guarded.to_numpy()] = True
        shared += one.shared
        whole = whole and one.whole
        hit = hit or one.alarm or bool(one.ids.is_in(struck).any())
        if one.nearest is not None:
            nearest = one.nearest if nearest is None else min(nearest, one.nearest)
    numbers = records.to_numpy()
    lost = ~kept[numbers]
    return Portion(
        row=row,
        records=pl.Series("record", numbers[~lost], dtype=pl.Int32).sort(),
        entities=counts["entity"],
        links=counts["link"],
        shared=shared,
        nearest=nearest,
        whole=whole and not lost.any(),
        guarded=bool(lost.any() and guarded[numbers][lost].all()),
        struck=hit,
    )


def _passed(ledger: Ledger, row: SourceRow, leaving: Leaving) -> Iterator[tuple[str, Passed]]:
    for table in ledger.tables(sources=[row.seq]):
        if table.part != "record":
            yield table.part, leaving.passed(table)


def _records(ledger: Ledger, row: SourceRow) -> pl.Series:
    frames = [table.frame["record"] for table in ledger.tables(part="record", sources=[row.seq])]
    return pl.concat(frames) if frames else pl.Series("record", [], dtype=pl.Int32)
