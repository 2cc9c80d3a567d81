"""Exports in, statements and rejections out: one module a format."""

from __future__ import annotations

from linkgraph.readers.base import check_readable
from linkgraph.readers.intake import Intake, open_intake
from linkgraph.readers.library import find_mapping, list_mappings, mapping_that_fits
from linkgraph.readers.registry import READERS, reader_for

__all__ = [
    "READERS",
    "Intake",
    "check_readable",
    "find_mapping",
    "list_mappings",
    "mapping_that_fits",
    "open_intake",
    "reader_for",
]
