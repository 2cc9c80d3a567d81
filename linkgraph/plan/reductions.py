"""A smaller network with the same best plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from linkgraph.plan.layout import Floats, Ints, Layout

__all__ = ["Reduced", "outdone", "reduced"]


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A network whose nodes may stand for several.

    Attributes:
        layout: The problem that it was made from; units and options are still its.
        n: Nodes.
        ptr: Where each node's neighbours begin.
        nbr: Neighbours.
        weight: People each node stands for, while it stays.
        role: Members of each role class, while it stays.
        left: What is left of the objective where a node stood once it is gone: of those
            who hung on it alone.
        unit_of: Unit of each node; -1 for none.
        part: Part of the network that each node is in.
        dropped: 1 for units that some best plan does without.
    """

    layout: Layout
    n: int
    ptr: Ints
    nbr: Ints
    weight: Ints
    role: Ints
    left: Floats
    unit_of: Ints
    part: Ints
    dropped: Ints

    def moved(self, chosen: Ints) -> Ints:
        """Return a plan that does without the units dropped and leaves no more."""
        layout = self.layout
        made = np.where((chosen >= 0) & (self.dropped == 1), -1, chosen)
        for unit in np.flatnonzero((chosen >= 0) & (self.dropped == 1)):
            node = layout.unit_node[layout.unit_ptr[unit]]
            other = layout.unit_of[layout.nbr[layout.ptr[node]]]
            if made[other] < 0:
                begin, end = layout.option_ptr[other], layout.option_ptr[other + 1]
                lighter = (layout.cost[begin:end] <= layout.cost[chosen[unit]]).all(axis=1)
                made[other] = begin + int(np.argmax(lighter))
        return made


def reduced(layout: Layout, share: Floats, worth: Floats) -> Reduced:
    """Return a smaller network on which the best plans are best plans of the problem.

    Note:
        Three steps. Whoever hangs on one candidate alone, and draws no less than that
        candidate would, is not worth acting on beside it. Neighbours whom no plan acts on
        stay together, so they are one node. What hangs on one candidate and is not acted
        on goes with it, or is left by itself. Where the largest part counts, only the
        second holds.
    """
    unit_of = layout.unit_of.copy()
    dropped = np.zeros(len(layout.fixed), dtype=np.int64)
    if not share[2]:
        _drop_ends(layout, share, worth, unit_of, dropped)
    group = _stay_together(layout, unit_of)
    n = int(group.max(initial=-1)) + 1
    weight = np.bincount(group, weights=layout.weight, minlength=n).astype(np.int64)
    role = np.zeros((n, layout.role.shape[1]), dtype=np.int64)
    np.add.at(role, group, layout.role)
    units = np.full(n, -1, dtype=np.int64)
    units[group] = unit_of
    start = group[np.repeat(np.arange(len(group)), np.diff(layout.ptr))]
    end = group[layout.nbr]
    ties = {(int(a), int(b)) for a, b in zip(start, end, strict=True) if a != b}
    neighbours = _by_node(n, ties)
    left = np.zeros(n)
    kept = np.ones(n, dtype=bool)
    if not share[2]:
        _absorb(neighbours, units, share, (weight, role, left, kept))
    return _renumbered(layout, neighbours, units, dropped, (weight, role, left, kept))


