"""What a reader of a table has and knows, against which it is held before it is given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkgraph.period.beside import Beside
from linkgraph.period.table import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.period.audit import Audit
    from linkgraph.period.table import Table

__all__ = ["Knowledge"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a reader has and knows beside a new table of one kind and period.

    Attributes:
        former: What it has of the same kind and period, oldest first.
        beside: What else it has that the new figures can be held against.
        audit: All that it has, to be solved together; nothing where None.
        country: Whose own part it knows, and has taken out of each table above; empty for
            whoever knows of none.
        part: That part of the new table.
    """

    former: tuple[Table, ...] = ()
    beside: tuple[Beside, ...] = ()
    audit: Audit | None = None
    country: str = ""
    part: Part = field(default_factory=Part)

    def left(self, table: Table) -> Table:
        """Return what is left of a new table to whoever takes the own part out of it."""
        return table.left(self.country, self.part) if self.country else table

    def and_held(self, tables: Mapping[str, Table]) -> Knowledge:
        """Return it with tables of other kinds on the same days, as they are left to it."""
        audit = self.audit
        for kind, table in tables.items():
            audit = audit and audit.and_held(kind, table)
        beside = (*self.beside, *map(Beside, tables.values()))
        return replace(self, beside=beside, audit=audit)
