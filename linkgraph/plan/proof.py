"""How good a plan is proved to be: the exact model, where it can be held."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.plan.exact import exact_model
from linkgraph.plan.mip import MOST_ROWS
from linkgraph.plan.tree import Tree

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout

__all__ = ["NO_TIME", "TOO_LARGE", "Proof", "Question", "prove"]

NO_TIME = "the time limit left none to bound anything"
TOO_LARGE = f"the exact model would have more than {MOST_ROWS:,} rows: no bound is claimed"
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


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What the exact model is to make small.

    Attributes:
        layout: The problem.
        share: Weights of pairs, chains and the largest part, with no trace added.
        constant: What is left whatever the plan.
        whole: Whether the objective comes in whole numbers.
    """

    layout: Layout
    share: Floats
    constant: float
    whole: bool


def prove(question: Question, chosen: Ints, value: float, seconds: float) -> Proof:
    """Bound what any plan leaves, from a plan that leaves ``value``.

    Note:
        Pairs alone are proved by a tree of our own, much sooner than the solver does where
        means are few; all else by the solver.
    """
    begun = time.monotonic()
    if value <= 0:
        return Proof(None, 0.0, "")
    if seconds <= 0:
        return Proof(None, None, NO_TIME)
    exact = exact_model(question.layout, question.share, question.layout.worth)
    if exact is None:
        return Proof(None, None, TOO_LARGE)
    seconds -= time.monotonic() - begun
    if seconds <= 0:
        return Proof(None, None, NO_TIME)
    if question.whole and not question.share[1:].any():
        tree = Tree(question.layout, exact.small, value, seconds)
        tree.grow()
        return _told(question, tree.better, tree.bound)
    better, solved = exact.solve(seconds, chosen, 1 - 1e-3 if question.whole else _ROUND)
    return _told(question, better, solved.bound + exact.constant + question.constant)


def _told(question: Question, better: Ints | None, bound: float) -> Proof:
    if not math.isfinite(bound):
        return Proof(better, None, NO_TIME, ran=True)
    bound = math.ceil(bound - _ROUND) if question.whole else bound
    return Proof(better, max(0.0, bound), "", ran=True)
