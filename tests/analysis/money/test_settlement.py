import pytest

from linkgraph.analysis.money.settlement import SettlementRule, settlement
from tests.analysis.money.paid import finds, pay, table


def found(rows, **rule):
    return finds(settlement(table(rows), SettlementRule(**rule)))


def pair(value=10_000, paid=9_750, hours=6.0, name="", day=0.0, **told):
    usual = {"remark": "titipan"} | told
    return [
        pay(f"in{name}", f"x{name}", "dealer1", value, day, **usual),
        pay(f"out{name}", "dealer2", f"y{name}", paid, day + hours / 24, **usual | {"currency": "LKR"}),
    ]  # fmt: skip


def test_like_values_with_one_remark_are_a_settlement():
    assert found(pair()) == {("hawala settlement", frozenset({"in", "out"}))}


@pytest.mark.parametrize("told", [{"paid": 9_400}, {"paid": 10_000}, {"paid": 10_100}, {"hours": 25.0}, {"hours": -1.0}])  # fmt: skip
def test_another_value_or_moment_is_none(told):
    assert not found(pair(**told))


def test_values_that_only_coincide_are_none():
    assert not found(pair(remark=None))


def test_a_remark_that_everybody_writes_says_nothing():
    everybody = [
        pay(f"p{n}", f"q{n}", f"r{n}", 7_000, 90 + n, remark=" Titipan") for n in range(3)
    ]  # fmt: skip

    assert found(pair() + everybody, generic_remark=5)
    assert not found(pair() + everybody, generic_remark=4)
    assert found(pair() + everybody[:2], generic_remark=4)


def test_the_same_dealers_again_speak_for_it_without_a_remark():
    rows = pair(remark=None) + pair(7_000, 6_850, name="2", day=40, remark=None)

    assert found(rows) == {("hawala settlement", frozenset({"in", "out", "in2", "out2"}))}


def test_one_currency_and_no_remark_is_no_settlement_however_often():
    rows = pair(remark=None) + pair(7_000, 6_850, name="2", day=40, remark=None)

    assert not found([row | {"currency": "MYR"} for row in rows])


def test_a_payment_between_the_dealers_that_explains_it_makes_it_none():
    assert not found([*pair(), pay("pass", "dealer1", "dealer2", 9_800, 0.1)])
    assert found([*pair(), pay("lunch", "dealer1", "dealer2", 50, 0.1)])
    assert found([*pair(), pay("old", "dealer1", "dealer2", 9_800, -90)])


def test_one_dealer_with_two_accounts_passes_money_on():
    rows = pair()

    assert not found([rows[0] | {"to_holder": "p"}, rows[1] | {"from_holder": "p"}])


def test_a_payment_stands_in_one_settlement_only():
    rows = [*pair(), pay("also", "dealer3", "z", 9_740, 0.3, remark="titipan")]

    assert found(rows) == {("hawala settlement", frozenset({"in", "out"}))}


def test_unlike_currencies_without_a_rate_are_not_compared():
    rows = pair()

    assert not found([rows[0], rows[1] | {"unit": "LKR"}])


def test_organizations_are_no_dealers():
    assert not found(pair(to_person=False))
    assert not found(pair(from_person=False))


def test_small_unknown_and_cash_are_none():
    assert not found(pair(1_000, 975))
    rows = pair()
    assert not found([rows[0], rows[1] | {"value": None}])
    assert not found([rows[0] | {"at_s": None}, rows[1]])
    assert not found([rows[0] | {"from_cash": True}, rows[1]])


@pytest.mark.parametrize("value", [4_001.0, 9_999.0, 54_321.0, 1e6])
def test_no_pair_falls_between_two_bins(value):
    for share in (0.951, 0.97, 0.994):
        for hours in (0.0, 11.9, 23.9):
            assert found(pair(value, value * share, hours, day=100.4))


def test_of_nothing_there_is_nothing():
    assert not found([])
