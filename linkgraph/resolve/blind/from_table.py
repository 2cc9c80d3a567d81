"""Records to encode from a CSV file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from linkgraph.errors import InputError, UnknownName
from linkgraph.resolve.blind.record import BlindRecord, date_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["FIELDS", "table_records"]

# What a column may hold, and where it stands in a record.
FIELDS = {
    "id": "id",
    "name": "names",
    "alias": "aliases",
    "birth_date": "birth_dates",
    "sex": "sex",
    "nationality": "nationalities",
    "document": "documents",
    "phone": "phones",
    "address": "addresses",
    "place": "places",
    "postcode": "postcodes",
}


def table_records(
    path: Path, columns: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[BlindRecord], int]:
    """Read the records of a CSV file in UTF-8 with a header line.

    Args:
        path: The file.
        columns: Field to the columns that hold it. The columns of a name are parts of
            one name. Where left out, columns are taken whose heading is a field's name.

    Returns:
        One record a line, by the file's order; without an ``id`` column its id is the
        line's number. And how many dates of birth are neither YYYY-MM-DD nor a part of
        it nor YYYYMMDD, and so count as unknown.

    Raises:
        InputError: The file cannot be read, has no such column, or a line of it has more
            or fewer cells than the header.
    """
    unread = 0
    records = []
    for line, row in _rows(path, columns or {}):
        dates = [text for text in row["birth_date"] if date_parts(text)]
        unread += len(row["birth_date"]) - len(dates)
        said = {FIELDS[field]: tuple(values) for field, values in row.items() if field != "id"}
        said |= {"birth_dates": tuple(dates)}
        said["names"] = (" ".join(row["name"]),) if row["name"] else ()
        records.append(BlindRecord(row["id"][0] if row["id"] else str(line), **said))
    return records, unread


def _rows(
    path: Path, columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Yield each line's number and its cells by field; empty cells are left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            chosen = _chosen(header, columns, path.name)
            for cells in reader:
                if len(cells) != len(header):
                    raise InputError(
                        "the line has more or fewer cells than the header",
                        where=f"{path.name}, line {reader.line_num}",
                    )
                yield reader.line_num, _by_field([cell.strip() for cell in cells], chosen)
    except OSError as cause:
        raise InputError(
            f"the file cannot be read ({cause.strerror or 'no reason given'})", where=path.name
        ) from cause
    except (UnicodeDecodeError, csv.Error) as cause:
        raise InputError(
            "the file is no CSV in UTF-8", where=path.name, remedy="Save it as CSV UTF-8."
        ) from cause


def _by_field(cells: list[str], chosen: Mapping[str, list[int]]) -> dict[str, list[str]]:
    return {field: [cells[at] for at in places if cells[at]] for field, places in chosen.items()}


def _chosen(
    header: list[str], columns: Mapping[str, Sequence[str]], name: str
) -> dict[str, list[int]]:
    """Return each field's places in a line."""
    wanted = columns or {field: [field] for field in FIELDS if field in header}
    for field, asked in wanted.items():
        if field not in FIELDS:
            raise UnknownName.of("field", field, FIELDS)
        for column in asked:
            if column not in header:
                raise UnknownName.of(f"column of {name}", column, header)
    if not {"name", "document"} & set(wanted):
        raise InputError(
            "no column holds a name or a document",
            where=name,
            remedy="Say which does with --column name=HEADING.",
        )
    return {field: [header.index(c) for c in wanted.get(field, ())] for field in FIELDS}
