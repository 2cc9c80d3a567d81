"""A Word document taken for its styles and letterhead: nothing else of it stays, and it reaches nowhere."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

__all__ = ["begin_document"]

_MOST_BYTES = 64 << 20
_SMALL = '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
_NUMBER = (
    f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>'
    f'<w:fldSimple w:instr=" PAGE "><w:r>{_SMALL}<w:t>1</w:t></w:r></w:fldSimple>'
    f'<w:r>{_SMALL}<w:t xml:space="preserve"> / </w:t></w:r>'
    f'<w:fldSimple w:instr=" NUMPAGES "><w:r>{_SMALL}<w:t>1</w:t></w:r></w:fldSimple></w:p>'
)
# What a report needs of a document. Whatever else hangs on it (pictures, comments and their
# authors, notes, embedded files) belonged to a text that is gone, and may be of another case.
_KEPT = {"styles", "stylesWithEffects", "numbering", "settings", "webSettings", "fontTable",
         "theme", "header", "footer"}  # fmt: skip
_KEPT_OF_FILE = {"officeDocument", "core-properties"}
_DROPPED_SETTINGS = ("attachedTemplate", "docVars", "endnotePr", "footnotePr", "mailMerge", "rsids")
# Fields that take in files, ask databases, run macros or lead elsewhere; and addresses that an
# attribute may hold without a relationship.
_FETCHING = re.compile(r"INCLUDE|DDE|LINK|IMPORT|DATABASE|MACRO|\bRD\b|://|\\\\", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:\\\\|[a-z][a-z0-9+.-]+://|file:)", re.IGNORECASE)
_NAMES_OF_SCHEMAS = (
    "http://schemas.", "http://www.w3.org/", "http://purl.", "https://schemas."
)  # fmt: skip


def begin_document(template: Path | None = None) -> Any:
    """Return a document without text: with the styles, margins and letterhead of a template.

    Args:
        template: A DOCX; python-docx's own on A4 where None.

    Raises:
        InputError: It is no DOCX, is too large, or holds macros or something that reaches
            out when it is opened.
    """
    if template is not None:
        return _emptied(template)
    made = _on_a4(docx.Document())
    _empty(made)
    return made


def _on_a4(made: Any) -> Any:
    """Return a document on the paper of those who read it, with room for wide tables, pages numbered."""
    for page in made.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.footer.is_linked_to_previous = False
        # A letterhead of one's own tells numbers as it likes.
        page.footer._element.append(parse_xml(_NUMBER))  # noqa: SLF001 - python-docx knows no fields
    return made


def _emptied(template: Path) -> Any:
    from defusedxml.common import DefusedXmlException

    try:
        with zipfile.ZipFile(template) as packed:
            _refuse_what_reaches_out(packed, template.name)
        made = docx.Document(str(template))
        _empty(made)
        reaches_out = any(map(_kept_reaches_out, _kept_parts(made)))
    # The errors for broken XML are SyntaxErrors.
    except (
        OSError,
        zipfile.BadZipFile,
        PackageNotFoundError,
        DefusedXmlException,
        SyntaxError,
        LookupError,
        ValueError,
        NotImplementedError,
    ) as cause:
        raise InputError(
            f"the template is no Word document ({type(cause).__name__})",
            where=template.name,
            remedy="Save it as .docx; `linkgraph report template copy` writes one to begin from.",
        ) from cause
    if reaches_out:
        raise _reaching_out(template.name)
    return made


def _refuse_what_reaches_out(packed: zipfile.ZipFile, name: str) -> None:
    if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
        raise InputError("the template is too large", where=name, remedy="Take its pictures out.")
    if any(_reaches_out(packed, part) for part in packed.namelist()):
        raise _reaching_out(name)


def _reaching_out(name: str) -> InputError:
    return InputError(
        "the template holds macros, or fetches something from elsewhere when opened",
        where=name,
        remedy="Save it without macros, links, linked pictures and attached templates.",
    )


def _kept_parts(made: Any) -> Iterator[Any]:
    """Yield what stays of a template, wherever in its file it lay, but for its text."""
    return (one for one in made.part.package.iter_parts() if one is not made.part)


def _kept_reaches_out(part: Any) -> bool:
    from defusedxml.ElementTree import fromstring

    if any(one.is_external for one in part.rels.values()):
        return True
    return part.content_type.endswith("xml") and _fetches(list(fromstring(part.blob).iter()))


def _reaches_out(packed: zipfile.ZipFile, part: str) -> bool:
    if part.casefold().endswith("vbaproject.bin"):
        return True
    if part.endswith(".rels"):
        return any(
            one.get("TargetMode", "").casefold() == "external" for one in _elements(packed, part)
        )
    # The text of the document itself does not stay.
    if part.startswith("word/") and part.endswith(".xml") and part != "word/document.xml":
        return _fetches(list(_elements(packed, part)))
    return False


def _elements(packed: zipfile.ZipFile, part: str) -> Iterator[Element]:
    from defusedxml.ElementTree import fromstring

    yield from fromstring(packed.read(part)).iter()


def _fetches(elements: list[Element]) -> bool:
    # Word cuts an instruction into pieces where it likes.
    told = "".join(one.text or "" for one in elements if one.tag == qn("w:instrText"))
    simple = (one.get(qn("w:instr"), "") for one in elements if one.tag == qn("w:fldSimple"))
    return any(map(_FETCHING.search, (told, *simple))) or any(
        _ADDRESS.match(value) and not value.startswith(_NAMES_OF_SCHEMAS)
        for one in elements
        for value in one.attrib.values()
    )


def _empty(made: Any) -> None:
    body = made.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    used = {
        one.get(qn("r:id"))
        for tag in ("w:headerReference", "w:footerReference")
        for one in body.iter(qn(tag))
    }
    _keep(made.part.rels, lambda one: _of_letterhead(one, used))
    _keep(made.part.package.rels, lambda one: _kind(one) in _KEPT_OF_FILE)
    settings = made.settings.element
    for name in _DROPPED_SETTINGS:
        for child in settings.findall(qn(f"w:{name}")):
            settings.remove(child)


def _of_letterhead(one: Any, used: set[str]) -> bool:
    kind = _kind(one)
    return kind in _KEPT and (kind not in {"header", "footer"} or one.rId in used)


def _kind(one: Any) -> str:
    return str(one.reltype).rpartition("/")[2]


def _keep(held: Any, wanted: Any) -> None:
    for key, one in list(held.items()):
        if not wanted(one):
            del held[key]
