"""A numbering of vertices by their place in a structure, so that names decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.plan.layout import Ints

__all__ = ["canonical_order"]

_Marks = npt.NDArray[np.uint64]

# Beyond this many vertices, and so many that only a choice can tell apart, ids decide the rest.
_MOST_VERTICES = 20_000
_MOST_CHOICES = 200


def canonical_order(
    names: Sequence[str], colors: Sequence[object], edges: Sequence[tuple[int, int, object]]
) -> Ints:
    """Return vertices in an order that hangs on structure, and on names only among equals.

    Args:
        names: A name of each vertex, each different.
        colors: What tells a vertex apart by itself, as something whose ``repr`` says all.
        edges: Two vertices and what tells the edge apart; no direction.

    Returns:
        Positions of the vertices, first to last. Where two vertices look alike from
        everywhere, one is taken first by name and what that tells of others counts: so
        structures that are the same under other names are numbered the same.

    Note:
        O((n + m) log n) for each round of refinement. Colour refinement cannot tell
        apart some highly regular structures; there, names decide.

    Source:
        Weisfeiler and Leman, 1968; individualisation as in McKay and Piperno, "Practical
        graph isomorphism II", Journal of Symbolic Computation 60, 2014.

    Examples:
        >>> canonical_order(["x", "y", "z"], ["end", "mid", "end"], [(0, 1, ""), (1, 2, "")])
        array([0, 1, 2])
    """
    by_name = np.argsort(np.array(names, dtype=object), kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[by_name] = np.arange(len(names))
    ends = _ends(edges)
    marks = _refined(_mixed(_codes(colors)), ends)
    if len(names) <= _MOST_VERTICES:
        marks = _tell_apart(_part_twins(marks, rank, ends), rank, ends)
    order: Ints = np.lexsort((rank, marks))
    return order


def _mixed(values: npt.NDArray[np.uint64]) -> _Marks:
    """Return well-scattered marks of numbers: the finaliser of SplitMix64."""
    with np.errstate(over="ignore"):
        z = values + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def _codes(things: Sequence[object]) -> _Marks:
    texts = [repr(thing) for thing in things]
    code = {text: i for i, text in enumerate(sorted(set(texts)))}
    return np.array([code[text] for text in texts], dtype=np.uint64)


class _Ends:
    """Edges in both directions: where from, where to, and the mark of what they are."""

    def __init__(self, start: Ints, end: Ints, label: _Marks) -> None:
        self.start, self.end, self.label = start, end, label


def _ends(edges: Sequence[tuple[int, int, object]]) -> _Ends:
    one = np.array([edge[0] for edge in edges], dtype=np.int64)
    other = np.array([edge[1] for edge in edges], dtype=np.int64)
    label = _mixed(_codes([edge[2] for edge in edges]))
    return _Ends(np.r_[one, other], np.r_[other, one], np.r_[label, label])


def _gathered(marks: _Marks, ends: _Ends) -> _Marks:
    """Return for each vertex the sum over its edges of what each leads to."""
    told = _mixed(marks[ends.end] ^ ends.label)
    sums = np.zeros(len(marks), dtype=np.uint64)
    with np.errstate(over="ignore"):
        np.add.at(sums, ends.start, told)
    return sums


def _refined(marks: _Marks, ends: _Ends) -> _Marks:
    """Return marks that tell apart all that neighbours' marks, and theirs, tell apart."""
    kinds = len(np.unique(marks))
    while kinds < len(marks):
        finer = _mixed(_mixed(marks) ^ _gathered(marks, ends))
        found = len(np.unique(finer))
        if found == kinds:
            break
        marks, kinds = finer, found
    return marks


def _part_twins(marks: _Marks, rank: Ints, ends: _Ends) -> _Marks:
    """Tell apart by name, all at once, vertices that have the very same neighbours."""
    own = _gathered(_mixed(np.arange(len(marks), dtype=np.uint64)), ends)
    order = np.lexsort((rank, own, marks))
    same = (marks[order][1:] == marks[order][:-1]) & (own[order][1:] == own[order][:-1])
    if not same.any():
        return marks
    place = np.zeros(len(marks), dtype=np.uint64)
    for at, alike in enumerate(same):
        place[order[at + 1]] = place[order[at]] + np.uint64(1) if alike else 0
    return _refined(_mixed(marks ^ _mixed(place)), ends)


def _tell_apart(marks: _Marks, rank: Ints, ends: _Ends) -> _Marks:
    for _ in range(_MOST_CHOICES):
        order = np.lexsort((rank, marks))
        alike = np.flatnonzero(marks[order][1:] == marks[order][:-1])
        if not len(alike):
            break
        marks = marks.copy()
        one = order[alike[:1]]
        marks[one] = _mixed(~marks[one])
        marks = _refined(marks, ends)
    return marks
