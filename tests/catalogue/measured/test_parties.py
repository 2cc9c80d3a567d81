"""Who collects from many and who pays many: what the shared parameters choose."""

import pytest

from linkgraph.catalogue import get_question
from linkgraph.catalogue.surroundings import Surroundings
from tests.catalogue.measured.graphs import graph_of

PAID = [
    ("PAID", "account:a", "account:z", {"reliability": "A", "amount_minor": 100, "currency": "MYR"}),
    ("PAID", "account:b", "account:z", {"reliability": "C", "amount_minor": 200, "currency": "MYR"}),
    ("PAID", "wallet:c", "account:z", {"reliability": None}),
    ("PAID", "cashpoint:atm", "account:z", {"amount_minor": 1, "currency": "MYR"}),
]  # fmt: skip
PLACED = [
    ("IN_JURISDICTION", "account:z", "country:TH", {"sources": "src-th"}),
    ("IN_JURISDICTION", "account:a", "country:MY", {"sources": "src-my"}),
]


def ask(links, name="money/paid_by_many", **params):
    question = get_question(name)
    least = next(iter(set(question.params) & {"min_payers", "min_payees"}))
    bound = question.bind({least: 1} | params)
    return list(question.measure(Surroundings(lambda: graph_of(links)), bound))


def test_a_wallet_pays_as_an_account_does_and_a_counter_does_not():
    ((account, payers, payments, received, *_),) = ask(PAID)

    assert (account, payers, payments) == ("account:z", 3, 3)
    assert [pair for pair in received if pair[0]] == [["MYR", 300]]


def test_a_least_grade_leaves_out_what_is_graded_worse_or_not_at_all():
    ((_, payers, _, received, *_),) = ask(PAID, min_grade="B")

    assert (payers, received) == (1, [["MYR", 100]])


def test_a_country_chooses_the_accounts_that_can_be_acted_on_there():
    assert [row[0] for row in ask(PAID + PLACED, countries="th")] == ["account:z"]
    assert ask(PAID + PLACED, countries="MY") == []


def test_who_places_an_account_is_among_the_sources_only_where_it_is_asked_for():
    asked = ask(PAID + PLACED, countries="TH")[0][-1]
    plain = ask(PAID + PLACED)[0][-1]

    assert "src-th" in asked
    assert "src-th" not in plain


def test_what_a_source_sums_up_counts_as_many_payments():
    summed = ("PAID", "organization:b", "account:z", {"payments": 40})

    ((_, payers, payments, *_),) = ask([*PAID, summed])

    assert (payers, payments) == (4, 43)


@pytest.mark.parametrize("name", ["money/paid_by_many", "money/pays_many"])
def test_a_graph_without_payments_has_no_row(name):
    assert ask([], name) == []
    assert ask(PLACED, name, countries="TH") == []


def test_both_questions_look_at_the_same_payments_from_either_end():
    collected = ask(PAID)
    paid = ask(PAID, "money/pays_many")

    assert [row[0] for row in paid] == ["account:a", "account:b", "wallet:c"]
    assert sum(row[2] for row in paid) == sum(row[2] for row in collected)
