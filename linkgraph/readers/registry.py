"""Every format linkgraph reads, by the word after ``format:`` in a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import UnknownName
from linkgraph.readers.camt053 import Camt053
from linkgraph.readers.delimited import Delimited
from linkgraph.readers.interpol import InterpolNotices
from linkgraph.readers.json_document import JsonDocument
from linkgraph.readers.json_lines import JsonLines
from linkgraph.readers.workbook import Workbook, is_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from linkgraph.readers.base import Reader
    from linkgraph.readers.mapping import Mapping

__all__ = ["READERS", "format_of", "reader_for", "reads_workbooks"]

READERS: dict[str, type[Reader]] = {
    "csv": Delimited,
    "excel": Workbook,
    "json": JsonDocument,
    "jsonl": JsonLines,
    "camt.053": Camt053,
    "interpol": InterpolNotices,
}


def reader_for(name: str) -> Reader:
    """Return a reader by its format's name.

    Raises:
        UnknownName: No format has the name.
    """
    if name not in READERS:
        raise UnknownName.of("format", name, READERS)
    return READERS[name]()


def format_of(path: Path, mapping: Mapping) -> str:
    """Return the format to read a file by: the mapping's, or a workbook's where a list is one.

    What the file holds decides, not its ending: a portal's ``.xls`` is often a text.
    """
    if reads_workbooks(mapping) and is_workbook(path):
        return "excel"
    return mapping.format


def reads_workbooks(mapping: Mapping) -> bool:
    """Say whether a mapping of lists reads them from workbooks too: by its column heads."""
    return mapping.format == "csv" and mapping.header
