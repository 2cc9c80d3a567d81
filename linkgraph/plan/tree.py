"""Proof of what pairs a plan must leave: a tree of who is acted on and who is not."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.planes import Planes

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout
    from linkgraph.plan.plane_rows import Held
    from linkgraph.plan.planes import Below
    from linkgraph.plan.reductions import Reduced

__all__ = ["Tree"]

# Pairs come in whole numbers: a bound this little above one more than the next is the next.
_MARGIN = 0.01
_PART = 1e-6
_CLOSE = 3e-3
_TRIED, _OFTEN = 5, 1
_GUESS, _STEEPER = 40.0, 100.0
_LEAST = 1e-3


@dataclass(order=True, slots=True)
class _Open:
    """Plans within limits that nothing is proved of but a bound, and where to go on from."""

    bound: float
    number: int
    limits: tuple[Floats, Floats] = field(compare=False)
    held: Held | None = field(compare=False, default=None)


class Tree:
    """A branch and bound over options and units, from a plan known before.

    Attributes:
        value: What the best plan known leaves.
        better: That plan's options of units where it was found here; None where it was not.
        bound: No plan leaves less.

    Source:
        Land and Doig, "An automatic method of solving discrete programming problems",
        Econometrica 28(3), 1960; Kelley, "The cutting-plane method for solving convex
        programs", Journal of the SIAM 8(4), 1960; Achterberg, Koch and Martin, "Branching
        rules revisited", Operations Research Letters 33(1), 2005.
    """

    def __init__(self, layout: Layout, small: Reduced, value: float, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._layout = layout
        self._planes = Planes(layout, small, seconds)
        low, high = self._planes.free
        self._rises = np.zeros((len(low), 2))
        self._seen = np.zeros((len(low), 2), dtype=np.int64)
        self._open = [_Open(-np.inf, 0, (low, high))]
        self._number = 0
        self.value = value
        self.better: Ints | None = None

    @property
    def bound(self) -> float:
        """What no plan goes below: a whole number of pairs."""
        least = min((one.bound for one in self._open), default=np.inf)
        return float(min(self.value, np.ceil(least - _MARGIN)))

    def grow(self) -> None:
        """Branch where least is proved, until nothing better can be or the time is up."""
        while self._open and self.bound < self.value and time.monotonic() < self._deadline:
            here = self._open[0]
            told = self._planes.below(here.limits, self._enough, _CLOSE, here.held)
            here.bound = max(here.bound, told.bound)
            if here.bound > self._enough:
                heapq.heappop(self._open)
            elif not np.isfinite(told.above) or not self._divide(told, here):
                return

    @property
    def _enough(self) -> float:
        """The bound above which no plan is better."""
        return self.value - 1 + _MARGIN

    def _divide(self, told: Below, here: _Open) -> bool:
        """Split plans within limits in two by one variable, or tell the one plan they hold.

        Returns:
            Whether anything is gained; only figures out of all proportion keep it from that.
        """
        low, high = here.limits[0].copy(), here.limits[1].copy()
        stay = (told.shares < _PART) & (told.bound + told.slopes > self._enough)
        go = (told.shares > 1 - _PART) & (told.bound - told.slopes > self._enough)
        high[stay & (low < high)] = 0.0
        low[go & (low < high)] = 1.0
        held = self._planes.held()
        column = self._chosen(told, (low, high), held)
        if column < 0 and told.above - told.bound > _MARGIN / 2:
            return False
        heapq.heappop(self._open)
        if column < 0:
            self._take(told)
            return True
        for side in (0.0, 1.0):
            lower, upper = low.copy(), high.copy()
            (upper if side == 0 else lower)[column] = side
            self._number += 1
            heapq.heappush(self._open, _Open(here.bound, self._number, (lower, upper), held))
        return True

    def _chosen(self, told: Below, limits: tuple[Floats, Floats], held: Held) -> int:
        """Return the variable that raises both bounds most: a unit before an option; -1 for none."""
        low, high = limits
        parts = (told.shares > _PART) & (told.shares < 1 - _PART) & (low < high)
        units = len(self._planes.units)
        some = np.flatnonzero(parts[:units])
        if not len(some):
            some = np.flatnonzero(parts)
        if not len(some):
            return -1
        guess = np.broadcast_to((_GUESS + _STEEPER * told.shares[some])[:, None], (len(some), 2))
        seen = self._seen[some]
        likely = np.where(seen > 0, self._rises[some] / np.maximum(seen, 1), guess)
        order = np.argsort(-np.maximum(likely, _LEAST).prod(axis=1), kind="stable")
        best, most = int(some[order[0]]), -1.0
        for place in order[:_TRIED]:
            column = int(some[place])
            rises = likely[place]
            if most < 0 or self._seen[column].min() < _OFTEN:
                rises = self._try(column, told.bound, limits, held)
            worth = float(np.maximum(rises, _LEAST).prod())
            if worth > most:
                best, most = column, worth
        return best

    def _try(self, column: int, bound: float, limits: tuple[Floats, Floats], held: Held) -> Floats:
        rises = np.zeros(2)
        for side in (0, 1):
            low, high = limits[0].copy(), limits[1].copy()
            low[column] = high[column] = side
            rise = self._planes.tried((low, high), held) - bound
            rises[side] = min(max(rise, 0.0), self.value)
        self._rises[column] += rises
        self._seen[column] += 1
        return rises

    def _take(self, told: Below) -> None:
        """Take the plan that has all whole, if it leaves less than the best known."""
        left = float(np.rint(told.above))
        if left >= self.value:
            return
        option = self._planes.option
        taken = np.flatnonzero((option >= 0) & (told.shares[option] > 1 - _PART))
        better = np.full(len(self._layout.fixed), -1, dtype=np.int64)
        better[self._layout.unit_of_option()[taken]] = taken
        self.better, self.value = better, left
