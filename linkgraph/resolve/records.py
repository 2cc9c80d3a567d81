"""Records of a case as they are compared: one row for each person or organization stated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.prepare import RECORD_COLUMNS
from linkgraph.values.identity_numbers import births_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.ledger import Ledger

__all__ = ["KINDS", "read_records"]

# What can be resolved: kinds whose ids come from keys, not from a value.
KINDS = ("Person", "Organization")

_SAID = {
    "names": "names", "aliases": "aliases", "birth_dates": "births",
    "nationalities": "countries", "countries": "countries", "sex": "sex",
}  # fmt: skip
# What a link from the record to a thing tells: link type and kind to channel.
_HAS = {
    ("HOLDS", "IdentityDocument"): "documents",
    ("HOLDS", "BankAccount"): "accounts",
    ("HOLDS", "CryptoWallet"): "accounts",
    ("USES", "Phone"): "phones",
    ("USES", "UserAccount"): "phones",
    ("USES", "Device"): "phones",
    ("USES", "Email"): "emails",
    ("LOCATED_AT", "Location"): "addresses",
}
# Links to the record: who or what paid or booked for it.
_GIVEN = ("PAID_FOR", "BOOKED_FOR")
_LONG = {"id": pl.String, "channel": pl.String, "value": pl.String}


def read_records(
    ledger: Ledger, kind: str = "Person", *, today: dt.date | None = None
) -> pl.DataFrame:
    """Return what a case's files say of each person, or each organization.

    Args:
        ledger: The truth.
        kind: Person or Organization.
        today: No birth lies after it; the clock's where left out.

    Returns:
        Columns of ``RECORD_COLUMNS``, one row an id that some file states, by id.

    Note:
        Memory is that of the records: statements are read chunk by chunk.
    """
    said = [pl.DataFrame(schema=_LONG)]
    ids: list[pl.DataFrame] = []
    addresses: list[pl.DataFrame] = []
    papers: list[pl.DataFrame] = []
    for table in ledger.tables(part="entity", names=[kind, "Location", "IdentityDocument"]):
        if table.name == kind:
            ids.append(table.frame.select("id"))
            said += _properties(table.frame)
        elif table.name == "Location" and "address" in table.frame.columns:
            addresses.append(table.frame.select("id", "address").drop_nulls().unique())
        elif table.name == "IdentityDocument":
            papers.append(_countries(table.frame))
    for table in ledger.tables(part="link"):
        said += _linked(table.name, table.start, table.end, table.frame, kind)
    if not ids:
        return pl.DataFrame(schema=dict(RECORD_COLUMNS))
    long = pl.concat(said).drop_nulls().unique()
    long = _told_addresses(long, addresses)
    told = _told_births(long, papers, today or dt.datetime.now(dt.UTC).date())
    long = pl.concat([long, told, _stand_in(long, told)])
    return _wide(long, pl.concat(ids).unique())


def _properties(frame: pl.DataFrame) -> Iterable[pl.DataFrame]:
    for name, channel in _SAID.items():
        if name in frame.columns:
            values = frame.select("id", channel=pl.lit(channel), value=name)
            yield values.explode("value") if values["value"].dtype == pl.List else values


def _linked(
    type_: str, start: str, end: str, frame: pl.DataFrame, kind: str
) -> Iterable[pl.DataFrame]:
    channel = _HAS.get((type_, end))
    if start == kind and channel:
        yield frame.select(id="from_id", channel=pl.lit(channel), value="to_id")
    if end == kind and type_ in _GIVEN:
        yield frame.select(id="to_id", channel=pl.lit("around"), value="from_id")


def _countries(frame: pl.DataFrame) -> pl.DataFrame:
    listed = "countries" in frame.columns
    country = pl.col("countries").list.first() if listed else pl.lit(None, pl.String)
    return frame.select("id", country=country).unique()


def _told_addresses(long: pl.DataFrame, addresses: list[pl.DataFrame]) -> pl.DataFrame:
    """Put an address's words in the place of its id."""
    placed = pl.col("channel") == "addresses"
    if not addresses:
        return long.filter(~placed)
    known = pl.concat(addresses).unique("id").rename({"id": "value"})
    told = long.filter(placed).join(known, on="value").select("id", "channel", value="address")
    return pl.concat([long.filter(~placed), told])


def _told_births(long: pl.DataFrame, papers: list[pl.DataFrame], today: dt.date) -> pl.DataFrame:
    """Return the birth dates that identity numbers tell."""
    held = long.filter(
        (pl.col("channel") == "documents") & pl.col("value").str.starts_with("national_id:")
    )
    if held.is_empty():
        return held
    known = pl.concat(papers).drop_nulls().unique("id") if papers else None
    country = (
        held.join(known, left_on="value", right_on="id", how="left")["country"].to_list()
        if known is not None
        else [None] * held.height
    )
    rows = [
        (one, "told", birth)
        for (one, _, number), issued in zip(held.iter_rows(), country, strict=True)
        for birth in births_told(number.partition(":")[2], issued or "", today=today)
        if len(birth) == len("2000-01-01")
    ]
    return pl.DataFrame(rows, schema=_LONG, orient="row")


def _stand_in(long: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return the one date that identity numbers tell of those whose birth no file states."""
    stated = long.filter(pl.col("channel") == "births")
    one = told.unique().filter(pl.col("id").is_unique())
    return one.join(stated, on="id", how="anti").with_columns(channel=pl.lit("births"))


def _wide(long: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    table = ids
    for name, dtype in RECORD_COLUMNS.items():
        if name == "id":
            continue
        values = long.filter(pl.col("channel") == name).group_by("id")
        one = pl.col("value").unique().sort()
        made = values.agg((one if isinstance(dtype, pl.List) else _single(one)).alias(name))
        table = table.join(made, on="id", how="left")
    return table.select(list(RECORD_COLUMNS)).sort("id")


def _single(values: pl.Expr) -> pl.Expr:
    """Return a value where all agree: of two sexes told, neither counts."""
    return pl.when(values.len() == 1).then(values.first())
