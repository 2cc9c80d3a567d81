import datetime as dt

import pytest

from linkgraph.resolve.records import read_records
from tests.builders import fill, new_ledger

TODAY = dt.date(2026, 9, 1)
ANA = "person:ana"


@pytest.fixture
def ledger(tmp_path):
    opened = new_ledger(tmp_path)
    yield opened
    opened.close()


def record(ledger, one=ANA, kind="Person"):
    rows = read_records(ledger, kind, today=TODAY)
    return next(row for row in rows.iter_rows(named=True) if row["id"] == one)


def test_a_record_tells_all_that_its_sources_say(ledger):
    fill(
        ledger,
        "A",
        entities=[
            (ANA, {"names": ["Ana Lim"], "birth_dates": ["1990-02-07"], "sex": "female",
                   "nationalities": ["MY"]}),
            ("location:1", {"address": "5 Beach Road"}),
        ],
        links=[
            ("HOLDS", ANA, "passport:N1", {}),
            ("HOLDS", ANA, "account:1", {}),
            ("USES", ANA, "phone:+1", {}),
            ("USES", ANA, "email:a@x", {}),
            ("LOCATED_AT", ANA, "location:1", {}),
            ("PAID_FOR", "account:2", ANA, {"booking": "B"}),
        ],
    )  # fmt: skip
    fill(ledger, "B", entities=[(ANA, {"aliases": ["Doc"]})])

    told = record(ledger)

    assert told["names"] == ["Ana Lim"]
    assert told["aliases"] == ["Doc"]
    assert told["births"] == ["1990-02-07"]
    assert told["sex"] == "female"
    assert told["countries"] == ["MY"]
    assert told["documents"] == ["passport:N1"]
    assert told["accounts"] == ["account:1"]
    assert told["phones"] == ["phone:+1"]
    assert told["emails"] == ["email:a@x"]
    assert told["addresses"] == ["5 Beach Road"]
    assert told["around"] == ["account:2"]


def test_of_two_sexes_told_neither_counts(ledger):
    fill(ledger, "A", entities=[(ANA, {"sex": "female"})])
    fill(ledger, "B", entities=[(ANA, {"sex": "male"})])

    assert record(ledger)["sex"] is None


def test_a_missing_birth_date_is_taken_from_the_identity_number(ledger):
    fill(
        ledger,
        "A",
        entities=[
            (ANA, {"names": ["Ana"]}),
            ("national_id:3173650702843949", {"countries": ["ID"]}),
        ],
        links=[("HOLDS", ANA, "national_id:3173650702843949", {})],
    )

    assert record(ledger)["births"] == record(ledger)["told"] == ["1984-02-07"]


def test_a_stated_birth_date_stands_beside_what_the_number_tells(ledger):
    fill(
        ledger,
        "A",
        entities=[
            (ANA, {"birth_dates": ["1985-02-07"]}),
            ("national_id:3173650702843949", {"countries": ["ID"]}),
        ],
        links=[("HOLDS", ANA, "national_id:3173650702843949", {})],
    )

    assert record(ledger)["births"] == ["1985-02-07"]
    assert record(ledger)["told"] == ["1984-02-07"]


def test_a_number_of_no_known_country_that_may_be_read_two_ways_is_no_birth_date(ledger):
    # 12 digits: a Sri Lankan or a Malaysian number.
    fill(ledger, "A", links=[("HOLDS", ANA, "national_id:198110050753", {})])

    assert record(ledger)["births"] is None


def test_organizations_are_records_of_their_own(ledger):
    fill(
        ledger,
        "A",
        entities=[(ANA, {"names": ["Ana"]}), ("organization:1", {"names": ["Ana Travel"]})],
    )

    assert read_records(ledger, "Person", today=TODAY)["id"].to_list() == [ANA]
    assert read_records(ledger, "Organization", today=TODAY)["names"].to_list() == [["Ana Travel"]]


def test_an_empty_case_has_no_records(ledger):
    assert read_records(ledger, today=TODAY).is_empty()


def test_a_withdrawn_source_tells_nothing(ledger):
    source = fill(ledger, "A", entities=[(ANA, {"names": ["Ana"]})])
    fill(ledger, "B", entities=[("person:eva", {"names": ["Eva"]})])
    ledger.withdraw(source.id, who="tester", reason="asked")

    assert read_records(ledger, today=TODAY)["id"].to_list() == ["person:eva"]
