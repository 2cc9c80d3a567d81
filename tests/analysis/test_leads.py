from math import log

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.leads import leads
from linkgraph.analysis.sums import exact_sum

SCHEMA = {"one": pl.String, "other": pl.String, "told": pl.Float64}
SUSPECTS = {"s1", "s2", "s3", "s4"}

names = st.sampled_from([*sorted(SUSPECTS), "a", "b", "c", "d"])
weights = st.sampled_from([0.1, 0.4, 0.8])
pairs = st.lists(
    st.tuples(names, names, weights).filter(lambda tie: tie[0] != tie[1]),
    max_size=16,
    unique_by=lambda tie: frozenset(tie[:2]),
)


def scores(ties, suspects=SUSPECTS, silent=()):
    """Return scores, each tie standing at both ends."""
    rows = [row for one, other, told in ties for row in ((one, other, told), (other, one, told))]
    told = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    parts = leads(told, suspects, silent)
    summed = parts.group_by("one").agg(exact_sum(pl.col("part")))
    return dict(summed.iter_rows())


def near(told):
    return pytest.approx(told, abs=1e-9)


def test_a_tie_to_a_suspect_speaks_for_it_by_the_ratio_of_the_two_rates():
    assert scores([("a", "s1", 1.0)]) == near({"a": log(8)})


def test_a_tie_to_somebody_else_speaks_against_it():
    assert scores([("a", "b", 1.0)])["a"] < 0


def test_more_suspects_tell_more_than_one_tie_that_is_stronger():
    found = scores([("a", "s1", 0.8), ("b", "s1", 0.5), ("b", "s2", 0.5)])

    assert found["b"] > found["a"]


def test_a_hub_that_all_deal_with_gets_nothing():
    crowd = [("shop", f"customer{n}", 0.4) for n in range(40)]

    assert scores([*crowd, ("shop", "s1", 0.4), ("shop", "s2", 0.4)])["shop"] < 0


def test_channels_between_two_add_up_but_not_above_one():
    rows = [("a", "s1", 0.5), ("a", "s1", 0.5), ("s1", "a", 0.5)]
    told = pl.DataFrame(rows, schema=SCHEMA, orient="row")

    parts = leads(told, SUSPECTS)

    assert parts["tie"].to_list() == near([0.75])


def test_a_tie_to_somebody_whom_suspects_lead_to_tells_more_than_one_to_anybody():
    ring = [("b", one, 0.8) for one in sorted(SUSPECTS)]

    assert scores([("a", "b", 0.8), *ring])["a"] > scores([("a", "b", 0.8)])["a"]


def test_nobody_echoes_himself():
    alone = [("a", "s1", 0.8), ("a", "s2", 0.8), ("a", "s3", 0.8)]

    found = leads(
        pl.DataFrame(
            [row for a, b, t in [*alone, ("a", "b", 0.8)] for row in ((a, b, t), (b, a, t))],
            schema=SCHEMA,
            orient="row",
        ),
        SUSPECTS,
    )

    # Of b nothing is known but the tie to a.
    assert found.filter(one="a", other="b")["likely"][0] == near(1 / (1 + 2.718281828459045**2))


def test_those_who_are_silent_get_no_score_and_change_none():
    ties = [("a", "s1", 0.8), ("a", "v", 0.8), ("v", "s2", 0.8), ("v", "s3", 0.8)]

    assert scores(ties, silent={"v"}) == near(scores([("a", "s1", 0.8)]))


def test_suspects_get_no_score():
    assert scores([("s1", "s2", 0.8)]) == {}


def test_of_no_ties_there_is_nothing():
    assert scores([]) == {}


@given(pairs, st.randoms())
def test_the_order_of_ties_changes_nothing(ties, random):
    assert scores(random.sample(ties, len(ties))) == scores(ties)


@given(pairs)
def test_new_names_change_no_score(ties):
    def renamed(one):
        return "".join(chr(200 - ord(sign)) for sign in one)

    again = scores(
        [(renamed(one), renamed(other), told) for one, other, told in ties],
        {renamed(one) for one in SUSPECTS},
    )

    assert again == near({renamed(one): score for one, score in scores(ties).items()})


@given(pairs, pairs)
def test_what_is_not_connected_changes_no_score(ties, others):
    apart = [(f"far-{one}", f"far-{other}", told) for one, other, told in others]
    suspects = SUSPECTS | {f"far-{one}" for one in SUSPECTS}

    found = scores([*ties, *apart], suspects)

    assert {one: found[one] for one in scores(ties)} == near(scores(ties))


@given(pairs, st.sampled_from("abcd"), weights)
def test_one_more_suspect_never_lowers_a_score(ties, one, told):
    before = scores(ties).get(one, 0.0)

    after = scores([*ties, (one, "s9", told)], SUSPECTS | {"s9"})

    assert after[one] >= before - 1e-9
    for other, score in scores(ties).items():
        assert scores([*ties, (one, "s9", told)], SUSPECTS | {"s9"})[other] >= score - 1e-9


@given(pairs, st.sampled_from("abcd"))
def test_whoever_turns_out_a_suspect_lowers_nobody_elses_score(ties, one):
    before = scores(ties)

    after = scores(ties, SUSPECTS | {one})

    for other, score in after.items():
        assert score >= before[other] - 1e-9


@given(pairs, st.sets(names, max_size=3))
def test_no_one_who_is_silent_is_ever_scored(ties, silent):
    assert not scores(ties, SUSPECTS - silent, silent).keys() & silent


@given(pairs)
def test_whoever_is_left_out_as_far_from_suspects_scores_below_zero(ties):
    rows = [row for one, other, told in ties for row in ((one, other, told), (other, one, told))]
    told = pl.DataFrame(rows, schema=SCHEMA, orient="row")

    near_only = leads(told, SUSPECTS, near_only=True).sort("one", "other")

    whole = leads(told, SUSPECTS).sort("one", "other")
    assert near_only.equals(whole.filter(pl.col("one").is_in(near_only["one"].implode())))
    left_out = scores(ties).keys() - set(near_only["one"])
    assert all(scores(ties)[one] < 0 for one in left_out)


def test_where_nobody_is_suspected_nobody_is_near():
    told = pl.DataFrame([("a", "b", 0.8), ("b", "a", 0.8)], schema=SCHEMA, orient="row")

    assert leads(told, (), near_only=True).is_empty()
