"""Columns of ids and values as tables of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.statements import EntityTable, LinkTable, link_id
from linkgraph.statements.batch import RECORD_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.readers.base import RawBatch
    from linkgraph.readers.made import EntityPart, Ids, LinkPart, Read
    from linkgraph.schema import Property

__all__ = ["Numbers", "entity_table", "link_table", "record_table"]

# Per record its number in the source; None for a record at fault.
Numbers = list[int | None]

_NOT_ONE = {type(None), list}
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class _Rows(NamedTuple):
    """Which record each statement of a table comes from.

    Attributes:
        records: Number of the record.
        positions: Its place in the batch; None where every record gives one statement.
        items: Which of the record's several values it is about; None where none has several.
    """

    records: list[int | None]
    positions: list[int] | None = None
    items: list[int] | None = None


def record_table(raw: RawBatch, numbers: Numbers) -> pl.DataFrame:
    """Return the place of each record that stands."""
    frame = pl.DataFrame({"record": numbers, "locator": list(raw.locators)}, schema=RECORD_SCHEMA)
    return frame.drop_nulls("record")


def entity_table(part: EntityPart, numbers: Numbers) -> EntityTable:
    """Return the statements of one entity spec; records at fault or without an id give none."""
    kind = load_schema().kinds[part.kind]
    rows, ids = _expand(numbers, part.ids)
    columns = {
        "record": pl.Series(rows.records, dtype=pl.Int32),
        "id": pl.Series(ids, dtype=pl.String),
    }
    columns |= _values(kind.properties, part.read, rows, each=kind.value)
    return EntityTable(part.kind, pl.DataFrame(columns))


def link_table(part: LinkPart, numbers: Numbers) -> LinkTable:
    """Return the statements of one link spec; links without an id get it from their ends."""
    rows, starts, ends = _pairs(numbers, part.starts, part.ends)
    if part.ids is None:
        names = [link_id(part.type, pair) for pair in zip(starts, ends, strict=True)]
    else:
        names = _at(part.ids, rows.positions)
    columns = {
        "record": pl.Series(rows.records, dtype=pl.Int32),
        "link_id": pl.Series(names, dtype=pl.String),
        "from_id": pl.Series(starts, dtype=pl.String),
        "to_id": pl.Series(ends, dtype=pl.String),
    }
    columns |= _values(load_schema().links[part.type].properties, part.read, rows)
    return LinkTable(part.type, part.start, part.end, pl.DataFrame(columns))


def _at(values: list[Any], positions: list[int] | None) -> list[Any]:
    return values if positions is None else [values[position] for position in positions]


def _each_one(*columns: list[Any]) -> bool:
    """Say whether every record has one value in each column, as nearly always."""
    return all(_NOT_ONE.isdisjoint(set(map(type, column))) for column in columns)


def _expand(numbers: Numbers, ids: Ids) -> tuple[_Rows, list[str]]:
    """Return the statements' records and ids."""
    if _each_one(numbers, ids):
        return _Rows(numbers), ids
    rows = _Rows([], [], [] if list in set(map(type, ids)) else None)
    found: list[str] = []
    assert rows.positions is not None
    for position, (number, one) in enumerate(zip(numbers, ids, strict=True)):
        if number is None or one is None:
            continue
        several = one if isinstance(one, list) else [one]
        rows.records.extend([number] * len(several))
        rows.positions.extend([position] * len(several))
        if rows.items is not None:
            rows.items.extend(range(len(several)))
        found += several
    return rows, found


def _pairs(numbers: Numbers, starts: Ids, ends: Ids) -> tuple[_Rows, list[str], list[str]]:
    """Return the links' records and both their ends."""
    if _each_one(numbers, starts, ends):
        return _Rows(numbers), starts, ends
    records: list[int | None] = []
    positions: list[int] = []
    pairs: list[tuple[str, str]] = []
    for position, (number, start, end) in enumerate(zip(numbers, starts, ends, strict=True)):
        if number is None or start is None or end is None:
            continue
        for one in start if isinstance(start, list) else (start,):
            for other in end if isinstance(end, list) else (end,):
                records.append(number)
                positions.append(position)
                pairs.append((one, other))
    return _Rows(records, positions), [one for one, _ in pairs], [other for _, other in pairs]


def _values(
    properties: Mapping[str, Property], read: Read, rows: _Rows, each: str = ""
) -> dict[str, pl.Series]:
    """Return a series for each property that any statement has.

    Args:
        properties: Of the kind or link.
        read: One value a record.
        rows: Where the statements come from.
        each: The property of which each statement has one, where a record has several.
    """
    columns: dict[str, pl.Series] = {}
    for name, values in read.items():
        prop = properties[name]
        kept = _at(values, rows.positions)
        if name == each and rows.items is not None:
            kept = [_item(one, at) for one, at in zip(kept, rows.items, strict=True)]
        types = set(map(type, kept))
        if types <= {type(None)}:
            continue
        if prop.many:
            kept = [one if one is None or isinstance(one, list) else [one] for one in kept]
        elif list in types:
            kept = [_only(one) for one in kept]
        columns[name] = pl.Series(name, kept, dtype=prop.dtype)
        if prop.type == "instant":
            moments = columns[name].str.to_datetime(_INSTANT, time_unit="ms")
            columns[f"{name}_s"] = moments.dt.epoch("s")
    return columns


def _item(value: Any, at: int) -> Any:
    return value[at] if isinstance(value, list) else value


def _only(value: Any) -> Any:
    """Return one value where a single one belongs: texts are joined, else the first stands."""
    if not isinstance(value, list):
        return value
    return "; ".join(value) if all(isinstance(one, str) for one in value) else value[0]
