"""A report as a Word document to go on writing in: caveat on every page, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from linkgraph.reports.word_caveat import give_room, heads_and_feet, write_caveat
from linkgraph.reports.word_template import begin_document
from linkgraph.reports.word_writer import WordWriter
from linkgraph.views.markup import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from linkgraph.reports.document import Document

__all__ = ["make_word", "style_template"]

_MOST_LETTERS = 255
# What a zip file can say at the earliest: the same whenever it is written.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def make_word(document: Document, template: Path | None = None) -> bytes:
    """Return a report as a DOCX. Equal reports give equal bytes on one machine.

    Args:
        document: The report.
        template: A DOCX whose styles, margins and letterhead it takes; all else of it is
            left out, such as text, pictures, comments and the caveat of a former report.

    Raises:
        InputError: The template is no DOCX, or fetches something from elsewhere when opened.
    """
    made = begin_document(template)
    _set_properties(made, document)
    give_room(made)
    for section in made.sections:
        for part in heads_and_feet(section):
            part.is_linked_to_previous = False
            write_caveat(part, shown_text(document.caveat))
    writer = WordWriter(made)
    writer.head(document)
    for part in document.sections:
        writer.section(part)
    held = io.BytesIO()
    made.save(held)
    return _fixed(held.getvalue())


def style_template() -> bytes:
    """Return a DOCX to begin a template of one's own from."""
    made = begin_document()
    for style in ("Title", "Heading 1", "Heading 2", "Normal", "List Bullet", "Caption"):
        made.add_paragraph(f"Change the style {style}; this text is left out.", style=style)
    made.core_properties.author = "linkgraph"
    stamp = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    made.core_properties.created = made.core_properties.modified = stamp
    held = io.BytesIO()
    made.save(held)
    return _fixed(held.getvalue())


def _set_properties(made: Any, document: Document) -> None:
    told = made.core_properties
    stamp = dt.datetime.strptime(document.made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    told.author = told.last_modified_by = "linkgraph"
    # A property holds 255 letters; who said it all stands on every page.
    short = " | ".join(document.caveat.split(" | ")[:2])
    told.title, told.subject = shown_text(document.title), shown_text(short)[:_MOST_LETTERS]
    told.comments = told.keywords = told.category = told.content_status = ""
    told.identifier = told.version = ""
    told.language = document.language
    told.created = told.modified = stamp
    told.last_printed = stamp
    told.revision = 1


def _fixed(packed: bytes) -> bytes:
    """Return a zip file with its parts in one order, at one moment, without a preview picture."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        # Readers look for the list of content first.
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return held.getvalue()
