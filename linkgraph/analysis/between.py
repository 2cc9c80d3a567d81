"""Who and what lies between others: betweenness of entities and of ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.analysis.counted import count_through
from linkgraph.analysis.solid import Solids
from linkgraph.analysis.ties import highest_first
from linkgraph.analysis.ways import Walk, Ways, leading_back, pivots, walks_from

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
    ties: Ties,
    *,
    sides: Sides | None = None,
    exact_to: int = EXACT_TO,
    sample: int = PIVOTS,
    ties_too: bool = True,
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
        exact_to: Components are counted through where none of their solid parts (which the
            loss of no one entity parts) has more entities.
        sample: From so many entities of any other component, drawn by a fixed seed, all
            shortest ways are counted, and the score is what that makes for all.
        ties_too: Tell of ties as well; where not, none are told of, in a fifth less time.

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
        O(n (m + n log n)) for a solid part counted through, those who could change places
        in it taken as one; a tree or a chain is read once. O(sample (m + n log n)) for a
        component sampled. Drawn entities are picked by how their surroundings look, so
        that names hardly change a sampled score.

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
        through, over = _block(block, sides, exact_to, sample, ties_too=ties_too)
        nodes.put(block.nodes, through)
        if not ties_too:
            continue
        one, other = np.sort(block.nodes[np.array(over.ends)], axis=0)
        at = np.searchsorted(place, one * len(ties) + other)
        arcs.put(at, over.sums)
    table = ties.table().select(
        "one", "other", score=arcs.total, error=arcs.error, bound=arcs.bound
    )
    if not ties_too:
        table = table.clear()
    # Ties stand by both ids, and those of one score stay so.
    ordered = highest_first(table, "score")
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
    ends: tuple[NDArray[np.integer], NDArray[np.integer]]
    sums: _Sums


def _places(ties: Ties) -> NDArray[np.int64]:
    return ties.one * len(ties) + ties.other


def _block(
    block: Block, sides: Sides | None, exact_to: int, sample: int, *, ties_too: bool
) -> tuple[_Sums, _Over]:
    size = len(block.nodes)
    side = np.zeros(size, dtype=np.int64) if sides is None else sides.side[block.nodes]
    apart = np.ones((1, 1)) if sides is None else sides.apart.astype(np.float64)
    if size == 2:  # noqa: PLR2004
        # Most components of a large case are pairs, and a pair is its own only way.
        ends = np.array([0]), np.array([1])
        return _Sums.counted(np.zeros(2)), _Over(ends, _Sums.counted(apart[side[:1], side[1:]]))
    far = block.distances()
    ways = Ways.of(far)
    solids = Solids.of(block, np.eye(len(apart))[side])
    if solids.largest > max(exact_to, sample):
        walks = _walks(block, ways, pivots(size, sample), sides, ties_too=ties_too)
        nodes, arcs = _sampled(ways, walks, sample)
    else:
        through, over = count_through(solids, far, apart)
        nodes, arcs = _Sums.counted(through), _Sums.counted(over)
    return nodes, _of_ties(ways, arcs)


def _walks(
    block: Block, ways: Ways, starts: NDArray[np.int64], sides: Sides | None, *, ties_too: bool
) -> Iterator[Walk]:
    """Yield what is carried from each start; a start that lies apart from nobody carries nothing.

    What is carried counts by how much of its way it has gone. From its other end it counts
    by the rest, so that all starts together make each pair one; a start right beside an
    entity, which would tell of it as if everybody passed, tells little.
    """
    if sides is not None:
        tells = np.asarray(sides.apart.any(axis=1))[sides.side[block.nodes]]
        starts = starts[tells[starts]]
    for start, distance, carried in walks_from(ways, starts):
        share = np.divide(1.0, distance, out=np.zeros(len(distance)), where=distance > 0)
        if sides is not None:
            share *= sides.others_of(int(block.nodes[start]), block.nodes)
        walk = carried(share)
        if not ties_too:
            yield Walk(walk.through * distance, walk.arcs[:0], walk.over[:0])
            continue
        gone = (distance[ways.source[walk.arcs]] + distance[ways.target[walk.arcs]]) / 2
        yield Walk(walk.through * distance, walk.arcs, walk.over * gone)


def _sampled(ways: Ways, walks: Iterable[Walk], sample: int) -> tuple[_Sums, _Sums]:
    size = ways.far.shape[0]
    back = leading_back(ways.far)
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


def _of_ties(ways: Ways, arcs: _Sums) -> _Over:
    # Either direction tells of the whole tie.
    kept = ways.source < ways.target
    return _Over((ways.source[kept], ways.target[kept]), _Sums(*(told[kept] for told in arcs)))
