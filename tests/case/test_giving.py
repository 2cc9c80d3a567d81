"""Plans that leave: as if what is withheld had never come, or not at all."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.case.giving import TOLD
from linkgraph.errors import InputError, LinkgraphError, ReleaseError
from linkgraph.plan import Objective
from linkgraph.statements.stated import Stated
from tests.builders import fill, make_source
from tests.case.test_planning import CHAIN, S, asked, calls, phone, suspect
from tests.share.test_unsaid import in_one_record

MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
BOTH = (Objective("pairwise"), Objective("value"))
SECRET = {"originator": "LK/CID", "handling": "H3", "tlp": "RED"}
OPEN = {"originator": "NZ/Police", "handling": "H1", "tlp": "GREEN", "releasable_to": ["MY"]}


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell", name="Kestrel")
    yield made
    made.close()


def released(case, plan=None, audience="MY", **told):
    return case.plan_release(plan or case.plan(asked()), audience, made=MADE, **told)


def chosen(made):
    return {one.entity_id: one.country for one in made.targets}


def test_a_plan_leaves_with_its_targets_where_the_audience_may_see_all(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)

    made = released(case)

    assert chosen(made) == {"person:s1": "MY", "person:s3": "NZ"}
    assert made.figures["left"] == {"pairwise": 0}
    assert made.handling == "H1 GREEN"
    assert made.originators == ("NZ/Police",)
    (one, _) = made.targets
    assert one.identifiers == (phone(1),)
    assert one.records
    assert one.originators == ("NZ/Police",)
    assert one.handling == "H1 GREEN"


def test_what_a_withheld_source_says_is_nowhere_in_it(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    secret = [*suspect("person:s5", "MY", 5), *calls(phone(5), phone(4)), ("HOLDS", "person:s3", "account:9", {})]  # fmt: skip
    fill(case.ledger, "Very secret", links=secret, **SECRET)
    inside = case.plan(asked())

    text = released(case, inside).to_json()

    assert "account:9" in inside.to_json()
    for trace in ("person:s5", phone(5), "account:9", "LK", "secret", "H3", "RED", inside.case):
        assert trace not in text


def test_an_account_that_one_record_alone_gives_to_a_suspect_and_a_victim_is_in_no_plan(case):
    fill(case.ledger, "A", links=[*CHAIN, ("VICTIM_IN", "person:v", "casefile:w", {})], **OPEN)
    both = [("HOLDS", one, "account:9", {}) for one in ("person:s1", "person:v")]
    case.ledger.append(make_source("B", **OPEN), [in_one_record("B", both)], who="tester")

    assert "account:9" not in repr(case.release(audience="MY", made=MADE))
    assert "account:9" not in released(case).to_json()


def test_nothing_tells_who_is_not_acted_on_or_protected(case):
    fill(case.ledger, "A", links=[*CHAIN, ("WITNESS_IN", "person:s0", "casefile:w", {})], **OPEN)

    made = released(case)

    told = json.loads(made.to_json())
    assert told.keys().isdisjoint({"left_out", "kept_out", "case", "effects"})
    assert "person:s0" not in made.to_json()
    assert "witness" not in made.to_json()


def test_a_child_is_no_target_of_a_plan_that_leaves(case):
    fill(case.ledger, "A", links=CHAIN, entities=[("person:s1", {"birth_dates": ["2010-01-01"]})], **OPEN)  # fmt: skip

    made = released(case)

    assert "person:s1" in chosen(case.plan(asked()))
    assert "person:s1" not in made.to_json()
    assert "minor" not in made.to_json()


def test_a_child_of_whose_age_only_something_withheld_tells_holds_a_plan_back(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", entities=[("person:s1", {"birth_dates": ["2010-01-01"]})], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        released(case)


def test_an_informant_counts_for_nothing_in_what_leaves(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    without = released(case).to_json()
    fill(case.ledger, "B", links=[*suspect("person:i", "MY", 7), *calls(phone(7), phone(2)), ("INFORMANT_IN", "person:i", "casefile:i", {})], **OPEN)  # fmt: skip

    assert released(case).to_json() == without


def test_a_target_whom_something_withheld_protects_holds_all_of_it_back(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:s1", "casefile:v", {})], **SECRET)

    with pytest.raises(ReleaseError) as told:
        released(case)

    assert told.value.exit_code == 4
    for trace in ("LK", "victim", "person:s1", "casefile"):
        assert trace not in str(told.value)
    assert "released" not in {one.action for one in case.ledger.history()}


def test_a_possible_match_of_somebody_protected_holds_it_back_too(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:v", {})], **SECRET)
    case.decide("person:s1", "person:v", "unsure", why="alike")

    with pytest.raises(ReleaseError):
        released(case)


def test_two_whom_a_person_told_apart_do_not_leave_as_one(case, monkeypatch):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    same = Stated(
        why="one face", same_as="person:s0", handling="H1", tlp="GREEN", releasable_to=("MY",)
    )
    case.state("person:s1", same)
    monkeypatch.setenv("LINKGRAPH_USER", "another")
    case.decide("person:s0", "person:s1", "different", why="met both")

    with pytest.raises(ReleaseError):
        released(case, case.plan(asked(must=("person:s0",))), tell=["must"])


def test_a_witness_lifted_inside_is_not_given_away(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", links=[("WITNESS_IN", "person:s1", "casefile:w", {})], **SECRET)

    with pytest.raises(ReleaseError):
        released(case, case.plan(asked(lifted={"person:s1": "leads it"})))


def test_who_must_not_be_acted_on_holds_a_plan_back_unless_the_audience_is_told(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    plan = case.plan(asked(must_not=("person:s1",)))

    with pytest.raises(ReleaseError, match="must not"):
        released(case, plan)

    assert "person:s1" not in chosen(released(case, plan, tell=["must_not"]))


def test_who_must_not_be_acted_on_is_told_by_the_id_that_the_audience_knows(case):
    fill(case.ledger, "A", links=[*CHAIN, *suspect("person:a0", "MY", 7)], **OPEN)
    plan = case.plan(asked(must_not=("person:s1",)))
    same = Stated(
        why="one face", same_as="person:s1", handling="H1", tlp="GREEN", releasable_to=("MY",)
    )
    case.state("person:a0", same)

    made = released(case, plan, tell=["must_not"])

    assert made.asked["must_not"] == ("person:a0",)
    assert chosen(made).keys().isdisjoint({"person:a0", "person:s1"})


def test_what_planners_said_of_people_stays_inside_unless_told_on_purpose(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    plan = case.plan(asked(must=("person:s0",), worth={"person:s0": 0.77}, reach={"person:s0": ("MY",)}))  # fmt: skip

    silent = released(case, plan)
    told = released(case, plan, tell=["must", "worth"])

    assert "person:s0" not in silent.to_json()
    assert "0.77" not in silent.to_json()
    assert "must" not in silent.asked
    assert "person:s0" in chosen(told)
    assert told.asked["must"] == ("person:s0",)
    assert "reach" not in told.asked


def test_of_what_is_told_only_what_the_audience_sees_as_a_candidate_leaves(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", links=[*suspect("person:s5", "MY", 5), *calls(phone(5), phone(2))], **SECRET)  # fmt: skip
    plan = case.plan(
        asked("MY:arrest=2", "NZ:arrest=1", must=("person:s5",), together=(("person:s5", "person:s0"),))
    )  # fmt: skip

    made = released(case, plan, tell=["must", "together"])

    assert made.asked["must"] == ()
    assert made.asked["together"] == ()
    assert "person:s5" not in made.to_json()


def test_countries_that_the_audience_is_not_told_of_are_left_out_with_their_means(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)

    made = released(case, countries=["MY"])

    assert set(chosen(made).values()) == {"MY"}
    assert '"NZ"' not in made.to_json()
    with pytest.raises(InputError, match="take part"):
        released(case, countries=["TH"])
    with pytest.raises(InputError):
        released(case, tell=["lifted"])


def test_countries_that_the_audience_is_not_told_of_stand_in_nobodys_reach(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    plan = case.plan(asked(reach={"person:s1": ("NZ", "MY"), "person:s3": ("NZ",)}))

    made = released(case, plan, countries=["MY"], tell=["reach"])

    assert made.asked["reach"] == {"person:s1": ("MY",)}
    assert '"NZ"' not in made.to_json()


def test_who_stated_something_is_not_told(case, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_USER", "officer wirihana")
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    case.state("person:s1", Stated(why="seen there", reach="MY", handling="H1", tlp="GREEN", releasable_to=("MY",)))  # fmt: skip

    made = released(case)

    assert "stated" in made.targets[0].basis
    assert "wirihana" not in made.to_json()
    assert "seen there" not in made.to_json()


def test_a_file_named_after_a_victim_is_not_told(case):
    fill(case.ledger, "Statement of Kanya Panthong", links=CHAIN, entities=[("person:v", {"names": ["Kanya Panthong"]})], **OPEN)  # fmt: skip
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:v", {})], **OPEN)

    made = released(case)

    assert made.targets
    assert "Kanya" not in made.to_json()


def test_an_audience_that_sees_nothing_gets_nothing(case):
    fill(case.ledger, "A", links=CHAIN, **SECRET)

    with pytest.raises(InputError, match="this audience may see nothing can be planned"):
        released(case)
    with pytest.raises(InputError, match="neither"):
        released(case, audience="Nowhere")


def test_that_a_plan_was_given_goes_on_record_without_a_name(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    released(case)

    last = case.ledger.history()[-1]
    assert (last.action, last.reason) == ("released", "a targeting plan to MY")


def test_targets_that_leave_are_rows_too(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)

    assert released(case).to_pandas()["country"].tolist() == ["MY", "NZ"]


# What one source of a made-up case says: marks, suspects (who, where) and calls between them.
pieces = st.tuples(
    st.sampled_from([OPEN, OPEN, SECRET, {**OPEN, "handling": "H2"}, {**SECRET, "originator": "MY/FIU"}]),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["MY", "NZ"])), max_size=4),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    st.lists(st.tuples(st.sampled_from(["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN"]), st.integers(0, 5)), max_size=1),
    st.booleans(),
)  # fmt: skip
words = st.fixed_dictionaries({
    "must": st.lists(st.sampled_from(S), max_size=1).map(tuple),
    "must_not": st.lists(st.sampled_from(S), max_size=1).map(tuple),
    "worth": st.dictionaries(st.sampled_from(S), st.sampled_from([0.1, 0.9]), max_size=2),
})  # fmt: skip


def said(number, suspects, pairs, roles, money):
    links = [link for n, country in suspects for link in suspect(S[n], country, n)]
    links += [link for a, b in pairs if a != b for link in calls(phone(a), phone(b))]
    links += [(role, S[n], "casefile:r", {}) for role, n in roles]
    if money:
        paid = {"amount_minor": 50_000 * number, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
        links += [("HOLDS", S[number], f"account:{number}", {}), ("PAID", f"account:{number}", "account:0", paid)]  # fmt: skip
    return {"entities": [(S[number], {"names": [f"Name {number}"]})], "links": links}


def outcome(case, plan, tell):
    try:
        return released(case, plan, tell=tell).to_json()
    except LinkgraphError as why:
        return why


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(pieces, min_size=1, max_size=4), words, st.sets(st.sampled_from(TOLD)),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=2),
)  # fmt: skip
def test_a_plan_is_byte_for_byte_what_it_were_without_what_is_withheld(
    tmp_path_factory, told, planners, tell, same
):
    """Or it is held back; or nothing can be planned, and the reason tells no more either."""
    folder = tmp_path_factory.mktemp("p")
    whole, seen = (
        lg.create_case(folder / name, jurisdiction="NZ", agency="Cell", name="Kestrel")
        for name in ("whole", "seen")
    )
    for case in (whole, seen):
        fill(case.ledger, "A", links=CHAIN[:-30], **OPEN)
    for number, (marks, *content) in enumerate(told):
        source = said(number, *content)
        fill(whole.ledger, f"S{number}", **source, **marks)
        if marks["handling"] == "H1" or marks["originator"].startswith("MY"):
            fill(seen.ledger, f"S{number}", **source, **marks)
    for a, b in same:
        if a != b and whole.ledger.explain([S[a]]) and whole.ledger.explain([S[b]]):
            whole.decide(S[a], S[b], "same", why="one face")
    plan = asked_plan(planners)

    one, two = outcome(whole, plan, sorted(tell)), outcome(seen, plan, sorted(tell))

    event(type(one).__name__)
    if not isinstance(one, ReleaseError):
        assert str(one) == str(two)
    for case in (whole, seen):
        case.close()


def asked_plan(planners, ends=BOTH):
    """A plan file as planners keep it: what it was made for is all that a release takes of it."""
    return lg.plan.JointPlan(
        asked=replace(asked(objectives=ends), **planners), targets=(), figures={}, used=(), left_out={},
        kept_out={}, case="", made="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
