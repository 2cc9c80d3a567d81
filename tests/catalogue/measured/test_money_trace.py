"""Traces as a case is asked for them."""

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from tests.builders import fill


def paid(frm, to, amount, day, **told):
    at = f"2026-01-{day:02d}T00:00:00Z"
    return ("PAID", frm, to, {"amount_minor": amount, "currency": "MYR", "at": at} | told)


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(made.ledger, "A", links=[paid("account:a", "account:b", 100, 1, id="paid:1")])
    fill(
        made.ledger, "B", originator="MY/FIU",
        links=[paid("account:b", "account:c", 90, 2, id="paid:2", reference="T2"),
               paid("account:x", "account:y", 90, 2, id="paid:3")],
    )  # fmt: skip
    yield made
    made.close()


def test_a_payment_rests_on_the_sources_of_all_that_led_to_it(case):
    answer = case.ask("money/trace", account="account:a")

    assert answer["txn_id"].to_list() == ["paid:1", "T2"]
    assert answer["sources"].map(len).to_list() == [1, 2]
    assert answer.attrs["originators"] == ["MY/FIU", "NZ/Immigration"]


def test_backwards_it_does_so_too(case):
    answer = case.ask("money/trace", account="account:c", back=True)

    assert answer["txn_id"].to_list() == ["T2", "paid:1"]
    assert answer["sources"].map(len).to_list() == [1, 2]


def test_several_accounts_are_one_start(case):
    answer = case.ask("money/trace", account="account:a,account:x")

    assert set(answer["link_id"]) == {"paid:1", "paid:2", "paid:3"}


def test_fewer_rows_are_the_first_in_time(case):
    assert case.ask("money/trace", account="account:a", most=1)["step"].to_list() == [1]


@pytest.mark.parametrize("told", [{}, {"account": "account:a", "taint": "guess"}, {"account": "account:a", "steps": 0}])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_not_repeated(case, told):
    with pytest.raises(InputError) as caught:
        case.ask("money/trace", **told)

    assert "guess" not in str(caught.value)


@pytest.mark.parametrize("account", ["98765432", "", "account:1,98765432"])
def test_a_number_without_its_word_is_refused_and_does_not_read_as_money_that_stayed(case, account):
    with pytest.raises(InputError, match="account") as told:
        case.answer("money/trace", {"account": account})

    assert "98765432" not in str(told.value)
    assert "entity find" in told.value.remedy
