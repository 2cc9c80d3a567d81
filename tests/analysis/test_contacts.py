import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.contacts import ACTS, contacts

SCHEMA = {
    "type": pl.String, "from_id": pl.String, "to_id": pl.String, "day": pl.String,
    "amount_minor": pl.Int64, "currency": pl.String, "share": pl.Float64,
}  # fmt: skip

letters = st.sampled_from("abcd")
acts = st.lists(
    st.tuples(
        st.sampled_from([*ACTS["type"], "FAMILY_OF"]),
        letters,
        letters,
        st.sampled_from(["2026-01-01", "2026-01-02", None]),
        st.sampled_from([None, 0, 100, 5000]),
        st.sampled_from([None, "MYR", "THB"]),
        st.just(1.0),
    ),
    max_size=20,
)


def table(rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def call(day, *ends):
    return ("CALLED", *(ends or ("a", "b")), day, None, None, 1.0)


def payment(amount, *ends, currency="MYR", day="2026-01-01"):
    return ("PAID", *(ends or ("a", "b")), day, amount, currency, 1.0)


def told(rows, one="b", other="a", type_="CALLED"):
    found = contacts(table(rows)).filter(one=one, other=other, type=type_)
    return found["told"].sum()


def test_a_call_stands_at_both_ends():
    found = contacts(table([call("2026-01-01")]))

    assert found.select("one", "other", "gives", "days").sort("one").rows() == [
        ("a", "b", True, 1.0),
        ("b", "a", False, 1.0),
    ]


def test_more_days_tell_more_and_more_calls_on_a_day_do_not():
    once = told([call("2026-01-01")])

    assert told([call("2026-01-01"), call("2026-01-01")]) == once
    assert told([call("2026-01-01"), call("2026-01-02")]) > once


def test_eight_days_of_calls_tell_half_of_what_calls_can():
    assert told([call(f"2026-01-0{n}") for n in range(1, 9)]) == pytest.approx(0.4)


def test_a_days_unknown_calls_are_one():
    assert told([call(None), call(None)]) == told([call("2026-01-01")])


def test_being_paid_tells_more_than_paying():
    rows = [payment(100)]

    assert told(rows, "b", "a", "PAID") > told(rows, "a", "b", "PAID")


def test_a_payment_large_for_the_two_tells_more():
    usual = [payment(10, "a", "c"), payment(10, "a", "d"), payment(10, "a", "e")]

    large, small = ([*usual, payment(amount)] for amount in (100, 10))

    assert told(large, type_="PAID") > told(small, type_="PAID")


def test_a_payment_that_is_usual_for_the_two_counts_half():
    found = contacts(table([payment(100), payment(100, "a", "c")]))

    assert found.filter(one="b")["days"].to_list() == [0.5]


def test_a_payment_without_amount_counts_half():
    assert contacts(table([payment(None, currency=None)]))["days"].to_list() == [0.5, 0.5]


def test_amounts_of_other_currencies_are_not_compared():
    rows = [payment(100), payment(9_999_999, "a", "c", currency="VND")]

    assert told(rows, type_="PAID") == told([payment(100)], type_="PAID")


def test_a_crowd_shares_what_it_tells():
    pair, crowd = (
        [("TOGETHER", "a", "b", "x", None, None, share)] for share in (1.0, 0.25)
    )  # fmt: skip

    assert told(crowd, type_="TOGETHER") < told(pair, type_="TOGETHER")


def test_kin_and_what_else_is_no_act_tell_nothing():
    assert contacts(table([("FAMILY_OF", "a", "b", None, None, None, 1.0)])).is_empty()


def test_what_one_does_with_himself_tells_nothing():
    assert contacts(table([call("2026-01-01", "a", "a")])).is_empty()


def test_of_no_acts_there_is_nothing():
    assert contacts(table([])).is_empty()


@given(acts, st.randoms())
def test_the_order_of_acts_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))

    channel = ["one", "other", "type", "gives"]
    assert contacts(table(rows)).sort(channel).equals(contacts(table(shuffled)).sort(channel))


@given(acts)
def test_all_that_is_told_lies_between_nothing_and_the_most(rows):
    found = contacts(table(rows))

    assert found["told"].is_between(0, 0.8).all()
    assert found.height % 2 == 0
