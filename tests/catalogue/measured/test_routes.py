"""Legs with who paid, booked and came along; corridors with who served several."""

from linkgraph.catalogue import get_question
from linkgraph.catalogue.measured import travel_corridors, travel_routes
from linkgraph.catalogue.surroundings import Surroundings
from tests.catalogue.measured.graphs import graph_of

TRIPS = {
    "trip:1": {"origin": "HAN", "destination": "SIN", "departed": "2026-01-01T00:00:00Z"},
    "trip:2": {"origin": "SIN", "destination": "AKL", "departed": "2026-01-02T00:00:00Z"},
}


def travelled(who, trip, sources="src-t", **told):
    return ("TRAVELLED_ON", f"person:{who}", f"trip:{trip}", {"sources": sources} | told)


def ask(module, name, links, nodes=None, **params):
    bound = get_question(name).bind(params)
    around = Surroundings(lambda: graph_of(links, TRIPS | (nodes or {})))
    columns = [*get_question(name).returns, "sources"]
    return [dict(zip(columns, row, strict=True)) for row in module.answer(around, bound)]


def routes(links, nodes=None, **params):
    return ask(travel_routes, "travel/routes", links, nodes, **params)


def corridors(links, **params):
    return ask(travel_corridors, "travel/corridors", links, **params)


def test_a_leg_names_who_paid_booked_and_came_along():
    links = [
        travelled("p", 1, booking="B", payer="55"), travelled("p", 2, booking="C"),
        travelled("q", 1, "src-q", booking="B"), travelled("r", 1, booking="X"),
        ("PAID_FOR", "account:9", "person:p", {"booking": "B", "sources": "src-a"}),
        ("BOOKED_FOR", "phone:+641", "person:p", {"booking": "B"}),
        ("BOOKED_FOR", "phone:+642", "person:p", {"booking": "Z"}),
        ("BOOKED_FOR", "phone:+643", "person:q", {"booking": "B"}),
    ]  # fmt: skip

    first, second = routes(links, ids=["person:p"])

    assert first["payers"] == ["account:55", "account:9"]
    assert first["facilitators"] == ["phone:+641"]
    assert first["companions"] == ["person:q"]
    assert (second["payers"], second["facilitators"], second["companions"]) == ([], [], [])
    assert {"src-t", "src-q", "src-a"} <= set(str(first["sources"]).replace("'", " ").split())


def test_a_leg_opens_to_the_journey_and_what_served_it():
    links = [
        travelled("p", 1, booking="B"),
        ("PAID_FOR", "account:9", "person:p", {"booking": "B"}),
    ]

    (leg,) = routes(links, min_legs=1)

    assert leg["link_ids"] == ["travelled_on:000", "paid_for:001"]


def test_without_a_booking_nobody_came_along_and_nobody_paid():
    links = [
        travelled("p", 1), travelled("q", 1),
        ("PAID_FOR", "account:9", "person:p", {}),
    ]  # fmt: skip

    legs = routes(links, min_legs=1)

    assert [leg["companions"] for leg in legs] == [[], []]
    assert [leg["payers"] for leg in legs] == [[], []]


def test_a_country_that_is_told_comes_before_what_an_airport_says():
    nodes = {"trip:1": TRIPS["trip:1"] | {"origin_country": "LA"}}

    legs = routes([travelled("p", 1), travelled("p", 2)], nodes)

    assert legs[0]["corridor"] == "LA > SG > NZ"
    assert len(routes([travelled("p", 1), travelled("p", 2)], nodes, countries="la")) == 2
    assert routes([travelled("p", 1), travelled("p", 2)], nodes, countries="MY") == []


def test_ungraded_trips_are_left_out_where_a_grade_is_asked_for():
    links = [travelled("p", 1, reliability="A"), travelled("p", 2)]

    assert [leg["trip_id"] for leg in routes(links, min_legs=1, min_grade="B")] == ["trip:1"]


def test_a_route_that_goes_beyond_the_rows_asked_for_is_left_out_whole():
    links = [travelled("p", 1), travelled("p", 2), travelled("q", 1)]

    assert routes(links, min_legs=1, most=1) == []
    assert [leg["person_id"] for leg in routes(links, min_legs=1, most=2)] == ["person:p"] * 2
    assert len(routes(links, min_legs=1, most=3)) == 3


def test_corridors_name_only_those_who_served_several():
    links = [
        travelled("p", 1, booking="B"), travelled("p", 2, booking="B"),
        travelled("q", 1, booking="C"), travelled("q", 2, booking="C"),
        ("PAID_FOR", "account:1", "person:p", {"booking": "B"}),
        ("PAID_FOR", "account:1", "person:q", {"booking": "C"}),
        ("PAID_FOR", "account:2", "person:q", {"booking": "C"}),
    ]  # fmt: skip

    (row,) = corridors(links)

    assert (row["corridor"], row["people"], row["routes"]) == ("VN > SG > NZ", 2, 2)
    assert row["payers"] == ["account:1"]


def test_one_who_goes_twice_is_one():
    nodes = {
        "trip:3": TRIPS["trip:1"] | {"departed": "2026-06-01T00:00:00Z"},
        "trip:4": TRIPS["trip:2"] | {"departed": "2026-06-02T00:00:00Z"},
    }
    links = [travelled("p", n) for n in (1, 2, 3, 4)]

    (row,) = ask(travel_corridors, "travel/corridors", links, nodes, min_people=1)

    assert (row["people"], row["routes"]) == (1, 2)
    assert (row["first_at"], row["last_at"]) == ("2026-01-01T00:00:00Z", "2026-06-02T00:00:00Z")
    assert corridors(links[:2]) == []


def test_nobody_goes_on_before_the_ship_has_landed():
    sea = {"origin": "HAN", "destination": "SIN", "departed": "2026-01-01T00:00:00Z",
           "arrived": "2026-01-20T00:00:00Z"}  # fmt: skip

    assert routes([travelled("p", 1), travelled("p", 2)], {"trip:1": sea}) == []
