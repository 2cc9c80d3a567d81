"""Over what a role protects, record by record."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.clusters import Clusters
from linkgraph.share import protected_people
from linkgraph.share.guard import Roles, minors_given, roles_in
from tests.builders import fill, new_ledger

MODEL = {"score": 0.8, "model": "splink", "who": "splink"}
PEOPLE = [f"person:{one}" for one in "abcdef"]
A, B, C, D, E, F = PEOPLE


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    fill(made, "own", entities=[(one, {"names": [one]}) for one in PEOPLE],
         links=[("VICTIM_IN", A, "casefile:c", {})])  # fmt: skip
    return made


def hidden(ledger):
    found = roles_in(ledger, ledger.verdicts(), find_entities(ledger))
    return [one[-1] for one in found.all_hidden()]


def test_without_judgements_a_role_is_its_holders_alone(ledger):
    fill(
        ledger,
        "S",
        links=[("SUSPECT_IN", A, "casefile:d", {}), ("SUSPECT_IN", B, "casefile:d", {})],
    )

    found = roles_in(ledger, (), Clusters())

    assert found.of(A) == ("suspect", "victim")
    assert found.of(B) == ("suspect",)
    assert (found.hidden(A), found.hidden(B), found.of("person:none")) == ("victim", "", ())


def test_a_role_that_hides_nobody_is_not_carried_on(ledger):
    fill(ledger, "S", links=[("SUSPECT_IN", C, "casefile:d", {})])
    ledger.judge(C, D, "same", who="ann")

    found = roles_in(ledger, ledger.verdicts(), find_entities(ledger))

    assert found.of(D) == ()
    assert found.united(find_entities(ledger)).of(C) == ("suspect",)


@pytest.mark.parametrize("role", ["WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"])
def test_every_role_that_hides_is_carried_on(ledger, role):
    fill(ledger, "W", links=[(role, C, "casefile:d", {})])
    ledger.judge(C, D, "unsure", who="ann")

    assert hidden(ledger) == ["a", "c", "d"]


@pytest.mark.parametrize(
    ("judged", "protected"),
    [
        ([(A, B, "same", "ann"), (B, C, "same", "ann")], "abc"),
        ([(A, B, "unsure", "ann"), (B, C, "unsure", "ann")], "abc"),
        ([(A, B, "unsure", "splink"), (B, C, "unsure", "splink")], "ab"),
        ([(A, B, "same", "splink"), (B, C, "unsure", "splink"), (C, D, "same", "splink")], "abcd"),
        ([(A, B, "unsure", "splink"), (B, C, "unsure", "ann")], "abc"),
        ([(A, B, "different", "ann"), (A, B, "same", "splink")], "a"),
        ([(A, B, "different", "splink")], "a"),
        ([(A, B, "same", "ann"), (A, B, "different", "bob")], "ab"),
    ],
)
def test_how_far_it_reaches(ledger, judged, protected):
    for left, right, verdict, who in judged:
        ledger.judge(left, right, verdict, **(MODEL if who == "splink" else {"who": who}))

    assert hidden(ledger) == list(protected)


def test_a_document_of_two_ties_them_and_one_of_many_nobody(ledger):
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, B)]
         + [("HOLDS", one, "passport:AA20002", {}) for one in (A, *(f"person:{n}" for n in range(12)))])  # fmt: skip

    assert hidden(ledger) == ["a", "b"]


def test_a_model_parts_nobody_who_holds_one_document(ledger):
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, B)])
    ledger.judge(A, B, "different", **MODEL)

    assert hidden(ledger) == ["a", "b"]


def test_a_document_of_twelve_is_still_one_of_theirs(ledger):
    others = [f"person:x{n:02}" for n in range(11)]
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, *others)])

    assert hidden(ledger) == ["a", *(one[-1] for one in others)]


def test_a_person_parts_two_entities_whichever_of_them_has_the_lesser_id(ledger):
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, C)])
    ledger.judge(A, D, "same", who="ann")
    assert hidden(ledger) == ["a", "c", "d"]

    ledger.judge(C, D, "different", who="ann")

    assert hidden(ledger) == ["a", "d"]


def test_many_records_of_few_people_make_a_document_no_mistake(ledger):
    """Thirteen records hold it, but they are two people's by now."""
    records = [f"person:x{n:02}" for n in range(12)]
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, *records)])
    assert hidden(ledger) == ["a"]

    for record in records[1:]:
        ledger.judge(records[0], record, "same", who="ann")

    assert hidden(ledger) == ["a", *(one[-1] for one in records)]


def test_one_word_of_a_person_parts_two_entities_that_hold_one_document(ledger):
    fill(ledger, "D", links=[("HOLDS", one, "passport:AA10001", {}) for one in (A, B, C)])
    ledger.judge(B, C, "same", who="ann")
    assert hidden(ledger) == ["a", "b", "c"]

    ledger.judge(A, C, "different", who="ann")

    assert hidden(ledger) == ["a"]


