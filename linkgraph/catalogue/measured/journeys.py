"""Trips of people as routes: legs that go on where the one before ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import (
    ids_in,
    links_as,
    narrowed,
    nodes_as,
    nodes_of,
    number,
    whole,
)
from linkgraph.values.places import airport_country

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Param, Projection

__all__ = ["ROUTE_PARAMS", "legs"]

# Of every question on routes, after its own.
ROUTE_PARAMS = """
[params.ids]
type = "entities"
help = "Only routes of these people"

[params.max_stop_days]
type = "float"
default = 14
least = 0
most = 3660
help = "Longest stop between two legs of one route, days"

[params.min_legs]
type = "int"
default = 2
least = 1
help = "Fewest legs, count"
"""

_DAY_S = 86_400
_TRAVELLED = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "booking": pl.String(),
    "payer": pl.String(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
_TRIP = {
    "id": pl.String(), "carrier_number": pl.String(), "mode": pl.String(), "origin": pl.String(),
    "destination": pl.String(), "origin_country": pl.String(), "destination_country": pl.String(),
    "departed": pl.String(), "arrived": pl.String(), "sources": pl.String(),
}  # fmt: skip
_SERVED = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "booking": pl.String(),
    "sources": pl.String(),
}  # fmt: skip


def legs(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the legs of routes, by route and number.

    A trip goes on from the one before where it starts in the place, or failing names in
    the country, in which that ended, not before it and no longer after it than
    ``max_stop_days``. Trips without a moment of departure are in no route.

    Columns ``route`` (person and first trip), ``leg`` (from 1), ``person``, ``name``,
    ``trip``, those of the trip, ``booking``, ``payers``, ``facilitators``, ``companions``,
    ``corridor`` (countries in order, a place's name where no country is told), ``countries``, ``link_ids``, ``rests_on``.
    """
    told = _trips(graph, params)
    order = ["person", "departed_s", "trip"]
    follows = (
        (pl.col("start") == pl.col("finish").shift())
        & (pl.col("person") == pl.col("person").shift())
        # A day earlier at most: of many a trip only the date is told.
        & (pl.col("departed_s") - pl.col("ended_s").shift())
        .is_between(-_DAY_S, number(params, "max_stop_days") * _DAY_S)
    ).fill_null(value=False)  # fmt: skip
    numbered = told.sort(order).with_columns((~follows).cum_sum().alias("number"))
    whole_route = pl.len().over("number")
    routes = numbered.with_columns(
        leg=pl.col("trip").cum_count().over("number"),
        route=pl.col("person") + " " + pl.col("trip").first().over("number"),
    ).filter(whole_route >= whole(params, "min_legs"))
    asked = ids_in(params, "ids")
    if asked is not None:
        routes = routes.filter(pl.col("person").is_in(asked))
    return _with_corridors(_with_others(graph, routes, told)).sort("route", "leg")


