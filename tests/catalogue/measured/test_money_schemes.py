"""Schemes as a case is asked for them, and held to the truth of a made-up one."""

import json
from pathlib import Path

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from tests.builders import fill

KESTREL = Path(__file__).parents[3].parent / "shared" / "data" / "kestrel"
EXPORTS = Path(__file__).parents[3] / "examples" / "kestrel" / "exports"


def paid(frm, to, amount, day, name):
    told = {
        "amount_minor": amount,
        "currency": "MYR",
        "at": f"2026-01-{day:02d}T00:00:00Z",
        "id": name,
    }
    return ("PAID", frm, to, told)


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    yield made
    made.close()


def test_each_row_rests_on_every_source_of_its_scheme(case):
    marks = {"originator": "MY/FIU", "handling": "H2", "tlp": "AMBER"}
    first = [
        paid("account:a", "account:b", 1_000_000, 1, "paid:1"),
        paid("account:b", "account:c", 950_000, 2, "paid:2"),
    ]
    fill(case.ledger, "A", links=first)
    fill(case.ledger, "B", links=[paid("account:c", "account:d", 900_000, 3, "paid:3")], **marks)
    fill(case.ledger, "H", links=[("HOLDS", "person:1", "account:d", {})], originator="LK/Police")

    answer = case.ask("money/schemes")

    assert answer["link_id"].to_list() == ["paid:1", "paid:2", "paid:3"]
    assert answer["txn_id"].to_list() == answer["link_id"].to_list()
    assert answer.attrs["originators"] == ["LK/Police", "MY/FIU", "NZ/Immigration"]
    assert answer["sources"].map(len).to_list() == [3, 3, 3]
    assert answer["handling"].nunique() == 1


@pytest.mark.parametrize(
    "told",
    [{"kinds": "laundry"}, {"thresholds": "MY:25000"}, {"thresholds": "MY=ABC:1"}, {"hops": 1}],
)
def test_a_parameter_that_makes_no_sense_is_named_and_its_value_is_not(case, told):
    with pytest.raises(InputError) as caught:
        case.ask("money/schemes", **told)

    (name,) = told
    assert name in str(caught.value)
    assert "laundry" not in str(caught.value)


def test_a_currency_that_is_none_is_refused(case):
    with pytest.raises(InputError, match="value_currency"):
        case.ask("money/schemes", value_currency="XYZZY")


@pytest.fixture(scope="module")
def kestrel(tmp_path_factory):
    made = lg.create_case(
        tmp_path_factory.mktemp("k") / "kestrel", jurisdiction="NZ", agency="Joint cell"
    )
    for path in sorted((EXPORTS / "MY").iterdir()):
        if not path.name.endswith(".source.json") and path.suffix != ".md":
            made.import_file(path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(kestrel):
    frame = kestrel.ask("money/schemes")
    return {kind: set(rows["txn_id"]) for kind, rows in frame.groupby("kind")}


@pytest.mark.skipif(not KESTREL.is_dir(), reason="the truth of the made-up case is not at hand")
def test_most_payments_of_every_kind_are_found_and_hardly_an_innocent_one(told):
    schemes = json.loads((KESTREL / "truth" / "schemes.json").read_text(encoding="utf-8"))
    innocent = json.loads(
        (KESTREL / "truth" / "innocent_patterns.json").read_text(encoding="utf-8")
    )
    said = set().union(*told.values())
    true = {}
    for one in schemes:
        true.setdefault(one["kind"], set()).update(one["txn_ids"])
    every = set().union(*true.values())
    alike = {txn for one in innocent for txn in one["txn_ids"]}

    assert set(told) == set(true)
    for kind, txns in true.items():
        assert len(txns & said) >= 0.8 * len(txns), kind
    assert len(said & every) >= 0.8 * len(every)
    assert len(said & every) >= 0.5 * len(said)
    assert len(said & alike) <= 0.1 * len(alike)


def test_payments_are_called_as_their_source_calls_them(told):
    files = ("my_transactions.csv", "my_statement_camt053.xml")
    text = "".join((EXPORTS / "MY" / name).read_text(encoding="utf-8-sig") for name in files)

    assert all(txn in text for txns in told.values() for txn in txns)
