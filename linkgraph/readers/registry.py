"""Every format linkgraph reads, by the word after ``format:`` in a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import UnknownName
from linkgraph.readers.camt053 import Camt053
from linkgraph.readers.delimited import Delimited
from linkgraph.readers.interpol import InterpolNotices
from linkgraph.readers.json_document import JsonDocument
from linkgraph.readers.json_lines import JsonLines
from linkgraph.readers.workbook import Workbook

if TYPE_CHECKING:
    from linkgraph.readers.base import Reader

__all__ = ["READERS", "reader_for"]

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
