"""What a partner sent, held against the schema as a reader would: value by value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import PackageError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.share.leaving import PAPERS
from linkgraph.share.parts import Shape, properties_of, stays_inside
from linkgraph.statements import value_id
from linkgraph.statements.identity import LONGEST_ID_BYTES
from linkgraph.values.countries import country_codes
from linkgraph.values.dates import clean_date
from linkgraph.values.money import clean_currency

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkgraph.schema import Kind, Property

__all__ = ["check_shape", "check_table"]

_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]"
_LINE_ENDS = "[\\t\\n\\r\\x{2028}\\x{2029}]"
# What people enter may have lines, as notes may; names and ids have one.
_OF_LINES = PAPERS | {"Enquiry"}
# Letters: a file in another encoding, or with escapes, may hold longer ones than in UTF-8.
_LONGEST_TEXT = 1 << 20
_LARGEST_WHOLE = 10**18
_LIMITS = {"latitude": 90.0, "longitude": 180.0}


def check_shape(shape: Shape, where: str) -> None:
    """Refuse a table that the schema has no place for, or that no case gives.

    Raises:
        PackageError: It is of no kind, a link between kinds that cannot have it, or of what
            stays inside: a partner's word on which of our outcomes are one would change figures.
    """
    schema = load_schema()
    if shape.part == "record":
        known = shape == Shape("record")
    elif shape.part == "entity":
        known = shape.name in schema.kinds and (shape.start, shape.end) == ("", "")
    else:
        link = schema.links.get(shape.name) if shape.part == "link" else None
        known = link is not None and shape.start in link.starts and shape.end in link.ends
    if not known:
        raise _wrong("the schema has no such kind or link", where)
    if stays_inside(shape.name, shape.start, shape.end):
        raise _wrong("it holds what stays inside a case, and no package", where)


def check_table(shape: Shape, frame: pl.DataFrame, records: int, where: str) -> None:
    """Refuse a table with a value that no reader would have stored.

    Args:
        shape: What the rows are.
        frame: The rows.
        records: How many records the source has so far; statements may name only these.
        where: What to name in messages.

    Raises:
        PackageError: A value breaks the rule of its kind; it names part and column.
    """
    numbers = frame["record"]
    if numbers.null_count() or not numbers.is_between(0, records - 1).all():
        raise _wrong("a statement belongs to no record", where)
    properties = properties_of(shape)
    of_lines = shape.part == "record" or shape.name in _OF_LINES
    for name in frame.columns:
        free = of_lines or (name in properties and properties[name].free)
        _check_texts(frame[name], f"{where}, column {name}", one_line=not free)
    if shape.part == "record":
        if frame["locator"].null_count():
            raise _wrong("a record has no place", where)
        return
    for name, prop in properties.items():
        if name in frame.columns:
            _check_values(prop, _values(frame[name]), f"{where}, column {name}")
            if prop.currency_in:
                _check_currency(frame, prop, where)
    if shape.part == "entity":
        kind = load_schema().kinds[shape.name]
        _check_ids(frame["id"], kind, where)
        _check_identity(frame, kind, where)
        return
    schema = load_schema()
    _check_ids(frame["from_id"], schema.kinds[shape.start], where)
    _check_ids(frame["to_id"], schema.kinds[shape.end], where)
    _check_prefix(frame["link_id"], {shape.name.lower()}, where)


def _values(column: pl.Series) -> pl.Series:
    held = column.explode() if isinstance(column.dtype, pl.List) else column
    return held.drop_nulls().unique(maintain_order=True)


def _check_texts(column: pl.Series, where: str, *, one_line: bool) -> None:
    if column.dtype not in {pl.String, pl.List(pl.String)}:
        return
    texts = _values(column)
    if texts.str.contains(_CONTROL).any():
        raise _wrong("a text holds a control character", where)
    if one_line and texts.str.contains(_LINE_ENDS).any():
        raise _wrong("a text holds a line's end", where)
    if (texts.str.len_chars() > _LONGEST_TEXT).any():
        raise _wrong("a text is longer than any record", where)


def _check_ids(ids: pl.Series, kind: Kind, where: str) -> None:
    known = {kind.prefix}
    if kind.prefix_from:
        known |= set(load_schema().enumerations[kind.prefix_from])
    _check_prefix(ids, known, where)


def _check_prefix(ids: pl.Series, known: set[str], where: str) -> None:
    if ids.null_count():
        raise _wrong("an id is missing", where)
    parts = ids.unique().str.splitn(":", 2).struct
    sound = parts.field("field_0").is_in(sorted(known)) & (
        parts.field("field_1").str.len_bytes().is_between(1, LONGEST_ID_BYTES)
    )
    if not sound.fill_null(value=False).all():
        raise _wrong("an id is none of its kind", where)


def _check_identity(frame: pl.DataFrame, kind: Kind, where: str) -> None:
    """Refuse an entity whose id is another's: the id is made of the value beside it."""
    if kind.identity != "value" or kind.value not in frame.columns:
        return
    pairs = frame.select("id", kind.value).drop_nulls().unique()
    for one, value in pairs.iter_rows():
        if value and one.partition(":")[2] != value_id(kind, value).partition(":")[2]:
            raise _wrong("an id is not that of the value beside it", where)


def _check_values(prop: Property, values: pl.Series, where: str) -> None:
    rule = _RULES.get(prop.type)
    if rule is not None:
        sound = all(rule(prop, value) for value in values.to_list())
        if not sound:
            raise _wrong(f"a value is no {prop.type}", where)


def _check_currency(frame: pl.DataFrame, prop: Property, where: str) -> None:
    has = frame[prop.name].is_not_null()
    beside = prop.currency_in in frame.columns
    if has.any() and (not beside or frame.filter(has)[prop.currency_in].null_count()):
        raise _wrong("an amount has no currency", f"{where}, column {prop.name}")


def _same(clean: Callable[[str], str]) -> Callable[[Property, Any], bool]:
    def holds(_: Property, value: Any) -> bool:
        try:
            return bool(value == "" or clean(value) == value)
        except ValueRejected:
            return False

    return holds


def _whole(_: Property, value: Any) -> bool:
    return abs(int(value)) <= _LARGEST_WHOLE


def _number(prop: Property, value: Any) -> bool:
    return math.isfinite(value) and abs(value) <= _LIMITS.get(prop.type, math.inf)


_RULES: dict[str, Callable[[Property, Any], bool]] = {
    "country": lambda _, value: value == "" or value in country_codes(),
    "currency": _same(clean_currency),
    "code": lambda prop, value: value == "" or value in load_schema().enumerations[prop.name],
    "date": _same(clean_date),
    "integer": _whole,
    "money": _whole,
    "number": _number,
    "latitude": _number,
    "longitude": _number,
}


def _wrong(what: str, where: str) -> PackageError:
    return PackageError(what, where=where, remedy="Its giver must mend it; nothing was taken in.")