def test_an_entity_has_the_roles_of_all_its_records_and_is_told_once(ledger):
    fill(ledger, "S", links=[("WITNESS_IN", C, "casefile:d", {})])
    ledger.judge(A, B, "same", who="ann")
    ledger.judge(B, C, "same", who="ann")
    records = Roles({A: ("victim",), B: ("suspect",), C: ("witness",)})

    united = records.united(find_entities(ledger))

    assert united == Roles({A: ("suspect", "victim", "witness")})
    assert protected_people(ledger) == {A: "victim"}


def test_whoever_is_hidden_counts_among_no_suspects(ledger):
    roles = Roles({A: ("suspect", "victim"), B: ("suspect",), C: ("suspect",), D: ("witness",)})

    assert roles.suspects() == {B, C}
    assert roles.with_minors([C]).suspects() == {B}


def test_only_the_sources_named_count(ledger):
    fill(ledger, "W", links=[("WITNESS_IN", C, "casefile:d", {})])

    assert roles_in(ledger, (), Clusters(), sources=[1]).all_hidden() == [A]
    assert roles_in(ledger, (), Clusters(), sources=[]) == Roles()


def test_a_document_or_a_partners_word_that_is_not_seen_protects_nobody_in_what_is(ledger):
    """Else a release would show as a victim whom only something withheld makes one."""
    given = [(f"person:{role}-1.pkg-0123456789abcdef", {}) for role in ("witness", "minor")]
    fill(
        ledger,
        "S",
        links=[
            *(("HOLDS", one, "passport:AA10001", {}) for one in (A, B)),
            ("EXPLOITED", "person:boss", C, {}),
        ],
        entities=given,
    )

    assert roles_in(ledger, (), Clusters(), sources=[1]).all_hidden() == [A]
    assert roles_in(ledger, (), Clusters()).all_hidden() == [A, B, C, given[0][0]]
    assert (minors_given(ledger, [1]), minors_given(ledger)) == (set(), {given[1][0]})


@pytest.mark.parametrize("number", [1, 12, 340])
def test_whom_a_partner_gave_by_role_is_protected_whatever_the_number(ledger, number):
    given = [f"person:{role}-{number}.pkg-0123456789abcdef" for role in ("victim", "minor")]
    fill(ledger, "P", entities=[(one, {}) for one in given])

    assert protected_people(ledger) == {A: "victim", given[0]: "victim"}
    assert minors_given(ledger) == {given[1]}


pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda p: p[0] < p[1])
judged = st.lists(
    st.tuples(pairs, st.sampled_from(["same", "unsure", "different"]),
              st.sampled_from(["ann", "bob", "splink"])),
    max_size=8, unique_by=lambda told: (told[0], told[2]),
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(judged)
def test_whoever_may_be_a_victim_on_any_word_is_hidden(tmp_path_factory, told):
    """Of each pair with a victim that is same or unsure on the standing word, both are hidden."""
    ledger = new_ledger(tmp_path_factory.mktemp("guard"))
    fill(ledger, "own", entities=[(one, {}) for one in PEOPLE],
         links=[("VICTIM_IN", A, "casefile:c", {})])  # fmt: skip
    for pair, verdict, who in told:
        ledger.judge(*pair, verdict, **(MODEL if who == "splink" else {"who": who}))

    found = roles_in(ledger, ledger.verdicts(), find_entities(ledger))

    people = {(p, v) for p, v, who in told if who != "splink"}
    for (left, right), verdict, _ in told:
        said = {v for p, v in people if p == (left, right)}
        standing = said or {verdict}
        if left == A and standing != {"different"}:
            assert found.hidden(right) == "victim"
    entities = find_entities(ledger)
    assert {found.hidden(one) for one in entities.members(A)} == {"victim"}
    ledger.close()


@pytest.mark.parametrize(("act", "told", "role"), [
    ("EXPLOITED", {}, "victim"),
    ("RECRUITED", {"exploitation": "ForcedCriminality"}, "victim"),
    ("SMUGGLED", {"exploitation": "Other", "controls": []}, "victim"),
    ("CONTROLLED", {"controls": ["WithholdsDocuments"]}, "victim"),
    ("HARBOURED", {"controls": ["DebtBondage"], "exploitation": None}, "victim"),
    ("RECRUITED", {}, None),
    ("CONTROLLED", {"controls": [], "exploitation": ""}, None),
])  # fmt: skip
def test_whoever_is_said_to_have_been_exploited_is_a_victim_without_the_word(
    ledger, act, told, role
):
    """A file of acts may forget the role; whoever was recruited may be one of theirs."""
    fill(ledger, "A", links=[(act, "person:boss", "person:v", told)])

    assert protected_people(ledger).get("person:v") == role
