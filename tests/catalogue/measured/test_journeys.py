"""Routes: a leg goes on where the one before ended, and nobody's trip is lost or counted twice."""

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue.measured.journeys import legs
from linkgraph.graph.base import LinkShape, Projection

TRAVELLED = LinkShape("TRAVELLED_ON", "Person", "Trip")
places = st.sampled_from(["AKL", "SIN", "HAN", "Kupang"])
trips = st.lists(
    st.tuples(st.sampled_from("pq"), places, places, st.integers(1, 28)), max_size=10, unique=True
)


def graph_of(told):
    rows = [
        {"id": f"trip:{n:02d}", "caption": "x", "sources": "src-a", "origin": a, "destination": b,
         "departed": f"2026-01-{day:02d}T00:00:00Z"}
        for n, (_, a, b, day) in enumerate(told)
    ]  # fmt: skip
    links = [
        {"link_id": f"travelled_on:{n}", "from_id": f"person:{who}", "to_id": f"trip:{n:02d}",
         "sources": "src-a"}
        for n, (who, *_) in enumerate(told)
    ]  # fmt: skip
    people = [{"id": f"person:{who}", "caption": who, "sources": "src-a"} for who in "pq"]
    if not told:
        return Projection({"Person": pl.DataFrame(people)}, {})
    return Projection(
        {"Person": pl.DataFrame(people), "Trip": pl.DataFrame(rows)},
        {TRAVELLED: pl.DataFrame(links)},
    )


def found(told, **params):
    return legs(graph_of(told), {"max_stop_days": 14, "min_legs": 1} | params)


@given(trips)
def test_each_trip_of_each_person_is_one_leg_of_one_route(told):
    made = found(told)

    assert sorted(made["trip"]) == [f"trip:{n:02d}" for n in range(len(told))]
    assert made["link_ids"].list.len().to_list() == [1] * len(told)


@given(trips, st.integers(0, 14))
def test_legs_of_a_route_follow_each_other_in_place_and_time(told, stop):
    for route in found(told, max_stop_days=stop).partition_by("route"):
        rows = list(route.sort("leg").iter_rows(named=True))
        assert [row["leg"] for row in rows] == list(range(1, len(rows) + 1))
        assert len({row["person"] for row in rows}) == 1
        assert rows[0]["route"].endswith(rows[0]["trip"])
        for before, after in pairwise(rows):
            assert before["destination"] == after["origin"]
            assert 0 <= after["departed_s"] - before["ended_s"] <= stop * 86_400


@given(trips)
def test_the_corridor_names_each_country_passed_once_in_a_row(told):
    for route in found(told).partition_by("route"):
        way = route["corridor"][0].split(" > ")
        assert all(a != b for a, b in pairwise(way))
        assert set(route["countries"][0]) == set(way)
        assert set(way) <= {"NZ", "SG", "VN", "Kupang"}


@given(trips)
def test_another_persons_trips_change_no_route(told):
    mine = [one for one in told if one[0] == "p"]

    def shape(made):
        rows = made.filter(pl.col("person") == "person:p").sort(
            "departed_s", "origin", "destination"
        )
        return sorted(rows.select("leg", "origin", "destination", "departed").iter_rows())

    numbered = [one for one in told if one[0] != "p"]
    assert shape(found(mine)) == shape(found(mine + numbered))


def test_no_trips_make_no_route():
    assert found([]).is_empty()
