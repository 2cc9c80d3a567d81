"""The caveat of a Word document: what a template's styles make of text does not reach it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from linkgraph.reports.word_table import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["give_room", "heads_and_feet", "write_caveat"]

_FORMER = re.compile(r" \| For .* \| From ")
_STYLE = "LinkgraphCaveat"
# A style rests on the document's defaults and on its parents; what a run or a paragraph says of
# itself wins over all of them. In the order that the format's schema wants.
_RUN = (
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:b/><w:bCs/>'
    '<w:caps w:val="0"/><w:strike w:val="0"/><w:dstrike w:val="0"/><w:outline w:val="0"/>'
    '<w:shadow w:val="0"/><w:emboss w:val="0"/><w:imprint w:val="0"/><w:vanish w:val="0"/>'
    '<w:webHidden w:val="0"/><w:color w:val="000000"/><w:spacing w:val="0"/><w:w w:val="100"/>'
    '<w:kern w:val="0"/><w:position w:val="0"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
    '<w:highlight w:val="none"/><w:effect w:val="none"/>'
    '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/><w:vertAlign w:val="baseline"/>'
)
_PARAGRAPH = (
    '<w:keepLines w:val="0"/><w:suppressLineNumbers/>'
    '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/>'
)
# What takes a text out of its line, or fills its letters with nothing.
_MOVING = ("framePr",)
_OF_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_Z_INDEX = re.compile(r"z-index\s*:[^;]*;?")
_LEAST_PAGE, _LEAST_TEXT, _USUAL, _MOST_PART = Cm(7), Cm(5), Cm(1.25), 3


def heads_and_feet(section: Any) -> tuple[Any, ...]:
    """Return all that can stand at a page's head or foot: a first or an even page has its own."""
    return (
        section.header,
        section.footer,
        section.first_page_header,
        section.first_page_footer,
        section.even_page_header,
        section.even_page_footer,
    )


def write_caveat(part: Any, shown: str) -> None:
    """Write a caveat as the first line of a head or foot, in place of a former report's.

    A letterhead stays below it: what floats there is put behind the text, and covers none.

    Args:
        part: A head or foot of python-docx.
        shown: The caveat, fit to be shown.
    """
    for line in part.paragraphs:
        # A former report may be the template: what it was handled as holds for this one no more.
        if _FORMER.search(line.text):
            line._p.getparent().remove(line._p)  # noqa: SLF001 - python-docx removes nothing
    _put_behind(part._element)  # noqa: SLF001
    line = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{_STYLE}"/>{_PARAGRAPH}</w:pPr><w:r>'
        f"<w:rPr>{_RUN}{'<w:rtl/>' if is_right_to_left(shown) else ''}</w:rPr><w:t"
        ' xml:space="preserve"/></w:r></w:p>'
    )
    line.find(f".//{qn('w:t')}").text = shown
    part._element.insert(0, line)  # noqa: SLF001 - a table may come first


def _put_behind(element: Any) -> None:
    for anchor in element.iter(_ANCHOR):
        anchor.set("behindDoc", "1")
    for shape in element.iter():
        # Drawings of an older form say in a style how far in front they are.
        style = shape.get("style") if isinstance(shape.tag, str) else None
        if style and "vml" in shape.tag:
            shape.set("style", f"{_Z_INDEX.sub('', style).rstrip(';')};z-index:-1")


def give_room(made: Any) -> None:
    """See to it that heads and feet lie on the page, and that no default hides what is in them.

    Args:
        made: A document of python-docx.
    """
    for section in made.sections:
        _place(section)
    styles = made.styles.element
    for former in list(_styles_called(styles, _STYLE)):
        styles.remove(former)
    styles.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{_STYLE}">'
            f'<w:name w:val="linkgraph caveat"/><w:pPr>{_PARAGRAPH}</w:pPr>'
            f"<w:rPr>{_RUN}</w:rPr></w:style>"
        )
    )
    # Direct formatting has no way to say that a text is not in a frame.
    for defaults in styles.iter(qn("w:docDefaults")):
        for name in _MOVING:
            for held in list(defaults.iter(qn(f"w:{name}"))):
                held.getparent().remove(held)
        for held in list(defaults.iter()):
            if str(held.tag).startswith(_OF_WORD_2010):
                held.getparent().remove(held)


def _styles_called(styles: Any, name: str) -> Iterator[Any]:
    for one in styles.iter(qn("w:style")):
        if one.get(qn("w:styleId"), "").casefold() == name.casefold():
            yield one


def _place(section: Any) -> None:
    """Give a page the usual measures where its own leave no room for a line."""
    if min(_length(section, "page_width"), _length(section, "page_height")) < _LEAST_PAGE:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    most = section.page_height // _MOST_PART
    for name in ("header_distance", "footer_distance", "top_margin", "bottom_margin"):
        # Of a margin below nothing the head would lie on the text.
        if not 0 <= _length(section, name) <= most:
            setattr(section, name, _USUAL)
    sides = [_length(section, name) for name in ("left_margin", "right_margin", "gutter")]
    if min(sides) < 0 or section.page_width - sum(sides) < _LEAST_TEXT:
        section.left_margin = section.right_margin = _USUAL
        section.gutter = 0


def _length(section: Any, name: str) -> int:
    """Return a measure of a page; -1 where it tells none that can be read."""
    try:
        held = getattr(section, name)
    except ValueError:
        return -1
    return -1 if held is None else int(held)
