"""How good a plan is proved to be: the exact model, where it can be held."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.exact import exact_model
from linkgraph.plan.mip import MOST_ROWS

if TYPE_CHECKING:
    from linkgraph.plan.aims import Aims
    from linkgraph.plan.layout import Ints

__all__ = ["Proof", "prove"]

_LEAST_SECONDS = 0.05
_ROUND = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What the exact model tells.

    Attributes:
        better: A plan that it found; None for none.
        bound: No plan leaves less; None where no bound is claimed.
        note: Why none is; empty where one is.
        ran: Whether the solver ran.
    """

    better: Ints | None
    bound: float | None
    note: str
    ran: bool = False


def prove(aims: Aims, chosen: Ints, value: float, seconds: float) -> Proof:
    """Bound what any plan leaves, from a plan that leaves ``value``."""
    if value <= 0:
        return Proof(None, 0.0, "")
    if seconds < _LEAST_SECONDS:
        return Proof(None, None, "the time limit left none for the exact model")
    weights = aims.weights
    share = np.array([weights.get(name, 0.0) for name in ("pairwise", "roles", "largest")])
    exact = exact_model(aims.layout, share, aims.layout.worth)
    if exact is None:
        return Proof(
            None, None, f"the exact model would have more than {MOST_ROWS:,} rows: no bound is claimed"
        )
    whole = len(weights) == 1 and "value" not in weights
    better, solved = exact.solve(seconds, chosen, 1 - 1e-3 if whole else _ROUND)
    bound = solved.bound + exact.constant + weights.get("value", 0.0) * aims.before.get("value", 0.0)
    if not math.isfinite(bound):
        return Proof(better, None, "the exact model had no time to bound anything", ran=True)
    # Counts come in whole numbers, so the bound does.
    return Proof(better, max(0.0, math.ceil(bound - _ROUND) if whole else bound), "", ran=True)
