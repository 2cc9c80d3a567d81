"""What a plan leaves of the means, and who could be acted on with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.prepare import prepare
from linkgraph.plan.solve import as_options, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkgraph.plan.layout import Ints
    from linkgraph.plan.plan import Target
    from linkgraph.plan.prepare import Prepared
    from linkgraph.plan.problem import Problem

__all__ = ["MeansLeft", "means_left"]


@dataclass(frozen=True, slots=True, eq=False)
class MeansLeft:
    """What a plan leaves of the means.

    Attributes:
        prepared: The problem as arrays.
        chosen: The plan: an option of each unit, -1 for none.
    """

    prepared: Prepared
    chosen: Ints

    def of(self, targets: Iterable[Target]) -> MeansLeft:
        """Return what other targets leave of the same means."""
        nobody = np.full_like(self.chosen, -1)
        return MeansLeft(self.prepared, as_options(self.prepared, targets, nobody))

    def targets(self) -> tuple[Target, ...]:
        """Return all targets of the plan, by id."""
        return targets_of(self.prepared, self.chosen)

    @property
    def spare(self) -> Ints:
        """What is left in each pool."""
        layout = self.prepared.layout
        spare: Ints = layout.most - layout.cost[self.chosen[self.chosen >= 0]].sum(axis=0)
        return spare

    def units(self) -> list[tuple[Target, ...]]:
        """Return the plan's targets, those that go together as one, in canonical order."""
        return [self._acting(int(option)) for option in self.chosen[self.chosen >= 0]]

    def fitting(self, freed: Iterable[Target] = ()) -> Iterator[tuple[Target, ...]]:
        """Yield who could be acted on besides, led by whom, in canonical order.

        Args:
            freed: Targets of the plan that are dropped for it, with all that go together.
        """
        out = {target.id for target in freed}
        layout, room = self.prepared.layout, self.spare
        for unit in np.flatnonzero(self.chosen >= 0):
            if out & {one.id for one in self.prepared.units[unit]}:
                room = room + layout.cost[self.chosen[unit]]
        fits = np.all(layout.cost <= room, axis=1)
        for unit in np.flatnonzero(self.chosen < 0):
            begin, end = layout.option_ptr[unit : unit + 2]
            if fits[begin:end].any():
                yield self._acting(int(begin + np.argmax(fits[begin:end])))

    def _acting(self, option: int) -> tuple[Target, ...]:
        alone = np.full_like(self.chosen, -1)
        alone[self.prepared.layout.unit_of_option()[option]] = option
        return targets_of(self.prepared, alone)


def means_left(problem: Problem, targets: Iterable[Target]) -> MeansLeft:
    """Return what these targets leave of the means of a well-formed problem.

    Raises:
        PlanError: Somebody who must be acted on cannot be.
        InputError: No candidate is in reach.
    """
    prepared = prepare(problem)
    nobody = np.full(len(prepared.units), -1, dtype=np.int64)
    return MeansLeft(prepared, nobody).of(targets)
