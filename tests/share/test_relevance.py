import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.relevance import distances
from tests.builders import graph_of

PEOPLE = [f"person:{n}" for n in range(6)]
ties = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=9)


def family(pairs):
    return graph_of([("FAMILY_OF", one, other, {}) for one, other in pairs])


@given(ties, st.sampled_from(PEOPLE), st.integers(0, 6))
def test_distances_are_those_of_networkx(pairs, subject, steps):
    import networkx as nx

    graph = nx.Graph(pairs)
    graph.add_node(subject)

    expected = nx.single_source_shortest_path_length(graph, subject, cutoff=steps)

    assert distances(family(pairs), [subject], steps) == dict(expected)


@given(ties, st.lists(st.sampled_from(PEOPLE), min_size=1), st.integers(0, 5))
def test_one_step_more_never_loses_anything(pairs, subjects, steps):
    graph = family(pairs)
    near, far = distances(graph, subjects, steps), distances(graph, subjects, steps + 1)

    assert near.items() <= far.items()


LINKS = [
    ("SUSPECT_IN", "person:a", "casefile:c", {}),
    ("SUSPECT_IN", "person:b", "casefile:c", {}),
    ("NATIONAL_OF", "person:a", "country:TH", {}),
    ("NATIONAL_OF", "person:x", "country:TH", {}),
    ("CONCERNS", "enquiry:e", "person:a", {}),
    ("CONCERNS", "enquiry:e", "person:y", {}),
]


def test_a_case_file_a_country_and_an_enquiry_come_along_and_lead_no_further():
    found = distances(graph_of(LINKS), ["person:a"], 1)

    assert found.keys() == {"person:a", "casefile:c", "country:TH", "enquiry:e"}


def test_what_comes_along_is_one_step_beyond_whoever_is_nearest():
    family = [("FAMILY_OF", "person:a", "person:b", {}), ("FAMILY_OF", "person:b", "person:d", {})]
    nationals = [("NATIONAL_OF", one, "country:TH", {}) for one in ("person:d", "person:b")]

    def found(links, subject):
        return distances(graph_of(links), [subject], 2)

    for context in (nationals, nationals[::-1]):
        assert found([*family, *context], "person:a")["country:TH"] == 2
    assert found([*family, *nationals], "person:d") == {
        "person:d": 0, "person:b": 1, "country:TH": 1, "person:a": 2
    }  # fmt: skip
    assert found(LINKS, "casefile:c")["casefile:c"] == 0


@pytest.mark.parametrize("steps", [2, 9])
def test_no_number_of_steps_leads_over_a_country(steps):
    assert "person:x" not in distances(graph_of(LINKS), ["person:a"], steps)


def test_a_case_file_that_the_plan_is_about_leads_to_its_people():
    found = distances(graph_of(LINKS), ["casefile:c"], 1)

    assert {"person:a", "person:b"} <= found.keys()


def test_a_subject_that_nobody_knows_is_at_no_distance_and_leads_nowhere():
    assert distances(graph_of(LINKS), ["person:none"], 3) == {"person:none": 0}
    assert distances(graph_of([]), ["person:none"], 3) == {"person:none": 0}
