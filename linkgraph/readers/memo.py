"""What was worked out once, for columns in which cells come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Memo"]

_MOST_KEPT = 250_000
# After so many cells a column in which nearly none came again is taken for one
# of references or times, and nothing of it is kept.
_FAIR_TRIAL = 40_000
_NEARLY_ALL_NEW = 0.9


class Memo(dict[Any, Any]):
    """Values by cell, each made when first asked for; bounded, whatever the file's size.

    Attributes:
        failed: Whether any cell so far gave no value; whoever makes values sets it.
    """

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self.failed = False
        self._make = make
        self._idle = False

    def __missing__(self, cell: Any) -> Any:
        value = self[cell] = self._make(cell)
        return value

    def look_up(self, cells: Sequence[Any]) -> list[Any]:
        """Return the value of each cell."""
        if self._idle:
            return list(map(self._make, cells))
        before = len(self)
        values = list(map(self.__getitem__, cells))
        new = len(self) - before
        self._idle = before >= _FAIR_TRIAL and new > len(cells) * _NEARLY_ALL_NEW
        if self._idle or len(self) > _MOST_KEPT:
            self.clear()
        return values
