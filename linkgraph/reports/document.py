"""What a report says, before it is written as a page or as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkgraph.views.figure import Figure

__all__ = ["Cell", "Document", "Facts", "Items", "Picture", "Section", "TableBlock", "Text"]

_LONG_WORD = 18
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What stands in it.
        mark: Mark of the part of the annex that it rests on; empty where it is none.
        number: Whether it is a figure, and stands at the right.
    """

    text: str
    mark: str = ""
    number: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is a day, which stands on one line: a hyphen would break it."""
        return _DAY.fullmatch(self.text) is not None

    @property
    def is_long(self) -> bool:
        """Whether a word in it has to be broken on paper, or the table is wider than the page."""
        return any(len(word) > _LONG_WORD for word in self.text.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; nothing where it is empty."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Words and what they stand for, such as ``Objective``."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table.

    Attributes:
        caption: What it shows.
        head: Its column heads.
        rows: Of cells, as many as there are heads; the first names the row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure drawn from a release."""

    figure: Figure
    caption: str


Block = Text | Items | Facts | TableBlock | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under a heading.

    Attributes:
        anchor: By which links lead to it; in small letters, digits and hyphens.
        heading: Its heading.
        blocks: What it holds, in order.
        level: 2, or 3 for a part of the section before it.
    """

    anchor: str
    heading: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report.

    Attributes:
        kind: ``plan``, ``mid-term``, ``debrief``, ``senior-officials`` or ``case``.
        title: Its heading.
        subtitle: What it is about, in words.
        caveat: Handling, for whom, from whom: stands on every page.
        facts: What it is made from, and when, in words.
        made: The moment, ISO 8601 in UTC.
        cautions: What a reader must know.
        sections: Its parts, the annex last.
        language: Of the words that linkgraph writes.
    """

    kind: str
    title: str
    subtitle: str
    caveat: str
    facts: tuple[str, ...]
    made: str
    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str = field(default="en")
