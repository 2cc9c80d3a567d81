"""JSON documents: lists of records inside one object, read as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.errors import SourceError
from linkgraph.readers.base import BATCH_RECORDS, Cell, RawBatch, ReadOptions, check_readable
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
        gathered = Flattened(options.nested, _own(options))
        for pattern in options.records or ("[]",):
            seen = False
            for locator, record, outer in _find(path, pattern):
                seen = True
                gathered.add(locator, record, outer)
                if len(gathered) >= BATCH_RECORDS:
                    yield gathered.batch()
            if seen:
                yield gathered.batch()
                return
        raise SourceError(
            "the document holds no list of records where the mapping looks for it",
            where=path.name,
            remedy=f"The mapping expects records at {' or '.join(options.records or ('[]',))}.",
        )


def _own(options: ReadOptions) -> list[str]:
    """Return the columns that belong to the record itself, not to what is around it."""
    outer = {pattern.replace("[]", "").split(".")[0] for pattern in options.records}
    return [column for column in options.columns if column.split(".")[0] not in outer]


def _find(path: Path, pattern: str) -> Iterator[Found]:
    """Yield (pointer, record, fields of outer objects) along a pattern."""
    import ijson  # noqa: PLC0415 - only JSON documents need it

    steps = pattern.split("[]")
    first, rest = steps[0].strip("."), [step.strip(".") for step in steps[1:-1]]
    base = "".join(f"/{pointer_step(key)}" for key in first.split(".") if key)
    try:
        with path.open("rb") as file:
            prefix = f"{first}.item" if first else "item"
            for position, item in enumerate(ijson.items(file, prefix)):
                yield from _inner(item, f"{base}/{position}", first, rest)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as cause:
        raise SourceError(
            "the document is not whole JSON: it is damaged or cut short",
            where=path.name,
            remedy="Ask its sender for it again.",
        ) from cause


def _inner(item: Any, pointer: str, name: str, rest: list[str]) -> Iterator[Found]:
    if not rest:
        yield pointer, item, {}
        return
    if not isinstance(item, dict):
        yield pointer, item, {}
        return
    steps = rest[0].split(".")
    inner: Any = item
    for step in steps:
        inner = inner.get(step) if isinstance(inner, dict) else None
    shell = {key: value for key, value in item.items() if key != steps[0]}
    outer = flatten(shell, (), f"{name}.")
    for position, found in enumerate(inner if isinstance(inner, list) else []):
        place = pointer + "".join(f"/{pointer_step(key)}" for key in steps) + f"/{position}"
        for locator, record, more in _inner(found, place, f"{name}.{rest[0]}", rest[1:]):
            yield locator, record, outer | more
