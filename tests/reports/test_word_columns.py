"""Columns of Word tables: words stay whole where a page has room, and what is left spares lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.reports.document import Cell, TableBlock
from linkgraph.reports.word_columns import CELL_MARGIN, column_widths, letter_size
from tests.reports.test_word_table import TABLES

# Text of an A4 page between margins of two centimetres.
A4 = 9637
ANNEX = ("No.", "Counts", "Reference", "Countries", "Day", "Agency", "Evidence", "From", "Place",
         "Handling", "Counted once")  # fmt: skip
LINE = ("1", "1", "NZ-17", "MY, NZ", "2026-05-03", "Police", "report 12", "NZ/Immigration", "stated",
        "H1 GREEN", "the same reference")  # fmt: skip


def table(head, *rows):
    return TableBlock("One", head, tuple(tuple(map(Cell, row)) for row in rows))


def room(block, width=A4):
    """Return for each column how many small letters stand on a line of it."""
    size = letter_size(block, width)
    return [(one - 2 * CELL_MARGIN) / (5.8 * size) for one in column_widths(block, width)]


def test_no_word_of_an_annex_is_broken_on_an_a4_page():
    block = table(ANNEX, LINE)

    longest = [max(map(len, [*head.split(), *text.split()])) for head, text in zip(ANNEX, LINE, strict=True)]  # fmt: skip
    assert letter_size(block, A4) >= 14
    assert all(has >= needs for has, needs in zip(room(block), longest, strict=True))


def test_short_words_of_wide_letters_have_room_too():
    block = table(("To", "What"), ("MW", "x" * 400))

    assert room(block)[0] >= 3.6


def test_a_column_of_long_texts_gets_what_the_others_do_not_need():
    block = table(
        ("Of", "Lesson", "Noted"), ("P1", "One zero hour for both coasts and all", "2026-10-02")
    )

    of, lesson, noted = column_widths(block, A4)

    assert lesson > 2 * noted > 2 * of


def test_long_words_are_broken_before_usual_ones():
    block = table(("From", "State", "Sent"), ("x" * 300, "overdue", "2026-05-03"))

    longs, state, sent = room(block, 3000)

    assert state >= len("overdue")
    assert sent >= len("2026-05-03")
    assert longs >= 16


def test_a_figure_stands_on_one_line_with_its_mark():
    block = TableBlock(
        "One", ("All", "Why"), ((Cell("withheld", "F1", number=True), Cell("x" * 80)),)
    )

    assert room(block)[0] >= len("withheld F1")


@pytest.mark.parametrize(("width", "size"), [(A4, 16), (2_000, 14), (200, 12)])
def test_letters_are_as_large_as_the_room_lets_them_be(width, size):
    assert letter_size(table(("Reference", "Day"), ("NZ-17", "2026-05-03")), width) == size


@given(TABLES, st.integers(2000, 12000))
def test_columns_fit_into_their_table(block, width):
    widths = column_widths(block, width)

    assert len(widths) == len(block.head)
    assert all(one > 0 for one in widths)
    assert width - len(widths) <= sum(widths) <= width


@given(TABLES, st.integers(2000, 12000))
def test_more_room_never_makes_letters_smaller(block, width):
    assert letter_size(block, width) <= letter_size(block, width + 1000)


@given(TABLES, st.integers(2000, 12000))
def test_equal_tables_have_equal_columns_whatever_order_their_rows_have(block, width):
    turned = TableBlock(block.caption, block.head, block.rows[::-1])

    assert column_widths(turned, width) == column_widths(block, width)
