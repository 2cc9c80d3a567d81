"""Payments of several originators that are alike: told of, never made one."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue import Surroundings, get_question
from linkgraph.catalogue.told_twice import told_twice
from linkgraph.graph.projection import project
from tests.builders import fill, graph_of, new_ledger

BY = {"src-nz": "NZ/FIU", "src-nz2": "NZ/FIU", "src-my": "MY/FIU", "src-th": "TH/FIU"}
AT = "2026-01-01T09:00:00Z"


def paid(sources, one=1, other=2, **told):
    told = {"at": AT, "amount_minor": 500, "currency": "MYR", "sources": sources} | told
    return ("PAID", f"account:{one}", f"account:{other}", told)


def told(*links, by=BY):
    return told_twice(graph_of(links), by)


def test_a_remittance_that_two_originators_tell_of_each_may_count_twice():
    said = told(paid("src-nz"), paid("src-my", at="2026-01-01T21:30:00Z"), paid("src-th", other=3))

    assert said.startswith("Payments that may count twice: up to 1.")
    assert "account" not in said


@pytest.mark.parametrize(
    "other",
    [
        paid("src-nz"), paid("src-nz2"), paid("src-my", one=2, other=1), paid("src-my", amount_minor=501),
        paid("src-my", currency="THB"), paid("src-my", at="2026-01-03T00:00:00Z"),
        paid("src-other"),
    ],
)  # fmt: skip
def test_what_one_originator_tells_of_twice_or_what_differs_is_no_double(other):
    assert told(paid("src-nz"), other) == ""


def test_one_payment_of_two_originators_is_none_and_neither_is_what_leaves_something_unsaid():
    assert told(paid("src-my src-nz")) == ""
    assert told(paid("src-nz", amount_minor=None), paid("src-my", amount_minor=None)) == ""
    assert told(by=BY) == ""
    assert told(paid("src-nz"), paid("src-my"), by={"src-nz": "NZ/FIU"}) == ""


def test_what_left_after_midnight_may_have_arrived_the_day_before():
    for at in ("2025-12-31T23:50:00Z", "2026-01-02T00:10:00Z", "2026-01-01"):
        assert "up to 1." in told(paid("src-nz"), paid("src-my", at=at))
    daily = [paid("src-nz", at=f"2026-01-{day:02}") for day in range(1, 11)]
    assert "up to 1." in told(*daily, paid("src-my", at="2026-01-11"))
    assert told(*daily, paid("src-my", at="2026-01-12")) == ""
    assert told(paid("src-nz", at="2026-01"), paid("src-my", at="2026-02")) == ""
    assert "up to 1." in told(paid("src-nz", at="2026-01"), paid("src-my", at="2026-01"))


@given(st.lists(st.tuples(st.sampled_from(sorted(BY)), st.integers(1, 2)), max_size=12))
def test_as_many_may_count_twice_as_no_originator_tells_of_alone(said):
    links = [paid(source, amount_minor=amount) for source, amount in said]
    per = Counter((amount, BY[source]) for source, amount in said)
    more = sum(
        sum(held) - max(held)
        for amount in {amount for amount, _ in per}
        for held in [[n for (one, _), n in per.items() if one == amount]]
    )

    assert told(*links) == told(*reversed(links))
    assert (f"up to {more}." in told(*links)) == bool(more)
    assert bool(told(*links)) == bool(more)


def test_an_answer_that_sums_payments_of_several_originators_says_so(tmp_path):
    ledger = new_ledger(tmp_path)
    of = {"at": AT, "amount_minor": 500, "currency": "MYR"}
    links = [("PAID", f"account:{one}", "account:2", of) for one in range(3, 9)]
    question = get_question("money/paid_by_many")

    def caution():
        return question.ask(
            None, ledger.sources(), {}, Surroundings(lambda: project(ledger))
        ).caution

    fill(ledger, "nz", originator="NZ/FIU", links=links)
    assert caution() == question.caution
    fill(ledger, "my", originator="MY/FIU", links=links[:2])

    assert "may count twice: up to 2." in caution()
