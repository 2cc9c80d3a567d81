import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.readers.nothing import is_nothing, nothings

NOTHING = [
    "",
    " ",
    "\u3000",
    "-",
    "--",
    "N/A",
    "null",
    "NULL",
    "None",
    "nan",
    "nil",
    "\ufeff",
    " \u200b ",
]
CELLS = st.sampled_from(NOTHING) | st.text(max_size=8)


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_systems_write_for_no_value_is_none(text):
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["0", "x", "---", "nullify", "Nan Li", "\u200bx", "no", "-5"])
def test_what_may_be_a_value_is_one(text):
    assert not is_nothing(text)


@given(st.lists(CELLS))
def test_a_column_has_the_nothings_that_its_cells_are(cells):
    assert nothings(cells) == {cell for cell in cells if is_nothing(cell)}
