"""One file on its way into a case: its source, its mapping, its batches."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.base import ReadOptions, check_readable
from linkgraph.readers.day_numbers import counts_from
from linkgraph.readers.mapping_parts import ways
from linkgraph.readers.registry import format_of, reader_for
from linkgraph.readers.transform import Transform
from linkgraph.statements import Source, read_sidecar
from linkgraph.statements.source import source_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as AnyMapping
    from pathlib import Path

    from linkgraph.readers.mapping import Mapping
    from linkgraph.statements import Batch

__all__ = ["Intake", "open_intake"]


@dataclass(slots=True)
class Intake:
    """A file with all that is known before its lines are read.

    Attributes:
        path: The file.
        source: From whom it is and who may see it.
        mapping: How its columns are read.
        options: How the file is built.
        reading: Ways of reading that hold where the mapping states none.
        unknown_roles: Records so far whose role word no table knows.
        unknown_role_places: Column and place of the first of these.
    """

    path: Path
    source: Source
    mapping: Mapping
    options: ReadOptions
    reading: AnyMapping[str, str] = field(default_factory=dict)
    unknown_roles: int = 0
    unknown_role_places: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Digest of how the file is read: the mapping's own where the caller says nothing more.

        Days read as 3 April and as 4 March are different statements, so the same file read
        otherwise is not the same source again.
        """
        said = {"encoding": self.options.encoding, **self.reading}
        told = {key: way.casefold() for key, way in sorted(said.items()) if way}
        if not told:
            return self.mapping.digest
        return hashlib.sha256(f"{self.mapping.digest} {json.dumps(told)}".encode()).hexdigest()

    def batches(self) -> Iterator[Batch]:
        """Yield the file's statements and rejections, batch by batch, in file order.

        Raises:
            SourceError: The file as a whole cannot be read, or holds no record. What
                was yielded before that must not be kept.
        """
        # Only workbooks keep days as bare numbers.
        format_ = format_of(self.path, self.mapping)
        days = {"serial": counts_from(self.path)} if format_ == "excel" else {}
        transform = Transform(self.mapping, self.source, {**self.reading, **days})
        read = 0
        for raw in reader_for(format_).read(self.path, self.options):
            batch = transform.batch(raw)
            self.unknown_roles = transform.unknown_roles
            self.unknown_role_places = transform.unknown_role_places
            if batch.read:
                read += batch.read
                yield batch
        if not read:
            raise SourceError(
                "the file holds no record",
                where=self.path.name,
                remedy="If that is right there is nothing to import; else ask for it again.",
            )


def open_intake(
    path: Path,
    mapping: Mapping,
    told: dict[str, Any] | None = None,
    encoding: str = "",
    reading: AnyMapping[str, str] | None = None,
) -> Intake:
    """Return a file ready to be read.

    Args:
        path: The file.
        mapping: How to read it.
        told: What the caller says of the source; it comes before the sidecar.
        encoding: What the caller says the encoding is; else it is found out.
        reading: Ways of reading (zone, order, calendar, country, ...) that hold where
            the mapping states none.

    Raises:
        SourceError: The file cannot be read, or nobody says who its originator is.
        MappingError: A way of reading is not known.
        UnknownName: No reader has the mapping's format.
    """
    check_readable(path)
    reader_for(mapping.format)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    stated = read_sidecar(path) | {k: v for k, v in (told or {}).items() if v not in (None, "", [])}
    source = source_from(stated, sha256=sha256, file=path.name, where=path.name)
    options = ReadOptions(
        encoding=encoding,
        expected_encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        header_row=mapping.header_row,
        header=mapping.header,
        columns=mapping.columns(),
        optional=mapping.optional,
        records=mapping.records,
        nested=tuple(mention.path for mention in mapping.mentions),
    )
    return Intake(path, source, mapping, options, ways(reading, "how to read"))
