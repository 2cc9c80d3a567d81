"""JSON lines: one object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkgraph.readers.base import BATCH_RECORDS, RawBatch, ReadOptions, check_readable
from linkgraph.readers.lines import detect_encoding, numbered_lines
from linkgraph.readers.nested import Flattened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["JsonLines"]

_REASONS = {
    "bad_encoding": "bytes that the file's encoding does not know",
    "control_char": "a control character inside the line",
    "too_long": "the line is over a mebibyte: no record of this format",
}


class JsonLines:
    """One JSON object a line, nested as it may be."""

    name = "jsonl"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; a place is the line, for a mention the line and the path in it."""
        check_readable(path)
        gathered = Flattened(options.nested, options.columns)
        encoding = options.encoding or detect_encoding(path)
        for number, line, flaw in numbered_lines(path, encoding):
            text = line.strip()
            if not text:
                continue
            if flaw:
                gathered.reject(str(number), flaw, _REASONS[flaw], text)
            else:
                _add(gathered, str(number), text)
            if len(gathered) >= BATCH_RECORDS:
                yield gathered.batch()
        yield gathered.batch()


def _add(gathered: Flattened, locator: str, text: str) -> None:
    try:
        record = json.loads(text)
    except ValueError:
        gathered.reject(locator, "bad_json", "the line is not whole JSON", text)
    except RecursionError:
        gathered.reject(locator, "bad_json", "the line nests too deeply", text)
    else:
        gathered.add(locator, record)
