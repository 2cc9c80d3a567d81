"""Outcomes in a report: the table of figures, and the annex that each leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.reports.document import Cell, Section, TableBlock, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.period.released_tally import ReleasedFigure, ReleasedTally
    from linkgraph.reports.document import Block

__all__ = ["outcome_annex", "outcome_section"]

# Countries that stand beside each other on a page; Word itself takes 63 columns, no more.
_WIDE = 12
_LINE_HEAD = ("Reference", "Countries", "Day", "Agency", "Evidence", "From", "Place", "Handling",
              "Counted once")  # fmt: skip


def outcome_section(tally: ReleasedTally, heading: str = "Outcomes") -> Section:
    """Return the figures of a tally, each with the mark of its lines in the annex."""
    if not tally.figures:
        return Section("outcomes", heading, (Text("No outcome is on record."),))
    blocks: list[Block] = [*_tables(tally)]
    doubts = sum(len(one.doubts) for one in tally.figures)
    if doubts:
        blocks.append(
            Text(
                f"Pairs of outcomes that may be one, to be decided: {doubts}. The annex lists them."
            )
        )
    if tally.outside:
        blocks.append(Text(f"Lines dated outside the period, which count: {tally.outside}."))
    return Section("outcomes", heading, tuple(blocks))


def _tables(tally: ReleasedTally) -> Iterator[TableBlock]:
    """Yield the figures, as many countries in a table as a page can hold."""
    parts = [tally.countries[at : at + _WIDE] for at in range(0, len(tally.countries), _WIDE)]
    for names in parts or [()]:
        rows = tuple(
            (
                Cell(one.label),
                Cell(one.total, one.mark, number=True),
                *(Cell(one.by_country.get(name, ""), number=True) for name in names),
            )
            for one in tally.figures
        )
        of = f", {names[0]} to {names[-1]}" if len(parts) > 1 else ""
        yield TableBlock(f"Outcomes of {tally.period}{of}", ("Outcome", "All", *names), rows)


def outcome_annex(tally: ReleasedTally) -> Iterator[Section]:
    """Yield a section for each figure: what it rests on."""
    for one in tally.figures:
        blocks: list[Block] = []
        if one.closed:
            blocks.append(Text(one.closed))
        elif one.lines:
            blocks.append(_lines(one))
            blocks += [Text(f"No. {doubt}.") for doubt in one.doubts]
        yield Section(one.mark.lower(), f"{one.mark}: {one.label}", tuple(blocks), level=3)


def _lines(one: ReleasedFigure) -> TableBlock:
    money = any(line.amount for line in one.lines)
    rows = tuple(
        (
            Cell(str(line.number), number=True),
            Cell(str(line.counts), number=True),
            *([Cell(line.amount, number=True)] if money else ()),
            Cell(line.reference),
            Cell(", ".join(line.countries)),
            Cell(line.day),
            Cell(line.agency),
            Cell(line.evidence),
            Cell(line.originator),
            Cell(f"{line.file} {line.locator}".strip() if line.file else "stated"),
            Cell(line.handling),
            Cell(line.why),
        )
        for line in one.lines
    )
    head = ("No.", "Counts", *(["Amount"] if money else ()), *_LINE_HEAD)
    return TableBlock(f"What {one.mark} rests on; lines of one number are one", head, rows)
