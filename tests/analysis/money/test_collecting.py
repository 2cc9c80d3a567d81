import pytest

from linkgraph.analysis.money.collecting import CollectingRule, collecting
from tests.analysis.money.paid import finds, pay, table


def found(rows, **rule):
    return finds(collecting(table(rows), CollectingRule(**rule)))


def kinds(rows, **rule):
    return [kind for kind, _ in found(rows, **rule)]


def fees(payers=10, parts=(0.5, 0.3, 0.2), **told):
    return [
        pay(f"p{n}-{k}", f"payer{n}", "boss", (9_000 + 431 * n) * part, 10 * n + 20 * k, **told)
        for n in range(payers)
        for k, part in enumerate(parts)
    ]


def test_unequal_parts_of_many_persons_are_fees():
    rows = fees()

    assert found(rows) == {("fee collection", frozenset(row["link_id"] for row in rows))}


def test_sums_that_rise_each_time_are_scam_proceeds():
    assert kinds(fees(parts=(0.1, 0.3, 0.6))) == ["scam proceeds"]


def test_few_payers_are_no_collection():
    assert not found(fees(7))
    assert found(fees(7), payers=7)


def test_one_payment_each_is_no_instalment():
    assert not found(fees(parts=(1,)))


def test_an_organization_that_is_paid_collects_no_fees():
    assert not found(fees(to_person=False))


def test_wages_of_organizations_are_no_fees():
    assert not found(fees(from_person=False))


def test_where_no_holder_is_known_one_may_be_a_person():
    assert found(fees(to_person=None, from_person=None))


@pytest.mark.parametrize("equal", [500, 5_000])
def test_a_savings_club_pays_equal_sums(equal):
    rows = [
        pay(f"{n}-{k}", f"m{n}", "m99", equal, 30 * k + n / 10) for n in range(12) for k in range(3)
    ]
    assert not found(rows)


def test_rent_goes_on():
    rows = [
        pay(f"{n}-{k}", f"m{n}", "m99", 5_000 + 777 * n + 300 * (k > 3), 30 * k)
        for n in range(12)
        for k in range(9)
    ]
    assert not found(rows)


def test_the_same_price_for_everybody_is_none():
    rows = [
        pay(f"{n}-{k}", f"m{n}", "club", v, n + k)
        for n in range(12)
        for k, v in enumerate((4_000, 2_000))
    ]
    assert not found(rows)


def test_small_sums_are_no_fees():
    assert not found(fees(least=40_000.0))


def test_a_payer_without_value_or_moment_is_not_counted():
    rows = fees(8)

    assert found(rows)
    assert not found([r | ({"value": None} if r["from_id"] == "payer3" else {}) for r in rows])
    assert not found([r | ({"at_s": None} if r["from_id"] == "payer3" else {}) for r in rows])


def test_one_payer_with_many_accounts_is_one():
    assert not found(fees(from_holder="person:1"))


def test_of_nothing_there_is_nothing():
    assert not found([])
