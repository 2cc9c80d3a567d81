import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money import passing
from linkgraph.analysis.money.passing import passed_on

DAY = 86_400
SCHEMA = {
    "link_id": pl.String, "from_id": pl.String, "to_id": pl.String, "amount_minor": pl.Int64,
    "currency": pl.String, "at_s": pl.Int64,
}  # fmt: skip

accounts = st.sampled_from("abcd")
payments = st.lists(
    st.tuples(
        accounts, accounts, st.sampled_from([None, 80, 90, 100]), st.sampled_from(["MYR", "NZD"]),
        st.one_of(st.none(), st.integers(-4 * DAY, 6 * DAY)),
    ),
    max_size=14,
)  # fmt: skip


def table(told):
    rows = [(f"p{n}", *row) for n, row in enumerate(told)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def pairs(told, *, days=3, share=0.8, **limits):
    found = passed_on(table(told), within_days=days, min_share=share, **limits)
    return sorted(found.select("link_id", "onward_id").iter_rows())


def by_hand(told, days, share):
    """The rule word by word, each payment against each."""
    return sorted(
        (f"p{m}", f"p{n}")
        for m, (a, to, amount, currency, at) in enumerate(told)
        for n, (frm, b, onward, other, later) in enumerate(told)
        if to == frm
        and currency == other
        and None not in (amount, onward, at, later)
        and 0 <= later - at <= days * DAY
        and share * amount <= onward <= amount
        and len({a, to, b}) == 3
    )


@given(payments, st.integers(1, 4), st.sampled_from([0.0, 0.8, 0.9, 1.0]))
def test_pairs_are_those_of_the_rule(told, days, share):
    assert pairs(told, days=days, share=share) == by_hand(told, days, share)


@given(payments, st.randoms())
def test_an_unrelated_payment_and_the_order_change_nothing(told, random):
    rows = [(f"p{n}", *row) for n, row in enumerate(told)]
    more = [*rows, ("x", "y", "z", 100, "MYR", 0)]
    random.shuffle(more)

    found = passed_on(pl.DataFrame(more, schema=SCHEMA, orient="row"), within_days=3, min_share=0.8)

    assert sorted(found.select("link_id", "onward_id").iter_rows()) == pairs(told)


def test_the_longest_wait_still_counts_and_a_second_more_does_not():
    told = [
        ("a", "m", 100, "MYR", 0),
        ("m", "b", 100, "MYR", 3 * DAY),
        ("m", "c", 100, "MYR", 3 * DAY + 1),
    ]

    assert pairs(told) == [("p0", "p1")]


def test_no_payments_pass_nothing_on():
    assert pairs([]) == []


def test_which_of_very_many_payments_carries_a_receipt_on_cannot_be_told():
    told = [("p", "shop", 100, "MYR", 0), *(("shop", f"s{n}", 90, "MYR", n) for n in range(5))]

    assert len(pairs(told, busy=5)) == 5
    assert not pairs(told, busy=4)


def test_a_hub_of_many_payments_is_gone_through_in_parts(monkeypatch):
    told = [(f"p{n}", "hub", 100, "MYR", n) for n in range(30)]
    told += [("hub", f"q{n}", 95, "MYR", 10 + n) for n in range(30)]
    monkeypatch.setattr(passing, "_AT_ONCE", 7)

    assert pairs(told) == by_hand(told, 3, 0.8)
