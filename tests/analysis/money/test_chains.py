import pytest

from linkgraph.analysis.money.chains import ChainRule, chains
from tests.analysis.money.paid import chain, finds, pay, table

RULE = ChainRule()


def found(rows, rule=RULE):
    return finds(chains(table(rows), rule))


def test_money_handed_on_three_times_is_layering():
    assert found(chain(10_000, [9_600, 9_200])) == {("layering", frozenset({"t0", "t1", "t2"}))}


def test_two_payments_are_no_chain_unless_asked():
    rows = chain(10_000, [9_600])

    assert not found(rows)
    assert found(rows, ChainRule(hops=2))


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_without_any_one_of_its_payments_a_chain_is_gone(gone):
    rows = chain(10_000, [9_600, 9_200])

    assert not found(rows[:gone] + rows[gone + 1 :])


def test_a_payment_that_keeps_too_much_breaks_it():
    assert not found(chain(10_000, [8_400, 8_300]))
    assert found(chain(10_000, [8_600, 8_300]))


def test_more_than_came_in_is_not_handed_on():
    assert not found(chain(10_000, [10_500, 10_200]))


def test_waiting_longer_than_allowed_breaks_it():
    rows = chain(10_000, [9_600, 9_200])
    rows[2] = pay("t2", "c", "d", 9_200, 1 + 3)
    assert found(rows)

    rows[2] = pay("t2", "c", "d", 9_200, 1 + 3.01)
    assert not found(rows)


def test_what_was_paid_before_it_came_in_is_not_handed_on():
    rows = chain(10_000, [9_600, 9_200])
    rows[2] = pay("t2", "c", "d", 9_200, 0.5)

    assert not found(rows)


def at_once(*payments):
    return [pay(name, a, b, 10_000, 1) for name, a, b in payments]


def test_what_is_paid_on_at_the_same_moment_is_handed_on():
    assert found(at_once("3ab", "2bc", "1cd")) == {("layering", frozenset("123"))}
    assert found(at_once("1ab", "2bc", "3ca")) == {("cycle", frozenset("123"))}


def test_round_and_round_at_one_moment_is_no_chain():
    assert not found(at_once("1ab", "2ba", "3bc"))
    assert not found(at_once("1ab", "2ba", "3ab", "4ba"))
    assert found(at_once("1ab", "2ba", "3bc", "4cd")) == {("layering", frozenset("134"))}


def test_small_sums_are_not_looked_at():
    assert not found(chain(3_900, [3_800, 3_700]))


def test_an_unknown_value_or_moment_is_in_no_chain():
    rows = chain(10_000, [9_600, 9_200])

    assert not found([*rows[:2], pay("t2", "c", "d", None, 2)])
    assert not found([*rows[:2], pay("t2", "c", "d", 9_200, None)])


def test_without_a_rate_unlike_currencies_are_not_compared():
    rows = chain(10_000, [9_600, 9_200])
    other = {"currency": "XAF", "unit": "XAF", "least": None}

    assert not found([*rows[:2], rows[2] | other])
    assert found([row | other for row in rows])


def strands(middles="mno", value=5_000):
    return [
        row
        for n, middle in enumerate(middles)
        for row in (
            pay(f"out{n}", "a", middle, value + 100 * n, n / 4),
            pay(f"in{n}", middle, "z", 0.95 * (value + 100 * n), 1 + n / 4),
        )
    ]


def test_a_sum_that_three_carry_side_by_side_is_layering():
    rows = strands()

    assert found(rows) == {("layering", frozenset(row["link_id"] for row in rows))}
    assert not found(strands("mn"))


def test_three_who_carry_sums_months_apart_are_none():
    rows = [row | {"at_s": row["at_s"] + 40 * 86400 * int(row["link_id"][-1])} for row in strands()]
    assert not found(rows)


def test_one_middle_account_used_three_times_is_no_fan():
    assert not found([row | {"to_id": "m"} if row["from_id"] == "a" else row | {"from_id": "m"} for row in strands()])  # fmt: skip


def test_three_loans_given_back_are_no_fan():
    assert not found([row | {"to_id": "a"} if row["to_id"] == "z" else row for row in strands()])


def test_cash_is_in_no_chain():
    assert not found([*chain(10_000, [9_600]), pay("t2", "c", "cash", 9_200, 2)])


def test_money_split_between_the_same_two_accounts_is_one_move():
    rows = [
        *chain(10_000, [9_600]),
        pay("x", "c", "d", 5_000, 2),
        pay("y", "c", "d", 4_300, 2.1),
    ]
    assert found(rows) == {("layering", frozenset({"t0", "t1", "x", "y"}))}


def test_parts_far_apart_are_not_one_move():
    rows = [*chain(10_000, [9_600]), pay("x", "c", "d", 5_000, 2), pay("y", "c", "d", 4_300, 3)]

    assert not found(rows)


def test_money_that_comes_back_is_a_cycle():
    rows = chain(10_000, [9_600, 9_200], accounts="abca")

    assert found(rows) == {("cycle", frozenset({"t0", "t1", "t2"}))}


def test_a_loan_given_back_is_no_cycle():
    assert not found(chain(10_000, [9_600], accounts="aba"), ChainRule(hops=2))


def test_two_who_pay_each_other_to_and_fro_are_no_chain():
    assert not found(chain(10_000, [9_600, 9_200, 9_000], accounts="ababa"))


def test_a_chain_may_come_through_an_account_again():
    rows = chain(10_000, [9_600, 9_200, 9_000], accounts="abacd")

    assert found(rows) == {("layering", frozenset({"t0", "t1", "t2", "t3"}))}


def test_what_runs_on_from_a_cycle_is_told_as_a_chain_too():
    rows = chain(10_000, [9_600, 9_200, 9_000], accounts="abcad")

    assert found(rows) == {
        ("cycle", frozenset({"t0", "t1", "t2"})),
        ("layering", frozenset({"t0", "t1", "t2", "t3"})),
    }


def test_another_currency_and_a_split_speak_for_it():
    plain = chain(10_000, [9_600, 9_200])
    changed = [*plain[:2], plain[2] | {"currency": "USD"}]
    split = [*plain[:2], pay("x", "c", "d", 5_000, 2), pay("y", "c", "d", 4_300, 2.1)]
    scores = [chains(table(rows), RULE) for rows in (plain, changed, split)]

    assert scores[0]["score"][0] < scores[1]["score"][0]
    assert scores[0]["score"][0] < scores[2]["score"][0]
    assert "2 currencies" in scores[1]["reasons"][0]
    assert "split" in scores[2]["reasons"][0]


def test_a_firm_that_keeps_a_margin_and_takes_weeks_is_no_chain():
    rows = [
        pay("1", "a", "b", 50_000, 0),
        pay("2", "b", "c", 36_000, 18),
        pay("3", "c", "d", 26_000, 40),
    ]
    assert not found(rows)


def test_of_nothing_there_is_nothing():
    assert not found([])


def test_what_a_shop_of_many_payments_hands_on_cannot_be_told():
    rows = [
        pay("in", "payer", "shop", 10_000, 0), pay("out", "shop", "next", 9_900, 1),
        pay("on", "next", "last", 9_800, 2),
    ]  # fmt: skip
    others = [pay(f"o{n:03d}", "shop", f"supplier{n}", 9_900, 1.5) for n in range(200)]
    kinds = {("layering", frozenset({"in", "out", "on"}))}

    assert finds(chains(table(rows), ChainRule())) == kinds
    assert not finds(chains(table([*rows, *others]), ChainRule()))
