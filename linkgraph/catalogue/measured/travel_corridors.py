"""Which ways through countries are used most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import in_countries, whole
from linkgraph.catalogue.measured.journeys import ROUTE_PARAMS, legs
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = (
    """
title = "Most used corridors"
question = "Which ways through countries do the routes of the case use most, with which carriers, payers and facilitators?"
caution = "Counts tell what was recorded: an airline that gives its lists looks busier than a road that nobody watches. Most who use a corridor travel for reasons of their own."
identity = ["corridor"]
shared = ["since", "until", "countries", "min_grade", "most"]
"""
    + ROUTE_PARAMS
    + """
[params.min_people]
type = "int"
default = 2
least = 1
help = "Fewest people who used it, count"

[returns]
corridor = "Countries in order; a place's name where no country is told"
people = "People who used it, count"
routes = "Routes, count"
carriers = "Numbers of flights, vessels or lines"
payers = "Who paid for two people or more on it; nobody whom a role protects"
facilitators = "Contacts on bookings of two people or more on it; nobody whom a role protects"
first_at = "First departure, UTC"
last_at = "Last departure, UTC"
link_ids = "The links that say so, up to 200"
"""
)

_MOST_LINKS = 200
_TWICE = 2


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return corridors, those that most people used first."""
    graph = beside.read()
    told = legs(graph, params).filter(in_countries(params, "countries"))
    hidden = list(shielded(graph, beside))
    found = (
        told.group_by("corridor")
        .agg(
            pl.col("person").n_unique().alias("people"),
            pl.col("route").n_unique().alias("routes"),
            pl.col("carrier_number").drop_nulls().unique().sort(),
            pl.col("departed").min().alias("first_at"),
            pl.col("departed").max().alias("last_at"),
            pl.col("link_ids").explode().unique().sort().head(_MOST_LINKS),
            pl.col("rests_on").explode().unique(),
        )
        .filter(pl.col("people") >= whole(params, "min_people"))
    )
    for who in ("payers", "facilitators"):
        found = found.join(_of_several(told, who, hidden), on="corridor", how="left")
    found = found.sort(["people", "routes", "corridor"], descending=[True, True, False])
    for row in found.head(whole(params, "most")).iter_rows(named=True):
        yield (
            row["corridor"], row["people"], row["routes"], row["carrier_number"],
            row["payers"] or [], row["facilitators"] or [], row["first_at"], row["last_at"],
            row["link_ids"], row["rests_on"],
        )  # fmt: skip


def _of_several(told: pl.DataFrame, who: str, hidden: list[str]) -> pl.DataFrame:
    served = told.select("corridor", "person", who).explode(who).drop_nulls(who)
    # Of a family that flees together the mother books for all.
    served = served.filter(~pl.col(who).is_in(hidden))
    counted = served.group_by("corridor", who).agg(pl.col("person").n_unique().alias("people"))
    several = counted.filter(pl.col("people") >= _TWICE)
    return several.group_by("corridor").agg(pl.col(who).sort())
