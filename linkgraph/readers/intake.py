"""One file on its way into a case: its source, its mapping, its batches."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from linkgraph.readers.base import ReadOptions, check_readable
from linkgraph.readers.registry import reader_for
from linkgraph.readers.transform import Transform
from linkgraph.statements import Source, read_sidecar
from linkgraph.statements.source import source_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkgraph.readers.mapping import Mapping
    from linkgraph.statements import Batch

__all__ = ["Intake", "open_intake"]


@dataclass(frozen=True, slots=True)
class Intake:
    """A file with all that is known before its lines are read."""

    path: Path
    source: Source
    mapping: Mapping
    options: ReadOptions

    def batches(self) -> Iterator[Batch]:
        """Yield the file's statements and rejections, batch by batch, in file order.

        Raises:
            SourceError: The file as a whole cannot be read.
        """
        transform = Transform(self.mapping, self.source)
        for raw in reader_for(self.mapping.format).read(self.path, self.options):
            yield transform.batch(raw)


def open_intake(
    path: Path, mapping: Mapping, told: dict[str, Any] | None = None, encoding: str = ""
) -> Intake:
    """Return a file ready to be read.

    Args:
        path: The file.
        mapping: How to read it.
        told: What the caller says of the source; it comes before the sidecar.
        encoding: Overrides the mapping's and the detected one.

    Raises:
        SourceError: The file cannot be read, or nobody says who its originator is.
    """
    check_readable(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    stated = read_sidecar(path) | {k: v for k, v in (told or {}).items() if v not in (None, "", [])}
    source = source_from(stated, sha256=sha256, file=path.name, where=path.name)
    options = ReadOptions(
        encoding=encoding or mapping.encoding,
        delimiter=mapping.delimiter,
        header_row=mapping.header_row,
        header=mapping.header,
        columns=mapping.columns(),
        records=mapping.records,
        nested=tuple(mention.path for mention in mapping.mentions),
    )
    return Intake(path, source, replace(mapping), options)
