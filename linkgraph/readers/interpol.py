"""INTERPOL-shaped notices: a list under ``_embedded.notices`` or ``notices``, or a bare list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.readers.json_document import JsonDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkgraph.readers.base import RawBatch, ReadOptions

__all__ = ["InterpolNotices"]

_PLACES = ("_embedded.notices[]", "notices[]", "[]")


class InterpolNotices:
    """Notices with entity_id, forename, name, date_of_birth, nationalities, arrest_warrants."""

    name = "interpol"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the notices; a place is the JSON pointer."""
        places = options.records or _PLACES
        yield from JsonDocument().read(path, replace(options, records=places))
