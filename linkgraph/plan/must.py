"""A plan of those who must be acted on, or which limits keep it from being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import PlanError
from linkgraph.plan.exact import add_choices
from linkgraph.plan.mip import Model
from linkgraph.plan.prepare import BUDGET

if TYPE_CHECKING:
    from linkgraph.plan.layout import Ints
    from linkgraph.plan.prepare import Prepared

__all__ = ["plan_of_must"]

_SECONDS = 60.0
_HALF = 0.5


def plan_of_must(prepared: Prepared) -> Ints:
    """Return an option for each unit that must be acted on, -1 for all others.

    Raises:
        PlanError: The means do not suffice for them; it names the limits that fall
            short where they do so least in all.
    """
    layout = prepared.layout
    chosen = np.full(len(layout.fixed), -1, dtype=np.int64)
    if not layout.fixed.any():
        return chosen
    model = Model()
    short = model.add(np.ones(len(prepared.pools)), top=np.inf)
    option = add_choices(model, layout, np.zeros(len(chosen)), 1 - layout.fixed, short)
    values = model.solve(_SECONDS).values
    if values is None:
        raise PlanError("no way was found to act on all who must be", clash=("must",))
    clash = tuple(_told(prepared.pools[p]) for p in np.flatnonzero(values[short] > _HALF))
    if clash:
        raise PlanError(
            f"must clashes with {', '.join(clash)}: those who must be acted on need more",
            remedy="Raise it, or take somebody off must.",
            clash=("must", *clash),
        )
    kept = np.flatnonzero(option >= 0)
    taken = kept[values[option[kept]] > _HALF]
    chosen[layout.unit_of_option()[taken]] = taken
    return chosen


def _told(pool: tuple[str, str]) -> str:
    return "budget" if pool == BUDGET else ":".join(pool)
