"""What an audience may see without what no audience is told: as packages leave it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.share.barring import Barring, barred_of
from linkgraph.share.going import Going

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.ledger import Ledger, SourceRow, StoredTable
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.share.barring import Barred
    from linkgraph.share.cast import Cast

__all__ = ["Spoken", "spoken_of"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Leaves out of tables what tells of somebody who stays out.

    Attributes:
        barring: Who stays out.
        barred: What stays out, by source's number.
        silent: Numbers of the sources of which all stays out.
    """

    barring: Barring
    barred: Mapping[int, Barred]
    silent: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything stays out."""
        return bool(self.silent) or any(one.touched().len() for one in self.barred.values())

    def left(self, table: StoredTable) -> StoredTable:
        """Return a table without the rows that stay out; one of a source not looked at, as it is."""
        if table.source in self.silent:
            return replace(table, frame=table.frame.clear())
        if table.source not in self.barred:
            return table
        return replace(table, frame=self.barring.spoken(table, self.barred[table.source]))


def spoken_of(  # noqa: PLR0913 - keyword only
    ledger: Ledger,
    rows: Iterable[SourceRow],
    clusters: Clusters,
    cast: Cast,
    silent: frozenset[int] = frozenset(),
    *,
    family: bool = False,
) -> Spoken:
    """Return what sources say that an audience may be told.

    A record that speaks of somebody who is shown to no audience says nothing; nor does any of
    whom it names as family of somebody hidden.

    Args:
        ledger: The truth.
        rows: The sources that the audience may see.
        clusters: Who is who, by what may be told of it.
        cast: Who stays out, and who is hidden.
        silent: Numbers of the sources of which all stays out.
        family: Whether only ties of family count, and none of what people have together.
    """
    barring = Barring(Going(cast, clusters), family=family)
    return Spoken(barring, {row.seq: barred_of(ledger, row, barring) for row in rows}, silent)
