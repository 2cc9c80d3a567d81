"""Rows of a table of a Word document, made in bulk: an annex has tens of thousands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from linkgraph.reports.word_columns import CELL_MARGIN, link_word
from linkgraph.views.markup import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkgraph.reports.document import Cell, TableBlock

__all__ = ["bookmark_name", "is_right_to_left", "set_margins", "table_rows"]

# Rows that are parsed at once: few parses, and little memory for their text.
_BULK = 2000


def set_margins(table: Any) -> None:
    """Make the margins of a table's cells small, at both sides.

    Args:
        table: A table of python-docx.
    """
    sides = "".join(f'<w:{side} w:w="{CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no way to it
    look = properties.find(qn("w:tblLook"))
    # The format wants it before that one.
    properties.append(margins) if look is None else look.addprevious(margins)


def table_rows(block: TableBlock, widths: Sequence[int], size: int) -> Iterator[Any]:
    """Yield the rows of a table as elements, its head first; no row goes over two pages.

    Args:
        block: The table.
        widths: Of its columns, in twentieths of a point.
        size: Of its letters, in half-points.

    Note:
        O(cells), as text that is parsed in bulk: to make them one by one takes ten times
        as long.
    """
    yield from _parsed([_head(block.head, widths, size)])
    rows = [_row(row, widths, size) for row in block.rows]
    for at in range(0, len(rows), _BULK):
        yield from _parsed(rows[at : at + _BULK])


def _parsed(rows: Iterable[str]) -> list[Any]:
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"))


def _head(words: Sequence[str], widths: Sequence[int], size: int) -> str:
    # It stands again on each page that the table goes over, and never alone at a page's end.
    cells = (
        _cell(_run(word, size, bold=True), width, "<w:keepNext/>")
        for word, width in zip(words, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(row: Sequence[Cell], widths: Sequence[int], size: int) -> str:
    cells = (
        _cell(
            _run(cell.text, size, bold=at == 0) + _link(cell.mark, size, bold=at == 0),
            widths[at],
            '<w:jc w:val="right"/>' if cell.number else "",
        )
        for at, cell in enumerate(row)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, told: str = "") -> str:
    place = f"<w:pPr>{told}</w:pPr>" if told else ""
    sized = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
    return f"<w:tc>{sized}<w:p>{place}{content}</w:p></w:tc>"


@lru_cache(maxsize=4096)
def _run(text: str, size: int, *, bold: bool) -> str:
    shown = shown_text(text)
    signs = _signs(size, bold=bold) + ("<w:rtl/>" if is_right_to_left(shown) else "")
    return f"<w:r><w:rPr>{signs}</w:rPr>{_content(shown)}</w:r>" if shown else ""


def _signs(size: int, *, bold: bool) -> str:
    # Thai, Arabic and the like go by signs of their own, else they would be large and thin.
    return f'{"<w:b/><w:bCs/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _content(text: str) -> str:
    """Return a text as a run holds it: tabs and ends of lines are elements of their own."""
    told = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for sign, tag in (("\t", "tab"), ("\n", "br")):
        told = told.replace(sign, f'</w:t><w:{tag}/><w:t xml:space="preserve">')
    return told


def _link(mark: str, size: int, *, bold: bool) -> str:
    if not mark:
        return ""
    signs = _signs(size, bold=bold) + '<w:u w:val="single"/>'
    word = f'<w:t xml:space="preserve">{escape(link_word(mark))}</w:t>'
    run = f"<w:r><w:rPr>{signs}</w:rPr>{word}</w:r>"
    return f"<w:hyperlink w:anchor={quoteattr(bookmark_name(mark.lower()))}>{run}</w:hyperlink>"


def bookmark_name(anchor: str) -> str:
    """Return an anchor as Word takes it: letters, digits and underlines only."""
    return anchor.replace("-", "_")


def is_right_to_left(text: str) -> bool:
    """Tell whether the first sign of a text that has a direction is one of those."""
    ways = (bidirectional(sign) for sign in text)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"
