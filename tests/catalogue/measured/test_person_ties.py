"""Who stands near whom: the steps are those of networkx, and crowds tie nobody."""

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue.measured.person_ties import person_ties, reached
from linkgraph.graph.projection import project
from tests.builders import fill, new_ledger

PARAMS = {"max_sharers": 8}
people = st.sampled_from("abcdefg")
pairs = st.lists(st.tuples(people, people), max_size=14)


def table(told):
    both = [
        (one, other, "FAMILY_OF", [f"{n}"], ["src"])
        for n, (a, b) in enumerate(told)
        for one, other in ((a, b), (b, a))
        if a != b
    ]
    schema = {
        "one": pl.String, "other": pl.String, "type": pl.String,
        "link_ids": pl.List(pl.String), "sources": pl.List(pl.String),
    }  # fmt: skip
    return pl.DataFrame(both, schema=schema, orient="row")


@given(pairs, st.sets(people, max_size=3), st.integers(1, 3))
def test_steps_and_suspects_are_those_of_networkx(told, start, hops):
    graph = nx.Graph((a, b) for a, b in told if a != b)
    found = {
        row["person"]: row
        for row in reached(table(told), sorted(start), hops).iter_rows(named=True)
    }

    wanted = {}
    for one in start & set(graph):
        for other, steps in nx.single_source_shortest_path_length(graph, one, cutoff=hops).items():
            if steps:
                wanted.setdefault(other, {})[one] = steps
    assert found.keys() == wanted.keys()
    for one, row in found.items():
        assert row["suspects"] == sorted(wanted[one])
        assert row["hops"] == min(wanted[one].values())
        assert row["types"] == ["FAMILY_OF"]


@given(pairs, st.randoms())
def test_the_order_of_ties_changes_nothing(told, random):
    shuffled = list(told)
    random.shuffle(shuffled)

    def sets(ties):
        rows = reached(table(ties), ["a", "b"], 2).select("person", "hops", "suspects")
        return sorted(map(str, rows.iter_rows()))

    assert sets(told) == sets(shuffled)


@pytest.fixture
def graph(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(
        ledger, "A", reliability="B",
        links=[
            ("USES", "person:a", "phone:+641", {}), ("USES", "person:b", "phone:+641", {}),
            *[("LOCATED_AT", f"person:{n}", "location:hostel", {}) for n in range(9)],
            ("TRAVELLED_ON", "person:a", "trip:1", {"booking": "X"}),
            ("TRAVELLED_ON", "person:c", "trip:1", {"booking": "X"}),
            ("TRAVELLED_ON", "person:d", "trip:1", {}), ("TRAVELLED_ON", "person:e", "trip:1", {}),
            ("RECRUITED", "person:a", "person:f", {"at": "2026-01-01T00:00:00Z"}),
        ],
    )  # fmt: skip
    fill(ledger, "B", links=[("ASSOCIATE_OF", "person:a", "person:g", {})])
    return project(ledger)


def tied(graph, types=None, **params):
    ties = person_ties(graph, PARAMS | params, types)
    return {
        (one, other, type_)
        for one, other, type_ in ties.select("one", "other", "type").iter_rows()
        if one == "person:a"
    }


def test_people_are_tied_directly_over_one_thing_or_on_one_booking(graph):
    assert tied(graph) == {
        ("person:a", "person:b", "USES"),
        ("person:a", "person:c", "TRAVELLED_ON"),
        ("person:a", "person:f", "RECRUITED"),
        ("person:a", "person:g", "ASSOCIATE_OF"),
    }


def test_what_a_crowd_shares_ties_nobody(graph):
    ties = person_ties(graph, PARAMS, {"LOCATED_AT"})

    assert ties.is_empty()
    assert person_ties(graph, {"max_sharers": 9}, {"LOCATED_AT"}).height == 9 * 8


def test_ties_are_chosen_by_kind_time_and_grade(graph):
    assert tied(graph, {"USES"}) == {("person:a", "person:b", "USES")}
    assert tied(graph, since="2026-01-01") == {("person:a", "person:f", "RECRUITED")}
    assert ("person:a", "person:g", "ASSOCIATE_OF") not in tied(graph, min_grade=["A", "B"])


def test_nobody_is_near_where_there_are_no_ties():
    assert reached(table([]), ["a"], 3).is_empty()
