"""What of a plan leaves: what it was made for, and of people nothing that nobody told on purpose."""

import datetime as dt
import json

import pytest

import linkgraph as lg
from linkgraph.case.giving import TOLD
from linkgraph.errors import ReleaseError
from linkgraph.plan import Objective
from linkgraph.statements.stated import Stated
from tests.builders import fill
from tests.case.test_flow_plans import FLOW, MONEY, account, flow
from tests.case.test_giving import MADE, OPEN, SECRET, asked_plan, chosen, released
from tests.case.test_planning import CHAIN, asked, calls, phone, suspect

ENDS = (Objective("pairwise"),)


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell", name="Kestrel")
    yield made
    made.close()


def test_a_plan_leaves_for_what_the_given_one_was_made(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    hour = dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC)
    told = {"zero_hour": hour, "link_types": ("CALLED",), "least_tie": 0.2, "success": {"": 0.8},
            "expected": True}  # fmt: skip
    plan = case.plan(asked(**told))

    made = released(case, plan)

    assert "seeds" not in made.figures
    assert {name: made.asked[name] for name in told} == told | {"zero_hour": hour.isoformat()}
    assert made.asked["countries"] == plan.asked.countries
    assert [one["most"] for one in made.asked["capacities"]] == [1, 1]
    assert chosen(made) == chosen(plan)


# What planners said of one who is a candidate to the audience, and what would tell of it.
SAID = {
    "must": ("person:s0",), "must_not": ("person:s4",), "together": (("person:s0", "person:s2"),),
    "reach": {"person:s0": ("MY",)}, "worth": {"person:s0": 0.77}, "success": {"person:s0": 0.33, "": 0.8},
    "flow_from": ("account:1",), "flow_to": ("account:9",),
}  # fmt: skip


@pytest.mark.parametrize("word", TOLD)
def test_no_word_on_people_leaves_that_was_not_told(case, word):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    silent = released(case, asked_plan({}, ENDS))

    made = released(case, asked_plan({word: SAID[word]}, ENDS))

    general = {"success": {"": 0.8}} if word == "success" else {}
    assert made.asked == silent.asked | general


@pytest.mark.parametrize("word", TOLD)
def test_of_nobody_a_word_is_told_whom_the_audience_does_not_see(case, word):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    hidden = [*suspect("person:s0x", "MY", 8), *calls(phone(8), phone(2)), ("HOLDS", "person:s0x", "account:s0x", {})]  # fmt: skip
    fill(case.ledger, "B", links=hidden, **SECRET)
    theirs = json.loads(json.dumps(SAID).replace("person:s0", "person:s0x").replace("account:", "account:s0x"))  # fmt: skip
    said = tuple(map(_frozen, theirs[word])) if isinstance(theirs[word], list) else theirs[word]

    made = released(case, asked_plan({word: said}, ENDS), tell=[word])

    assert "s0x" not in made.to_json()


def _frozen(one):
    return tuple(one) if isinstance(one, list) else one


@pytest.mark.parametrize("word", ["flow_from", "flow_to"])
def test_an_account_of_somebody_hidden_is_no_end_of_a_flow_that_leaves(case, word):
    links = [*MONEY, ("HOLDS", "person:v", account(7), {}), ("VICTIM_IN", "person:v", "casefile:v", {})]  # fmt: skip
    fill(case.ledger, "A", links=links, **OPEN)
    ends = {"flow_from": (account(1), account(2)), "flow_to": (account(9),)}
    plan = asked_plan(ends | {word: (*ends[word], account(7))}, FLOW)

    made = released(case, plan, tell=[word])

    assert made.asked[word] == ends[word]
    assert account(7) not in made.to_json()


@pytest.mark.parametrize("word", ["must_not", "together", "reach", "worth", "success"])
def test_nobody_is_named_in_words_whom_something_withheld_protects(case, word):
    """Whoever is not acted on is named all the same."""
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    fill(case.ledger, "B", links=[("WITNESS_IN", "person:s4", "casefile:w", {})], **SECRET)
    said = {
        "must_not": ("person:s4",), "together": (("person:s4", "person:s2"),), "reach": {"person:s4": ("NZ",)},
        "worth": {"person:s4": 0.1}, "success": {"person:s4": 0.1},
    }  # fmt: skip
    plan = asked_plan({word: said[word]}, ENDS)
    assert "person:s4" not in released(case, plan).to_json()

    with pytest.raises(ReleaseError, match="held back"):
        released(case, plan, tell=[word])


