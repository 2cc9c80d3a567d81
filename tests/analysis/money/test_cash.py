import pytest

from linkgraph.analysis.money.cash import CashOutRule, StructuringRule, cash_out, structuring
from tests.analysis.money.paid import finds, pay, table


def deposits(values, step=1.0, to="k", name="d"):
    return [pay(f"{name}{n}", "cash", to, v, n * step) for n, v in enumerate(values)]


def structured(rows, **rule):
    return finds(structuring(table(rows), StructuringRule(**rule)))


def cashed(rows, **rule):
    return finds(cash_out(table(rows), CashOutRule(**rule)))


def test_four_deposits_just_under_the_limit_are_structuring():
    assert structured(deposits([24_000, 23_000, 20_000, 17_500])) == {
        ("structuring", frozenset({"d0", "d1", "d2", "d3"}))
    }


@pytest.mark.parametrize("odd", [17_000, 25_000, 26_000, None])
def test_a_deposit_far_from_the_limit_or_unknown_does_not_count(odd):
    assert not structured(deposits([24_000, 23_000, 20_000, odd]))


def test_deposits_over_a_longer_time_are_not_structuring():
    assert structured(deposits([24_000] * 4, step=10 / 3))
    assert not structured(deposits([24_000] * 4, step=3.5))


def test_windows_that_overlap_are_one_scheme():
    (only,) = structured(deposits([24_000] * 12, step=2.5))

    assert len(only[1]) == 12


def test_two_series_of_one_holder_months_apart_are_two():
    rows = deposits([24_000] * 4) + [
        row | {"at_s": row["at_s"] + 90 * 86400} for row in deposits([24_000] * 4, name="e")
    ]
    assert len(structured(rows)) == 2


def test_several_accounts_of_one_holder_count_together():
    rows = deposits([24_000, 23_000]) + deposits([22_000, 21_000], to="l", name="e")

    assert not structured(rows)
    assert structured([row | {"to_holder": "person:1"} for row in rows])


def test_where_no_limit_is_known_nothing_is_under_it():
    assert not structured([row | {"limit": None} for row in deposits([24_000] * 4)])


def test_transfers_are_no_cash_deposits():
    assert not structured([row | {"from_cash": False} for row in deposits([24_000] * 4)])


def receipt(values, step=0.2):
    taken = [pay(f"w{n}", "k", "cash", v, 0.1 + n * step) for n, v in enumerate(values)]
    return [pay("in", "a", "k", 10_000, 0), *taken]


def test_a_receipt_drawn_out_in_three_is_a_cash_out():
    assert cashed(receipt([3_000, 3_000, 3_000])) == {
        ("cash-out", frozenset({"in", "w0", "w1", "w2"}))
    }


@pytest.mark.parametrize("taken", [[5_000, 4_000], [2_000] * 3, [4_000] * 3, [3_000, 3_000, None]])
def test_too_few_too_little_or_too_much_is_none(taken):
    assert not cashed(receipt(taken))


def test_withdrawals_days_later_are_none():
    assert not cashed(receipt([3_000] * 3, step=1.0))


def test_withdrawals_before_the_receipt_do_not_count():
    early = [pay("w9", "k", "cash", 3_000, -0.5)]

    assert not cashed([*receipt([3_000, 3_000]), *early])


def test_a_small_receipt_is_how_people_live():
    rows = [row | {"least": 20_000.0} for row in receipt([3_000] * 3)]

    assert not cashed(rows)


def test_withdrawals_in_an_unlike_currency_do_not_count():
    rows = receipt([3_000] * 3)

    assert not cashed([rows[0], *(row | {"unit": "XAF"} for row in rows[1:])])


def test_of_nothing_there_is_nothing():
    assert not structured([])
    assert not cashed([])
