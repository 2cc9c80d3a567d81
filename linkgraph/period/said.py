"""One statement of what people enter: its properties, and the source that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.period.model import Marks
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.ledger import SourceRow

__all__ = ["Said", "marks_of_sources"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement.

    Attributes:
        told: Its properties by name, and its kind.
        row: The source that makes it.
    """

    told: Mapping[str, Any]
    row: SourceRow

    def text(self, name: str) -> str:
        """Return a property as text; empty where it is not said."""
        return str(self.told.get(name) or "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a property of several values; empty where it is not said."""
        return tuple(self.told.get(name) or ())

    def marks(self, *others: SourceRow) -> Marks:
        """Return the marks of the statement, and of sources that say something with it."""
        return marks_of_sources((self.row, *others))


def marks_of_sources(rows: Iterable[SourceRow]) -> Marks:
    """Return the marks of what sources say together."""
    held = {row.source.id: row.source for row in rows}
    return Marks(
        handling=strictest_marks(held.values()),
        originators=tuple(sorted({str(one.originator) for one in held.values()})),
        sources=tuple(sorted(held)),
    )