@pytest.mark.parametrize("tie", ["HOLDS", "USES"])
def test_an_account_in_the_hands_of_somebody_whom_something_withheld_protects_holds_a_plan_back(
    case, tie
):
    """Freezing it would take her money, and warn whoever controls her."""
    fill(case.ledger, "A", links=MONEY, **OPEN)
    plan = case.plan(flow("MY:freeze=1", "AE:freeze=1"))
    (first, *_) = (i for one in released(case, plan).targets for i in one.identifiers)
    hers = [(tie, "person:v", first, {}), ("VICTIM_IN", "person:v", "casefile:v", {})]
    fill(case.ledger, "B", links=hers, **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        released(case, plan)


def test_an_account_of_two_whom_a_person_told_apart_is_not_told_as_ones(case, monkeypatch):
    fill(case.ledger, "A", links=MONEY, **OPEN)
    same = Stated(why="one face", same_as="person:m2", handling="H1", tlp="GREEN", releasable_to=("MY",))  # fmt: skip
    case.state("person:m1", same)
    plan = case.plan(flow("MY:freeze=1"))
    assert [one.holders for one in released(case, plan).targets] == [("person:m1",)]

    monkeypatch.setenv("LINKGRAPH_USER", "another")
    case.decide("person:m1", "person:m2", "different", why="met both")

    with pytest.raises(ReleaseError, match="held back"):
        released(case, plan)


@pytest.mark.parametrize("said", ["person:s1", "person:a0"])
def test_who_must_not_be_acted_on_is_so_by_any_id_that_is_his_inside(case, said):
    fill(case.ledger, "A", links=CHAIN, entities=[("person:a0", {})], **OPEN)
    case.decide("person:s1", "person:a0", "same", why="one face")
    assert "person:s1" in chosen(released(case, asked_plan({}, ENDS)))

    with pytest.raises(ReleaseError, match="must not"):
        released(case, asked_plan({"must_not": (said,)}, ENDS))


def test_an_originator_of_whom_nothing_is_shown_is_not_told(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    without = released(case).to_json()
    informant = [*suspect("person:i", "MY", 7), ("INFORMANT_IN", "person:i", "casefile:i", {})]
    fill(case.ledger, "B", links=informant, **OPEN | {"originator": "TH/DSI", "tlp": "AMBER"})

    assert released(case).to_json() == without


def test_a_target_bears_the_marks_of_all_that_is_told_of_it(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    number = {"entities": [(phone(1), {"number": "+65101"})]}
    fill(case.ledger, "B", **number, **OPEN | {"originator": "TH/DSI", "tlp": "AMBER"})
    fill(case.ledger, "C", entities=[("person:s3", {"names": ["Ardent"]})],
         **OPEN | {"originator": "MY/FIU", "handling": "H2", "releasable_to": ()})  # fmt: skip

    one, three = released(case).targets

    assert (one.originators, one.handling) == (("NZ/Police", "TH/DSI"), "H1 AMBER")
    assert (three.originators, three.handling) == (("MY/FIU", "NZ/Police"), "H2 GREEN")


def test_a_case_called_after_a_victim_is_not_called_so_in_a_plan(tmp_path):
    case = lg.create_case(tmp_path / "named", jurisdiction="NZ", agency="Cell", name="Kanya Panthong")  # fmt: skip
    fill(case.ledger, "A", links=[*CHAIN, ("VICTIM_IN", "person:v", "casefile:v", {})],
         entities=[("person:v", {"names": ["Kanya Panthong"]})], **OPEN)  # fmt: skip

    made = case.plan_release(asked_plan({}, ENDS), "MY", made=MADE)
    case.close()

    assert made.targets
    assert "Kanya" not in made.to_json()


def test_a_suspects_account_named_after_a_victims_telephone_is_not_told(case):
    hers = "phone:+84900000001"
    links = [*CHAIN, ("HOLDS", "person:s1", "account:84900000001", {}), ("USES", "person:v", hers, {}),
             ("VICTIM_IN", "person:v", "casefile:v", {})]  # fmt: skip
    fill(case.ledger, "A", links=links, **OPEN)

    made = released(case)

    assert phone(1) in made.to_json()
    assert "84900000001" not in made.to_json()


def test_rates_that_the_audience_may_not_see_convert_nothing(case):
    dollars = {"amount_minor": 90_000, "currency": "USD", "at": "2026-01-02T00:00:00Z"}
    fill(case.ledger, "A", links=[*MONEY, ("PAID", account(2), account(4), dollars)], **OPEN)
    plan = asked_plan({}, FLOW)
    without = released(case, plan).to_json()
    rate = {"base": "USD", "quote": "MYR", "rate": 4.2, "as_of": "2025-12-01"}
    fill(case.ledger, "R", entities=[("rate:1", rate)], **SECRET)
    assert released(case, plan).to_json() == without

    fill(case.ledger, "S", entities=[("rate:2", rate | {"as_of": "2025-12-02"})], **OPEN)
    assert released(case, plan).figures["before"] != json.loads(without)["figures"]["before"]
