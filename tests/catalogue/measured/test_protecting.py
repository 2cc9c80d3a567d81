"""Nobody who is a victim, or may be one, is ranked; those near suspects are listed to be protected."""

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from linkgraph.statements.stated import Stated
from tests.builders import fill

STAYS = [
    ("2026-01-01", "2026-01-02"), ("2026-01-05", "2026-01-06"), ("2026-01-09", "2026-01-10"),
]  # fmt: skip


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    stays = [
        ("STAYED_AT", one, f"location:{n}", {"since": since, "until": until})
        for one in ("person:p", "person:q")
        for n, (since, until) in enumerate(STAYS)
    ]
    fill(made.ledger, "A", handling="H1", links=stays)
    fill(
        made.ledger, "B", originator="TH/Police", handling="H3",
        links=[("VICTIM_IN", "person:v", "casefile:1", {}),
               ("SUSPECT_IN", "person:s", "casefile:1", {}),
               ("ASSOCIATE_OF", "person:q", "person:s", {})],
    )  # fmt: skip
    yield made
    made.close()


def flagged(case, **params):
    answer = case.answer("person/red_flags", {"min_signs": 1} | params)
    return [row[0] for row in answer.rows]


def test_signs_are_found_with_reasons_that_name_who_names_them(case):
    answer = case.answer("person/red_flags", {"min_signs": 1})

    row = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert row["person_id"] == "person:p"
    (reason,) = row["reasons"]
    assert reason.startswith("short stays in 3 places within 60 days (FINTRAC, operational alert")
    assert row["handling"] == "H1 CLEAR"
    assert len(answer.explain(1).paths) == 3


def test_a_stated_victim_is_ranked_no_more_and_again_when_withdrawn(case):
    assert flagged(case) == ["person:p", "person:q"]

    source = case.state("person:p", Stated(why="interviewed", role="victim"))
    assert flagged(case) == ["person:q"]
    case.withdraw(source, reason="error")

    assert flagged(case) == ["person:p", "person:q"]


def test_who_may_be_a_victim_is_not_ranked_until_a_person_decides(case):
    case.decide("person:q", "person:v", "unsure", why="alike")
    assert flagged(case) == ["person:p"]

    case.decide("person:q", "person:v", "different", why="other face")
    assert flagged(case) == ["person:p", "person:q"]


@pytest.mark.parametrize("role", ["witness", "informant", "protected"])
def test_others_under_protection_are_not_ranked_either(case, role):
    case.state("person:p", Stated(why="x", role=role))

    assert flagged(case) == ["person:q"]


def test_an_unknown_sign_is_told_with_those_that_are_known(case):
    with pytest.raises(InputError, match="no sign") as told:
        flagged(case, kinds="short stays,horoscope")

    assert "tickets for others" in told.value.remedy
    assert "horoscope" not in str(told.value)


def test_near_a_suspect_somebody_under_protection_is_listed_as_such(case):
    case.decide("person:q", "person:v", "unsure", why="alike")

    answer = case.answer("people/exposed")

    told = [row[:4] for row in answer.rows]
    assert told == [
        ("person:q", told[0][1], ("near 1 suspect", "to protect: victim, or may be one"), 1)
    ]
    assert answer.handling == "H3 CLEAR"
    assert "may not be used to choose whom to act on" in answer.caution


def test_a_suspect_who_is_a_victim_too_stands_near_nobody(case):
    case.state("person:s", Stated(why="x", role="victim"))

    assert case.answer("people/exposed", {"min_suspects": 1}).rows == ()


def test_an_unknown_kind_of_tie_is_told(case):
    with pytest.raises(InputError, match="no kind of tie"):
        case.answer("people/exposed", {"over": "money"})
