"""How many others an account pays, or is paid by: as counting by hand gives."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.parties import count_parties

SCHEMA = {
    "from_id": pl.String, "to_id": pl.String, "currency": pl.String, "amount_minor": pl.Int64,
    "at": pl.String, "sources": pl.String,
    "payments": pl.Int64,
}  # fmt: skip

accounts = st.sampled_from("abcd")
payments = st.lists(
    st.tuples(
        accounts, accounts, st.sampled_from(["MYR", "VND"]), st.sampled_from([None, 80, 100]),
        st.sampled_from([None, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
        st.sampled_from(["s1", "s2"]), st.sampled_from([None, 1, 40]),
    ),
    max_size=14,
)  # fmt: skip


def table(told):
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def rows(told, *, paying=True, least=1, most=100):
    return count_parties(table(told), paying=paying, least=least, most=most).to_dicts()


def by_hand(told, paying, least):
    """Account to (others, payments, first, last, sums, sources), each payment looked at."""
    mine, theirs = (0, 1) if paying else (1, 0)
    found = {}
    for one in "abcd":
        own = [row for row in told if row[mine] == one and row[theirs] != one]
        moments = sorted(row[4] for row in own if row[4]) or [None]
        sums = {
            name: sum(row[3] or 0 for row in own if row[2] == name) for name in {r[2] for r in own}
        }
        others = {row[theirs] for row in own}
        if len(others) >= least:
            sources = {row[5] for row in own}
            found[one] = (
                len(others),
                sum(row[6] or 1 for row in own),
                moments[0],
                moments[-1],
                sums,
                sources,
            )
    return found


@given(payments, st.booleans(), st.integers(1, 3))
def test_counts_sums_and_moments_are_those_of_counting_by_hand(told, paying, least):
    found = {
        row["account"]: (
            row["others"], row["payments"], row["first_at"], row["last_at"],
            {one["currency"]: one["minor"] for one in row["sums"]}, set(row["sources"]),
        )
        for row in rows(told, paying=paying, least=least)
    }  # fmt: skip

    assert found == by_hand(told, paying, least)


@given(payments, st.booleans())
def test_the_widest_come_first_and_ties_follow_the_alphabet(told, paying):
    order = [
        (-row["others"], -row["payments"], row["account"]) for row in rows(told, paying=paying)
    ]

    assert order == sorted(order)


@given(payments, st.integers(0, 4))
def test_a_limit_keeps_the_first(told, most):
    kept = rows(told, most=most)

    assert [row["account"] for row in kept] == [row["account"] for row in rows(told)][:most]


@given(payments, st.booleans(), st.randoms())
def test_what_is_not_connected_and_the_order_change_no_row(told, paying, random):
    more = [*told, ("x", "y", "MYR", 100, None, "s3", None)]
    random.shuffle(more)

    def of(found):
        return [(row["account"], row["others"], row["payments"]) for row in found]

    known = [row for row in of(rows(more, paying=paying)) if row[0] not in "xy"]
    assert known == of(rows(told, paying=paying))


@pytest.mark.parametrize("paying", [True, False])
def test_no_payments_have_no_parties(paying):
    assert rows([], paying=paying) == []
