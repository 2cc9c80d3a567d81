"""Key players of a network: whose absence breaks it most, and who reaches most of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.mip import Model
from linkgraph.plan.prepare import prepare
from linkgraph.plan.problem import critical_nodes
from linkgraph.plan.solve import Settings, solve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.plan.layout import Ints

__all__ = ["KeyPlayers", "most_fragmenting", "most_reaching"]

_HALF = 0.5
_ROUND = 1e-6


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """A set of nodes and what it does.

    Attributes:
        nodes: Their ids, in order.
        share: Fragmentation or reach, from 0 to 1.
        proved: Whether no set of as many does more.
    """

    nodes: tuple[str, ...]
    share: float
    proved: bool


def most_fragmenting(
    ties: Iterable[tuple[str, str]], size: int, seconds: float = 60.0
) -> KeyPlayers:
    """Return the nodes without which the fewest pairs of those left reach each other.

    Args:
        ties: Undirected; loops and repeats count for nothing.
        size: How many nodes to take out, from 1 to two less than there are.
        seconds: Time limit, above 0.

    Returns:
        The set, and the share of pairs of the others that cannot reach each other.

    Raises:
        InputError: There is no tie, or no such number of nodes.

    Note:
        A position in what was recorded: that the network falls apart without somebody
        says nothing of what they did.

    Source:
        Borgatti, "Identifying sets of key players in a social network", Computational
        and Mathematical Organization Theory 12, 2006 (KPP-Neg, measure F).
    """
    problem = critical_nodes(ties, size)
    others = len(problem.nodes) - size
    _check_size(size, others - 1)
    plan = solve(problem, Settings(seconds=seconds))
    pairs = others * (others - 1) / 2
    return KeyPlayers(tuple(t.id for t in plan.targets), 1 - plan.value / pairs, plan.proved)


def most_reaching(
    ties: Iterable[tuple[str, str]], size: int, steps: int = 2, seconds: float = 60.0
) -> KeyPlayers:
    """Return the nodes from which most of the network is at most so many steps away.

    Args:
        ties: Undirected; loops and repeats count for nothing.
        size: How many nodes to take, at least 1 and fewer than there are.
        steps: How far, at least 1.
        seconds: Time limit, above 0.

    Returns:
        The set, and the share of all nodes, itself included, within its reach.

    Raises:
        InputError: There is no tie, no such number of nodes, or no step.

    Note:
        Whoever can hear of most, such as to be asked, or watched; it does not say that
        anything was passed on.

    Source:
        Borgatti 2006 (KPP-Pos, m-reach).
    """
    problem = critical_nodes(ties, size)
    n = len(problem.nodes)
    _check_size(size, n - size)
    if steps < 1:
        raise InputError("reach needs at least one step")
    prepared = prepare(problem)
    near = _within(prepared.layout.ptr, prepared.layout.nbr, steps)
    model = Model()
    taken = model.add(np.zeros(n), whole=True)
    reached = model.add(-np.ones(n))
    model.row(taken, np.ones(n), -np.inf, float(size))
    for node in range(n):
        close = np.flatnonzero(near[node])
        row = np.r_[reached[node], taken[close]]
        model.row(row, np.r_[1.0, -np.ones(len(close))], -np.inf, 0.0)
    solved = model.solve(seconds, _greedy(near, size), 1 - _ROUND)
    if solved.values is None:
        raise InputError("the time limit is too short to find any set", remedy="Give it more.")
    chosen = np.flatnonzero(solved.values[taken] > _HALF)
    covered = int(near[chosen].any(axis=0).sum())
    nodes = tuple(sorted(prepared.nodes[one] for one in chosen))
    return KeyPlayers(nodes, covered / n, solved.proved)


def _check_size(size: int, spare: int) -> None:
    if size < 1 or spare < 1:
        raise InputError("a set of key players holds at least one and leaves some others")


def _within(ptr: Ints, nbr: Ints, steps: int) -> np.typing.NDArray[np.bool_]:
    n = len(ptr) - 1
    tied = np.eye(n, dtype=bool)
    tied[np.repeat(np.arange(n), np.diff(ptr)), nbr] = True
    near = tied.copy()
    for _ in range(steps - 1):
        near = (near.astype(np.float32) @ tied.astype(np.float32)) > 0
    return near


def _greedy(
    near: np.typing.NDArray[np.bool_], size: int
) -> tuple[Ints, np.typing.NDArray[np.float64]]:
    """Return a set to begin with: each time whoever reaches most that is not reached."""
    n = len(near)
    values = np.zeros(n)
    open_ = np.ones(n, dtype=bool)
    for _ in range(size):
        best = int(np.argmax((near & open_).sum(axis=1) - n * values))
        values[best] = 1.0
        open_ &= ~near[best]
    return np.arange(n, dtype=np.int64), values
