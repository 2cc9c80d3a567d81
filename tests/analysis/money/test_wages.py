import pytest

from linkgraph.analysis.money.wages import WagesRule, wages
from tests.analysis.money.paid import finds, pay, table


def found(rows, **rule):
    return finds(wages(table(rows), WagesRule(**rule)))


def payroll(payees=3, months=4, spread=0.05, every=30.0, **told):
    return [
        pay(f"{p}-{m}", "boss", f"hand{p}", (1_500 + 400 * p) * (1 + spread * (m % 2)), every * m + p, **told)
        for p in range(payees)
        for m in range(months)
    ]  # fmt: skip


def test_a_person_who_pays_three_by_the_month_pays_wages():
    rows = payroll()

    assert found(rows) == {("syndicate wages", frozenset(row["link_id"] for row in rows))}


def test_an_organization_that_pays_wages_is_an_employer():
    assert not found(payroll(from_person=False))


def test_where_no_holder_is_known_it_may_be_an_employer():
    assert not found(payroll(from_person=None))


@pytest.mark.parametrize("told", [{"payees": 2}, {"months": 2}, {"every": 7.0}, {"every": 12.0}])
def test_too_few_too_short_or_not_by_the_month_is_none(told):
    assert not found(payroll(**told))


def test_sums_that_differ_much_are_no_wages():
    assert not found(payroll(spread=2.0))


def test_a_month_that_no_record_tells_of_does_no_harm():
    rows = [row for row in payroll(months=5) if not row["link_id"].endswith("-2")]

    assert found(rows)


def test_who_joined_late_stands_with_the_rest():
    late = [pay(f"late-{m}", "boss", "new", 1_700, 60 + 30 * m) for m in range(2)]
    ((_, links),) = found(payroll() + late)

    assert {"late-0", "late-1"} <= links


def test_a_bonus_is_left_out():
    ((_, links),) = found([*payroll(), pay("bonus", "boss", "hand0", 9_000, 45)])

    assert "bonus" not in links


def test_money_drawn_each_month_is_no_wage():
    assert not found([row | {"to_cash": True} for row in payroll()])


def test_a_savings_club_pays_another_each_month():
    rows = [
        pay(f"{m}-{p}", f"m{p}", f"m{m}", 1_500, 30 * m)
        for m in range(5)
        for p in range(5)
        if m != p
    ]

    assert not found(rows)


def test_school_fees_of_one_term_are_none():
    rows = [pay(f"{p}", f"parent{p}", "school", 1_800, p, to_person=False) for p in range(18)]

    assert not found(rows)


def test_an_unknown_value_or_moment_is_no_wage():
    assert not found([row | {"value": None} for row in payroll()])
    assert not found([row | {"at_s": None} for row in payroll()])


def test_of_nothing_there_is_nothing():
    assert not found([])
