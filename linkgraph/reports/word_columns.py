"""How wide the columns of a Word table are, and how small its letters, so that words stay whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.reports.document import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.reports.document import TableBlock

__all__ = ["CELL_MARGIN", "column_widths", "letter_size", "link_word"]

# In twentieths of a point, at each side of a cell; Word's own is twice that.
CELL_MARGIN = 55
# Half-points, the usual one first: below six points nobody reads on paper.
_SIZES = (16, 14, 12)
# Twentieths of a point that a small bold letter takes per half-point of its size, in the widest of
# the fonts that machines have in place of one another; and how many of it others take.
_LETTER = 5.8
_WIDER = dict.fromkeys("ABCDEFGHIJKLNOPQRSTUVXYZ0123456789", 1.2) | {
    "m": 1.5,
    "w": 1.4,
    "M": 1.8,
    "W": 1.8,
}
_SPARE = 0.4
# Rows that are looked at, and letters of the longest word, of any word and of a text that count.
_LOOKED_AT = 500
_WORD, _ANY_WORD, _TEXT = 16, 40, 80


def letter_size(block: TableBlock, width: int) -> int:
    """Return how large a table's letters are, in half-points: the largest at which words fit.

    Args:
        block: The table.
        width: Of the table, in twentieths of a point.
    """
    need = next(_needs(block))
    fitting = (size for size in _SIZES if sum(_wide(one, size) for one in need) <= width)
    return next(fitting, _SIZES[-1])


def column_widths(block: TableBlock, width: int) -> list[int]:
    """Return how wide each column is, so that its longest word stands on one line where it can.

    What is left over goes where it spares lines: to columns of longer words first, then to
    those of longer texts.

    Args:
        block: The table.
        width: Of the table; the columns sum to it or less.
    """
    size = letter_size(block, width)
    held = [0.0] * len(block.head)
    for need in _needs(block):
        wanted = [max(had, _wide(one, size)) for had, one in zip(held, need, strict=True)]
        more = sum(wanted) - sum(held)
        part = min(1.0, (width - sum(held)) / more) if more else 0.0
        held = [had + part * (want - had) for had, want in zip(held, wanted, strict=True)]
    return [int(width * one / sum(held)) for one in held]


def _needs(block: TableBlock) -> Iterator[list[float]]:
    """Yield how many letters each column holds on a line: of usual words, of all, of whole texts."""
    rows = [tuple(map(Cell, block.head)), *block.rows[:_LOOKED_AT]]
    columns = list(zip(*rows, strict=True))
    words = [
        max((_letters(word) for cell in one for word in _words(cell)), default=0.0)
        for one in columns
    ]
    texts = [max(len(cell.text) for cell in one) for one in columns]
    yield [min(_WORD, one) for one in words]
    yield [min(_ANY_WORD, one) for one in words]
    yield [min(_TEXT, one) for one in texts]


def _words(cell: Cell) -> list[str]:
    mark = link_word(cell.mark) if cell.mark else ""
    # A figure stands on one line with the mark that leads to its rows.
    return [f"{cell.text[:_ANY_WORD]}{mark}"] if cell.number else cell.text.split()


def _letters(word: str) -> float:
    return _SPARE + sum(_WIDER.get(sign, 1.0) for sign in word[:_ANY_WORD])


def _wide(letters: float, size: int) -> float:
    return 2 * CELL_MARGIN + _LETTER * size * max(1.0, letters)


def link_word(mark: str) -> str:
    """Return the word of a link that leads to a part of the annex."""
    return f" {mark}" if mark.startswith("F") else " list"
