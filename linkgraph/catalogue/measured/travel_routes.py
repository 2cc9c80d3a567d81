"""How people travel from where they start to where they end, leg by leg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import in_countries, whole
from linkgraph.catalogue.measured.journeys import ROUTE_PARAMS, legs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = (
    """
title = "Routes of people, leg by leg"
question = "By which legs did people travel from origin over transit to destination, by which carrier, paid and booked by whom?"
caution = "Who paid or booked may be a relative, an employer or an agency, and a stop on the way may be a connection only. The one who travels may be smuggled or a victim: a route says nothing against anybody. Trips that no file holds are missing, and legs may so be joined or parted wrongly."
identity = ["route_id", "leg"]
shared = ["since", "until", "countries", "min_grade", "most"]
"""
    + ROUTE_PARAMS
    + """
[returns]
route_id = "The route: its person and first trip"
leg = "Number of the leg, from 1"
person_id = "Who travelled"
name = "What to call the person"
from_place = "Where the leg starts"
to_place = "Where it ends"
mode = "air, sea, road, rail or foot"
carrier = "Number of the flight, vessel or line"
departed = "Departure, UTC"
arrived = "Arrival, UTC"
payers = "Accounts, people and bodies that paid for the booking"
facilitators = "Contacts on the booking"
companions = "Others on the same booking"
corridor = "Countries of the whole route in order; a place's name where no country is told"
trip_id = "The trip"
link_ids = "The links that say so"
"""
)


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return legs by route; a route is whole or not there."""
    found = legs(beside.read(), params).filter(in_countries(params, "countries"))
    numbered = found.with_row_index("place", offset=1)
    kept = numbered.filter(pl.col("place").max().over("route") <= whole(params, "most"))
    for row in kept.iter_rows(named=True):
        yield (
            row["route"], row["leg"], row["person"], row["name"],
            row["origin"] or row["origin_country"], row["destination"] or row["destination_country"],
            row["mode"], row["carrier_number"], row["departed"], row["arrived"], row["payers"],
            row["facilitators"], row["companions"], row["corridor"], row["trip"], row["link_ids"],
            row["rests_on"],
        )  # fmt: skip
