"""A digest tells different content apart and knows the same content again."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.ledger import frame_digest, sum_digests

rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.text("ab", max_size=3) | st.none(),
            "many": st.none() | st.lists(st.text("ab", max_size=2), max_size=3),
            "count": st.none() | st.integers(-5, 5),
            "part": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        }
    ),
    max_size=6,
)
TYPES = {"id": pl.String, "many": pl.List(pl.String), "count": pl.Int64, "part": pl.Float64}


def frame(told):
    return pl.DataFrame(told, schema=TYPES)


@given(told=rows, seed=st.integers(0, 99))
def test_neither_the_order_of_rows_nor_of_columns_counts(told, seed):
    made = frame(told)

    other = made.sample(fraction=1, shuffle=True, seed=seed).select(reversed(made.columns))

    assert frame_digest("Person", made) == frame_digest("Person", other)


@given(told=rows, place=st.integers(0, 6))
def test_tables_apart_count_as_one_together(told, place):
    apart = [frame_digest("Person", frame(part)) for part in (told[:place], told[place:])]

    assert sum_digests(apart) == sum_digests([frame_digest("Person", frame(told))])


@given(told=rows.filter(bool))
def test_a_row_twice_is_another_content_than_once(told):
    assert frame_digest("Person", frame(told)) != frame_digest("Person", frame([*told, told[0]]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": "a"}, {"id": "b"}),
        ({"id": "a", "count": 1}, {"id": "a", "count": 2}),
        ({"many": ["a", "b"]}, {"many": ["ab"]}),
        ({"many": ["a"]}, {"many": ["a", "a"]}),
        ({"id": "a"}, {"many": ["a"]}),
        ({"part": 1.5}, {"part": 1.5000001}),
        ({"part": 1e15}, {"part": 2e15}),
        ({"id": "a=b"}, {"id": "a", "many": ["b"]}),
    ],
)
def test_what_differs_has_another_digest(one, other):
    assert frame_digest("Person", frame([one])) != frame_digest("Person", frame([other]))


def test_a_kind_is_part_of_what_is_said():
    assert frame_digest("Person", frame([{"id": "a"}])) != frame_digest(
        "Organization", frame([{"id": "a"}])
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": "a", "many": []}, {"id": "a"}),
        ({"part": 0.1 + 0.2}, {"part": 0.3}),
    ],
)
def test_what_an_engine_cannot_tell_apart_has_one_digest(one, other):
    assert frame_digest("Person", frame([one])) == frame_digest("Person", frame([other]))


def test_a_column_that_nobody_fills_is_as_good_as_none():
    told = frame([{"id": "a"}])

    assert frame_digest("Person", told) == frame_digest("Person", told.select("id"))


def test_nothing_has_the_digest_of_nothing():
    assert sum_digests([frame_digest("Person", frame([]))]) == sum_digests([]) == "0" * 32
