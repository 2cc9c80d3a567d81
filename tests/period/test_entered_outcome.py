import pytest

from linkgraph.errors import InputError, UnknownName
from linkgraph.period.entered_outcome import (
    OutcomeTold,
    decision_batch,
    outcome_batch,
    outcome_kind_of,
)
from linkgraph.period.tally import kinds
from linkgraph.readers import find_mapping, open_intake
from linkgraph.statements import Originator

OWN = Originator.parse("NZ/Police")


def batch(**told):
    return outcome_batch(OutcomeTold(**({"kind": "arrests"} | told)), OWN, "nonce")


def said(made, kind="Outcome"):
    (table,) = [one for one in made.entities if one.kind == kind]
    return table.frame.to_dicts()


def links(made):
    return {
        (table.type, row["from_id"].partition(":")[0], row["to_id"])
        for table in made.links
        for row in table.frame.to_dicts()
    }


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_known_by_its_code_in_any_spelling(kind):
    assert outcome_kind_of(kind) == kind
    assert outcome_kind_of(kind.replace("_", "-").upper()) == kind
    assert outcome_kind_of(kind.replace("_", "  ")) == kind


@pytest.mark.parametrize("text", ["", "arest", "victims", "people"])
def test_what_is_no_kind_is_refused(text):
    with pytest.raises(UnknownName):
        outcome_kind_of(text)


def test_what_is_told_stands_in_the_statement_and_nothing_else():
    (row,) = said(batch(reference=" NZ-1 ", count=3, day="5 Oct 2015", countries=("th", "NZ")))

    assert {name: value for name, value in row.items() if name not in {"id", "record"}} == {
        "native_ids": ["NZ-1"],
        "outcome_kind": "arrests",
        "count": 3,
        "day": "2015-10-05",
        "countries": ["NZ", "TH"],
    }


def test_money_is_kept_in_minor_units_with_its_currency():
    (row,) = said(batch(kind="assets restrained", amount="1,234.50", currency="myr"))

    assert (row["amount_minor"], row["currency"]) == (123450, "MYR")


def test_a_list_of_the_same_agency_speaks_of_the_same_outcome(tmp_path):
    file = tmp_path / "outcomes.csv"
    file.write_text("reference,outcome\nNZ-1,Arrests\n", encoding="utf-8")
    intake = open_intake(file, find_mapping("common/outcomes"), {"originator": "NZ/Police"})

    (listed,) = [row for made in intake.batches() for row in said(made)]

    assert listed["id"] == said(batch(reference="NZ-1"))[0]["id"]


def test_without_a_number_each_entry_is_an_outcome_of_its_own():
    one = outcome_batch(OutcomeTold(kind="arrests"), OWN, "one")
    other = outcome_batch(OutcomeTold(kind="arrests"), OWN, "other")

    assert said(one)[0]["id"] != said(other)[0]["id"]


@pytest.mark.parametrize(
    ("kind", "role"),
    [("victims assisted", "VICTIM_IN"), ("victims identified", "VICTIM_IN"),
     ("arrests", "SUSPECT_IN"), ("suspects identified", "SUSPECT_IN"), ("trainings", None)],
)  # fmt: skip
def test_people_an_outcome_is_about_have_the_role_that_it_gives(kind, role):
    made = batch(kind=kind, about=("person:a", "phone:+6011"))

    roles = {(type_, start) for type_, start, _ in links(made) if type_ != "CONCERNS"}
    assert roles == ({(role, "person")} if role else set())
    assert ("CONCERNS", "outcome", "person:a") in links(made)
    assert ("CONCERNS", "outcome", "phone:+6011") in links(made)


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": -1},
        {"day": "2015-02-30"},
        {"countries": ("Atlantis",)},
        {"kind": "assets restrained", "amount": "12.345", "currency": "MYR"},
        {"kind": "assets restrained", "amount": "12", "currency": ""},
        {"kind": "arrests", "amount": "12", "currency": "MYR"},
        {"kind": "assets restrained", "currency": "MYR"},
        {"reference": "a\x1b[31m"},
        {"about": ("nobody",)},
    ],
)
def test_what_cannot_be_an_outcome_is_refused(wrong):
    with pytest.raises(InputError):
        batch(**wrong)


@pytest.mark.parametrize("ids", [("outcome:a", "enquiry:b"), ("enquiry:b", "outcome:a")])
def test_a_decision_links_the_outcome_to_the_other_whatever_their_order(ids):
    made = decision_batch(*ids, holds=True)

    assert links(made) == {("SAME_OUTCOME", "outcome", "enquiry:b")}
    assert made.links[0].frame["holds"].to_list() == [True]


@pytest.mark.parametrize("ids", [("enquiry:a", "enquiry:b"), ("outcome:a", "outcome:a")])
def test_a_decision_on_no_two_outcomes_is_refused(ids):
    with pytest.raises(InputError, match="two outcomes"):
        decision_batch(*ids, holds=True)
