"""Who stands near whom: by household, booking, room, payment and call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.ledger import Ledger

__all__ = ["NEAR", "near_tokens", "read_surroundings"]

# Shared by more, a booking, address or room tells nothing of who belongs together.
_MOST_TOGETHER = 12
NEAR = "near:"
_PAIRS = {"one": pl.String, "other": pl.String, "close": pl.Boolean}
_TOGETHER = {
    "TRAVELLED_ON": ("booking",),
    "LOCATED_AT": ("to_id",),
    "STAYED_AT": ("to_id", "since", "room"),
}
_NAMED = ("FAMILY_OF", "ASSOCIATE_OF")
_GIVEN = ("PAID_FOR", "BOOKED_FOR")
_DEALT = ("PAID", "CALLED", "MESSAGED")


def read_surroundings(ledger: Ledger, records: pl.DataFrame, kind: str = "Person") -> pl.DataFrame:
    """Return which records stand near which.

    Args:
        ledger: The truth.
        records: As ``read_records`` gives them, generic phones and accounts left out.
        kind: Of the records.

    Returns:
        Columns ``one``, ``other`` (ids) and ``close``: travelled on one booking, live at
        one address, slept in one room, are named as family or associate, paid or booked
        for the other; or else only paid or called each other. Each pair both ways, once;
        by ids.
    """
    users = _users(records)
    found = [pl.DataFrame(schema=_PAIRS)]
    groups: list[pl.DataFrame] = []
    for table in ledger.tables(part="link"):
        frame = table.frame
        if table.name in _TOGETHER and table.start == kind:
            groups += _group(table.source, table.name, frame)
        elif table.name in _NAMED and (table.start, table.end) == (kind, kind):
            found.append(_pairs(frame, "from_id", "to_id", close=True))
        elif table.name in _GIVEN and table.end == kind:
            used = frame.join(users, left_on="from_id", right_on="thing")
            found.append(_pairs(used, "user", "to_id", close=True))
        elif table.name in _DEALT:
            found.append(_dealt(frame, users))
    if groups:
        found.append(_together(pl.concat(groups).unique()))
    pairs = pl.concat(found).filter(pl.col("one") != pl.col("other"))
    # Somebody near who bears the same name may be the very one that is in question.
    names = records.select("unique_id", "name_key")
    named = pairs.join(names, left_on="one", right_on="unique_id", how="left").join(
        names, left_on="other", right_on="unique_id", how="left", suffix="_2"
    )
    pairs = named.filter(~pl.col("name_key").eq_missing(pl.col("name_key_2")))
    pairs = pairs.select(list(_PAIRS))
    both = pl.concat([pairs, pairs.select(one="other", other="one", close="close")])
    return both.group_by("one", "other").agg(pl.col("close").any()).sort("one", "other")


def near_tokens(pairs: pl.DataFrame, entities: Mapping[str, str]) -> pl.DataFrame:
    """Return, per record, the entities near it as things around it.

    Args:
        pairs: As ``read_surroundings`` gives them.
        entities: Record id to the entity that it was found to be part of, where to any.

    Returns:
        ``unique_id``, ``around`` (those close to it) and ``dealings`` (those that only
        paid or called), lists of ``near:`` and the entity's id; never its own entity.
    """
    whole = {name: pl.col(name).replace(dict(entities)) for name in ("one", "other")}
    # That two near each other were taken to be one may not become the reason why they are.
    known = pairs.filter(whole["one"] != whole["other"])
    known = known.with_columns(whole["other"].alias("entity"))
    token = pl.concat_str(pl.lit(NEAR), "entity").unique().sort()
    close = known.filter("close").group_by(unique_id="one").agg(around=token)
    far = known.filter(~pl.col("close")).group_by(unique_id="one").agg(dealings=token)
    return close.join(far, on="unique_id", how="full", coalesce=True).sort("unique_id")


def _users(records: pl.DataFrame) -> pl.DataFrame:
    """Return which record uses or holds which thing."""
    parts = [
        records.select(user="unique_id", thing=channel).explode("thing").drop_nulls()
        for channel in ("phones", "emails", "accounts")
    ]
    return pl.concat(parts)


def _group(source: int, type_: str, frame: pl.DataFrame) -> list[pl.DataFrame]:
    columns = _TOGETHER[type_]
    if not set(columns) <= set(frame.columns):
        return []
    # A booking's reference means something within one originator's file alone.
    scope = str(source) if type_ == "TRAVELLED_ON" else ""
    whole = frame.drop_nulls(list(columns))
    key = pl.concat_str(pl.lit(f"{type_}|{scope}"), *columns, separator="|")
    return [whole.select(id="from_id", key=key)]


def _together(groups: pl.DataFrame) -> pl.DataFrame:
    few = groups.group_by("key").len().filter(pl.col("len").is_between(2, _MOST_TOGETHER))
    kept = groups.join(few.select("key"), on="key", how="semi")
    pairs = kept.join(kept, on="key", suffix="_2").filter(pl.col("id") < pl.col("id_2"))
    return _pairs(pairs, "id", "id_2", close=True)


def _dealt(frame: pl.DataFrame, users: pl.DataFrame) -> pl.DataFrame:
    ends = frame.select("from_id", "to_id").unique()
    one = ends.join(users, left_on="from_id", right_on="thing")
    both = one.join(users.rename({"user": "user_2"}), left_on="to_id", right_on="thing")
    return _pairs(both, "user", "user_2", close=False)


def _pairs(frame: pl.DataFrame, one: str, other: str, *, close: bool) -> pl.DataFrame:
    return frame.select(one=one, other=other, close=pl.lit(close)).unique()
