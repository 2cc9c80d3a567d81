"""Victims for statistics, in columns of the Human Trafficking Case Data Standard."""

import datetime as dt

import pandas as pd
import pytest

from linkgraph.case import create_case
from linkgraph.errors import InputError
from tests.builders import fill

MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
OPEN = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "PUBLIC"]}


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        yield made


def victims(case, name, number, like=("female", "TH", "ForcedLabour"), **marks):
    """Take in some victims who are alike: sex, nationality, what somebody did to them."""
    sex, nationality, kind = like
    people = [f"person:{name}{n}" for n in range(number)]
    fill(
        case.ledger, name,
        entities=[(one, {"sex": sex, "nationalities": [nationality]}) for one in people],
        links=[("VICTIM_IN", one, "casefile:c", {}) for one in people]
        + [("EXPLOITED", "person:boss", one, {"exploitation": kind}) for one in people],
        **(OPEN | marks),
    )  # fmt: skip


def given(case, audience="PUBLIC", **told):
    return case.victim_table(audience, made=MADE, **told)


def test_combinations_of_k_and_more_are_listed_with_the_standards_columns(case):
    victims(case, "a", 12)
    victims(case, "b", 15, ("male", "MY", "SexualExploitation"))

    made = given(case)

    assert made.rows == (
        ("Female", "TH", "ForcedLabour", 12),
        ("Male", "MY", "SexualExploitation", 15),
    )
    pd.testing.assert_frame_equal(
        made.to_pandas(),
        pd.DataFrame(
            [["Female", "TH", "ForcedLabour", 12], ["Male", "MY", "SexualExploitation", 15]],
            columns=["prs_Gender", "prs_Nationality", "vic_TypeOfExploitation", "victims"],
        ),
    )


def test_few_of_a_combination_are_not_listed_and_do_not_follow_from_the_rest(case):
    victims(case, "a", 12)
    victims(case, "b", 15, ("male", "TH", "ForcedLabour"))
    victims(case, "c", 3, ("female", "MY", "ForcedLabour"))

    assert given(case).rows == (("Male", "TH", "ForcedLabour", 15),)


def test_people_who_are_no_victims_do_not_count(case):
    victims(case, "a", 12)
    fill(case.ledger, "s", entities=[("person:x", {"sex": "female", "nationalities": ["TH"]})],
         links=[("SUSPECT_IN", "person:x", "casefile:c", {})], **OPEN)  # fmt: skip

    assert given(case).rows == (("Female", "TH", "ForcedLabour", 12),)


def test_a_person_under_protection_counts_nowhere(case):
    victims(case, "a", 12)
    fill(case.ledger, "p", links=[("PROTECTED_IN", "person:a0", "casefile:d", {})], **OPEN)

    assert given(case).rows == (("Female", "TH", "ForcedLabour", 11),)


def test_one_victim_of_two_files_counts_once_where_the_audience_may_know(case):
    victims(case, "a", 12)
    fill(case.ledger, "again", entities=[("person:z", {"sex": "female", "nationalities": ["TH"]})],
         links=[("VICTIM_IN", "person:z", "casefile:d", {}),
                ("EXPLOITED", "person:boss", "person:z", {"exploitation": "ForcedLabour"})],
         **OPEN)  # fmt: skip

    case.decide("person:a0", "person:z", "same", why="one passport")

    # A decision without handling is the own agency's alone: for others they are two.
    assert given(case).rows[0][3] == 13


def test_several_nationalities_and_none_are_told_as_such(case):
    people = [f"person:m{n}" for n in range(20)]
    told = [["MY", "TH"]] * 10 + [[]] * 10
    fill(
        case.ledger, "m",
        entities=[(one, {"nationalities": held}) for one, held in zip(people, told, strict=True)],
        links=[("VICTIM_IN", one, "casefile:c", {}) for one in people], **OPEN,
    )  # fmt: skip

    assert given(case).rows == (("", "", "", 10), ("", "Several", "", 10))


def test_an_act_that_does_not_say_what_it_was_is_of_no_type(case):
    victims(case, "a", 10)
    people = [f"person:u{n}" for n in range(10)]
    fill(
        case.ledger, "u",
        links=[("VICTIM_IN", one, "casefile:c", {}) for one in people]
        + [("EXPLOITED", "person:boss", one, {}) for one in people]
        + [("EXPLOITED", "person:boss", "person:a0", {"exploitation": "ForcedLabour"})], **OPEN,
    )  # fmt: skip

    assert given(case).rows == (("", "", "", 10), ("Female", "TH", "ForcedLabour", 10))


def test_a_few_more_than_before_are_not_told(case):
    victims(case, "a", 12)
    first = given(case)
    victims(case, "b", 4)

    second = given(case)

    assert second.rows == first.rows
    assert second.held


def test_what_is_withheld_counts_nowhere(case):
    victims(case, "a", 12)
    victims(case, "b", 20, ("male", "TH", "ForcedLabour"), handling="H3", tlp="RED")

    assert given(case).rows == (("Female", "TH", "ForcedLabour", 12),)
    assert given(case, "MY").rows == (("Female", "TH", "ForcedLabour", 12),)


def test_an_empty_case_gives_an_empty_table(case):
    fill(case.ledger, "a", entities=[("phone:+6011", {})], **OPEN)

    assert given(case).rows == ()


@pytest.mark.parametrize("wrong", [{"k": 1}, {"audience": "Nobody"}])
def test_what_cannot_be_given_is_refused(case, wrong):
    with pytest.raises(InputError):
        given(case, **wrong)


@pytest.mark.parametrize("scope", [None, "statistics", "sharing"])
def test_whoever_declines_is_not_counted(case, scope):
    victims(case, "a", 12)
    told = {"consent": "refused"} | ({"scope": scope} if scope else {})
    fill(case.ledger, "word", links=[("CONSENT_IN", "person:a3", "casefile:w", told)])

    assert given(case).rows[0][-1] == 11


def test_whoever_agrees_is_counted(case):
    victims(case, "a", 12)
    fill(
        case.ledger, "word", links=[("CONSENT_IN", "person:a3", "casefile:w", {"consent": "given"})]
    )

    assert given(case).rows[0][-1] == 12
