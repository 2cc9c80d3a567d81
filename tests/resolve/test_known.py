import pytest

from linkgraph.resolve.known import find_known
from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def holds(ledger, name, person, document, **told):
    fill(ledger, name, entities=[(document, told)], links=[("HOLDS", person, document, {})])


def test_the_schema_says_which_documents_a_person_has_one_of():
    kind = load_schema().kinds["IdentityDocument"]

    assert kind.one_per_country == ("national_id",)
    assert set(kind.one_per_country) <= set(load_schema().enumerations["document_kind"])


def test_a_national_number_counts_within_its_country(ledger):
    holds(ledger, "A", "person:a", "national_id:10001", countries=["VN"])
    holds(ledger, "B", "person:a", "national_id:20002", countries=["TH"])
    holds(ledger, "C", "person:b", "national_id:30003", countries=["VN"])

    known = find_known(ledger, {"person:a"})

    assert known.exclusive == {
        "person:a": {"national_id/VN": {"10001"}, "national_id/TH": {"20002"}}
    }


@pytest.mark.parametrize("told", [{}, {"countries": ["VN", "TH"]}])
def test_a_number_without_one_country_says_nothing(ledger, told):
    holds(ledger, "A", "person:a", "national_id:10001", **told)

    assert find_known(ledger, {"person:a"}).exclusive == {}


def test_a_country_may_stand_in_another_file(ledger):
    holds(ledger, "A", "person:a", "national_id:10001")
    fill(ledger, "B", entities=[("national_id:10001", {"countries": ["VN"]})])

    assert find_known(ledger, {"person:a"}).exclusive
    assert find_known(ledger, {"person:a"}, sources=[1]).exclusive == {}


def test_a_passport_is_renewed_and_says_nothing(ledger):
    holds(ledger, "A", "person:a", "passport:AA10001", countries=["VN"])

    assert find_known(ledger, {"person:a"}).exclusive == {}


def test_letters_that_scanners_read_for_digits_make_no_other_number(ledger):
    holds(ledger, "A", "person:a", "national_id:1OOI23", countries=["VN"])
    holds(ledger, "B", "person:b", "national_id:100123", countries=["VN"])

    exclusive = find_known(ledger, {"person:a", "person:b"}).exclusive

    assert exclusive["person:a"] == exclusive["person:b"]


def test_suspects_and_victims_are_told_and_nobody_else(ledger):
    fill(
        ledger, "A",
        links=[
            ("SUSPECT_IN", "person:a", "casefile:c", {}),
            ("VICTIM_IN", "person:a", "casefile:d", {}),
            ("WITNESS_IN", "person:b", "casefile:c", {}),
            ("VICTIM_IN", "person:z", "casefile:c", {}),
        ],
    )  # fmt: skip

    assert find_known(ledger, {"person:a", "person:b"}).roles == {"person:a": {"suspect", "victim"}}


def test_of_nobody_nothing_is_read(ledger, monkeypatch):
    monkeypatch.setattr(ledger, "tables", None)

    known = find_known(ledger, ())

    assert (known.exclusive, known.roles) == ({}, {})
