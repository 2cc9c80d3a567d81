"""Who and what lies between others: betweenness of entities and of ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.analysis.ties import rounded
from linkgraph.analysis.ways import Walk, Ways, distances_from, pivots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl
    from numpy.typing import NDArray

    from linkgraph.analysis.sides import Sides
    from linkgraph.analysis.ties import Block, Ties

__all__ = ["EXACT_TO", "PIVOTS", "Between", "betweenness"]

EXACT_TO = 20_000
PIVOTS = 400
# Chance that a true score lies beyond its bound.
_UNSURE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Betweenness, told as numbers of pairs.

    Attributes:
        entities: ``id``, ``score``, ``error``, ``bound``; the highest score first, then by id.
        ties: ``one``, ``other``, ``score``, ``error``, ``bound``; the same, then by both ids.
    """

    entities: pl.DataFrame
    ties: pl.DataFrame


def betweenness(
    ties: Ties, *, sides: Sides | None = None, exact_to: int = EXACT_TO, sample: int = PIVOTS
) -> Between:
    """Return how many pairs of others each entity, and each tie, lies between.

    A pair counts by the share of its shortest ways that pass through; the distance of two
    who are tied is 1 / strength (``Block.distances``: in whole steps, from a strength of
    5040 on the same). The number of pairs is not divided by anything, so that what is
    not connected changes no score.

    Args:
        ties: Of n entities and m ties.
        sides: Where each entity lies: only pairs that lie apart are counted then. All
            pairs where left out.
        exact_to: Components of up to so many entities are counted through.
        sample: From so many entities of a larger component, drawn by a fixed seed, all
            shortest ways are counted, and the score is what that makes for all.

    Returns:
        Scores of all entities and ties, 0 at least. ``error`` and ``bound`` are what the
        drawing leaves, nothing where counted through. ``error`` is the standard error: about
        nine in ten of the highest scores are within twice of it, of the low ones, of which
        few drawn entities tell, seven in ten. The true score is farther off than ``bound``
        with a chance of at most 1 in 20, whatever the network; it is wide, and narrows as
        ``sample`` grows. Empty for no entities.

    Raises:
        ValueError: ``sample`` is less than 2: one tells no error.

    Note:
        O(n (m + n log n)) for a component counted through, whatever hangs on one other
        alone taken with it; O(sample (m + n log n)) for one sampled. Drawn entities are
        picked by how their surroundings look, so that names hardly change a sampled score.

        A high score says that short ways of what is on file run there: of a taxi company
        and of a shop too. Whom no file links lies between nobody, and one missing link
        can make or unmake a broker.

    Source:
        Freeman, "A set of measures of centrality based on betweenness", Sociometry 40,
        1977; Brandes, Journal of Mathematical Sociology 25(2), 2001, and Social Networks
        30(2), 2008 (ties). Sampling: Brandes and Pich, "Centrality estimation in large
        networks", International Journal of Bifurcation and Chaos 17(7), 2007; counting by
        how much of its way each pair has gone: Geisberger, Sanders and Schultes, "Better
        approximation of betweenness centrality", ALENEX 2008. Error of a sample drawn
        without putting back: Cochran, "Sampling Techniques", 1977, chapter 2. Bound: Audibert,
        Munos and Szepesvari, Theoretical Computer Science 410, 2009, theorem 1: it rests on
        Bernstein's inequality, which holds for such samples too (Hoeffding, Journal of the
        American Statistical Association 58, 1963, section 6).
    """
    if sample < 2:  # noqa: PLR2004
        raise ValueError("a sample of less than two tells no error")
    nodes = _Sums.counted(np.zeros(len(ties)))
    arcs = _Sums.counted(np.zeros(len(ties.one)))
    place = _places(ties)
    large = int(np.bincount(ties.components).max(initial=0)) > exact_to
    for block in ties.blocks(alike_first=large):
        through, over = _block(block, sides, exact_to, sample)
        nodes.put(block.nodes, through)
        one, other = np.sort(block.nodes[np.array(over.ends)], axis=0)
        at = np.searchsorted(place, one * len(ties) + other)
        arcs.put(at, over.sums)
    table = ties.table().select(
        "one", "other", score=arcs.total, error=arcs.error, bound=arcs.bound
    )
    ordered = rounded(table).sort(["score", "one", "other"], descending=[True, False, False])
    return Between(ties.by_score(nodes.total, error=nodes.error, bound=nodes.bound), ordered)


class _Sums(NamedTuple):
    total: NDArray[np.float64]
    error: NDArray[np.float64]
    bound: NDArray[np.float64]

    @classmethod
    def counted(cls, total: NDArray[np.float64]) -> _Sums:
        return cls(total, np.zeros(len(total)), np.zeros(len(total)))

    def put(self, at: NDArray[np.int64], sums: _Sums) -> None:
        for mine, told in zip(self, sums, strict=True):
            mine[at] = told


@dataclass(frozen=True, slots=True)
class _Over:
    ends: tuple[NDArray[np.int64], NDArray[np.int64]]
    sums: _Sums


def _places(ties: Ties) -> NDArray[np.int64]:
    return ties.one * len(ties) + ties.other


