"""Payments in the order in which money goes on: who can hold it, until when, seen by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.flow import Flow, Lines
from linkgraph.analysis.money.transfers import DAY
from tests.analysis.money.paid import pay, table

payments = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(0, 12)), max_size=25
).map(lambda rows: [pay(f"t{n:02d}", a, b, 1.0, d) for n, (a, b, d) in enumerate(rows) if a != b])


def reached(rows, start, wait, steps):
    """Return {account: last payment, days} as ``Flow`` gives it."""
    flow = Flow.of(table(rows))
    held, _, last = flow.reached(flow.numbers(start), int(wait * DAY), steps)
    begun = min((row["at_s"] for row in rows), default=0)
    names = flow.accounts
    return {
        names[h]: (at + begun) / DAY for h, at in zip(held.tolist(), last.tolist(), strict=True)
    }


def by_hand(rows, start, wait, steps):
    """Payments of step after step, each list made of the one before; then who can pay on, and when."""
    front = [row for row in rows if row["from_id"] in start]
    arrivals = []
    for _ in range(steps - 1):
        came = [(row["to_id"], row["at_s"] / DAY) for row in front if row["to_id"] not in start]
        arrivals += came
        front = [
            row
            for row in rows
            if any(to == row["from_id"] and at <= row["at_s"] / DAY <= at + wait for to, at in came)
        ]
    last = {}
    for account in {to for to, _ in arrivals}:
        times = [at for to, at in arrivals if to == account]
        until = max(times) + wait
        on = [r["at_s"] / DAY for r in rows if r["from_id"] == account]
        inside = [at for at in on if min(times) <= at <= until]
        if inside:
            last[account] = max(inside)
    return last


@given(payments, st.integers(0, 6), st.integers(1, 5), st.sampled_from(["a", "ab", "z"]))
def test_who_can_hand_the_money_on_is_as_by_hand(rows, wait, steps, start):
    assert reached(rows, start, wait, steps) == by_hand(rows, start, wait, steps)


@given(st.lists(st.integers(0, 30), max_size=20), st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=8))  # fmt: skip
def test_rows_of_ranges_are_those_inside_one_each_once(keys, ranges):
    lines = Lines.of(np.zeros(len(keys), dtype=np.int64), np.array(keys, dtype=np.int64), 40)
    low, high = (np.array([one[end] for one in ranges], dtype=np.int64) for end in (0, 1))

    found = lines.between(low, high).tolist()

    assert sorted(found) == [
        n for n, key in enumerate(keys) if any(a <= key <= b for a, b in ranges)
    ]


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(-2, 30), st.integers(-2, 30))
def test_the_last_of_a_range_is_the_largest_in_it(keys, low, high):
    lines = Lines.of(np.zeros(len(keys), dtype=np.int64), np.array(keys, dtype=np.int64), 40)

    (found,) = lines.last(np.array([low]), np.array([high])).tolist()

    assert found == max((key for key in keys if low <= key <= high), default=-1)


def test_receipts_that_nothing_parts_are_one():
    rows = [
        pay("1", "x", "b", 5.0, 0), pay("2", "y", "b", 7.0, 1), pay("3", "a", "b", 1.0, 2),
        pay("4", "x", "b", 2.0, 3), pay("5", "b", "c", 9.0, 4), pay("6", "x", "b", 4.0, 5),
        pay("7", "b", "c", 9.0, 6),
    ]  # fmt: skip
    flow = Flow.of(table(rows))
    start = flow.numbers("a")

    kept, _, values = flow.in_time(start, *flow.reached(start, 30 * DAY, 6))

    assert flow.told["link_id"].gather(kept).to_list() == ["1", "3", "4", "5", "6", "7"]
    assert values.tolist() == [12.0, 1.0, 2.0, 9.0, 4.0, 9.0]


def test_a_receipt_at_the_moment_of_a_payment_comes_before_it():
    rows = [
        pay("1", "x", "b", 5.0, 0), pay("2", "a", "b", 1.0, 1), pay("3", "x", "b", 5.0, 2),
        pay("4", "b", "c", 3.0, 3), pay("5", "x", "b", 2.0, 3), pay("6", "b", "c", 3.0, 4),
    ]  # fmt: skip
    flow = Flow.of(table(rows))
    start = flow.numbers("a")

    kept, _, values = flow.in_time(start, *flow.reached(start, 30 * DAY, 6))

    assert flow.told["link_id"].gather(kept).to_list() == ["1", "2", "3", "4", "6"]
    assert values.tolist() == [5.0, 1.0, 7.0, 3.0, 3.0]


def test_of_nothing_nothing_is_reached():
    assert reached([], "a", 3, 6) == {}
    assert Flow.of(table([])).numbers(["a"]).size == 0
