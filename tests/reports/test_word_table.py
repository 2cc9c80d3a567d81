"""Tables of Word documents: what is made in bulk reads as if it had been written cell by cell."""

import io

import docx
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.reports.document import Cell, TableBlock
from linkgraph.reports.word_table import set_margins
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


def test_no_row_goes_over_two_pages_and_no_head_stands_alone():
    table = made(TableBlock("One", ("Who", "Which"), ((Cell("NZ"), Cell("all")),)))

    assert all(row._tr.trPr.xpath("w:cantSplit") for row in table.rows)
    told = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[0].cells]
    assert told == [True, True]
    assert table.rows[1].cells[0].paragraphs[0].paragraph_format.keep_with_next is None


def test_words_in_thai_and_arabic_are_as_large_and_bold_as_others():
    table = made(
        TableBlock("One", ("Who", "Which"), ((Cell("\u0e2a\u0e21"), Cell("\u0645\u0646")),))
    )

    for row in table.rows:
        for cell in row.cells:
            (size,) = cell._tc.xpath(".//w:sz/@w:val")
            assert cell._tc.xpath(".//w:szCs/@w:val") == [size]
            assert len(cell._tc.xpath(".//w:bCs")) == len(cell._tc.xpath(".//w:b"))


def test_letters_of_a_wide_table_are_smaller_than_those_of_a_narrow_one():
    wide = tuple(Cell(f"organization{n:03d}") for n in range(9))

    sizes = {
        run.font.size.pt
        for cell in made(TableBlock("One", ("Country",) * 9, (wide,))).rows[1].cells
        for run in cell.paragraphs[0].runs
    }

    assert sizes == {6}


def test_margins_of_cells_stand_where_the_format_wants_them():
    properties = made(TableBlock("One", ("Who",), ((Cell("NZ"),),)))._tbl.tblPr

    names = [one.tag.rpartition("}")[2] for one in properties]
    assert names.index("tblCellMar") < names.index("tblLook")
    assert names.count("tblCellMar") == 1


def test_a_table_of_a_style_that_tells_nothing_of_looks_gets_its_margins_too():
    table = docx.Document().add_table(rows=0, cols=1)
    table._tbl.tblPr.remove(table._tbl.tblPr.find(qn("w:tblLook")))

    set_margins(table)

    assert table._tbl.tblPr[-1].tag == qn("w:tblCellMar")
