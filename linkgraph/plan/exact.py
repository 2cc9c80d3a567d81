"""The exact model: who is acted on, and which pairs still reach each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.plan.mip import MOST_ROWS, Model
from linkgraph.plan.reductions import reduced

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout
    from linkgraph.plan.mip import Solved
    from linkgraph.plan.reductions import Reduced

__all__ = ["Exact", "add_choices", "add_pools", "exact_model"]

_MOST_CHAINS = 20_000
# Above this many the table of pairs alone is large, however few of them reach each other.
_MOST_NODES = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """A model of a problem.

    Attributes:
        model: Its rows and variables.
        option: Variable of each option; -1 for those that the reductions struck off.
        constant: What to add to the model's objective.
        small: The network that it is a model of.
    """

    model: Model
    option: Ints
    constant: float
    small: Reduced

    def solve(self, seconds: float, warm: Ints, gap: float) -> tuple[Ints | None, Solved]:
        """Solve from a known plan; return the plan found, as options of units, and the proof."""
        entries = np.flatnonzero(self.option >= 0)
        known = self.small.moved(warm)
        values = np.isin(entries, known[known >= 0]).astype(float)
        solved = self.model.solve(seconds, (self.option[entries], values), gap)
        if solved.values is None:
            return None, solved
        chosen = np.full_like(warm, -1)
        taken = entries[solved.values[self.option[entries]] > 0.5]  # noqa: PLR2004 - 0 or 1
        chosen[self.small.layout.unit_of_option()[taken]] = taken
        return chosen, solved


def exact_model(layout: Layout, share: Floats, worth: Floats) -> Exact | None:
    """Return the exact model of a problem; None where it would be too large to hold.

    Args:
        layout: The problem.
        share: Weights of pairs, chains and the largest part, with no trace added.
        worth: Worth of acting on each unit.

    Note:
        One variable for each pair within one part of the network, and for a pair that is
        no tie one row for each neighbour of the end that has fewer.

    Source:
        Veremyev, Boginski and Pasiliao, "Exact identification of critical nodes in
        sparse networks via new compact formulations", Optimization Letters 8, 2014.
    """
    small = reduced(layout, share, worth)
    if small.n > _MOST_NODES or _rows(small, share) > MOST_ROWS:
        return None
    model = Model()
    option = add_choices(model, layout, worth, small.dropped)
    # What a node holds within itself while it stays, and what it leaves once it is gone.
    own = share[0] * (small.weight * (small.weight - 1) // 2)
    gone = model.add(small.left - own)
    _tie_gone(model, small, option, gone)
    pair = _add_pairs(model, small, share, gone)
    if share[2]:
        _add_largest(model, small, share[2], pair, gone)
    if share[1]:
        _add_chains(model, small, share[1], pair, gone)
    return Exact(model, option, float(own.sum()), small)


def add_choices(
    model: Model, layout: Layout, worth: Floats, dropped: Ints, short: Ints | None = None
) -> Ints:
    """Add one variable for each option, with its pools; return their numbers, -1 for none.

    Args:
        model: Where to.
        layout: The problem.
        worth: What acting on each unit is worth.
        dropped: 1 for units to leave out.
        short: A variable for each pool by which it may fall short; None if it may not.
    """
    unit_of = layout.unit_of_option()
    kept = np.flatnonzero(dropped[unit_of] == 0)
    option = np.full(len(unit_of), -1, dtype=np.int64)
    option[kept] = model.add(-worth[unit_of[kept]], whole=True)
    for unit in np.flatnonzero(dropped == 0):
        own = option[layout.option_ptr[unit] : layout.option_ptr[unit + 1]]
        model.row(own, np.ones(len(own)), float(layout.fixed[unit]), 1.0)
    add_pools(model, layout, option, short)
    return option


def add_pools(model: Model, layout: Layout, option: Ints, short: Ints | None = None) -> None:
    """Let options draw no more from each pool than it holds.

    Args:
        model: Where to.
        layout: The problem.
        option: Variable of each option; -1 for none.
        short: A variable for each pool by which it may fall short; None if it may not.
    """
    kept = np.flatnonzero(option >= 0)
    for p, most in enumerate(layout.most):
        drawing = kept[layout.cost[kept, p] > 0]
        if len(drawing):
            columns, values = option[drawing], layout.cost[drawing, p].astype(float)
            if short is not None:
                columns, values = np.r_[columns, short[p]], np.r_[values, -1.0]
            model.row(columns, values, -np.inf, float(most))


def _rows(small: Reduced, share: Floats) -> int:
    """Count the rows that the pairs of a network need, before any is made."""
    rows = 0
    degree = np.diff(small.ptr)
    for part in range(int(small.part.max(initial=-1)) + 1):
        inside = np.sort(degree[small.part == part])
        # Each pair takes the smaller of two degrees: by rank, the i-th is met by all after it.
        rows += int((inside * np.arange(len(inside) - 1, -1, -1)).sum())
    if share[1]:
        chains = float(
            np.prod([(small.role[:, r] > 0).sum() for r in range(small.role.shape[1])], dtype=float)
        )
        rows += int(min(chains, 1e12)) if chains <= _MOST_CHAINS else MOST_ROWS
    return rows


def _tie_gone(model: Model, small: Reduced, option: Ints, gone: Ints) -> None:
    """Let a node be gone as its unit is acted on."""
    layout = small.layout
    for node in range(small.n):
        unit = small.unit_of[node]
        own = (
            option[layout.option_ptr[unit] : layout.option_ptr[unit + 1]]
            if unit >= 0
            else option[:0]
        )
        model.row(np.r_[gone[node], own], np.r_[1.0, -np.ones(len(own))], 0.0, 0.0)


def _add_pairs(model: Model, small: Reduced, share: Floats, gone: Ints) -> Ints:
    one, other = np.triu_indices(small.n, 1)
    together = small.part[one] == small.part[other]
    one, other = one[together], other[together]
    pair = np.full((small.n, small.n), -1, dtype=np.int64)
    costs = share[0] * small.weight[one] * small.weight[other].astype(float)
    pair[one, other] = pair[other, one] = model.add(costs)
    tied = np.zeros((small.n, small.n), dtype=bool)
    start = np.repeat(np.arange(small.n), np.diff(small.ptr))
    tied[start, small.nbr] = True
    a, b = one[tied[one, other]], other[tied[one, other]]
    model.block(np.c_[pair[a, b], gone[a], gone[b]], np.ones(3), np.ones(len(a)))
    a, b = one[~tied[one, other]], other[~tied[one, other]]
    degree = np.diff(small.ptr)
    swap = degree[b] < degree[a]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    # From the end with fewer ties: a pair is left if a neighbour's pair is and the end is.
    count = degree[a]
    far, near = np.repeat(b, count), np.repeat(a, count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    via = small.nbr[np.repeat(small.ptr[a], count) + offset]
    columns = np.c_[pair[near, far], gone[near], pair[via, far]]
    model.block(columns, np.array([1.0, 1.0, -1.0]), np.zeros(len(near)))
    return pair


def _add_largest(model: Model, small: Reduced, share: float, pair: Ints, gone: Ints) -> None:
    most = model.add(np.array([share]), top=float(small.weight.sum()))
    for node in range(small.n):
        others = np.flatnonzero((pair[node] >= 0) & (small.weight > 0))
        weights = small.weight[others].astype(float)
        own = float(small.weight[node])
        columns = np.r_[most, gone[node], pair[node, others]]
        model.row(columns, np.r_[1.0, own, -weights], own)


def _add_chains(model: Model, small: Reduced, share: float, pair: Ints, gone: Ints) -> None:
    """Charge each way to make up a chain of nodes that all still reach each other."""
    classes = [np.flatnonzero(small.role[:, r]) for r in range(small.role.shape[1])]
    grid = np.meshgrid(*classes, indexing="ij")
    for chain in np.stack([g.ravel() for g in grid], axis=1):
        if len(set(small.part[chain])) > 1:
            continue
        count = np.prod([small.role[node, r] for r, node in enumerate(chain)])
        members = sorted(set(chain.tolist()))
        whole = model.add(np.array([share * float(count)]))
        # A chain of one stands while its node does; of more, while each next is reached.
        if len(members) == 1:
            model.row(np.r_[whole, gone[members[0]]], np.ones(2), 1.0)
            continue
        linked = pair[members[:-1], members[1:]]
        row = np.r_[whole, linked]
        model.row(row, np.r_[1.0, -np.ones(len(linked))], 1.0 - len(linked))
