"""Room for words in a figure: whoever comes first has it, and what would cover others stays out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Room", "box_of_text"]

# Left, top, right and bottom, in pixels.
Box = tuple[float, float, float, float]
_CELL = 64.0
# A letter's width and a line's height, of the size of its font.
_WIDE, _ABOVE, _BELOW = 0.55, 0.8, 0.25


class Room:
    """The room of a figure, and which of it is taken."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, box: Box) -> None:
        """Take room, whether or not it is free; a box without width or height takes none."""
        if not _cover(box, box):
            return
        for cell in _cells(box):
            self._taken[cell].append(box)

    def take_if_free(self, box: Box) -> bool:
        """Take room where all of it is free; tell whether it was.

        Note:
            O(what stands near it).
        """
        if any(_cover(box, one) for cell in _cells(box) for one in self._taken.get(cell, ())):
            return False
        self.take(box)
        return True


def box_of_text(text: str, x: float, y: float, size: float) -> Box:
    """Return the room of a text.

    Args:
        text: The text, on one line.
        x: Where its middle is.
        y: Where its letters stand.
        size: Of its font, in pixels.
    """
    half = len(text) * size * _WIDE / 2
    return x - half, y - size * _ABOVE, x + half, y + size * _BELOW


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _cover(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
