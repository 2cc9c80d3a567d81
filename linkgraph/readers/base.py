"""What a reader of an export format promises."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from linkgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from linkgraph.statements import Rejected

__all__ = [
    "BATCH_RECORDS",
    "MAX_LINE_BYTES",
    "RAW_KEPT",
    "Cell",
    "RawBatch",
    "ReadOptions",
    "Reader",
    "check_readable",
]

BATCH_RECORDS = 50_000
MAX_LINE_BYTES = 1 << 20
# Of a line too long to be one, this much is kept for a person to look at.
RAW_KEPT = 4_096

# Text, a list of texts, or nested mappings for mentions inside a record.
Cell = str | list[Any] | None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read one file; what is empty is found out.

    Attributes:
        encoding: What a person says it is, or empty.
        expected_encoding: What files of this kind usually are, or empty.
        delimiter: One character, or empty.
        header_row: Row of the column heads, counted from 1, or 0.
        columns: Column heads that the mapping names: they tell the header row.
        optional: Column heads that it names and that may be missing.
        records: For JSON: paths of the list of records, the first that is there counts.
        nested: For JSON: paths inside a record whose objects stay whole.
        header: Whether the file has column heads; without, columns are 1, 2, 3...
    """

    encoding: str = ""
    expected_encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    header: bool = True


@dataclass(frozen=True, slots=True)
class RawBatch:
    """A run of records as columns, not yet cleaned.

    Attributes:
        locators: Place of each record (design §4 b).
        columns: Per column head, one cell a record; None or "" is missing.
        rejected: Lines of the run that could not become records.
        text_of: Gives a record as it came, by position; None where that is no text.
        texts_only: Whether the format has no other cells than texts.
    """

    locators: Sequence[str]
    columns: dict[str, list[Cell]]
    rejected: list[Rejected] = field(default_factory=list)
    text_of: Callable[[int], str] | None = None
    texts_only: bool = False

    def raw(self, position: int) -> str:
        """Return a record as one text, for the quarantine."""
        if self.text_of is not None:
            return self.text_of(position)
        cells = (self.columns[name][position] for name in self.columns)
        return "\t".join("" if cell is None else str(cell) for cell in cells)


class Reader(Protocol):
    """Reads one export format.

    No line vanishes: records plus rejections account for every record of the file.
    Memory stays bounded by the batch, save where the format itself must be whole
    (a workbook).
    """

    @property
    def name(self) -> str:
        """The word after ``format:`` in a mapping."""
        ...

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the file's records in order.

        Raises:
            SourceError: The file as a whole cannot be read.
        """
        ...


def check_readable(path: Path) -> None:
    """Refuse what is no file with something in it.

    Raises:
        SourceError: It is missing, no ordinary file, empty or may not be read.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise SourceError(
                "this is a folder, not a file",
                where=path.name,
                remedy="Name the files in it, or the folder alone to take all that a mapping fits.",
            )
        if not stat.S_ISREG(kind):
            # Reading a pipe or a device may never end.
            raise SourceError("this is no ordinary file", where=path.name, remedy="Save it first.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as cause:
        raise SourceError(
            f"the file cannot be read ({cause.strerror or 'no reason given'})",
            where=path.name,
            remedy="Check that it is there and that you may read it.",
        ) from cause
    if empty:
        raise SourceError(
            "the file is empty", where=path.name, remedy="Ask its sender for it again."
        )
