import pytest

from linkgraph.resolve.blind import BlindRecord, case_records
from tests.builders import fill, new_ledger

ANN = "person:aaaaaaaaaaaaaaaaaaaa"
BEN = "person:bbbbbbbbbbbbbbbbbbbb"


@pytest.fixture
def ledger(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(
        ledger,
        "A",
        entities=[
            (ANN, {"names": ["Ann Lee"], "aliases": ["Annie"], "sex": "female"}),
            (ANN, {"names": ["LEE, Ann"], "birth_dates": ["1990-03-07"]}),
        ],
        links=[
            ("HOLDS", ANN, "passport:C1234567", {}),
            ("USES", ANN, "phone:+84912345678", {}),
            ("HOLDS", ANN, "account:12345678", {}),
        ],
    )
    fill(ledger, "B", entities=[(BEN, {"names": ["Ben Po"], "nationalities": ["TH"]})])
    return ledger


def test_a_person_is_what_all_records_of_the_sources_say(ledger):
    (ann,) = case_records(ledger, [1])

    assert ann == BlindRecord(
        ANN,
        names=("Ann Lee", "LEE, Ann"),
        aliases=("Annie",),
        birth_dates=("1990-03-07",),
        sex=("female",),
        documents=("C1234567",),
        phones=("+84912345678",),
    )


def test_other_sources_say_nothing(ledger):
    (ben,) = case_records(ledger, [2])

    assert ben == BlindRecord(BEN, names=("Ben Po",), nationalities=("TH",))


def test_people_come_by_id(ledger):
    assert [record.id for record in case_records(ledger, [2, 1])] == [ANN, BEN]


def test_whoever_is_left_out_is_left_out(ledger):
    assert [record.id for record in case_records(ledger, [1, 2], leave_out={ANN})] == [BEN]


def test_no_sources_are_nobody(ledger):
    assert case_records(ledger, []) == []


def test_a_withdrawn_source_says_nothing(ledger):
    source = ledger.sources()[0].source.id
    ledger.withdraw(source, who="tester", reason="asked")

    assert case_records(ledger, [1]) == []
