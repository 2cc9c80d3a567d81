"""Rows of a table of a Word document, made in bulk: an annex has tens of thousands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from linkgraph.views.markup import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkgraph.reports.document import Cell, TableBlock

__all__ = ["bookmark_name", "column_widths", "is_right_to_left", "link_word", "table_rows"]

# Rows that are parsed at once: few parses, and little memory for their text.
_BULK = 2000
# Rows that tell how wide a column has to be, and the most letters that count for it.
_LOOKED_AT = 500
_LONGEST = 16
_SMALL = '<w:sz w:val="16"/>'


def column_widths(block: TableBlock, width: int) -> list[int]:
    """Return how wide each column is, so that its longest word stands on one line where it can.

    Args:
        block: The table.
        width: Of the table; the columns sum to it or less.
    """
    rows = [block.head, *([cell.text for cell in row] for row in block.rows[:_LOOKED_AT])]
    letters = [
        min(_LONGEST, max((len(word) for text in column for word in text.split()), default=0)) + 2
        for column in zip(*rows, strict=True)
    ]
    return [width * one // sum(letters) for one in letters]


def table_rows(block: TableBlock, widths: Sequence[int]) -> Iterator[Any]:
    """Yield the rows of a table as elements, its head first.

    Args:
        block: The table.
        widths: Of its columns, in twentieths of a point.

    Note:
        O(cells), as text that is parsed in bulk: to make them one by one takes ten times
        as long.
    """
    yield from _parsed([_head(block.head, widths)])
    rows = [_row(row, widths) for row in block.rows]
    for at in range(0, len(rows), _BULK):
        yield from _parsed(rows[at : at + _BULK])


def _parsed(rows: Iterable[str]) -> list[Any]:
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"))


def _head(words: Sequence[str], widths: Sequence[int]) -> str:
    # It stands again on each page that the table goes over.
    cells = (_cell(_run(word, bold=True), width) for word, width in zip(words, widths, strict=True))
    return f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(row: Sequence[Cell], widths: Sequence[int]) -> str:
    cells = (
        _cell(
            _run(cell.text, bold=at == 0) + _link(cell.mark, bold=at == 0),
            widths[at],
            right=cell.number,
        )
        for at, cell in enumerate(row)
    )
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, *, right: bool = False) -> str:
    place = '<w:pPr><w:jc w:val="right"/></w:pPr>' if right else ""
    sized = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
    return f"<w:tc>{sized}<w:p>{place}{content}</w:p></w:tc>"


@lru_cache(maxsize=4096)
def _run(text: str, *, bold: bool) -> str:
    shown = shown_text(text)
    signs = ("<w:b/>" if bold else "") + _SMALL + ("<w:rtl/>" if is_right_to_left(shown) else "")
    return f"<w:r><w:rPr>{signs}</w:rPr>{_content(shown)}</w:r>" if shown else ""


def _content(text: str) -> str:
    """Return a text as a run holds it: tabs and ends of lines are elements of their own."""
    told = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for sign, tag in (("\t", "tab"), ("\n", "br")):
        told = told.replace(sign, f'</w:t><w:{tag}/><w:t xml:space="preserve">')
    return told


def _link(mark: str, *, bold: bool) -> str:
    if not mark:
        return ""
    signs = ("<w:b/>" if bold else "") + _SMALL + '<w:u w:val="single"/>'
    word = f'<w:t xml:space="preserve">{escape(link_word(mark))}</w:t>'
    run = f"<w:r><w:rPr>{signs}</w:rPr>{word}</w:r>"
    return f"<w:hyperlink w:anchor={quoteattr(bookmark_name(mark.lower()))}>{run}</w:hyperlink>"


def link_word(mark: str) -> str:
    """Return the word of a link that leads to a part of the annex."""
    return f" {mark}" if mark.startswith("F") else " list"


def bookmark_name(anchor: str) -> str:
    """Return an anchor as Word takes it: letters, digits and underlines only."""
    return anchor.replace("-", "_")


def is_right_to_left(text: str) -> bool:
    """Tell whether the first sign of a text that has a direction is one of those."""
    ways = (bidirectional(sign) for sign in text)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"