def _block(block: Block, sides: Sides | None, exact_to: int, sample: int) -> tuple[_Sums, _Over]:
    ways = Ways.of(block.distances())
    size = len(block.nodes)
    if size > max(exact_to, sample):
        walks = _walks(block, ways, pivots(size, sample), sides, by_distance=True)
        nodes, arcs = _sampled(ways, walks, sample)
    elif sides is None:
        nodes, arcs = _counted(ways)
    else:
        nodes, arcs = _all(ways, _walks(block, ways, np.arange(size), sides))
    return nodes, _both_ways(ways, arcs)


def _walks(
    block: Block,
    ways: Ways,
    starts: NDArray[np.int64],
    sides: Sides | None,
    *,
    by_distance: bool = False,
) -> Iterator[Walk]:
    """Yield what is carried from each start; a start that lies apart from nobody carries nothing.

    With ``by_distance`` what is carried counts by how much of its way it has gone. From its
    other end it counts by the rest, so that all starts together make each pair one; a start
    right beside an entity, which would tell of it as if everybody passed, tells little.
    """
    sends = None
    if sides is not None:
        tells = np.asarray(sides.apart.any(axis=1))[sides.side[block.nodes]]
        starts = starts[tells[starts]]
    for start, distance in distances_from(ways.far, starts):
        if sides is not None:
            sends = sides.others_of(int(block.nodes[start]), block.nodes)
        if by_distance:
            share = np.divide(1.0, distance, out=np.zeros(len(distance)), where=distance > 0)
            walk = ways.carried(start, distance, share if sends is None else share * sends)
            gone = (distance[ways.source[walk.arcs]] + distance[ways.target[walk.arcs]]) / 2
            yield Walk(walk.through * distance, walk.arcs, walk.over * gone)
        else:
            yield ways.carried(start, distance, sends)


def _all(ways: Ways, walks: Iterable[Walk]) -> tuple[_Sums, _Sums]:
    size = ways.far.shape[0]
    through, over = np.zeros(size), np.zeros(len(ways.source))
    for passes, arcs, told in walks:
        through += passes
        over[arcs] += told
    return _Sums.counted(through / 2), _Sums.counted(over)


def _counted(ways: Ways) -> tuple[_Sums, _Sums]:
    """Count all pairs. What hangs on one other alone is counted with that other.

    Its shortest ways are those of the other with one step before, so that only the other
    need be walked from, as many times over as there are such.
    """
    size = ways.far.shape[0]
    hangs = np.diff(ways.far.indptr) == 1
    if size == 2:  # noqa: PLR2004
        hangs[0] = False
    of = ways.far.indices[ways.far.indptr[:-1][hangs]]
    hanging = np.bincount(of, minlength=size).astype(np.float64)
    through, over = np.zeros(size), np.zeros(len(ways.source))
    for start, distance in distances_from(ways.far, np.flatnonzero(~hangs)):
        passes, arcs, told = ways.carried(start, distance)
        times = 1.0 + hanging[start]
        through += times * passes
        over[arcs] += times * told
    through += hanging * (size - 2)
    # From what hangs itself all others lie beyond its only tie, and not itself.
    over[ways.far.indptr[:-1][hangs]] += size - 2
    return _Sums.counted(through / 2), _Sums.counted(over)


def _sampled(ways: Ways, walks: Iterable[Walk], sample: int) -> tuple[_Sums, _Sums]:
    size = ways.far.shape[0]
    back = _back(ways)
    sums, squares = np.zeros(size), np.zeros(size)
    over, over_squares = np.zeros(len(back)), np.zeros(len(back))
    for passes, arcs, told in walks:
        sums += passes
        squares += passes**2
        over[arcs] += told
        # Only one direction of a tie is on shortest ways from one start.
        over_squares[arcs] += told**2
    both, both_squares = over + over[back], over_squares + over_squares[back]
    nodes = _estimated(sums, squares, size, sample)
    whole = _estimated(both, both_squares, size, sample)
    # Either direction now tells of the whole tie.
    return nodes, whole


def _estimated(
    sums: NDArray[np.float64], squares: NDArray[np.float64], size: int, sample: int
) -> _Sums:
    if sample >= size:
        return _Sums(sums, np.zeros(len(sums)), np.zeros(len(sums)))
    spread = np.maximum(squares - sums**2 / sample, 0.0)
    error = size * np.sqrt((1 - sample / size) * spread / (sample - 1) / sample)
    # Nothing that one start tells of an entity is less than 0 or more than the others' number.
    unsure = np.log(3 / _UNSURE)
    bound = size * (np.sqrt(2 * unsure * spread) + 3 * unsure * size) / sample
    return _Sums(size / sample * sums, error, bound)


def _back(ways: Ways) -> NDArray[np.int64]:
    """Return for each arc the arc that leads back."""
    return np.lexsort((ways.source, ways.target))


def _both_ways(ways: Ways, arcs: _Sums) -> _Over:
    back = _back(ways)
    kept = ways.source < ways.target
    halves = [(told + told[back])[kept] / 2 for told in arcs]
    return _Over((ways.source[kept], ways.target[kept]), _Sums(*halves))
