"""How a case is looked at as ties, and what questions on a network have in common."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.catalogue import Surroundings, get_question
from linkgraph.catalogue.measured.shielded import shielded
from linkgraph.catalogue.measured.tied import Tied
from linkgraph.schema import load_schema
from tests.builders import graph_of

QUESTIONS = ["network/brokers", "network/central", "network/cells", "border/brokers"]
EVERY = {"link_types": load_schema().ties(), "together": True, "most": 50}
people = st.sampled_from([f"person:{one}" for one in "abcdefg"])
links = st.lists(st.tuples(people, people), max_size=14)


def tied(rows, protected=None, **params):
    beside = Surroundings(lambda: graph_of(rows), lambda: protected or {})
    return Tied.of(beside, EVERY | params)


def ties_in(found):
    return {frozenset(row[:2]): row[2] for row in found.ties.table().iter_rows()}


def ask(name, told, **params):
    question = get_question(name)
    beside = Surroundings(lambda: graph_of([("ASSOCIATE_OF", *pair, {}) for pair in told]))
    columns = [*question.returns, "sources"]
    rows = question.measure(beside, question.bind(params))
    return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", [*QUESTIONS, "network/hubs"])
def test_a_question_on_a_network_can_be_narrowed(name):
    wanted = {"link_types", "since", "until", "countries", "min_grade", "most"}

    assert wanted <= set(get_question(name).params)


@pytest.mark.parametrize("name", ["calls/successors", "network/delta"])
def test_so_can_those_on_calls_and_changes(name):
    assert {"countries", "min_grade", "most"} <= set(get_question(name).params)


@pytest.mark.parametrize("name", [*QUESTIONS, "network/hubs", "calls/successors"])
def test_a_ranking_says_that_it_leaves_protected_people_out(name):
    assert "protected people" in get_question(name).caution


def test_calls_between_phones_of_two_people_are_a_tie_of_the_two():
    found = tied(
        [
            ("USES", "person:a", "phone:+641", {}),
            ("USES", "person:b", "phone:+642", {}),
            ("CALLED", "phone:+641", "phone:+642", {}),
            ("MESSAGED", "phone:+642", "phone:+641", {}),
        ]
    )

    assert ties_in(found) == {frozenset(("person:a", "person:b")): 2.0}


def test_by_themselves_phones_are_tied_to_those_who_use_them():
    rows = [
        ("USES", "person:a", "phone:+641", {}),
        ("CALLED", "phone:+641", "phone:+642", {}),
    ]

    assert ties_in(tied(rows, together=False)) == {
        frozenset(("person:a", "phone:+641")): 1.0,
        frozenset(("phone:+641", "phone:+642")): 1.0,
    }


def test_a_handset_of_one_number_is_looked_at_as_whoever_uses_the_number():
    rows = [
        ("USES", "person:a", "phone:+641", {}),
        ("USED_IN", "phone:+641", "imei:490154203237518", {}),
        ("USES", "person:b", "imei:490154203237518", {}),
    ]

    assert ties_in(tied(rows[:2])) == {}
    # Of two, it is nobody's and ties the two.
    assert len(ties_in(tied(rows))) == 2


def test_an_account_that_two_hold_ties_them_and_stands_for_itself():
    rows = [("HOLDS", one, "account:1", {}) for one in ("person:a", "person:b")]

    assert set(ties_in(tied(rows))) == {
        frozenset(("account:1", "person:a")),
        frozenset(("account:1", "person:b")),
    }


def test_holding_is_known_also_where_it_is_not_counted():
    rows = [
        ("HOLDS", "person:a", "account:1", {}),
        ("PAID", "account:1", "account:2", {}),
    ]

    assert set(ties_in(tied(rows, link_types=["PAID"]))) == {frozenset(("account:2", "person:a"))}


def test_around_a_syndicate_are_its_members_and_not_itself():
    rows = [
        ("MEMBER_OF", "person:a", "syndicate:s", {}),
        ("LEADS", "person:b", "syndicate:s", {}),
        ("ASSOCIATE_OF", "person:a", "person:b", {}),
        ("ASSOCIATE_OF", "person:b", "person:c", {}),
    ]

    assert set(ties_in(tied(rows, within=["syndicate:s"]))) == {frozenset(("person:a", "person:b"))}


def test_an_own_country_comes_before_that_of_a_phone():
    rows = [
        ("USES", "person:a", "phone:+641", {}),
        ("IN_JURISDICTION", "phone:+641", "country:NZ", {}),
        ("NATIONAL_OF", "person:a", "country:TH", {}),
    ]

    told = dict(tied(rows).countries.iter_rows())

    assert told == {"person:a": "TH", "phone:+641": "NZ"}


def test_nobody_is_shielded_where_nobody_is_protected():
    rows = [("SUSPECT_IN", "person:a", "casefile:c", {}), ("USES", "person:a", "phone:+641", {})]

    assert shielded(graph_of(rows), Surroundings(lambda: graph_of(rows))) == frozenset()


def test_the_protected_and_what_they_have_are_shielded_and_nobody_beside_them():
    rows = [
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        ("USES", "person:v", "phone:+641", {}),
        ("HOLDS", "person:v", "account:1", {}),
        ("HOLDS", "person:w", "account:1", {}),
        ("FAMILY_OF", "person:m", "person:v", {}),
        ("USES", "person:m", "phone:+642", {}),
    ]
    beside = Surroundings(lambda: graph_of(rows), lambda: {"person:u": "witness"})

    assert shielded(graph_of(rows), beside) == {
        "person:v",
        "person:u",
        "phone:+641",
        "account:1",
    }


@settings(max_examples=25)
@pytest.mark.parametrize(
    "asked",
    [
        ("network/brokers", "pairs", {}),
        ("network/brokers", "pairs", {"of": "ties"}),
        *(("network/central", "score", {"measure": m}) for m in ("pagerank", "closeness", "core")),
        ("network/hubs", "others", {"least_others": 1}),
    ],
)
@given(links, st.permutations("abcdefg"), links)
def test_neither_names_nor_what_is_not_connected_change_an_answer(asked, told, names, more):
    name, column, params = asked
    new = {f"person:{a}": f"person:{b}" for a, b in zip("abcdefg", names, strict=True)}
    renamed = [(new[a], new[b]) for a, b in told]
    apart = [(f"{a}2", f"{b}2") for a, b in more]

    def scores(rows):
        return {
            frozenset((row["entity_id"], row.get("other_id"))): row[column]
            for row in rows
            if not row["entity_id"].endswith("2")
        }

    first = scores(ask(name, told, **params))
    moved = scores(ask(name, renamed, **params))

    assert first == scores(ask(name, told + apart, **params))
    assert {frozenset(new.get(one) for one in ends): s for ends, s in first.items()} == (
        pytest.approx(moved, rel=1e-8)
    )


@settings(max_examples=25)
@given(links)
def test_rows_are_in_order_of_score_then_id(told):
    rows = ask("network/central", told)

    assert rows == sorted(rows, key=lambda row: (-row["score"], row["entity_id"]))


@settings(max_examples=25)
@given(links, st.integers(1, 5))
def test_fewer_rows_are_the_first_of_all(told, most):
    assert ask("network/brokers", told, most=most) == ask("network/brokers", told)[:most]
