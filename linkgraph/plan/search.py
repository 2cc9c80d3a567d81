"""Seeds, swap search and crossing of plans: the best plan that bounded work finds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.descent import descend, trim
from linkgraph.plan.layout import blank_state
from linkgraph.plan.means import begin
from linkgraph.plan.rankings import RANKINGS, taken_by
from linkgraph.plan.split import BETWEEN, HEATS, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkgraph.plan.layout import Ints, Layout

__all__ = ["Effort", "Found", "Search"]

_CROWD = 10
_IDLES = (1000, 3000)
_LARGE, _FEW = 10_000, 40
_LESS = 1e-9
# How often, of a hundred swaps, whom to take is chosen by what it brings: varied, since no one
# mixture serves every network.
_MIXES = (30, 70, 70)
_KEPT = (0.4, 0.4, 0.85)
# A network is split anew where its best plan leaves few large parts; for larger ones it takes
# too long.
_MOST_PARTS, _MOST_SPLIT = 12, 2_000
_MOVES_A_NODE = 60_000
# Parts more than a known plan has, which stand empty for others to grow into.
_SPARE = 2
# Ties that one ranking walks in all; past it, scores are reckoned anew only after several targets.
_MOST_WALKED = 1e8


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work to put in.

    Attributes:
        steps: Most swaps; what ends a search when time does not.
        stale: Crossings in a row that bring nothing before a round ends.
        rounds: How often to begin with another crowd.
        deadline: By ``time.monotonic``; a search that ends by it may end elsewhere on
            another machine.
        ranked: Whether to begin with the rankings' plans where others are known too.
        splits: With how many plans of few even parts to begin each round but the first.
    """

    steps: int
    stale: int
    rounds: int
    deadline: float
    ranked: bool = True
    splits: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a search found.

    Attributes:
        value: Objective of the best plan, the trace of pairs included.
        chosen: Its option of each unit.
        seeds: Each ranking's plan.
        in_time: Whether it ended by its work, not by the clock.
    """

    value: float
    chosen: Ints
    seeds: dict[str, Ints]
    in_time: bool


def _ranking_cost(layout: Layout, name: str) -> float:
    """Return about how many ties a ranking walks to score all nodes once."""
    degree = np.diff(layout.ptr).astype(float)
    if name == "betweenness":
        return len(degree) * float(degree.sum())
    if name == "collective influence":
        return float((degree**2).sum())
    return float(degree.sum())


class Search:
    """A search over plans of one problem; the same for the same seed and work."""

    def __init__(self, layout: Layout, given: Ints, seed: int, effort: Effort) -> None:
        self._layout, self._given, self._effort = layout, given, effort
        self._random = Random(seed)  # noqa: S311 - nothing secret hangs on it
        self._state = blank_state(layout, seed)
        self._crowd: list[tuple[float, Ints]] = []
        self._seeds: dict[str, Ints] = {}

    def run(self, known: Sequence[Ints] = ()) -> Found:
        """Search from the rankings' plans and from plans known before."""
        ranked = self._ranked() if self._effort.ranked or not known else []
        for plan in [*known, *ranked]:
            if not self._late():
                self._keep(self._improved(plan))
        best = self._bred([])
        for _ in range(self._effort.rounds - 1):
            if not self._over():
                # A crowd that has grown alike finds nothing new: begin with strangers.
                anew = self._split_anew(best[1])
                self._crowd = [self._improved(next(anew, self._mixed_anew()))]
                best = min(best, self._bred(anew), key=lambda one: one[0])
        return Found(*best, self._seeds, not self._late())

    def _bred(self, anew: Iterable[Ints]) -> tuple[float, Ints]:
        """Fill the crowd and cross its plans until that brings nothing; return the best."""
        for plan in anew:
            if self._over():
                break
            self._keep(self._improved(plan))
        for _ in range(2 * _CROWD):
            if len(self._crowd) < _CROWD and not self._over():
                self._keep(self._improved(self._mixed_anew()))
        stale = 0
        while stale < self._effort.stale and not self._over() and len(self._crowd) > 1:
            best = self._crowd[0][0]
            self._keep(self._improved(self._crossed()))
            stale = 0 if self._crowd[0][0] < best - _LESS else stale + 1
        return self._crowd[0]

    def _late(self) -> bool:
        return time.monotonic() > self._effort.deadline and bool(self._crowd)

    def _over(self) -> bool:
        return self._late() or int(self._state.counts[4]) >= self._effort.steps

    def _ranked(self) -> list[Ints]:
        """Return the plans of the rankings, all of them under the same means."""
        layout = self._layout
        likely = min(len(layout.fixed), int(layout.most.sum()) if len(layout.most) else 1 << 60)
        for method, name in enumerate(RANKINGS):
            batch = 1 + int(likely * _ranking_cost(layout, name) / _MOST_WALKED)
            if batch > max(8, likely // 4) or self._late():
                continue
            taken_by(layout, self._state, method, batch, self._given)
            self._seeds[name] = self._state.chosen.copy()
        return list(self._seeds.values())

    def _improved(self, plan: Ints) -> tuple[float, Ints]:
        begin(self._layout, self._state, plan)
        trim(self._layout, self._state)
        self._state.age[:] = 0
        self._state.barred[:] = 0
        left = max(1, self._effort.steps - int(self._state.counts[4]))
        mix = self._random.choice(_MIXES)
        if len(self._layout.weight) < _LARGE:
            return self._descended(self._random.choice(_IDLES), left, mix)
        # A swap walks the whole network: few at a time, so that the clock is looked at.
        found = self._descended(_FEW, _FEW, mix)
        while not self._late():
            then = self._descended(_FEW, _FEW, mix)
            if then[0] >= found[0] - _LESS:
                break
            found = then
        return found

    def _descended(self, idle: int, most: int, mix: int) -> tuple[float, Ints]:
        best = np.empty_like(self._given)
        pace = np.array([idle, most, mix])
        return float(descend(self._layout, self._state, best, pace)), best

    def _mixed_anew(self) -> Ints:
        """Return a plan of units in random order; too much of it is struck off later."""
        plan = self._given.copy()
        layout = self._layout
        units = np.flatnonzero(plan < 0).tolist()
        self._random.shuffle(units)
        typical = max(len(one[1][one[1] >= 0]) for one in self._crowd)
        for unit in units[: typical - int((plan >= 0).sum())]:
            begin, end = int(layout.option_ptr[unit]), int(layout.option_ptr[unit + 1])
            plan[unit] = begin + int(self._random.random() * (end - begin))
        return plan

    def _split_anew(self, known: Ints) -> Iterator[Ints]:
        """Give plans that leave about as many even parts as a known one; none for many."""
        layout = self._layout
        begin(layout, self._state, known)
        part = self._state.part.copy()
        people = self._state.people[self._state.live[: self._state.counts[0]]]
        large = int((4 * people >= people.max(initial=1)).sum())
        groups = len(layout.unit_node) > len(layout.fixed)
        many = not 1 < large <= _MOST_PARTS or len(part) > _MOST_SPLIT
        if many or groups or not layout.share[0]:
            return
        most = int(((known >= 0) & (layout.fixed == 0)).sum())
        parts = large + _SPARE
        label = np.where(part < 0, BETWEEN, part % parts)
        labels = np.tile(label, (len(HEATS) + 1, 1))
        wanted = np.array([parts, most, _MOVES_A_NODE * len(part)])
        for _ in range(self._effort.splits):
            split(layout, self._state, labels, wanted, HEATS)
            plan = self._given.copy()
            for unit in np.unique(layout.unit_of[labels[-1] == BETWEEN]):
                if plan[unit] < 0:
                    plan[unit] = layout.option_ptr[unit]
            yield plan

    def _crossed(self) -> Ints:
        """Return what two plans share and most of what either has, to be trimmed."""
        one, other = self._random.sample(range(len(self._crowd)), 2)
        a, b = self._crowd[one][1], self._crowd[other][1]
        plan = np.where((a >= 0) & (b >= 0), a, self._given)
        kept = self._random.choice(_KEPT)
        for unit in np.flatnonzero((a >= 0) != (b >= 0)):
            if self._random.random() < kept and plan[unit] < 0:
                plan[unit] = max(a[unit], b[unit])
        return plan

    def _keep(self, made: tuple[float, Ints]) -> None:
        """Take a plan into the crowd unless it is there; let the one go that adds least to it."""
        acted = made[1] >= 0
        if any(np.array_equal(acted, one >= 0) for _, one in self._crowd):
            return
        self._crowd.append(made)
        self._crowd.sort(key=lambda one: one[0])
        if len(self._crowd) <= _CROWD:
            return
        table = np.array([one >= 0 for _, one in self._crowd], dtype=np.int64)
        apart = table.sum(axis=1)[:, None] - table @ table.T
        np.fill_diagonal(apart, len(self._given) + 1)
        nearest = apart.min(axis=1)
        by_value = np.arange(len(self._crowd))
        by_distance = np.argsort(np.argsort(-nearest, kind="stable"), kind="stable")
        scores = 0.6 * by_value + 0.4 * by_distance
        scores[0] = -1.0
        self._crowd.pop(int(np.argmax(scores)))
