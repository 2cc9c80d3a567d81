"""A made-up report with one part of each form, on which a person's own template is tried."""

from __future__ import annotations

from linkgraph.reports.document import (
    Cell,
    Document,
    Facts,
    Items,
    Picture,
    Section,
    TableBlock,
    Text,
)
from linkgraph.views.figure import Figure

__all__ = ["trial_document"]

_MARK = "F1"
_MOST_SECTIONS = 16


def trial_document() -> Document:
    """Return the report: what a template asks of any report, it can ask of this one.

    Figures on victims go on record as given when a report is made; so a template that cannot
    be used has to be refused before that.
    """
    figure = Figure('<svg xmlns="http://www.w3.org/2000/svg"/>', "nothing drawn")
    table = TableBlock("Table", ("Head", "All"), ((Cell("Row"), Cell("1", _MARK, number=True)),))
    blocks = (
        Text("Text", _MARK),
        Items(("Item",)),
        Facts((("Word", "Text"),)),
        table,
        Picture(figure, "Caption"),
    )
    return Document(
        kind="debrief",
        title="Title",
        subtitle="Subtitle",
        caveat="H3 RED | For NZ/Trial | From NZ/Trial",
        facts=("fact",) * 3,
        made="2000-01-01T00:00:00Z",
        cautions=("Caution",) * 3,
        # As many as any report has: a template may ask for one by its place.
        sections=tuple(
            Section(f"part-{n}", "Part", blocks, level=2 + n % 2) for n in range(_MOST_SECTIONS)
        ),
    )
