"""JSON lines: one object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.readers.base import BATCH_RECORDS, RawBatch, ReadOptions, check_readable
from linkgraph.readers.encodings import text_encoding
from linkgraph.readers.json_stream import DECODER
from linkgraph.readers.lines import FLAWS, line_blocks
from linkgraph.readers.nested import Flattened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["JsonLines"]


class JsonLines:
    """One JSON object a line, nested as it may be. Blank lines are no records."""

    name = "jsonl"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; a place is the line, for a mention the line and the path in it."""
        check_readable(path)
        gathered = Flattened(options.nested, (*options.columns, *options.optional))
        encoding = text_encoding(path, told=options.encoding, expected=options.expected_encoding)
        for block in line_blocks(path, encoding):
            for position, line in enumerate(block.lines):
                flaw = block.flaws.get(position)
                text = line.strip()
                if flaw:
                    gathered.reject(str(block.first + position), flaw, FLAWS[flaw], text)
                elif text:
                    _add(gathered, str(block.first + position), text)
            if len(gathered) >= BATCH_RECORDS:
                yield gathered.batch()
        yield gathered.batch()


def _add(gathered: Flattened, locator: str, text: str) -> None:
    try:
        record = DECODER.decode(text)
    except ValueError:
        gathered.reject(locator, "bad_json", "the line is not whole JSON", text)
    except RecursionError:
        gathered.reject(locator, "bad_json", "the line nests too deeply", text)
    else:
        gathered.add(locator, record, text=text)