def _own(share: Floats, weight: int, role: Ints) -> float:
    pairs = float(share[0]) * (weight * (weight - 1) // 2)
    return pairs + (float(share[1]) * float(np.prod(role)) if len(role) else 0.0)


def _drop_ends(layout: Layout, share: Floats, worth: Floats, unit_of: Ints, dropped: Ints) -> None:
    """Strike off candidates at an end of the network where the one they hang on serves better."""
    size = np.diff(layout.unit_ptr)
    for node in np.flatnonzero(np.diff(layout.ptr) == 1):
        unit, other = unit_of[node], unit_of[layout.nbr[layout.ptr[node]]]
        if unit < 0 or other < 0 or dropped[other] or unit == other:
            continue
        if size[unit] > 1 or size[other] > 1 or layout.fixed[unit] or worth[unit] > 0:
            continue
        if _own(share, 1, layout.role[node]) > 0 or not _draws_no_more(layout, other, unit):
            continue
        dropped[unit] = 1
    unit_of[(unit_of >= 0) & (dropped[unit_of] == 1)] = -1


def _draws_no_more(layout: Layout, unit: int, than: int) -> bool:
    """Tell whether for each option of one unit another has one that draws no more from any pool."""
    own = layout.cost[layout.option_ptr[unit] : layout.option_ptr[unit + 1]]
    others = layout.cost[layout.option_ptr[than] : layout.option_ptr[than + 1]]
    return all(bool((own <= option).all(axis=1).any()) for option in others)


def outdone(small: Reduced) -> list[tuple[int, int]]:
    """Return pairs of units: some best plan acts on the first only where it does on the second.

    Note:
        Only where pairs alone count. All neighbours of the first are the second's too, which
        stands for people, and it draws no less: in its place the second cuts no fewer off, since whoever is given
        back reaches no more than the second did. Each such change leads to more ties or, among
        equals, to a higher number, so that all pairs hold of one plan.
    """
    layout = small.layout
    size = np.diff(layout.unit_ptr)
    around = [set(small.nbr[small.ptr[v] : small.ptr[v + 1]].tolist()) for v in range(small.n)]
    single = np.zeros(small.n, dtype=bool)
    acted = small.unit_of >= 0
    single[acted] = size[small.unit_of[acted]] == 1
    found = []
    for node in np.flatnonzero(single & (small.weight == 1)).tolist():
        unit = int(small.unit_of[node])
        if layout.fixed[unit] or not around[node]:
            continue
        near = set.intersection(*(around[one] | {one} for one in around[node]))
        for other in sorted(near - {node}):
            later = (len(around[other]), other) > (len(around[node]), node)
            # A tie takes nobody away, so it serves no better than somebody at its end.
            apt = single[other] and small.weight[other] > 0 and later
            if apt and _draws_no_more(layout, small.unit_of[other], unit):
                found.append((unit, int(small.unit_of[other])))
    return found


def _stay_together(layout: Layout, unit_of: Ints) -> Ints:
    """Return a group of each node: of those whom no plan acts on, all that are tied."""
    group = np.full(len(unit_of), -1, dtype=np.int64)
    made = 0
    for node in range(len(unit_of)):
        if group[node] >= 0:
            continue
        group[node] = made
        waiting = [node] if unit_of[node] < 0 else []
        while waiting:
            here = waiting.pop()
            for other in layout.nbr[layout.ptr[here] : layout.ptr[here + 1]]:
                if unit_of[other] < 0 and group[other] < 0:
                    group[other] = made
                    waiting.append(int(other))
        made += 1
    return group


def _by_node(n: int, ties: set[tuple[int, int]]) -> list[set[int]]:
    neighbours: list[set[int]] = [set() for _ in range(n)]
    for one, other in ties:
        neighbours[one].add(other)
    return neighbours


_Held = tuple["Ints", "Ints", "Floats", "np.typing.NDArray[np.bool_]"]


def _absorb(neighbours: list[set[int]], units: Ints, share: Floats, held: _Held) -> None:
    """Count what hangs on one candidate and is not acted on as part of that candidate."""
    weight, role, left, kept = held
    for node in np.flatnonzero(units < 0).tolist():
        if len(neighbours[node]) != 1:
            continue
        (holder,) = neighbours[node]
        left[holder] += _own(share, int(weight[node]), role[node])
        weight[holder] += weight[node]
        role[holder] += role[node]
        neighbours[holder].discard(node)
        neighbours[node].clear()
        kept[node] = False


def _renumbered(
    layout: Layout, neighbours: list[set[int]], units: Ints, dropped: Ints, held: _Held
) -> Reduced:
    weight, role, left, kept = held
    old = np.flatnonzero(kept)
    new = np.full(len(kept), -1, dtype=np.int64)
    new[old] = np.arange(len(old))
    lists = [sorted(int(new[b]) for b in neighbours[a]) for a in old]
    ptr = np.r_[0, np.cumsum([len(one) for one in lists])].astype(np.int64)
    nbr = np.array([b for one in lists for b in one], dtype=np.int64)
    return Reduced(
        layout=layout,
        n=len(old),
        ptr=ptr,
        nbr=nbr,
        weight=weight[old],
        role=role[old],
        left=left[old],
        unit_of=units[old],
        part=_parts(lists),
        dropped=dropped,
    )


def _parts(neighbours: list[list[int]]) -> Ints:
    part = np.full(len(neighbours), -1, dtype=np.int64)
    made = 0
    for node in range(len(neighbours)):
        if part[node] >= 0:
            continue
        part[node] = made
        waiting = [node]
        while waiting:
            for other in neighbours[waiting.pop()]:
                if part[other] < 0:
                    part[other] = made
                    waiting.append(other)
        made += 1
    return part
