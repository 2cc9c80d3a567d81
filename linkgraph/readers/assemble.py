"""Columns of ids and values as tables of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.statements import EntityTable, LinkTable, link_id
from linkgraph.statements.batch import RECORD_SCHEMA
from linkgraph.values.instants import instant_to_epoch_s

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.readers.base import RawBatch
    from linkgraph.schema import Property

__all__ = ["Ids", "LinkParts", "Numbers", "entity_table", "link_table", "record_table"]

# Per record: None, an id, or a list of ids where one cell gave several.
Ids = list[Any]
# Per record its number in the source; None for a record at fault.
Numbers = list[int | None]
# Type, kinds at start and end, link ids, ids at start and end, properties.
LinkParts = tuple[str, str, str, Ids, Ids, Ids, "Mapping[str, list[Any]]"]


def record_table(raw: RawBatch, numbers: Numbers) -> pl.DataFrame:
    """Return the place of each record that stands."""
    frame = pl.DataFrame({"record": numbers, "locator": list(raw.locators)}, schema=RECORD_SCHEMA)
    return frame.drop_nulls("record")


def entity_table(
    kind: str, ids: Ids, read: Mapping[str, list[Any]], numbers: Numbers
) -> EntityTable:
    """Return the statements of one entity spec; records at fault or without an id give none."""
    properties = load_schema().kinds[kind].properties
    rows = _expand(numbers, ids)
    columns = {"record": pl.Series(rows[0], dtype=pl.Int32), "id": pl.Series(rows[1], dtype=pl.String)}
    columns |= _values(properties, read, rows[2])
    return EntityTable(kind, pl.DataFrame(columns))


def link_table(parts: LinkParts, numbers: Numbers) -> LinkTable:
    """Return the statements of one link spec; links without an id get it from their ends."""
    type_, start, end, ids, starts, ends, read = parts
    rows = _pairs(numbers, ids, starts, ends)
    names = [
        one or link_id(type_, (a, b)) for one, a, b in zip(rows[1], rows[2], rows[3], strict=True)
    ]
    columns = {
        "record": pl.Series(rows[0], dtype=pl.Int32),
        "link_id": pl.Series(names, dtype=pl.String),
        "from_id": pl.Series(rows[2], dtype=pl.String),
        "to_id": pl.Series(rows[3], dtype=pl.String),
    }
    columns |= _values(load_schema().links[type_].properties, read, rows[4])
    return LinkTable(type_, start, end, pl.DataFrame(columns))


def _expand(numbers: Numbers, ids: Ids) -> tuple[list[int], list[str], list[int]]:
    """Return record, id and position of each statement."""
    out: tuple[list[int], list[str], list[int]] = ([], [], [])
    for position, (number, one) in enumerate(zip(numbers, ids, strict=True)):
        if number is None or one is None:
            continue
        for each in one if isinstance(one, list) else (one,):
            out[0].append(number)
            out[1].append(each)
            out[2].append(position)
    return out


def _pairs(
    numbers: Numbers, ids: Ids, starts: Ids, ends: Ids
) -> tuple[list[int], Ids, list[str], list[str], list[int]]:
    out: tuple[list[int], Ids, list[str], list[str], list[int]] = ([], [], [], [], [])
    for position, (number, one, start, end) in enumerate(
        zip(numbers, ids, starts, ends, strict=True)
    ):
        if number is None or start is None or end is None:
            continue
        for a in start if isinstance(start, list) else (start,):
            for b in end if isinstance(end, list) else (end,):
                out[0].append(number)
                out[1].append(one)
                out[2].append(a)
                out[3].append(b)
                out[4].append(position)
    return out


def _values(
    properties: Mapping[str, Property], read: Mapping[str, list[Any]], positions: list[int]
) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    for name, values in read.items():
        prop = properties[name]
        kept = [values[position] for position in positions]
        if prop.many:
            kept = [one if one is None or isinstance(one, list) else [one] for one in kept]
        else:
            kept = [_only(one) for one in kept]
        if all(one is None for one in kept):
            continue
        columns[name] = pl.Series(name, kept, dtype=prop.dtype)
        if prop.type == "instant":
            seconds = [None if one is None else instant_to_epoch_s(one) for one in kept]
            columns[f"{name}_s"] = pl.Series(seconds, dtype=pl.Int64)
    return columns


def _only(value: Any) -> Any:
    """Return one value where a single one belongs: texts are joined, else the first stands."""
    if not isinstance(value, list):
        return value
    return "; ".join(value) if all(isinstance(one, str) for one in value) else value[0]
