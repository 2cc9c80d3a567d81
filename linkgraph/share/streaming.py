"""A package's parts, one after the other: each of a bounded number of rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from linkgraph.errors import PackageError, ReleaseError
from linkgraph.share.checked import check_table
from linkgraph.share.parts import PART_ROWS, Shape, pack_parts
from linkgraph.statements import places_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.ledger import Ledger
    from linkgraph.share.betraying import Betraying
    from linkgraph.share.leaving import Leaving
    from linkgraph.share.packing import Packed
    from linkgraph.share.portions import Portion

__all__ = ["PackedPart", "packed_parts"]


class PackedPart(NamedTuple):
    """One part.

    Attributes:
        told: What the manifest says of it.
        data: Its bytes.
    """

    told: dict[str, Any]
    data: bytes


def packed_parts(ledger: Ledger, packed: Packed) -> Iterator[PackedPart]:
    """Yield a package's parts: per source its records, then entities and links as they stand.

    Rows are gathered into parts of equal size, so that no part tells by its size how many
    rows were left out. Memory is that of one part a shape.

    Raises:
        ReleaseError: A value breaks the rule of its kind, so that no receiver would take it.
    """
    for number, portion in enumerate(packed.portions):
        places = _LinkPlaces(
            portion.row.source.sha256,
            packed.header["sources"][number]["sha256"],
            packed.leaving.cast.texts,
            everywhere=portion.gaps,
        )
        for shape, frame in _rows(ledger, portion, packed.leaving, places):
            _check(shape, frame, portion)
            for rows, data, unpacked in pack_parts(shape, frame):
                told = {
                    "source": number, "part": shape.part, "name": shape.name, "start": shape.start,
                    "end": shape.end, "rows": rows, "bytes": len(data), "unpacked": unpacked,
                    "sha256": hashlib.sha256(data).hexdigest(),
                }  # fmt: skip
                yield PackedPart(told, data)


@dataclass(slots=True)
class _LinkPlaces:
    """Ids of links that hold their place in a file, told only where the place itself is.

    Attributes:
        file: SHA-256 of the file, of which such ids hold the beginning.
        given: What stands for it in the package.
        texts: What must not stand in an id.
        everywhere: Whether all places are counted anew, so that no gap tells of a record.
    """

    file: str
    given: str
    texts: Betraying
    everywhere: bool
    _names: dict[str, str] = field(default_factory=dict)
    _times: dict[tuple[str, int], int] = field(default_factory=dict)

    def told(self, shape: Shape, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the links of a table under ids that tell no more than places do."""
        if shape.part != "link" or not (self.everywhere or self.texts):
            return frame
        head = places_head(shape.name, self.file)
        own = frame["link_id"].str.starts_with(head)
        bad = own if self.everywhere else own & self._tells(frame["link_id"], own, head)
        if not bad.any():
            return frame
        made = [
            self._name(shape.name, one, record) if named else one
            for one, record, named in zip(frame["link_id"], frame["record"], bad, strict=True)
        ]
        return frame.with_columns(pl.Series("link_id", made, dtype=pl.String))

    def _tells(self, names: pl.Series, own: pl.Series, head: str) -> pl.Series:
        """Say which places in ids tell of somebody hidden."""
        places = pl.select(pl.when(own).then(names.str.slice(len(head)))).to_series()
        return self.texts.in_texts(places, free=True, written=True)

    def _name(self, type_: str, one: str, record: int) -> str:
        if one not in self._names:
            times = self._times.get((type_, record), 0)
            self._times[type_, record] = times + 1
            more = f"-{times}" if times else ""
            self._names[one] = f"{places_head(type_, self.given)}item {record + 1}{more}"
        return self._names[one]


def _check(shape: Shape, frame: pl.DataFrame, portion: Portion) -> None:
    """Refuse to give what the receiver would refuse to take."""
    try:
        check_table(shape, frame, portion.records.len(), portion.row.source.id)
    except PackageError as error:
        raise ReleaseError(
            f"a value cannot be given: {error.what}",
            where=error.where,
            remedy="Withdraw the source and import its file again, or leave it out with --without;"
            " nothing was released.",
        ) from error


def _rows(
    ledger: Ledger, portion: Portion, leaving: Leaving, places: _LinkPlaces
) -> Iterator[tuple[Shape, pl.DataFrame]]:
    numbers = _anew(portion.records)
    # A receiver must know all records before what they say.
    yield from _even(_places_of(ledger, portion, leaving, numbers))
    said = _statements(ledger, portion, leaving, numbers)
    yield from _even((shape, places.told(shape, frame)) for shape, frame in said)


def _places_of(
    ledger: Ledger, portion: Portion, leaving: Leaving, numbers: NDArray[np.int32]
) -> Iterator[tuple[Shape, pl.DataFrame]]:
    for table in ledger.tables(part="record", sources=[portion.row.seq]):
        records = table.frame["record"].to_numpy()
        kept = records < len(numbers)
        kept[kept] = numbers[records[kept]] >= 0
        frame = _numbered(table.frame.filter(pl.Series(kept)), numbers)
        yield Shape("record"), _places(frame, portion, leaving)


def _statements(
    ledger: Ledger, portion: Portion, leaving: Leaving, numbers: NDArray[np.int32]
) -> Iterator[tuple[Shape, pl.DataFrame]]:
    for table in ledger.tables(sources=[portion.row.seq]):
        if table.part != "record":
            shape = Shape(table.part, table.name, table.start, table.end)
            yield shape, _numbered(leaving.passed(table, portion.barred).frame, numbers)


def _anew(kept: pl.Series) -> NDArray[np.int32]:
    """Return by a record's old number its new one, counted without gaps; -1 for none."""
    old = kept.to_numpy()
    numbers = np.full(int(old[-1]) + 1 if len(old) else 0, -1, dtype=np.int32)
    numbers[old] = np.arange(len(old), dtype=np.int32)
    return numbers


def _numbered(frame: pl.DataFrame, numbers: NDArray[np.int32]) -> pl.DataFrame:
    """Count records anew: a gap would tell that one was left out."""
    new = pl.Series("record", numbers[frame["record"].to_numpy()], dtype=pl.Int32)
    return frame.with_columns(new)


def _places(frame: pl.DataFrame, portion: Portion, leaving: Leaving) -> pl.DataFrame:
    """Say where records stand, unless a place tells of somebody who is hidden.

    Where the guard alone kept records back, a gap in the places would tell of one: these
    records are counted instead.
    """
    counted = pl.lit("item ") + (pl.col("record") + 1).cast(pl.String)
    if portion.gaps:
        return frame.with_columns(counted.alias("locator"))
    if not leaving.cast.texts:
        return frame
    bad = leaving.cast.texts.in_texts(frame["locator"], free=True, written=True)
    return frame.with_columns(
        pl.when(~bad).then(pl.col("locator")).otherwise(counted).alias("locator")
    )


def _even(rows: Iterator[tuple[Shape, pl.DataFrame]]) -> Iterator[tuple[Shape, pl.DataFrame]]:
    waiting: dict[Shape, pl.DataFrame] = {}
    for shape, frame in rows:
        if not frame.height:
            continue
        held = waiting.get(shape)
        whole = frame if held is None else pl.concat([held, frame], how="diagonal")
        while whole.height >= PART_ROWS:
            yield shape, _filled(whole.head(PART_ROWS))
            whole = whole.slice(PART_ROWS)
        waiting[shape] = whole
    for shape, whole in waiting.items():
        if whole.height:
            yield shape, _filled(whole)


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(c for c in frame.columns if frame[c].null_count() < frame.height)
