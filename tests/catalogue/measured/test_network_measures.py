"""Questions that measure a network: whom they never rank, what they rest on, what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.analysis.cohesion import communities
from linkgraph.catalogue import Surroundings, get_question
from linkgraph.catalogue.measured import network_central
from linkgraph.errors import InputError
from tests.builders import fill, graph_of

STAR = [("ASSOCIATE_OF", "person:hub", f"person:p{n}", {}) for n in range(5)]
RING = [("ASSOCIATE_OF", f"person:p{n}", f"person:p{(n + 1) % 5}", {}) for n in range(5)]
ABROAD = [
    ("NATIONAL_OF", f"person:p{n}", f"country:{'MY' if n % 2 else 'TH'}", {}) for n in range(5)
]
PHONE = [("USES", "person:hub", "phone:+641", {}), ("USES", "person:p0", "phone:+641", {})]
RANKINGS = {
    "network/hubs": {"least_others": 1},
    "network/brokers": {},
    "network/central": {},
    "border/brokers": {},
}
each_ranking = pytest.mark.parametrize("name", RANKINGS)


def ask(name, links, protected=None, **params):
    """Return rows as dicts."""
    question = get_question(name)
    beside = Surroundings(lambda: graph_of(links), lambda: protected or {})
    columns = [*question.returns, "sources"]
    rows = question.measure(beside, question.bind(params))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def ids(rows):
    return {row["entity_id"] for row in rows}


@each_ranking
def test_the_hub_is_ranked_where_nothing_protects_it(name):
    assert "person:hub" in ids(ask(name, [*STAR, *ABROAD], **RANKINGS[name]))


@each_ranking
@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"])
def test_nobody_whom_a_role_protects_is_ranked(name, role):
    links = [*STAR, *ABROAD, (role, "person:hub", "casefile:c", {})]

    assert "person:hub" not in ids(ask(name, links, **RANKINGS[name]))


@each_ranking
def test_nobody_is_ranked_who_only_may_be_a_victim(name):
    found = ask(name, [*STAR, *ABROAD], {"person:hub": "victim"}, **RANKINGS[name])

    assert "person:hub" not in ids(found)


@pytest.mark.parametrize("name", ["network/hubs", "network/central"])
def test_what_a_protected_person_uses_is_not_ranked(name):
    params = RANKINGS[name] | ({"together": False} if name == "network/central" else {})

    assert "phone:+641" in ids(ask(name, PHONE, **params))
    assert "phone:+641" not in ids(ask(name, PHONE, {"person:p0": "victim"}, **params))


@pytest.mark.parametrize("name", ["network/brokers", "border/brokers"])
def test_no_tie_of_a_protected_person_is_ranked(name):
    found = ask(name, [*STAR, *RING, *ABROAD], {"person:p1": "victim"}, of="ties")

    ends = ids(found) | {row["other_id"] for row in found}
    assert "person:p2" in ends
    assert "person:p1" not in ends


def test_ways_through_a_protected_person_count_for_others():
    chain = [("ASSOCIATE_OF", f"person:{a}", f"person:{b}", {}) for a, b in ("ab", "bc", "cd")]

    (row,) = ask("network/brokers", chain, {"person:b": "victim"})

    assert (row["entity_id"], row["pairs"]) == ("person:c", 2.0)


def test_protected_members_of_a_cell_are_counted_and_not_listed():
    (row,) = ask("network/cells", [*STAR, *RING], {"person:hub": "victim"}, by="components")

    assert (row["size"], row["protected"]) == (6, 1)
    assert row["cell_id"] == "person:p0"
    assert "person:hub" not in row["members"]


def test_a_cell_of_protected_people_alone_is_not_shown():
    everybody = dict.fromkeys(["person:hub", *(f"person:p{n}" for n in range(5))], "victim")

    assert ask("network/cells", STAR, everybody) == []


def test_cells_around_a_person_hold_those_tied_to_that_person():
    far = [
        ("ASSOCIATE_OF", "person:p0", "person:q", {}),
        ("ASSOCIATE_OF", "person:q", "person:r", {}),
    ]

    (row,) = ask("network/cells", [*STAR, *far], within="person:hub", by="components")

    assert row["members"] == ["person:hub", *(f"person:p{n}" for n in range(5))]


def test_counts_of_a_cell_are_those_of_its_ties():
    (row,) = ask("network/cells", [*STAR, *RING], by="components")

    assert (row["inside"], row["leaving"], row["triangles"]) == (10, 0, 5)
    assert row["density"] == round(10 / 15, 4)


@given(st.sampled_from([0.3, 1.0, 3.0]))
def test_cells_are_the_communities_of_the_library(resolution):
    from linkgraph.analysis.ties import project_ties
    from linkgraph.graph.network import network_from

    links = [*STAR, *RING, ("ASSOCIATE_OF", "person:p0", "person:z", {})]
    ties = project_ties(network_from(graph_of(links), ["ASSOCIATE_OF"]).links)
    expected = {
        tuple(sorted(part["id"]))
        for part in communities(ties, resolution=resolution).partition_by("group")
        if part.height > 1
    }

    found = ask("network/cells", links, resolution=resolution, least_size=2)

    assert {tuple(row["members"]) for row in found} == expected


def test_a_row_rests_on_all_that_it_is_connected_with_and_nothing_else():
    links = [
        ("ASSOCIATE_OF", "person:a", "person:b", {"sources": "src-1"}),
        ("ASSOCIATE_OF", "person:b", "person:c", {"sources": "src-2 src-3"}),
        ("CALLED", "phone:+641", "phone:+642", {"sources": "src-4"}),
        ("USES", "person:c", "phone:+641", {"sources": "src-5"}),
        ("ASSOCIATE_OF", "person:x", "person:y", {"sources": "src-9"}),
    ]

    (row, _) = ask("network/brokers", links, link_types="ASSOCIATE_OF,CALLED")

    assert row["sources"] == ["src-1", "src-2", "src-3", "src-4", "src-5"]


def test_a_border_rests_on_what_tells_the_countries_too():
    links = [*STAR, *[(*told[:3], {"sources": f"src-{n}"}) for n, told in enumerate(ABROAD)]]

    (row,) = ask("border/brokers", links)

    assert row["sources"] == [f"src-{n}" for n in range(5)]


def test_a_country_of_what_one_alone_holds_is_its_holders():
    links = [
        ("ASSOCIATE_OF", "person:a", "person:b", {}),
        ("ASSOCIATE_OF", "person:b", "person:c", {}),
        ("USES", "person:a", "phone:+641", {}),
        ("IN_JURISDICTION", "phone:+641", "country:NZ", {}),
        ("NATIONAL_OF", "person:c", "country:TH", {}),
    ]

    (row,) = ask("border/brokers", links, link_types="ASSOCIATE_OF")

    assert (row["entity_id"], sorted(row["others_in"])) == ("person:b", ["NZ", "TH"])
    assert ask("border/brokers", links, link_types="ASSOCIATE_OF", together=False) == []


def test_whoever_deals_only_with_what_it_holds_is_at_no_centre():
    links = [
        ("USES", "person:a", "phone:+641", {}),
        ("USES", "person:a", "phone:+642", {}),
        ("CALLED", "phone:+641", "phone:+642", {}),
        ("ASSOCIATE_OF", "person:b", "person:c", {}),
    ]

    assert ids(ask("network/central", links)) == {"person:b", "person:c"}


def test_a_sample_says_its_error_and_bound():
    ring = [("ASSOCIATE_OF", f"person:p{n}", f"person:p{(n + 1) % 40}", {}) for n in range(40)]
    chords = [("ASSOCIATE_OF", f"person:p{n}", f"person:p{n * n % 37}", {}) for n in range(20)]

    rows = ask("network/brokers", [*ring, *chords], exact_to=2, sample=9)

    assert rows[0]["error"] > 0
    assert rows[0]["bound"] > rows[0]["error"]


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("network/brokers", {"of": "people"}),
        ("border/brokers", {"of": "people"}),
        ("network/central", {"measure": "fame"}),
        ("network/cells", {"by": "name"}),
        ("network/hubs", {"min_grade": "Z"}),
        ("network/delta", {}),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_those_that_are(name, params):
    with pytest.raises(InputError) as told:
        ask(name, STAR, **params)

    assert told.value.remedy


@pytest.mark.parametrize(
    ("least", "found"), [("A", {"a"}), ("B", {"a", "b"}), ("E", {"a", "b", "e"})]
)
def test_only_links_graded_so_or_better_count(least, found):
    links = [
        ("ASSOCIATE_OF", f"person:{grade}", f"person:{grade}2", {"reliability": told})
        for grade, told in (("a", "A"), ("b", "B"), ("e", "E"), ("x", "X"), ("f", "F"), ("n", None))
    ]

    rows = ask("network/hubs", links, least_others=1, min_grade=least)

    assert {one[7] for one in ids(rows)} == found


def test_only_links_that_touch_the_countries_count():
    found = ask("network/hubs", [*STAR, *RING, *ABROAD], least_others=3, countries="th")

    assert {row["entity_id"]: row["others"] for row in found}["person:hub"] == 3


def test_a_victims_phone_is_no_successor():
    calls = [
        ("CALLED", "phone:+641", "phone:+648", {"at_s": 0, "at": "2026-01-01T00:00:00Z"}),
        ("CALLED", "phone:+641", "phone:+649", {"at_s": 0, "at": "2026-01-01T00:00:00Z"}),
        ("CALLED", "phone:+642", "phone:+648", {"at_s": 9, "at": "2026-01-01T00:00:09Z"}),
        ("CALLED", "phone:+642", "phone:+649", {"at_s": 9, "at": "2026-01-01T00:00:09Z"}),
        ("USES", "person:v", "phone:+642", {}),
    ]

    (row,) = ask("calls/successors", calls)
    assert (row["old_id"], row["new_id"]) == ("phone:+641", "phone:+642")
    assert ask("calls/successors", calls, {"person:v": "victim"}) == []


def test_two_that_were_in_contact_are_said_to_be():
    calls = [
        ("CALLED", one, other, {"at_s": at, "at": "2026-01-01T00:00:00Z"})
        for one, other, at in (
            ("phone:+641", "phone:+648", 0),
            ("phone:+641", "phone:+649", 0),
            ("phone:+642", "phone:+641", 5),
            ("phone:+642", "phone:+648", 9),
            ("phone:+642", "phone:+649", 9),
        )
    ]

    (row,) = ask("calls/successors", calls)

    assert "the two were in contact, as two people would be" in row["reasons"]


def test_a_graph_by_itself_has_no_versions():
    with pytest.raises(InputError, match="versions"):
        ask("network/delta", STAR, first_version=1)


def test_a_case_tells_what_was_learnt_between_two_versions(tmp_path):
    with lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Police") as case:
        fill(case.ledger, "A", links=[("ASSOCIATE_OF", "person:a", "person:b", {})])
        version = case.ledger.version
        fill(case.ledger, "B", links=[("ASSOCIATE_OF", "person:b", "person:c", {})])

        found = case.answer("network/delta", {"first_version": version})
        none = case.answer("network/delta", {"first_version": case.ledger.version})

    assert [row[:2] for row in found.rows] == [
        ("added", "person:c"),
        ("modified", "person:b"),
        ("added", "person:b"),
    ]
    assert none.rows == ()


def test_a_time_that_ends_in_a_year_holds_to_its_end():
    links = [("USES", "person:a", "phone:+641", {"since": "2024", "until": "2025"})]

    found = ask(
        "network/delta", links, link_types="USES", first="2025-12-31", second="2026-01-01T00:00Z"
    )

    assert {row["change"] for row in found} == {"removed"}


def test_days_before_a_moment_are_counted_to_the_second():
    links = [("CALLED", "phone:+641", "phone:+642", {"at": "2026-01-01T00:00:00Z"})]
    asked = {"link_types": "CALLED", "days": 31}

    held = ask("network/delta", links, first="2026-02-01", second="2026-03-01", **asked)
    none = ask("network/delta", links, first="2026-02-01T00:00:01Z", second="2026-03-01", **asked)

    assert [row["change"] for row in held] == ["removed"] * 3
    assert none == []


def test_a_resolution_beyond_reason_is_refused():
    ask("network/cells", [*STAR, *RING], resolution=1_000_000)

    with pytest.raises(InputError, match="at most"):
        ask("network/cells", STAR, resolution=1e308)


def test_a_measure_that_settles_on_no_answer_is_told_with_what_to_do(monkeypatch):
    def unsettled(_):
        raise ArithmeticError

    monkeypatch.setattr(network_central, "eigenvector", unsettled)

    with pytest.raises(InputError, match="no answer") as told:
        ask("network/central", STAR, measure="eigenvector")

    assert "another measure" in told.value.remedy
