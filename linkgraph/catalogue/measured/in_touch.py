"""How people are in touch, as warnings go from one to another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.warning import MONTH_H, PACE, Contact
from linkgraph.catalogue.measured.acts import links_of

if TYPE_CHECKING:
    from linkgraph.catalogue.measured.lead_view import LeadView
    from linkgraph.graph.base import Projection

__all__ = [
    "DAY",
    "FAMILY",
    "contacts_in",
    "families_in_touch",
    "in_touch",
    "months_on_record",
    "quick_enough",
]

FAMILY = "FAMILY_OF"
# What stands for a day of an act and is a date.
DAY = r"^\d{4}-\d{2}-\d{2}$"
# What acts say of how two are in touch.
_KINDS = {
    "CALLED": "call", "MESSAGED": "message", "PAID": "money", "PAID_FOR": "money",
    "BOOKED_FOR": "call", "TOGETHER": "travel", "ASSOCIATE_OF": "associate", "SHARES": "associate",
    FAMILY: "family",
}  # fmt: skip
_UNKNOWN = "associate"
_MONTH_D = 30.44
# What is left of rounding where the same is reckoned in another order.
_NEARLY = 1 + 1e-9


def in_touch(acts: pl.DataFrame) -> pl.DataFrame:
    """Return who is in touch with whom, by what, on how many days, and when last.

    Args:
        acts: As ``LeadView.acts``: ``from_id``, ``to_id``, ``type``, ``day``, ``sources``.

    Returns:
        ``one``, ``other`` (the lesser id first), ``type``, ``days`` (count), ``last`` (ISO
        date; null where unknown), ``sources`` (sorted list); by the first three.
    """
    ends = pl.col("from_id"), pl.col("to_id")
    both = acts.with_columns(one=pl.min_horizontal(*ends), other=pl.max_horizontal(*ends))
    return (
        both.group_by("one", "other", "type")
        .agg(
            days=pl.col("day").n_unique(),
            last=pl.when(pl.col("day").str.contains(DAY)).then("day").max(),
            sources=pl.col("sources").str.split(" ").explode().unique().sort(),
        )
        .sort("one", "other", "type")
    )


def contacts_in(told: pl.DataFrame, months: float | None = None) -> list[Contact]:
    """Return who is in touch with whom, and how often.

    Args:
        told: ``one``, ``other``, ``type``, ``days`` (days with a contact, count), ``last``
            (ISO date; null where unknown).
        months: How many months are on record, where these are some of the contacts.
    """
    months = months_on_record(told) if months is None else months
    made = []
    for one, other, type_, count, last in told.select(
        "one", "other", "type", "days", "last"
    ).iter_rows():
        at = dt.datetime.fromisoformat(last).replace(tzinfo=dt.UTC) if last else None
        kind = _KINDS.get(type_, _UNKNOWN)
        made.append(Contact(one, other, count / months, at, frozenset({kind})))
    return made


def months_on_record(told: pl.DataFrame) -> float:
    """Return the months from the first to the last contact with a date, 1 or more."""
    days = told["last"].drop_nulls()
    if days.is_empty():
        return 1.0
    first, last = (dt.date.fromisoformat(str(day)) for day in (days.min(), days.max()))
    return max(1.0, (last - first).days / _MONTH_D)


def quick_enough(
    told: pl.DataFrame, within_h: float, as_of: dt.datetime, months: float
) -> pl.DataFrame:
    """Return the contacts of pairs that one warning could pass within a time, and few others.

    What takes longer from one to the next is on no way that is quick enough, and of a
    million payments nearly all do: they need not be looked at one by one.

    Args:
        told: As for ``contacts_in``.
        within_h: The time, hours.
        as_of: Moment from which recency is counted.
        months: How many months are on record.
    """
    pace = PACE
    kinds = {type_: pace.kinds[kind] for type_, kind in _KINDS.items()}
    other = pace.kinds[_UNKNOWN]
    ready, unseen = (
        pl.col("type").replace_strict(
            {type_: kind[at] for type_, kind in kinds.items()},
            default=other[at],
            return_dtype=pl.Float64,
        )
        for at in (0, 1)
    )
    last = pl.col("last").str.to_datetime("%Y-%m-%d", time_zone="UTC", strict=False)
    age = ((pl.lit(as_of) - last).dt.total_seconds() / 86_400).clip(0).fill_null(0.0)
    often = pl.col("days") / months * 0.5 ** (age / pace.half_life_days)
    rate = (often * ready + unseen).sum().over("one", "other")
    return told.filter(pace.quickest_h + MONTH_H / rate <= within_h * _NEARLY)


def families_in_touch(graph: Projection, view: LeadView) -> pl.DataFrame:
    """Return family ties between people whom no role protects, as ``LeadView.acts``.

    They say who would warn whom, and nothing of who is a suspect. Those of a victim's
    family are left out: they would be there for the victim's sake.
    """
    apart = [*view.families, *view.protected]
    told = links_of(graph, [FAMILY]).filter(
        ~pl.col("from_id").is_in(apart) & ~pl.col("to_id").is_in(apart)
    )
    of = dict(view.members.select("id", "bundle").iter_rows())
    ends = [pl.col(end).replace_strict(of, default=pl.col(end)) for end in ("from_id", "to_id")]
    made = told.with_columns(*ends, day=pl.col("since"), share=pl.lit(1.0))
    return made.select(view.acts.columns).filter(pl.col("from_id") != pl.col("to_id"))
