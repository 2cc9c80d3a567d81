"""JSON documents: lists of records inside one object, read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.encodings import text_encoding
from linkgraph.readers.json_stream import JsonItems
from linkgraph.readers.nested import Flattened, flatten, pointer_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["JsonDocument"]

Found = tuple[str, object, dict[str, Cell]]


class JsonDocument:
    """Records at a path such as ``cases[].persons[]``; fields of outer objects go along.

    An outer object's fields are columns under their path without brackets
    (``cases.case_no``), a record's own under their path inside it (``name.full``).
    """

    name = "json"

    def read(self, path: Path, options: ReadOptions) -> Iterator[RawBatch]:
        """Yield the records; a place is the JSON pointer."""
        check_readable(path)
        encoding = text_encoding(path, told=options.encoding, expected=options.expected_encoding)
        gathered = Flattened(options.nested, _own(options))
        places = options.records or ("[]",)
        found = False
        for pattern in places:
            steps = [step.strip(".") for step in pattern.split("[]")]
            items = JsonItems(path, encoding, [key for key in steps[0].split(".") if key])
            for locator, record, outer in _records(items, steps):
                gathered.add(locator, record, outer)
                if len(gathered) >= BATCH_RECORDS:
                    yield gathered.batch()
            found = found or items.is_list
            if len(gathered):
                yield gathered.batch()
                return
        if not found:
            raise SourceError(
                "the document holds no list of records where the mapping looks for it",
                where=path.name,
                remedy=f"The mapping expects records at {' or '.join(places)}.",
            )


def _own(options: ReadOptions) -> list[str]:
    """Return the columns that belong to the record itself, not to what is around it."""
    outer = {pattern.replace("[]", "").split(".")[0] for pattern in options.records}
    columns = (*options.columns, *options.optional)
    return [column for column in columns if column.split(".")[0] not in outer]


def _records(items: JsonItems, steps: list[str]) -> Iterator[Found]:
    """Yield (pointer, record, fields of outer objects) along the steps of a pattern."""
    base = "".join(f"/{pointer_step(key)}" for key in steps[0].split(".") if key)
    for position, item in enumerate(items):
        yield from _inner(item, f"{base}/{position}", steps[0], steps[1:-1])


def _inner(item: Any, pointer: str, name: str, rest: list[str]) -> Iterator[Found]:
    if not rest or not isinstance(item, dict):
        yield pointer, item, {}
        return
    steps = rest[0].split(".")
    inner: Any = item
    for step in steps:
        inner = inner.get(step) if isinstance(inner, dict) else None
    shell = {key: value for key, value in item.items() if key != steps[0]}
    outer = flatten(shell, (), f"{name}.")
    place = pointer + "".join(f"/{pointer_step(key)}" for key in steps)
    if inner is not None and not isinstance(inner, list):
        yield place, inner, outer
        return
    for position, found in enumerate(inner or []):
        inside = _inner(found, f"{place}/{position}", f"{name}.{rest[0]}", rest[1:])
        for locator, record, more in inside:
            yield locator, record, outer | more
