"""Tables as parts of a package: columns in JSON, packed; and back, with nothing taken on trust."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from linkgraph.errors import PackageAltered
from linkgraph.schema import load_schema
from linkgraph.statements.batch import RECORD_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.schema import Property

__all__ = [
    "PART_ROWS",
    "Shape",
    "pack_part",
    "pack_parts",
    "properties_of",
    "stays_inside",
    "unpack_part",
]

PART_ROWS = 50_000
# A part of fifty thousand rows takes some ten megabytes; a partner's may not fill the memory.
MOST_UNPACKED_BYTES = 64 << 20
_LEVEL = 1
# Of what an agency reached: few victims are told by no figure, so that rows leave in tables of
# a report alone; what tells of the whole case; what somebody asked for herself.
_INSIDE = frozenset({"Outcome", "PhaseFreeze", "EnquiryAnswer", "CONSENT_IN"})
_IDS = {
    "record": {"record": pl.Int32(), "locator": pl.String()},
    "entity": {"record": pl.Int32(), "id": pl.String()},
    "link": {
        "record": pl.Int32(),
        "link_id": pl.String(),
        "from_id": pl.String(),
        "to_id": pl.String(),
    },
}
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class Shape(NamedTuple):
    """What a table's rows are.

    Attributes:
        part: record, entity or link.
        name: Kind or link type; empty for records.
        start: Kind at the start of links.
        end: Kind at their end.
    """

    part: str
    name: str = ""
    start: str = ""
    end: str = ""


def stays_inside(name: str, start: str, end: str) -> bool:
    """Tell whether a kind, or a link type with the kinds at its ends, is in no package."""
    return not _INSIDE.isdisjoint((name, start, end))


def properties_of(shape: Shape) -> Mapping[str, Property]:
    """Return the properties that rows of a shape may have in a package; none for records."""
    if shape.part == "record":
        return {}
    schema = load_schema()
    of = schema.kinds if shape.part == "entity" else schema.links
    return {one.name: one for one in of[shape.name].properties.values() if not one.inside}


def pack_parts(shape: Shape, frame: pl.DataFrame) -> Iterator[tuple[int, bytes, int]]:
    """Yield a table's rows as parts that a receiver takes: rows, bytes, bytes unpacked.

    Long texts make more parts of fewer rows.
    """
    data, unpacked = pack_part(shape, frame)
    if unpacked <= MOST_UNPACKED_BYTES or frame.height == 1:
        yield frame.height, data, unpacked
        return
    half = frame.height // 2
    yield from pack_parts(shape, frame.head(half))
    yield from pack_parts(shape, frame.slice(half))


def pack_part(shape: Shape, frame: pl.DataFrame) -> tuple[bytes, int]:
    """Return a table's rows as bytes, and how many bytes they unpack to.

    Epoch seconds of instants are left out: the receiver makes them again. Equal tables give
    equal bytes.
    """
    properties = properties_of(shape)
    names = [
        name
        for name in (*_IDS[shape.part], *properties)
        if name in frame.columns and not _is_twin(name, properties)
    ]
    columns = frame.select(names).to_dict(as_series=False)
    text = json.dumps(columns, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    data = text.encode("utf-8")
    return zlib.compress(data, _LEVEL), len(data)


def unpack_part(shape: Shape, data: bytes, *, rows: int, unpacked: int, where: str) -> pl.DataFrame:
    """Return the rows that ``pack_part`` made, each column of its property's type.

    Args:
        shape: What they are.
        data: The bytes.
        rows: How many rows the manifest says.
        unpacked: How many bytes it says that they unpack to.
        where: What to name in messages.

    Raises:
        PackageAltered: They unpack to something else, or hold what the schema does not know.
    """
    columns = _object(_unzip(data, unpacked, where), where)
    properties = properties_of(shape)
    types = dict(_IDS[shape.part])
    types |= {
        name: prop.dtype for name, prop in properties.items() if not _is_twin(name, properties)
    }
    if set(columns) - set(types) or not set(_IDS[shape.part]) <= set(columns):
        raise _altered("its columns are not those of the schema", where)
    series = []
    for name, values in columns.items():
        if not isinstance(values, list) or len(values) != rows:
            raise _altered(f"column {name} has not as many rows as the manifest says", where)
        series.append(_series(name, values, types[name], where))
        if name in properties and properties[name].type == "instant":
            series.append(_twin(series[-1], where))
    return pl.DataFrame(series)


def _is_twin(name: str, properties: Mapping[str, Property]) -> bool:
    return name.endswith("_s") and name[:-2] in properties


def _unzip(data: bytes, unpacked: int, where: str) -> bytes:
    if not 0 < unpacked <= MOST_UNPACKED_BYTES:
        raise _altered("it says to unpack to more than any part does", where)
    unzip = zlib.decompressobj()
    try:
        text = unzip.decompress(data, unpacked + 1)
    except zlib.error as cause:
        raise _altered("it cannot be unpacked", where) from cause
    if len(text) != unpacked or not unzip.eof or unzip.unused_data:
        raise _altered("it unpacks to another size than the manifest says", where)
    return text


def _object(text: bytes, where: str) -> dict[str, Any]:
    try:
        raw = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as cause:
        raise _altered("it is no JSON", where) from cause
    if not isinstance(raw, dict):
        raise _altered("it is no table", where)
    return raw


def _refuse(_: str) -> Any:
    raise ValueError


def _series(name: str, values: list[Any], dtype: pl.DataType, where: str) -> pl.Series:
    _check_types(name, values, dtype, where)
    try:
        return pl.Series(name, values, dtype=dtype, strict=True)
    except (TypeError, OverflowError, ValueError, pl.exceptions.PolarsError) as cause:
        raise _altered(f"column {name} holds values of another type", where) from cause


def _check_types(name: str, values: list[Any], dtype: pl.DataType, where: str) -> None:
    """Refuse what polars would bend into the type: a truth for a number, a number for a text."""
    allowed: set[type]
    if isinstance(dtype, pl.List):
        if not set(map(type, values)) <= {list, type(None)}:
            raise _altered(f"column {name} holds values of another type", where)
        values = [item for one in values for item in one or ()]
        allowed = {str}
    else:
        allowed = {str} if dtype == pl.String else {bool} if dtype == pl.Boolean else {int}
        allowed |= {type(None)} | ({float} if dtype.is_float() else set())
    if not set(map(type, values)) <= allowed:
        raise _altered(f"column {name} holds values of another type", where)


def _twin(series: pl.Series, where: str) -> pl.Series:
    try:
        moments = series.str.to_datetime(_INSTANT, time_unit="ms")
    except pl.exceptions.PolarsError as cause:
        raise _altered(f"column {series.name} holds what is no instant", where) from cause
    return moments.dt.epoch("s").alias(f"{series.name}_s")


def _altered(what: str, where: str) -> PackageAltered:
    return PackageAltered(what, where=where, remedy="Ask its giver for the package again.")


assert set(RECORD_SCHEMA.names()) == set(_IDS["record"])
