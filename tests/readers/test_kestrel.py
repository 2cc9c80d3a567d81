"""The made-up case of six countries, held to its truth where that is at hand."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from linkgraph.readers import mapping_that_fits
from tests.readers.taking import take

CASE = Path(__file__).parents[2].parent / "shared" / "data" / "kestrel"
FILES = [
    "id_cdr.csv",
    "id_tersangka.xlsx",
    "interpol_notices.json",
    "lk_cases.json",
    "my_accounts.csv",
    "my_fx_rates.csv",
    "my_statement_camt053.xml",
    "my_transactions.csv",
    "nz_movements.csv",
    "nz_persons.csv",
    "th_hotel_stays.csv",
    "th_persons.csv",
    "vn_doi_tuong.jsonl",
]
# What a code of the truth may be called here.
FITTING = {"missing_id": {"missing_id", "missing_value"}}

pytestmark = pytest.mark.skipif(
    not CASE.is_dir(), reason="the truth of the made-up case is not beside this checkout"
)


@cache
def taken(name):
    (path,) = (CASE / "exports").rglob(name)
    return take(path, mapping_that_fits(name), {"purpose": "test"})


def truth(name):
    with (CASE / "truth" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FILES)
def test_stored_and_rejected_are_read(name):
    manifest = json.loads((CASE / "truth" / "manifest.json").read_text(encoding="utf-8"))
    records = [place for place in taken(name).locators if not is_mention(place)]

    assert taken(name).read == len(records) + len(taken(name).rejected)
    assert taken(name).read == manifest["rows"][name]


def is_mention(place):
    return "/nguoi_lien_quan/" in place or "/arrest_warrants/" in place


@pytest.mark.parametrize("name", FILES)
def test_what_must_be_set_aside_is_and_nothing_else(name):
    bad = {row["locator"]: row for row in truth("bad_rows.csv") if row["file"] == name}
    must = {place for place, row in bad.items() if row["expected"] == "quarantine"}

    found = taken(name).codes

    assert must <= set(found)
    assert set(found) <= set(bad)
    for place in must:
        reason = bad[place]["reason"]
        assert found[place] in FITTING.get(reason, {reason})


@pytest.mark.parametrize("name", FILES)
def test_reasons_hold_nothing_of_the_line(name):
    for one in taken(name).rejected:
        words = {word.strip('",;') for word in one.raw.split() if len(word) > 7}
        assert not any(word in one.reason for word in words)


@pytest.mark.parametrize("name", FILES)
def test_every_record_of_the_truth_has_its_place(name):
    wanted = {row["locator"] for row in truth("records.csv") if row["file"] == name}
    found = taken(name)

    missing = wanted - set(found.locators) - set(found.codes)

    assert missing == set()


def test_entries_that_repeat_a_payment_are_that_payment():
    overlap = truth("statement_overlap.csv")
    ledger = dict(zip(references("my_transactions.csv"), ids("my_transactions.csv"), strict=True))
    statement = dict(
        zip(references("my_statement_camt053.xml"), ids("my_statement_camt053.xml"), strict=True)
    )

    assert set(statement) == {row["txn_id"] for row in overlap}
    for row in overlap:
        same = ledger.get(row["txn_id"]) == statement[row["txn_id"]]
        assert same is (row["in_my_transactions"] == "yes")
    assert sum(row["in_my_transactions"] == "yes" for row in overlap) == 41
    assert sum(row["in_my_transactions"] == "no" for row in overlap) == 17


def references(name):
    return taken(name).told("PAID", "reference")


def ids(name):
    return taken(name).told("PAID", "link_id")


def test_both_ends_of_a_repeated_payment_are_the_same():
    ends = {row["link_id"]: row for row in taken("my_transactions.csv").links["PAID"]}
    statement = taken("my_statement_camt053.xml").links["PAID"]

    repeated = [row for row in statement if row["link_id"] in ends]

    for row in repeated:
        first = ends[row["link_id"]]
        assert (row["amount_minor"], row["currency"], row["at"]) == (
            first["amount_minor"],
            first["currency"],
            first["at"],
        )
        if row["start"] == row["end"] == "BankAccount":
            assert (row["from_id"], row["to_id"]) == (first["from_id"], first["to_id"])


def test_no_role_word_is_unknown():
    assert {name: taken(name).unknown_roles for name in FILES} == dict.fromkeys(FILES, 0)


def test_markup_in_a_name_is_kept_as_it_is():
    names = [name for row in taken("nz_persons.csv").values("Person", "names") for name in row]

    assert sum("<script>" in name for name in names) == 1
    assert sum(name.lstrip().startswith("=HYPERLINK") for name in names) <= 1
