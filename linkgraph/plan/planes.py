"""A linear model of what plans leave, made as exact as need be by planes from below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.exact import add_pools
from linkgraph.plan.mip import Model, Relaxed
from linkgraph.plan.nearness import pairs_near
from linkgraph.plan.plane_rows import Plane, PlaneRows
from linkgraph.plan.reductions import outdone

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout
    from linkgraph.plan.plane_rows import Held
    from linkgraph.plan.reductions import Reduced

__all__ = ["Below", "Planes"]

# Nodes of one group share a plane: fewer rows, and a few more rounds.
_GROUP = 4
# What is left must fall short of enough by so much to be left alone, and a plane between two points
# must cut so much of what is lacking to be taken.
_SHORT, _DEEP = 0.1, 0.3
_TRIED = 60
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Below:
    """What a relaxed model says of all plans within some limits of its variables.

    Attributes:
        bound: None of these plans leaves less; infinite where there are none.
        above: What would be left, were people acted on in these shares.
        shares: How far each unit is gone, then how far options of units that have several
            are chosen.
        slopes: How much the bound rises at least as a variable moves from its limit.
    """

    bound: float
    above: float
    shares: Floats
    slopes: Floats


class Planes:
    """The relaxed model of a network: which options, and below what its pairs cannot come."""

    def __init__(self, layout: Layout, small: Reduced, seconds: float) -> None:
        self._small = small
        own = (small.weight * (small.weight - 1) // 2).astype(float)
        self._own = float(own.sum())
        model = Model()
        self.units = np.flatnonzero(small.dropped == 0)
        place = np.full(len(layout.fixed) + 1, -1, dtype=np.int64)
        place[self.units] = np.arange(len(self.units))
        # The column of each node's unit; the last of what is gone stands for those who stay.
        self._at = place[small.unit_of]
        costs = np.zeros(len(self.units) + 1)
        np.add.at(costs, self._at, small.left - own)
        gone = model.add(costs[:-1])
        self.option = _add_options(model, layout, self.units, gone)
        for less, more in outdone(small):
            model.row(place[[more, less]], np.array([1.0, -1.0]), 0.0, 1.0)
        self._choices = int(max(len(gone), self.option.max(initial=-1) + 1))
        fixed = np.zeros(self._choices)
        fixed[gone] = layout.fixed[self.units]
        self.free = fixed, np.ones(self._choices)
        self._bounds = self.free
        self._groups = max(1, small.n // _GROUP)
        self._top = 0.5 * float(small.weight.sum()) ** 2
        self._left = model.add(np.ones(self._groups), top=self._top)
        # No cost is below 0, so neither is what is drawn from a pool.
        self._row_low = np.maximum(np.concatenate([np.zeros(0), *model.lows]), 0.0)
        self._row_high = np.concatenate([np.zeros(0), *model.highs])
        self._made = np.zeros((self._groups, small.n))
        self._centre: Floats | None = None
        self._relaxed = Relaxed(model, seconds)
        self._planes = PlaneRows(self._relaxed, model.rows, self._left)

    def held(self) -> Held:
        """Return the planes that count now, and where the solver stands, to go on from later."""
        return self._planes.held()

    def below(
        self,
        limits: tuple[Floats, Floats],
        enough: float,
        close: float,
        held: Held | None = None,
    ) -> Below:
        """Bound what plans within limits leave, plane by plane.

        Args:
            limits: Least and most of each unit and option.
            enough: A bound above which no more planes are sought.
            close: How near to what its shares leave the bound may stay, as a share of it;
                where all options are whole, they are told exactly.
            held: Where to go on from; from where the last limits led, if nothing is said.
        """
        if held is not None:
            self._planes.resume(held)
        self._limit(limits)
        best = Below(-np.inf, np.inf, limits[0], np.zeros_like(limits[0]))
        while True:
            told = self._told()
            if told is None:
                return best
            if told.bound >= enough:
                return told
            shares, left = told.shares, self._values[self._left]
            gone = self._of_nodes(shares)
            values = self._near(gone)
            lacks = float((values - left).sum())
            best = Below(told.bound, told.bound + lacks, shares, told.slopes)
            part = np.abs(shares - np.rint(shares)).max(initial=0.0)
            room = close * max(1.0, abs(told.bound))
            if np.isfinite(enough):
                # What is left falls far short of enough, so no planes could bring it there.
                room = max(room, _SHORT * (enough - best.above))
            if lacks <= (room if part > _WHOLE else _WHOLE):
                return best
            if not self._add(gone, left, lacks):
                return best

    def tried(self, limits: tuple[Floats, Floats], held: Held) -> float:
        """Return about what plans within limits leave at least, with the planes held and no others."""
        self._planes.resume(held)
        self._limit(limits)
        return self._relaxed.guess(_TRIED) + self._own

    def _limit(self, limits: tuple[Floats, Floats]) -> None:
        self._bounds = limits
        self._relaxed.limit(*limits)

    def _of_nodes(self, shares: Floats) -> Floats:
        units = np.r_[np.clip(shares[: len(self.units)], 0.0, 1.0), 0.0]
        gone: Floats = units[self._at]
        return gone

    def _near(self, gone: Floats) -> Floats:
        values = np.zeros(self._groups)
        small = self._small
        pairs_near(small.ptr, small.nbr, small.weight, gone, (values, self._made))
        return values

    def _told(self) -> Below | None:
        """Solve as it stands; return None where that came to nothing."""
        told = self._relaxed.solve()
        if told is None:
            none = np.zeros(self._choices)
            return Below(np.inf, np.inf, none, none) if self._relaxed.impossible() else None
        self._values = told.values
        self._reached = told.rows[len(self._row_low) :]
        bound = self._safe(told.prices, told.slopes) + self._own
        return Below(bound, np.inf, told.values[: self._choices], told.slopes[: self._choices])

    def _safe(self, prices: Floats, slopes: Floats) -> float:
        """Return the bound that prices of rows prove, however far the solver is from the best."""
        low = np.r_[self._row_low, self._planes.low]
        high = np.r_[self._row_high, self._planes.most]
        held = np.where(prices > 0, low, high)
        least = np.r_[self._bounds[0], np.zeros(self._groups)]
        most = np.r_[self._bounds[1], np.full(self._groups, self._top)]
        return float(prices @ held + np.minimum(slopes * least, slopes * most).sum())

    def _add(self, gone: Floats, left: Floats, lacks: float) -> bool:
        """Add planes that cut off a point, taken between it and those before if they do."""
        self._planes.drop(self._reached)
        centre = gone if self._centre is None else self._centre
        self._centre = at = 0.5 * (gone + centre)
        there = self._near(at)
        if (there + self._made @ (gone - at) - left).sum() <= _DEEP * lacks:
            at, there = gone, self._near(gone)
        cut = there + self._made @ (gone - at) - left
        rows = np.flatnonzero(cut > max(_WHOLE, 0.1 * lacks / self._groups))
        if not len(rows):
            return False
        low = there[rows] - self._made[rows] @ at
        slopes = np.zeros((len(rows), len(self.units) + 1))
        np.add.at(slopes.T, self._at, self._made[rows].T)
        most = self._top + np.maximum(-slopes[:, :-1], 0.0).sum(axis=1)
        self._planes.add(
            tuple(
                Plane(int(row), float(low[i]), float(most[i]), slopes[i, :-1].copy())
                for i, row in enumerate(rows)
            )
        )
        return True


def _add_options(model: Model, layout: Layout, units: Ints, gone: Ints) -> Ints:
    """Add options and their pools; return each one's variable: its unit's where it has no other."""
    option = np.full(len(layout.cost), -1, dtype=np.int64)
    for unit, column in zip(units, gone, strict=True):
        begin, end = layout.option_ptr[unit : unit + 2]
        if end - begin == 1:
            option[begin] = column
            continue
        option[begin:end] = model.add(np.zeros(end - begin))
        row = np.r_[column, option[begin:end]]
        model.row(row, np.r_[1.0, -np.ones(end - begin)], 0.0, 0.0)
    add_pools(model, layout, option)
    return option
