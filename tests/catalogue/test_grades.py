"""Grades of several schemes in one case: none is turned into another, and none is left out unsaid."""

import pytest

import linkgraph as lg
from tests.builders import fill


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    graded = {"admiralty": "B", "uk_3x5x2": "1", "unstated": ""}
    for number, (scheme, grade) in enumerate(graded.items()):
        paid = {"at": "2026-01-05T10:00:00Z", "amount_minor": 100, "currency": "NZD"}
        link = ("PAID", f"account:{number}", "account:z", paid | {"reference": scheme})
        fill(made.ledger, scheme, links=[link], grade_scheme=scheme, reliability=grade)
    yield made
    made.close()


def payers(case, **params):
    answer = case.answer("money/paid_by_many", {"min_payers": 1} | params)
    return sum(row[answer.columns.index("payers")] for row in answer.rows), answer.caution


def test_a_grade_of_each_scheme_chooses_among_its_own(case):
    assert payers(case)[0] == 3
    assert payers(case, min_grade="B,1")[0] == 2
    assert payers(case, min_grade="A,3")[0] == 1


def test_a_scheme_of_which_no_grade_is_named_is_left_out_and_that_is_said(case):
    count, caution = payers(case, min_grade="B")

    assert count == 1
    assert "graded by uk_3x5x2 are left out" in caution
    assert "left out" not in payers(case, min_grade="B,2")[1]
    assert "left out" not in payers(case)[1]


def test_who_has_no_grade_is_of_no_scheme(case):
    assert "unstated" not in payers(case, min_grade="2")[1]
    assert "graded by admiralty are left out" in payers(case, min_grade="2")[1]
