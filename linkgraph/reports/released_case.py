"""A case in a report: pictures, people, victims by role and number, and the annex behind them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkgraph.reports.document import Cell, Picture, Section, TableBlock, Text
from linkgraph.views.figure import draw_figure
from linkgraph.views.shown import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkgraph.share.model import Release, ReleasedEntity

__all__ = ["case_annex", "case_sections", "network_section"]

_PROTECTED = ("victim", "witness")


def case_sections(release: Release) -> Iterator[Section]:
    """Yield what a release shows: its size, its network, people in it by role."""
    kinds = Counter(one.kind for one in release.entities)
    rows = tuple(
        (Cell(words(kind)), Cell(str(kinds[kind]), anchor, number=True))
        for kind, anchor in _anchors(release).items()
    )
    size = TableBlock("What is in it", ("Kind", "Number"), rows)
    links = f"Entities: {len(release.entities)}. Links between them: {len(release.links)}."
    yield Section("size", "What is in it", (Text(links), *([size] if rows else [])))
    if release.entities:
        yield network_section(release, "The network")
    people = [one for one in release.entities if one.kind == "Person"]
    yield _people("suspects", "Suspects", [one for one in people if "suspect" in one.roles])
    hidden = [one for one in people if set(_PROTECTED) & set(one.roles)]
    yield _people("protected", "Victims and witnesses, by role and number", hidden)


def network_section(release: Release, heading: str) -> Section:
    """Return a picture of who and what is linked in a release."""
    figure = draw_figure(release, "network")
    return Section("network", heading, (Picture(figure, figure.summary),))


def _people(anchor: str, heading: str, people: Sequence[ReleasedEntity]) -> Section:
    if not people:
        return Section(anchor, heading, (Text("None."),))
    head = ("Who", "Roles", "Countries", "Says", "Handling")
    return Section(anchor, heading, (TableBlock(heading, head, tuple(map(_row, people))),))


def _row(one: ReleasedEntity) -> tuple[Cell, ...]:
    return (
        Cell(one.caption),
        Cell(", ".join(role.replace("_", " ") for role in one.roles)),
        Cell(", ".join(one.countries)),
        Cell(", ".join(one.originators)),
        Cell(one.handling),
    )


def case_annex(release: Release) -> Iterator[Section]:
    """Yield all entities by kind, which the numbers of the report rest on."""
    for kind, anchor in _anchors(release).items():
        rows = tuple(
            (
                Cell(one.caption),
                Cell(one.id),
                Cell(", ".join(role.replace("_", " ") for role in one.roles)),
                Cell(", ".join(one.originators)),
                Cell(one.handling),
            )
            for one in release.entities
            if one.kind == kind
        )
        table = TableBlock(
            f"{words(kind)} in it", ("Who or what", "Id", "Roles", "Says", "Handling"), rows
        )
        yield Section(anchor, words(kind), (table,), level=3)


def _anchors(release: Release) -> dict[str, str]:
    kinds = sorted({one.kind for one in release.entities})
    return {kind: f"kind-{number}" for number, kind in enumerate(kinds, 1)}
