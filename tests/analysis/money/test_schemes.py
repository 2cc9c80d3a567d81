"""What holds for every kind of scheme, whatever the transfers are."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.cash import StructuringRule
from linkgraph.analysis.money.chains import ChainRule
from linkgraph.analysis.money.collecting import CollectingRule
from linkgraph.analysis.money.schemes import KINDS, Rules, schemes
from linkgraph.analysis.money.settlement import SettlementRule
from linkgraph.analysis.money.wages import WagesRule
from tests.analysis.money.paid import chain, pay, table
from tests.analysis.money.test_cash import deposits, receipt
from tests.analysis.money.test_collecting import fees
from tests.analysis.money.test_settlement import pair
from tests.analysis.money.test_wages import payroll

# Loose limits, so that random transfers do make schemes.
LOOSE = Rules(
    chain=ChainRule(keep=0.5, hops=2),
    structuring=StructuringRule(deposits=2),
    collecting=CollectingRule(payers=2, by_instalment=1),
    wages=WagesRule(payees=1, months=2, spread=0.5),
    settlement=SettlementRule(fee=0.3, score=0.2),
)
accounts = st.sampled_from(["a", "b", "c", "d", "e", "cash"])
payments = st.lists(
    st.tuples(
        accounts, accounts, st.sampled_from([None, 4_500.0, 5_000.0, 5_400.0, 22_000.0, 24_000.0]),
        st.sampled_from([None, 0.0, 0.5, 1.0, 1.5, 2.0, 30.0, 60.5]), st.sampled_from([None, "titipan"]),
        st.sampled_from(["MYR", "XAF"]),
    ),
    max_size=25,
).map(
    lambda rows: [
        pay(f"t{n:02d}", a, b, v, d, remark=r, unit=u, currency=u)
        for n, (a, b, v, d, r, u) in enumerate(rows)
        if a != b
    ]
)  # fmt: skip

EVERY = {
    "layering": chain(10_000, [9_600, 9_200]),
    "cycle": chain(10_000, [9_600, 9_200], accounts="abca"),
    "structuring": deposits([24_000] * 4),
    "cash-out": receipt([3_000] * 3),
    "fee collection": fees(),
    "scam proceeds": fees(parts=(0.1, 0.3, 0.6)),
    "syndicate wages": payroll(),
    "hawala settlement": pair(),
}


def told(frame):
    return set(frame.select("scheme_id", "kind", "link_id", "score", "reasons").iter_rows())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_found_scored_and_explained(kind):
    rows = schemes(table(EVERY[kind]))

    assert set(rows["kind"]) == {kind}
    assert set(rows["link_id"]) == {row["link_id"] for row in EVERY[kind]}
    assert rows["scheme_id"].n_unique() == 1
    assert rows["score"].is_between(0.3, 1).all()
    assert rows["reasons"].str.len_chars().min() > 20


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_only_kinds_that_are_asked_for_are_told(kind):
    others = set(KINDS) - {kind}

    assert schemes(table(EVERY[kind]), kinds=others).is_empty()


def test_of_no_transfers_there_is_nothing():
    assert schemes(table([])).is_empty()


@given(payments, st.randoms())
def test_the_order_of_transfers_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert schemes(table(rows), LOOSE).equals(schemes(table(shuffled), LOOSE))


@given(payments)
def test_an_unrelated_component_changes_no_scheme(rows):
    # What is added is told in a currency of its own, by and to others, a year later.
    far = {"unit": "JPY", "currency": "JPY", "at_s": 400 * 86400}
    added = [
        pay(f"z{n}", "y1", "y2", 7_000.0 + n, 400 + n) | far | {"at_s": (400 + n) * 86400}
        for n in range(5)
    ]
    before = schemes(table(rows), LOOSE)
    after = schemes(table(rows + added), LOOSE)

    assert told(before) == {row for row in told(after) if not row[2].startswith("z")}


@given(payments)
def test_new_names_change_no_kind_score_or_reason(rows):
    ends = ("from_id", "to_id", "from_holder", "to_holder")
    swap = {"a": "zz", "b": "m", "c": "aa", "d": "q", "e": "b"}
    renamed = [row | {end: swap.get(row[end], row[end]) for end in ends} for row in rows]
    parts = ["kind", "link_id", "score", "reasons"]
    both = [schemes(table(one), LOOSE, _sure()).select(parts) for one in (rows, renamed)]

    assert set(both[0].iter_rows()) == set(both[1].iter_rows())


def _sure():
    return tuple(KINDS)


@given(payments)
def test_a_chain_never_goes_back_in_time_nor_over_unlike_currencies(rows):
    frame = table(rows)
    found = schemes(frame, LOOSE, ["layering", "cycle"]).join(frame, on="link_id")

    assert found["at_s"].null_count() == found["value"].null_count() == 0
    for group in found.partition_by("scheme_id"):
        assert group["unit"].n_unique() == 1
        # Each payment but the first follows one that arrived earlier where it starts.
        first = group["at_s"].min()
        for row in group.filter(pl.col("at_s") > first).iter_rows(named=True):
            earlier = group.filter(
                (pl.col("to_id") == row["from_id"]) & (pl.col("at_s") < row["at_s"])
            )
            later = group.filter(
                (pl.col("from_id") == row["to_id"]) & (pl.col("at_s") > row["at_s"])
            )
            assert (
                earlier.height
                or later.height
                or group.filter(
                    (pl.col("from_id") == row["from_id"]) & (pl.col("to_id") == row["to_id"])
                ).height
                > 1
            )


@given(payments)
def test_a_payment_of_an_unknown_value_or_moment_is_in_no_scheme(rows):
    unknown = {row["link_id"] for row in rows if row["value"] is None or row["at_s"] is None}

    assert not unknown & set(schemes(table(rows), LOOSE)["link_id"])


@given(payments)
def test_scores_lie_between_none_and_one_and_never_rise_down_the_list(rows):
    scores = schemes(table(rows), LOOSE)["score"].to_list()

    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
