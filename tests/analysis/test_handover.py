import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.handover import handovers

DAY = 86_400
letters = st.sampled_from("abcdefgh")
calls = st.lists(st.tuples(letters, letters, st.integers(0, 40)), max_size=40)


def table(rows):
    told = [(a, b, None if day is None else int(day * DAY)) for a, b, day in rows]
    schema = {"from_id": pl.String, "to_id": pl.String, "at_s": pl.Int64}
    return pl.DataFrame(told, schema=schema, orient="row")


def handsets(rows=()):
    return pl.DataFrame(list(rows), schema={"phone": pl.String, "device": pl.String}, orient="row")


def find(rows, seen=(), **options):
    return handovers(table(rows), handsets(seen), **options)


def pairs_of(found):
    return list(found.select("old", "new").iter_rows())


# The contacts are in use long before and after, so that none of them looks like a successor.
CONTACTS = [(one, "z", day) for one in ("x", "y") for day in (-500, 500)]
HANDOVER = [("a", "x", 1), ("y", "a", 2), ("b", "y", 4), ("b", "x", 9), *CONTACTS]


def test_a_phone_that_begins_after_another_with_its_contacts_is_found():
    (row,) = find(HANDOVER).rows(named=True)

    weight = 1 / math.log2(4)
    assert (row["old"], row["new"], row["shared"]) == ("a", "b", ["x", "y"])
    assert row["score"] == pytest.approx(2 * weight / (2 * weight + 1), rel=1e-8)
    assert (row["gap_days"], row["last_s"], row["first_s"]) == (2.0, 2 * DAY, 4 * DAY)


def test_both_must_be_in_turn():
    assert pairs_of(find(HANDOVER, within_days=2)) == [("a", "b")]
    assert find(HANDOVER, within_days=1.9).is_empty()
    assert find([*HANDOVER, ("a", "w", 20)], overlap_days=3).is_empty()


def test_some_days_of_overlap_are_let_pass():
    both = [*HANDOVER, ("a", "w", 6)]

    (row,) = find(both, overlap_days=3).rows(named=True)

    assert row["gap_days"] == -2.0
    assert find(both, overlap_days=1).is_empty()


def test_a_phone_that_outlives_the_other_has_no_successor_in_it():
    assert find([*HANDOVER, ("a", "w", 6), ("a", "w", 9)], overlap_days=10).is_empty()


def test_one_in_common_is_too_few_unless_asked_for():
    told = [("a", "x", 1), ("b", "x", 4), *CONTACTS]

    assert find(told).is_empty()
    assert pairs_of(find(told, least_shared=1)) == [("a", "b")]


def test_what_many_phones_have_in_common_leads_to_none():
    crowd = [(f"p{n}", "x", -400 + n) for n in range(60)]

    assert find([*HANDOVER, *crowd]).is_empty()
    assert ("a", "b") in pairs_of(find([*HANDOVER, *crowd], generic_from=100))


def test_rare_contacts_tell_more():
    crowd = [(f"p{n}", "x", -400 + n) for n in range(20)]

    (rare,) = find(HANDOVER)["score"]
    (damped,) = find([*HANDOVER, *crowd]).filter(old="a", new="b")["score"]

    assert damped < rare


def test_a_handset_in_common_is_something_in_common():
    told = [("a", "x", 1), ("b", "x", 4), *CONTACTS]

    (row,) = find(told, [("a", "h"), ("b", "h"), ("b", "h")]).rows(named=True)

    assert row["shared"] == ["h", "x"]
    assert row["score"] > find(told, least_shared=1)["score"][0]


def test_handsets_of_phones_without_calls_tell_nothing():
    (row,) = find(HANDOVER, [("q", "h"), ("r", "h")]).rows(named=True)

    assert (row["old"], row["new"]) == ("a", "b")


def test_calls_without_a_moment_and_with_itself_are_passed_over():
    assert find([*HANDOVER, ("a", "x", None), ("b", "b", 1)]).equals(find(HANDOVER))


def test_of_no_calls_there_are_none():
    found = find([])

    assert found.is_empty()
    assert found.columns[:3] == ["old", "new", "score"]


@given(calls, st.randoms())
def test_the_order_of_calls_changes_nothing(rows, random):
    told = find(rows, least_shared=1)

    assert find(random.sample(rows, len(rows)), least_shared=1).equals(told)


@given(calls, calls)
def test_what_is_not_connected_changes_no_pair(rows, more):
    apart = [(a + "2", b + "2", day) for a, b, day in more]

    alone = find(rows, least_shared=1)
    both = find(rows + apart, least_shared=1)

    assert alone.equals(both.filter(~pl.col("old").str.ends_with("2")))


@given(calls, st.permutations("abcdefgh"))
def test_names_change_no_score(rows, names):
    new = dict(zip("abcdefgh", names, strict=True))
    renamed = find([(new[a], new[b], day) for a, b, day in rows], least_shared=1)

    expected = {
        (new[a], new[b]): score
        for a, b, score in find(rows, least_shared=1).select("old", "new", "score").iter_rows()
    }

    assert {(a, b): s for a, b, s in renamed.select("old", "new", "score").iter_rows()} == expected


@given(calls)
def test_a_pair_is_in_turn_and_has_both_contacts(rows):
    met = {}
    for a, b, _ in rows:
        if a != b:
            met.setdefault(a, set()).add(b)
            met.setdefault(b, set()).add(a)

    for row in find(rows, least_shared=1).iter_rows(named=True):
        assert set(row["shared"]) == (met[row["old"]] & met[row["new"]]) - {row["old"], row["new"]}
        assert -3 <= row["gap_days"] <= 30
        assert 0 < row["score"] < 1