def _trips(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    travelled = links_as(graph, _TRAVELLED, lambda shape: shape.type == "TRAVELLED_ON")
    travelled = narrowed(travelled, {"min_grade": params.get("min_grade")}).rename(
        {"from_id": "person", "to_id": "trip", "sources": "said"}
    )
    trips = nodes_as(graph, "Trip", _TRIP).rename({"id": "trip", "sources": "trip_sources"})
    told = travelled.join(trips, on="trip").drop_nulls("departed")
    for bound, since in (("since", True), ("until", False)):
        if params.get(bound):
            edge = pl.lit(str(params[bound]))
            told = told.filter(
                (pl.col("departed") >= edge) if since else (pl.col("departed") < edge)
            )
    told = _placed(told)
    names = nodes_of(graph).select(person="id", name="caption", named_by="sources")
    return told.join(names, on="person", how="left").with_columns(
        # Places are compared by name where both sides have one, else by country.
        start=pl.coalesce(pl.col("origin").str.to_lowercase(), "origin_country"),
        finish=pl.coalesce(pl.col("destination").str.to_lowercase(), "destination_country"),
        departed_s=_seconds(pl.col("departed")),
        ended_s=_seconds(pl.coalesce("arrived", "departed")),
    )


def _seconds(moment: pl.Expr) -> pl.Expr:
    return moment.str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.epoch("s")


def _placed(trips: pl.DataFrame) -> pl.DataFrame:
    """Return trips with the countries of airports that stand as codes; else the places' names."""
    for end in ("origin", "destination"):
        known = {one: airport_country(one) or one for one in trips[end].drop_nulls().unique()}
        place = pl.col(end).replace_strict(known, default=None, return_dtype=pl.String)
        trips = trips.with_columns(pl.coalesce(f"{end}_country", place).alias(f"{end}_country"))
    return trips


def _with_others(graph: Projection, routes: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Add who paid, who booked and who was on the same booking, with the sources of each."""
    served = pl.concat(
        links_as(graph, _SERVED, lambda shape, type_=type_: shape.type == type_).with_columns(  # type: ignore[misc]
            pays=pl.lit(type_ == "PAID_FOR")
        )
        for type_ in ("PAID_FOR", "BOOKED_FOR")
    ).drop_nulls("booking")
    by = ["person", "booking"]
    given = (
        served.rename({"to_id": "person"})
        .group_by(by)
        .agg(
            pl.col("from_id").filter("pays").unique().sort().alias("paid_by"),
            pl.col("from_id").filter(~pl.col("pays")).unique().sort().alias("facilitators"),
            pl.col("link_id").unique().sort().alias("served"),
            pl.col("sources").unique().alias("served_sources"),
        )
    )
    beside = (
        told.drop_nulls("booking")
        .group_by("trip", "booking")
        .agg(
            pl.col("person").unique().sort().alias("party"),
            pl.col("said").unique().alias("party_sources"),
        )
    )
    joined = routes.join(given, on=by, how="left").join(beside, on=["trip", "booking"], how="left")
    none = pl.lit([], pl.List(pl.String))
    account = pl.when(pl.col("payer").is_not_null()).then(
        pl.concat_list("account:" + pl.col("payer"))
    )
    lists = ("paid_by", "facilitators", "served", "served_sources", "party", "party_sources")
    filled = joined.with_columns(pl.col(name).fill_null(none) for name in lists)
    return filled.with_columns(
        payers=pl.concat_list(account.fill_null(none), "paid_by").list.unique().list.sort(),
        companions=pl.col("party").list.set_difference(pl.concat_list("person")).list.sort(),
        link_ids=pl.concat_list(pl.concat_list("link_id"), "served"),
        rests_on=pl.concat_list(
            pl.concat_list(pl.col("said", "trip_sources", "named_by").fill_null("")),
            "served_sources", "party_sources",
        ),
    )  # fmt: skip


def _with_corridors(routes: pl.DataFrame) -> pl.DataFrame:
    """Add the ways that routes go; ``?`` where neither country nor place is told."""
    ends = (
        routes.sort("number", "leg")
        .group_by("number", maintain_order=True)
        .agg(pl.col("origin_country", "destination_country").fill_null("?"))
    )
    made = []
    for number_, origins, destinations in ends.iter_rows():
        passed = [origins[0], *destinations]
        way = [one for n, one in enumerate(passed) if n == 0 or one != passed[n - 1]]
        made.append((number_, " > ".join(way), sorted(set(passed) - {"?"})))
    corridors = pl.DataFrame(
        made,
        schema={"number": routes.schema["number"], "corridor": pl.String, "countries": pl.List(pl.String)},
        orient="row",
    )  # fmt: skip
    # A leg tells the number of those before it and the corridor of all.
    return routes.join(corridors, on="number").with_columns(
        rests_on=pl.col("rests_on").explode().unique().implode().over("number")
    )
