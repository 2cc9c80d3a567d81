"""Who bears the whole name of somebody protected."""

import pytest

from linkgraph.share import protected_people
from tests.builders import fill, new_ledger

VICTIM = "person:v"
OTHER = "person:o"
BORN = {"birth_dates": ["1990-01-01"]}
PASSPORT = "passport:VN:B1"


def case(tmp_path, victim, other, links=()):
    ledger = new_ledger(tmp_path)
    fill(ledger, "own", entities=[(VICTIM, victim), (OTHER, other)],
         links=[("VICTIM_IN", VICTIM, "casefile:c", {}), *links])  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("theirs", "name"),
    [
        ("Trần Thị Mai", "TRAN THI MAI"),
        ("Trần Thị Mai", "Mai, Tran Thi"),
        ("陳大文", "Chen Da Wen"),
        ("Олена Коваль", "Olena Koval"),
    ],
)
def test_who_is_known_by_a_victims_name_alone_may_be_the_victim(tmp_path, theirs, name):
    ledger = case(tmp_path, {"names": [theirs], **BORN}, {"names": [name]})

    assert protected_people(ledger) == {VICTIM: "victim", OTHER: "victim"}


def test_of_a_victim_known_by_name_alone_every_namesake_may_be_the_one(tmp_path):
    ledger = case(tmp_path, {"names": ["Tran Thi Mai"]}, {"names": ["Tran Thi Mai"], **BORN})

    assert OTHER in protected_people(ledger)


def test_an_alias_is_a_name(tmp_path):
    ledger = case(tmp_path, {"names": ["Lan"], "aliases": ["Tran Thi Mai"]}, {"names": ["Tran Thi Mai"]})  # fmt: skip

    assert OTHER in protected_people(ledger)


@pytest.mark.parametrize("name", ["Mai", "Tran Thi Lan", "Tran Mai"])
def test_part_of_a_name_is_not_the_name(tmp_path, name):
    ledger = case(tmp_path, {"names": ["Mai", "Tran Thi Mai"]}, {"names": [name]})

    assert OTHER not in protected_people(ledger)


def test_two_of_whom_more_is_told_are_left_to_the_resolver(tmp_path):
    ledger = case(tmp_path, {"names": ["Tran Thi Mai"], **BORN},
                  {"names": ["Tran Thi Mai"], "birth_dates": ["1971-05-05"]})  # fmt: skip

    assert OTHER not in protected_people(ledger)


def test_a_document_tells_a_namesake_apart_as_a_birth_date_does(tmp_path):
    ledger = case(tmp_path, {"names": ["Tran Thi Mai"], **BORN}, {"names": ["Tran Thi Mai"]},
                  [("HOLDS", OTHER, PASSPORT, {})])  # fmt: skip

    assert OTHER not in protected_people(ledger)


def test_whom_a_person_told_apart_is_no_namesake_any_more(tmp_path):
    ledger = case(tmp_path, {"names": ["Tran Thi Mai"]}, {"names": ["Tran Thi Mai"]})
    left, right = sorted((VICTIM, OTHER))
    ledger.judge(left, right, "different", who="ann", reasons=("two women",))

    assert OTHER not in protected_people(ledger)


def test_a_model_that_finds_them_different_settles_nothing(tmp_path):
    ledger = case(tmp_path, {"names": ["Tran Thi Mai"]}, {"names": ["Tran Thi Mai"]})
    left, right = sorted((VICTIM, OTHER))
    ledger.judge(left, right, "different", score=0.1, model="splink", who="splink")

    assert OTHER in protected_people(ledger)


@pytest.mark.parametrize(("others", "told"), [(12, True), (13, False)])
def test_a_name_that_many_bear_points_at_nobody(tmp_path, others, told):
    ledger = new_ledger(tmp_path)
    many = [(f"person:{n:02}", {"names": ["Nguyen Van Nam"]}) for n in range(others)]
    fill(ledger, "own", entities=[(VICTIM, {"names": ["Nguyen Van Nam"], **BORN}), *many],
         links=[("VICTIM_IN", VICTIM, "casefile:c", {})])  # fmt: skip

    assert ("person:00" in protected_people(ledger)) is told


def test_where_nobody_is_protected_nobody_is_a_namesake(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "own", entities=[("person:a", {"names": ["Tran Thi Mai"]}),
                                  ("person:b", {"names": ["Tran Thi Mai"]})])  # fmt: skip

    assert protected_people(ledger) == {}
