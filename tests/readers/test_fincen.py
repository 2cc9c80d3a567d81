"""Flows from bank to bank: the made-up file that ships, and the real ones where they are."""

import csv
import gzip
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from linkgraph.readers import find_mapping, mapping_that_fits
from tests.readers.taking import take, write

ROOT = Path(__file__).parents[2]
MADE_UP = ROOT / "examples" / "flows" / "fincen_transactions_made_up.csv"
REAL = ROOT.parent / "shared" / "data" / "public" / "fincen_files" / "transactions.csv.gz"
FLOWS = find_mapping("fincen/transactions")


def rows_of(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made_up():
    return take(MADE_UP, FLOWS, {"originator": "ICIJ"})


@pytest.fixture(scope="module")
def real():
    if not REAL.exists():
        pytest.skip("the FinCEN Files are not in shared/data")
    return take(REAL, FLOWS, {"originator": "ICIJ"})


def flow(taken, reference):
    (found,) = [row for row in taken.links["PAID"] if row["reference"] == reference]
    return found


def test_the_made_up_file_finds_its_mapping():
    assert mapping_that_fits(MADE_UP.name) == FLOWS


def test_no_flow_of_the_made_up_file_vanishes(made_up):
    rows = rows_of(MADE_UP)

    assert made_up.read == len(rows) == len(made_up.links["PAID"]) + len(made_up.rejected)
    assert [(one.locator, one.column, one.code) for one in made_up.rejected] == [
        ("24", "amount_transactions", "broken_number")
    ]


def test_a_flow_is_one_payment_from_bank_to_bank(made_up):
    found = flow(made_up, "900001")

    assert (found["start"], found["end"]) == ("Organization", "Organization")
    assert (found["amount_minor"], found["currency"]) == (90_000_000, "USD")
    assert (found["at"], found["until"]) == ("2014-03-03T05:00:00Z", "2014-03-03")
    assert (found["report"], found["reported_by"]) == (
        "ICIJ SAR 9001",
        "Example Correspondent Bank",
    )


def test_a_sum_of_several_payments_stays_one_flow_that_says_so(made_up):
    found = flow(made_up, "900014")

    assert (found["payments"], found["until"]) == (68, "2013-12-20")
    assert flow(made_up, "900003")["payments"] is None


def test_a_flow_of_no_day_and_a_bank_of_no_country_are_kept_without(made_up):
    found = flow(made_up, "900022")

    assert (found["at"], found["until"]) == (None, None)
    banks = {row["id"]: row for row in made_up.entities["Organization"]}
    assert banks[found["to_id"]]["countries"] in (None, [])
    assert banks[found["from_id"]]["countries"] == ["AE"]


def test_one_bank_in_many_flows_is_one_entity(made_up):
    assert len(set(made_up.values("Organization", "id"))) == 15


def test_another_originators_bank_of_the_same_id_is_another_until_somebody_says_so(made_up):
    others = take(MADE_UP, FLOWS, {"originator": "US/Treasury"})

    assert not set(others.values("Organization", "id")) & set(made_up.values("Organization", "id"))


def test_a_packed_file_gives_the_same_flows(made_up, tmp_path):
    path = write(tmp_path, gzip.compress(MADE_UP.read_bytes(), mtime=0), "flows.csv.gz")

    assert take(path, FLOWS, {"originator": "ICIJ"}).links == made_up.links


def test_a_row_without_a_bank_or_an_amount_is_set_aside(tmp_path):
    head, first, *_ = MADE_UP.read_text(encoding="utf-8").splitlines()
    lines = [
        first.replace("900001", "1").replace("example-bank-riga-lva", ""),
        first.replace("900001", "2").replace("900000.0", ""),
        first.replace("900001", "3").replace("9001", ""),
        first,
    ]

    taken = take(write(tmp_path, "\n".join([head, *lines])), FLOWS, {"originator": "ICIJ"})

    assert set(taken.codes) == {"2", "3", "4"}
    assert taken.told("PAID", "reference") == ["900001"]


def test_all_real_flows_are_there_and_their_sum_is_the_files(real):
    rows = rows_of(REAL)

    assert real.read == len(rows) == 4507
    assert len(real.links["PAID"]) + len(real.rejected) == len(rows)
    assert real.rejected == []
    cents = sum(Decimal(row["amount_transactions"]) for row in rows) * 100
    assert sum(real.told("PAID", "amount_minor")) == cents == 3_568_224_798_501


def test_real_banks_countries_and_days_are_the_files(real):
    rows = rows_of(REAL)

    assert len(set(real.values("Organization", "id"))) == 2277
    assert sum(filter(None, real.told("PAID", "payments"))) == 18_153
    days = Counter(row["begin_date"] for row in rows if row["begin_date"])
    assert Counter(at[:10] for at in real.told("PAID", "at") if at) == days
    placed = {row["id"] for row in real.entities["Organization"] if row["countries"]}
    assert len(placed) > 2200
