from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.delta import changes

letters = st.sampled_from("abcd")
links = st.lists(st.tuples(letters, letters, st.sampled_from(["CALLED", "PAID"])), max_size=12)


def table(rows, sources="s1"):
    schema = {"from_id": pl.String, "to_id": pl.String, "type": pl.String}
    made = pl.DataFrame(rows, schema=schema, orient="row")
    return made.with_columns(sources=pl.lit(sources))


def told(before, after):
    found = changes(table(before), table(after))
    return [row[:6] for row in found.iter_rows()]


@given(links, links)
def test_ties_that_differ_in_number_are_told(before, after):
    old, new = Counter(before), Counter(after)

    found = changes(table(before), table(after)).drop_nulls("type")

    assert {row[1:4]: row[4:6] for row in found.iter_rows()} == {
        tie: (old[tie], new[tie]) for tie in old | new if old[tie] != new[tie]
    }
    for change, *_, was, now, _ in found.iter_rows():
        assert change == ("added" if not was else "removed" if not now else "modified")


@given(links, links)
def test_entities_that_differ_in_others_are_told(before, after):
    def others(rows):
        met = {end: set() for row in rows for end in row[:2]}
        for one, other, _ in rows:
            met[one] |= {other} - {one}
            met[other] |= {one} - {other}
        return {one: len(held) for one, held in met.items()}

    old, new = others(before), others(after)

    found = changes(table(before), table(after)).filter(pl.col("type").is_null())

    assert {row[1]: row[4:6] for row in found.iter_rows()} == {
        one: (old.get(one, 0), new.get(one, 0))
        for one in old | new
        if one not in old or one not in new or old[one] != new[one]
    }


@given(links)
def test_the_same_has_no_changes(rows):
    assert changes(table(rows), table(rows[::-1])).is_empty()


@given(links, links)
def test_turned_round_what_was_added_is_removed(before, after):
    turned = {"added": "removed", "removed": "added", "modified": "modified"}

    there = {(turned[c], *tie, now, was) for c, *tie, was, now in told(before, after)}

    assert there == set(told(after, before))


def test_entities_come_before_ties_and_added_before_removed():
    found = told([("a", "b", "PAID")], [("a", "c", "PAID"), ("a", "d", "PAID")])

    assert [(row[0], row[1], row[2]) for row in found] == [
        ("added", "c", None),
        ("added", "d", None),
        ("removed", "b", None),
        ("modified", "a", None),
        ("added", "a", "c"),
        ("added", "a", "d"),
        ("removed", "a", "b"),
    ]


def test_a_change_rests_on_the_sources_of_both_sides():
    before, after = table([("a", "b", "PAID")], "s1"), table([("a", "b", "PAID")] * 2, "s2 s3")

    (row,) = changes(before, after).rows(named=True)

    assert row["sources"] == ["s1", "s2 s3"]


def test_of_nothing_nothing_changed():
    assert changes(table([]), table([])).is_empty()
