"""Rectangles side by side on a page that is wider than high."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["pack"]

_WIDER = 1.35


def pack(sizes: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Return the upper left corner of each rectangle, none overlapping.

    Args:
        sizes: Width and height of each. Each goes, in their order, to where its lower
            edge is highest, the leftmost such place.
        gap: Room between two.

    Examples:
        >>> pack([(4, 2), (1, 1), (1, 1)], gap=0)
        [(0.0, 0.0), (0.0, 2.0), (1.0, 2.0)]
    """
    padded = [(width + gap, height + gap) for width, height in sizes]
    area = sum(width * height for width, height in padded)
    widest = max((width for width, _ in padded), default=0.0)
    page = max(widest, math.sqrt(area * _WIDER))
    # The skyline: where a stretch begins, ends, and how far down it is taken.
    skyline: list[tuple[float, float, float]] = [(0.0, page, 0.0)]
    corners = []
    for width, height in padded:
        x, y = _lowest(skyline, width, page)
        skyline = _cover(skyline, x, x + width, y + height)
        corners.append((x, y))
    return corners


def _lowest(
    skyline: Sequence[tuple[float, float, float]], width: float, page: float
) -> tuple[float, float]:
    best = (math.inf, 0.0)
    for begin, _, _ in skyline:
        # Rounding may leave the widest a hair too wide for the page.
        if begin and begin + width > page * (1 + 1e-9):
            continue
        top = max(t for b, e, t in skyline if b < begin + width and e > begin)
        best = min(best, (top, begin))
    return best[1], best[0]


def _cover(
    skyline: Sequence[tuple[float, float, float]], left: float, right: float, down: float
) -> list[tuple[float, float, float]]:
    kept = [(b, min(e, left), t) for b, e, t in skyline if b < left]
    kept += [(max(b, right), e, t) for b, e, t in skyline if e > right]
    return sorted([*kept, (left, right, down)])
