"""Parts of a report, written one after another into a Word document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, Twips

from linkgraph.errors import InputError
from linkgraph.reports.document import Facts, Items, TableBlock, Text
from linkgraph.reports.word_columns import column_widths, letter_size, link_word
from linkgraph.reports.word_table import (
    bookmark_name,
    is_right_to_left,
    set_margins,
    table_rows,
)
from linkgraph.views.markup import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.reports.document import Block, Document, Picture, Section

__all__ = ["WordWriter"]

_WIDE = Cm(16)
_SMALL = Pt(8)
_NO_PICTURE = "A picture is left out: this machine has no font that its caveat could be written in."


class WordWriter:
    """Writes parts of a report at the end of a document."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._known = {style.name for style in made.styles}
        self._bookmarks = 0
        self._anchors: dict[str, int] = {}

    def head(self, document: Document) -> None:
        """Write title, facts and cautions."""
        self._paragraph(document.title, "Title")
        self._paragraph(document.subtitle, "Subtitle")
        self._paragraph(" \u00b7 ".join(document.facts))
        self._paragraph("Cautions", "Heading 1")
        self._items(document.cautions)

    def section(self, section: Section) -> None:
        """Write a section; links lead to its heading."""
        heading = self._paragraph(section.heading, f"Heading {section.level - 1}")
        self._bookmark(heading, section.anchor)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Text):
            self._linked(self._paragraph(""), block.text, block.mark)
        elif isinstance(block, Items):
            self._items(block.items)
        elif isinstance(block, Facts):
            for word, text in block.facts:
                line = self._paragraph("")
                line.add_run(f"{word}: ").bold = True
                _write(line, text)
        elif isinstance(block, TableBlock):
            self._table(block)
        else:
            self._picture(block)

    def _items(self, items: Iterable[str]) -> None:
        for item in items:
            self._paragraph(item, "List Bullet")

    def _paragraph(self, text: str, style: str = "") -> Any:
        line = self._made.add_paragraph(style=style if style in self._known else None)
        if text:
            _write(line, text)
        return line

    def _table(self, block: TableBlock) -> None:
        self._paragraph(block.caption, "Caption").paragraph_format.keep_with_next = True
        table = self._made.add_table(rows=0, cols=len(block.head))
        if "Table Grid" in self._known:
            table.style = "Table Grid"
        whole = sum(column.width.twips for column in table.columns)
        widths = column_widths(block, whole)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
        set_margins(table)
        for row in table_rows(block, widths, letter_size(block, whole)):
            table._tbl.append(row)  # noqa: SLF001 - python-docx makes rows one by one
        self._paragraph("")

    def _picture(self, block: Picture) -> None:
        try:
            picture = block.figure.png()
        except InputError:
            self._paragraph(_NO_PICTURE)
            return
        line = self._paragraph("")
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(picture), width=self._wide())
        shape._inline.docPr.set("descr", shown_text(block.caption))  # noqa: SLF001 - no public way
        self._paragraph(block.caption, "Caption")

    def _wide(self) -> Any:
        """Return how wide a picture is: no wider than the text of a page."""
        page = self._made.sections[-1]
        return min(_WIDE, page.page_width - page.left_margin - page.right_margin)

    def _linked(self, line: Any, text: str, mark: str) -> None:
        _write(line, text)
        if mark:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), bookmark_name(mark.lower()))
            run = line.add_run(link_word(mark))
            run.font.size = _SMALL
            run.underline = True
            link.append(run._r)  # noqa: SLF001 - python-docx makes no links inside a document
            line._p.append(link)  # noqa: SLF001

    def _bookmark(self, line: Any, anchor: str) -> None:
        self._bookmarks += 1
        for tag, attributes in (
            ("w:bookmarkStart", {"w:name": bookmark_name(anchor)}),
            ("w:bookmarkEnd", {}),
        ):
            element = OxmlElement(tag)
            element.set(qn("w:id"), str(self._bookmarks))
            for name, value in attributes.items():
                element.set(qn(name), value)
            line._p.append(element)  # noqa: SLF001 - as above


def _write(line: Any, text: str) -> None:
    """Write a text as a run of its own direction."""
    shown = shown_text(text)
    run = line.add_run(shown)
    if is_right_to_left(shown):
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx knows the sign, no setter
        properties.append(OxmlElement("w:rtl"))
