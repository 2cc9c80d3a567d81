"""Planes as rows of a linear model: those that count, and where its solver stood with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints
    from linkgraph.plan.mip import Basis, Relaxed

__all__ = ["Held", "Plane", "PlaneRows"]

# After how many rounds a plane that holds nothing up goes, and how many go at once.
_KEPT, _MANY = 3, 100
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """One plane: what a group of nodes leaves is no less than this.

    Attributes:
        group: Which nodes it bounds.
        low: What they leave at least where nobody is gone; below 0 for most.
        most: The most that its row can come to.
        slopes: How much that rises with the share of each unit that is gone.
    """

    group: int
    low: float
    most: float
    slopes: Floats


class Held(NamedTuple):
    """Planes that count for some limits, and where the solver stood with them."""

    planes: tuple[Plane, ...]
    basis: Basis


class PlaneRows:
    """The planes in a model, its last rows.

    Attributes:
        planes: In the order of their rows.
        low: Least of each row.
        most: Most that each row can come to.
    """

    def __init__(self, relaxed: Relaxed, before: int, left: Ints) -> None:
        self._relaxed, self._before, self._left = relaxed, before, left
        self._set(())

    def _set(self, planes: tuple[Plane, ...]) -> None:
        self.planes = planes
        self.low = np.array([one.low for one in planes])
        self.most = np.array([one.most for one in planes])
        self._age = np.zeros(len(planes), dtype=np.int64)

    def add(self, planes: tuple[Plane, ...]) -> None:
        """Add planes."""
        age = np.r_[self._age, np.zeros(len(planes), dtype=np.int64)]
        self._append(planes)
        self._set((*self.planes, *planes))
        self._age = age

    def _append(self, planes: tuple[Plane, ...]) -> None:
        slopes = np.array([one.slopes for one in planes])
        count, units = slopes.shape
        left = self._left[[one.group for one in planes]]
        columns = np.c_[np.broadcast_to(np.arange(units), (count, units)), left]
        low = np.array([one.low for one in planes])
        self._relaxed.add(low, columns, np.c_[-slopes, np.ones(count)])

    def drop(self, rows: Floats) -> None:
        """Let planes go that have held nothing up of late; the solver goes on from where it stood.

        Args:
            rows: What each plane's row came to.
        """
        self._age = np.where(rows - self.low > _WHOLE, self._age + 1, 0)
        idle = self._age >= _KEPT
        if idle.sum() < _MANY:
            return
        basis = self._relaxed.basis()
        gone = self._before + np.flatnonzero(idle)
        self._relaxed.delete(gone)
        self._relaxed.start(basis.without(gone))
        age = self._age[~idle]
        self._set(tuple(self.planes[i] for i in np.flatnonzero(~idle)))
        self._age = age

    def held(self) -> Held:
        """Return the planes as they are, and where the solver stands."""
        return Held(self.planes, self._relaxed.basis())

    def resume(self, held: Held) -> None:
        """Go back to where things stood: planes that were let go since come back."""
        same = 0
        for one, other in zip(held.planes, self.planes, strict=False):
            if one is not other:
                break
            same += 1
        if same < len(self.planes):
            self._relaxed.delete(self._before + np.arange(same, len(self.planes)))
        if same < len(held.planes):
            self._append(held.planes[same:])
        self._set(held.planes)
        self._relaxed.start(held.basis)
