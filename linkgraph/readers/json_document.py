"""JSON documents: lists of records inside one object, read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
from linkgraph.readers.bounded import Bounded
from linkgraph.readers.encodings import text_encoding
from linkgraph.readers.json_bytes import JsonBytes
from linkgraph.readers.nested import Flattened, UniqueKeys, flatten, pointer_step

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
        for pattern in places:
            for locator, record, outer in _find(path, encoding, pattern):
                gathered.add(locator, record, outer)
                if len(gathered) >= BATCH_RECORDS:
                    yield gathered.batch()
            if len(gathered):
                yield gathered.batch()
                return
        if not any(_is_list(path, encoding, pattern) for pattern in places):
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


def _find(path: Path, encoding: str, pattern: str) -> Iterator[Found]:
    """Yield (pointer, record, fields of outer objects) along a pattern."""
    import ijson

    steps = pattern.split("[]")
    first, rest = steps[0].strip("."), [step.strip(".") for step in steps[1:-1]]
    base = "".join(f"/{pointer_step(key)}" for key in first.split(".") if key)
    prefix = f"{first}.item" if first else "item"
    try:
        with path.open("rb") as file:
            items = ijson.items(_bytes(file, encoding, path), prefix, map_type=UniqueKeys)
            for position, item in enumerate(items):
                yield from _inner(item, f"{base}/{position}", first, rest)
    except (ijson.JSONError, ValueError, RecursionError) as cause:
        raise _damaged(path) from cause


def _is_list(path: Path, encoding: str, pattern: str) -> bool:
    """Say whether a list, be it an empty one, stands at the head of a pattern."""
    import ijson

    place = pattern.split("[]", maxsplit=1)[0].strip(".")
    try:
        with path.open("rb") as file:
            events = ijson.parse(_bytes(file, encoding, path))
            return any(name == place and event == "start_array" for name, event, _ in events)
    except (ijson.JSONError, ValueError) as cause:
        raise _damaged(path) from cause


def _bytes(file: BinaryIO, encoding: str, path: Path) -> Bounded:
    return Bounded(JsonBytes(file, encoding), b'"', path)


def _damaged(path: Path) -> SourceError:
    return SourceError(
        "the document is not whole JSON: it is damaged or cut short",
        where=path.name,
        remedy="Ask its sender for it again.",
    )


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
