"""Tables of Word documents: what is made in bulk reads as if it had been written cell by cell."""

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.reports.document import Cell, TableBlock
from linkgraph.reports.word_table import column_widths
from linkgraph.reports.word_writer import WordWriter
from linkgraph.views.markup import shown_text
from tests.views.hostile import CORPUS

TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(CORPUS))
CELLS = st.builds(Cell, TEXTS, st.sampled_from(["", "F3", "tasks-all"]), st.booleans())
TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.builds(
        TableBlock,
        TEXTS,
        st.tuples(*[TEXTS] * wide),
        st.lists(st.tuples(*[CELLS] * wide), max_size=4).map(tuple),
    )
)


def made(block):
    """Return a table as it reads when the document is opened again."""
    document = docx.Document()
    WordWriter(document)._table(block)
    held = io.BytesIO()
    document.save(held)
    return docx.Document(io.BytesIO(held.getvalue())).tables[0]


def written(text, mark=""):
    link = "" if not mark else f" {mark}" if mark.startswith("F") else " list"
    return shown_text(text).replace("\r", "\n") + link


@settings(max_examples=25)
@given(TABLES)
def test_every_cell_reads_as_it_was_told(block):
    table = made(block)

    assert [cell.text for cell in table.rows[0].cells] == [written(word) for word in block.head]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        [written(cell.text, cell.mark) for cell in row] for row in block.rows
    ]


def test_rows_beyond_what_is_made_at_once_are_all_there_in_their_order():
    rows = tuple((Cell(str(n)), Cell(f"line {n}", number=True)) for n in range(2100))

    table = made(TableBlock("Many", ("No.", "What"), rows))

    told = [row._tr.tc_lst[0].p_lst[0].text for row in table.rows]
    assert told == ["No.", *(str(n) for n in range(2100))]


def test_heads_stand_on_every_page_names_are_bold_and_figures_at_the_right():
    table = made(
        TableBlock("One", ("Who", "How many"), ((Cell("NZ"), Cell("3", "F1", number=True)),))
    )

    head, row = table.rows
    assert head._tr.trPr.xpath("w:tblHeader")
    assert all(run.bold for cell in head.cells for run in cell.paragraphs[0].runs)
    assert [cell.paragraphs[0].runs[0].bold for cell in row.cells] == [True, None]
    assert [cell.paragraphs[0].alignment for cell in row.cells] == [None, 2]
    assert {run.font.size.pt for cell in row.cells for run in cell.paragraphs[0].runs} == {8}


def test_a_cell_from_right_to_left_is_marked_so():
    cells = made(TableBlock("One", ("Who", "Which"), ((Cell("\u05de\u05d9"), Cell("Me")),))).rows[1]

    assert [bool(cell._tc.xpath(".//w:rtl")) for cell in cells.cells] == [True, False]


def test_a_column_of_long_words_is_wider_than_one_of_short_numbers():
    rows = ((Cell("1"), Cell("outcomes_nz.csv 12"), Cell("x" * 400)),)

    widths = column_widths(TableBlock("One", ("No.", "Place", "Why"), rows), 9000)

    assert widths == [1125, 3825, 4050]
    table = made(TableBlock("One", ("No.", "Place", "Why"), rows))
    assert [cell.width for cell in table.rows[1].cells] == [c.width for c in table.columns]


@given(TABLES, st.integers(2000, 12000))
def test_columns_fit_into_their_table(block, width):
    widths = column_widths(block, width)

    assert len(widths) == len(block.head)
    assert all(one > 0 for one in widths)
    assert width - len(widths) <= sum(widths) <= width
