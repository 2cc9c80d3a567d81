"""What a cell tells of itself to whoever writes it."""

import pytest

from linkgraph.reports.document import Cell


@pytest.mark.parametrize("text", ["2026-05-03", "2026-05"])
def test_a_day_is_told_from_other_words(text):
    assert Cell(text).is_day


@pytest.mark.parametrize("text", ["", "2026", "on 2026-05-03", "2026-5-3", "NZ-2026-05-03"])
def test_what_holds_more_or_less_than_a_day_is_none(text):
    assert not Cell(text).is_day


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("", False),
        ("many short words, however long all of them together are", False),
        ("x" * 18, False),
        ("x" * 19, True),
        ("a REQUEST-2026-0000000001 b", True),
    ],
)
def test_a_cell_with_a_word_longer_than_a_column_says_so(text, is_long):
    assert Cell(text).is_long is is_long
