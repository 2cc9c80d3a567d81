import polars as pl
import pytest

from linkgraph.resolve.model import ready_model
from linkgraph.resolve.placeholders import without_placeholders
from linkgraph.resolve.proposing import propose
from tests.builders import fill, new_ledger
from tests.resolve.tables import records

GENUINE = {
    "names": ["Suda Chaimongkol"], "births": ["1987-09-14"], "documents": ["passport:AA9153277"],
    "phones": ["phone:+66817342109"], "emails": ["email:suda@mail.example"],
    "accounts": ["account:MY81733"],
}  # fmt: skip
MADE_UP = {
    "names": ["UNKNOWN"], "births": ["1900-01-01"], "documents": ["passport:0000000"],
    "phones": ["phone:+60000000000"], "emails": ["email:none@none.com"],
    "accounts": ["account:00000000"],
}  # fmt: skip


@pytest.mark.parametrize("column", list(MADE_UP))
def test_what_was_made_up_counts_as_unknown_and_what_is_true_stays(column):
    both = records(
        {column: sorted([*GENUINE[column], *MADE_UP[column]])}, {column: MADE_UP[column]}
    )

    assert without_placeholders(both)[column].to_list() == [GENUINE[column], []]


def test_records_without_any_stay_as_they_are():
    told = records(GENUINE, {})

    assert without_placeholders(told).equals(told)


def test_no_records_give_none():
    none = records().select(pl.col("*"))

    assert without_placeholders(none).equals(none)


def crowd(people, names, birth="1990-06-01"):
    return records(
        *({"id": f"person:{n:04d}", "names": [names(n)], "births": [birth]} for n in range(people))
    )


def test_a_birth_date_of_a_crowd_counts_as_its_year():
    told = crowd(40, lambda n: f"{'bdfgklmn'[n % 8]}a{'prstv'[n // 8]}i Silva")

    assert without_placeholders(told)["births"].to_list() == [["1990"]] * 40


def test_a_birth_date_of_one_with_many_records_stays():
    told = crowd(
        400, lambda n: ("Suda Chaimongkol", "CHAIMONGKOL SUDA", "Sudha Chaimongkhol")[n % 3]
    )

    assert without_placeholders(told).equals(told)


def test_a_birth_date_that_a_few_share_stays():
    told = crowd(30, lambda n: f"{'bdfgklmn'[n % 8]}a{'prstv'[n // 8]}i Silva")

    assert without_placeholders(told).equals(told)


@pytest.mark.parametrize(
    ("one", "two", "shared"),
    [
        ({"names": ["UNKNOWN"]}, {"names": ["UNKNOWN"]}, {"birth_dates": ["1990-04-05"]}),
        ({"names": ["Mohammad Ali"]}, {"names": ["Mohammad Ali"]}, {"birth_dates": ["1900-01-01"]}),
        ({"names": ["Nguyen Van Hung"]}, {"names": ["Nguyen Van Hung"]}, {"birth_dates": ["1970-01-01"]}),
    ],
)  # fmt: skip
def test_nobody_is_joined_by_what_was_made_up(tmp_path, one, two, shared):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:a", one | shared), ("person:b", two | shared)])

    judged = propose(ledger, "Person", ready_model()).judged
    ledger.close()

    assert "same" not in judged["verdict"].to_list()


def test_nobody_is_joined_by_a_number_that_stands_for_none(tmp_path):
    ledger = new_ledger(tmp_path)
    told = [
        ("person:a", {"names": ["Mohammed Hasan"]}),
        ("person:b", {"names": ["Mohammed Rahimi"]}),
    ]
    links = [("HOLDS", one, "passport:0000000", {}) for one, _ in told]
    fill(ledger, "A", entities=told, links=links)

    judged = propose(ledger, "Person", ready_model()).judged
    ledger.close()

    assert "same" not in judged["verdict"].to_list()
