import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.sums import exact_sum

numbers = st.lists(st.floats(-100, 100), max_size=20)


def total(held):
    return pl.DataFrame({"n": pl.Series(held, dtype=pl.Float64)}).select(exact_sum(pl.col("n")))[
        "n"
    ][0]


@given(numbers, st.randoms())
def test_the_order_changes_nothing(held, random):
    assert total(held) == total(random.sample(held, len(held)))


@given(numbers)
def test_is_the_sum(held):
    assert total(held) == pytest.approx(sum(held), abs=1e-9)


def test_of_nothing_is_nothing():
    assert total([]) == 0
