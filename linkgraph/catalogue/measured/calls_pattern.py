"""Whom a phone or a person is in touch with, and how that changes at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.calls import calls, phones_of, users
from linkgraph.catalogue.measured.chosen import ids_in, nodes_of, whole
from linkgraph.catalogue.measured.shielded import ranked, shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Whom a phone or person is in touch with"
question = "Whom are these phones or people in touch with most, since when, and does that change at a moment?"
caution = "A record of a call shows two numbers, not who held them nor what was said; families and delivery drivers call often. A contact that stops may be a changed number, a lost phone or an export that ends. What no operator gave is not counted. Numbers of victims, witnesses and other protected people come last and in no rank."
identity = ["subject_id", "contact_id"]
shared = ["since", "until", "min_grade", "most"]
explain = '''
MATCH (a:Entity)-[r]-(b:Entity {id: $row_contact_id})
WHERE a.id IN $row_phone_ids AND type(r) IN $link_types AND ($min_grade IS NULL OR r.reliability IN $min_grade)
  AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
RETURN [r.link_id] AS links
ORDER BY r.link_id
LIMIT $paths
'''

[params.ids]
type = "entities"
required = true
help = "Ids of phones or online accounts, or of people: then of all that these are said to use"

[params.link_types]
type = "links"
default = ["CALLED", "MESSAGED"]
help = "Kinds of contact to count"

[params.moment]
type = "instant"
help = "An event, UTC: contacts before it and from it on are told apart"

[params.min_contacts]
type = "int"
default = 1
least = 1
help = "Fewest contacts with the other, count"

[returns]
subject_id = "The phone or person asked about"
contact_id = "The number or account in touch with it"
caption = "What to call the contact"
users = "Who is said to use the contact's number"
phone_ids = "The subject's numbers that it is in touch with"
contacts = "Contacts, count"
out = "Of these, from the subject, count"
into = "Of these, to the subject, count"
days = "Days with a contact, count"
first_at = "First contact, UTC"
last_at = "Last contact, UTC"
before = "Contacts before the moment, count; empty where no moment is given"
after = "Contacts from the moment on, count"
before_per_day = "The same by day of what is recorded of the subject before the moment, 1/day; empty where less than a day is"
after_per_day = "And after it, 1/day"
"""

_DAY_S = 86_400
_SECONDS = "%Y-%m-%dT%H:%M:%SZ"


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return contacts, of each subject those most in touch first; protected ones last, unranked."""
    graph = beside.read()
    uses = users(graph)
    numbers = phones_of(uses, ids_in(params, "ids") or [])
    told = _contacts(calls(graph, params), numbers)
    moment = params["moment"]
    counted = _counted(told, str(moment) if moment else "9999")
    found = counted.filter(pl.col("contacts") >= whole(params, "min_contacts"))
    shown = found.join(_rates(told, str(moment)), on="subject") if moment else found
    rank = [pl.col("contacts")]
    shown = ranked(shown, shielded(graph, beside), ["contact"], rank, each=["subject"])
    shown = shown.head(whole(params, "most"))
    said = (
        uses.filter(pl.col("to_id").is_in(shown["contact"].implode()))
        .group_by("to_id")
        .agg(
            pl.col("from_id").unique().sort().alias("users"),
            pl.col("sources").alias("user_sources"),
        )
    )
    shown = shown.join(
        nodes_of(graph).select("caption", contact="id", named_by="sources"), on="contact", how="left",
        maintain_order="left",
    ).join(said, left_on="contact", right_on="to_id", how="left", maintain_order="left")  # fmt: skip
    for row in shown.iter_rows(named=True):
        yield (
            row["subject"], row["contact"], row["caption"], row["users"] or [], row["phones"],
            row["contacts"], row["out"], row["contacts"] - row["out"], row["days"],
            row["first_at"], row["last_at"], *_change(row, told=bool(moment)),
            [row["sources"], row["named_by"], row["use_sources"], row["user_sources"] or [],
             row.get("rate_sources", [])],
        )  # fmt: skip


def _contacts(told: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Return each contact of each subject: ``subject``, ``contact``, ``phone``, ``gives``."""
    ends = [
        told.join(numbers, left_on=mine, right_on="phone").select(
            "subject", "link_id", "at", "at_s", "sources", "use_sources",
            contact=theirs, phone=numbers_end, gives=pl.lit(mine == "from_id"),
        )
        for mine, theirs, numbers_end in (("from_id", "to_id", "from_id"), ("to_id", "from_id", "to_id"))
    ]  # fmt: skip
    # A call between two of one subject's own numbers is a contact with each of them.
    return pl.concat(ends).filter(pl.col("contact") != pl.col("phone"))


def _counted(told: pl.DataFrame, moment: str) -> pl.DataFrame:
    return told.group_by("subject", "contact").agg(
        pl.len().alias("contacts"),
        pl.col("gives").sum().alias("out"),
        pl.col("at").str.slice(0, 10).drop_nulls().n_unique().alias("days"),
        pl.col("at").min().alias("first_at"),
        pl.col("at").max().alias("last_at"),
        pl.col("phone").unique().sort().alias("phones"),
        (pl.col("at") < moment).sum().alias("before"),
        (pl.col("at") >= moment).sum().alias("after"),
        pl.col("sources").unique(),
        pl.col("use_sources").drop_nulls().unique(),
    )


def _rates(told: pl.DataFrame, moment: str) -> pl.DataFrame:
    """Return how many days of each subject are recorded before a moment and after it."""
    at = pl.lit(moment).str.to_datetime(_SECONDS).dt.epoch("s")
    return told.group_by("subject").agg(
        ((at - pl.col("at_s").min()) / _DAY_S).alias("days_before"),
        ((pl.col("at_s").max() - at) / _DAY_S).alias("days_after"),
        pl.col("sources").unique().alias("rate_sources"),
    )


def _change(row: Mapping[str, object], *, told: bool) -> tuple[object, object, object, object]:
    if not told:
        return None, None, None, None
    rates = []
    for when in ("before", "after"):
        days = row[f"days_{when}"]
        enough = isinstance(days, float) and days >= 1
        rates.append(round(float(str(row[when])) / days, 3) if enough else None)  # type: ignore[operator]
    return row["before"], row["after"], rates[0], rates[1]
