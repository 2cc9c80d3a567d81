"""What holds the parts of a network in different countries together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.between import EXACT_TO, PIVOTS, betweenness
from linkgraph.analysis.cutting import Cutting
from linkgraph.analysis.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from linkgraph.analysis.ties import Ties

__all__ = ["Border", "border_brokers"]


@dataclass(frozen=True, slots=True, eq=False)
class Border:
    """Entities and ties that join countries.

    Attributes:
        entities: ``id``, ``pairs``, ``error``, ``bound``, ``parted``, ``parts``, ``cut_off``.
        ties: ``one``, ``other``, ``pairs``, ``error``, ``bound``, ``parted``, ``cut_off``.
    """

    entities: pl.DataFrame
    ties: pl.DataFrame


def border_brokers(
    ties: Ties, countries: pl.DataFrame, *, exact_to: int = EXACT_TO, sample: int = PIVOTS
) -> Border:
    """Return who and what joins entities of different countries, and what its loss would part.

    Two lie in different countries where both have some and none in common.

    Args:
        ties: Of n entities and m ties.
        countries: ``id`` and ``country``; entities may have several or none.
        exact_to: As of ``betweenness``.
        sample: As of ``betweenness``.

    Returns:
        Entities with others in different countries through which a shortest way between
        different countries runs: ``pairs`` (of entities in different countries, by the
        share of their shortest ways; without the entity these ways grow longer or end),
        ``error`` and ``bound`` (as of ``betweenness``), ``parted`` (such pairs that it alone connects),
        ``parts`` (pieces that its component falls into without it, 1 where it does not),
        ``cut_off`` (entities outside the largest of these). The most ``parted`` first, then
        ``pairs``, then id.
        Ties between different countries, and those whose loss parts such pairs, with the
        same columns, by the same and both ids. Empty where no country is known.

    Note:
        O(n (m + n log n)) or O(sample (m + n log n)), as ``betweenness``. A migrant's only cousin abroad is a broker too: the position
        tells where two countries meet on file. A country stands for a registration, a
        nationality or an address, not for where somebody is.

    Source:
        Flom, Friedman, Strauss and Neaigus, "A new measure of linkage between two
        sub-networks", Connections 26(1), 2004 (pairs of different groups); Hopcroft and
        Tarjan, Communications of the ACM 16(6), 1973.
    """
    sides = Sides.of(ties, countries)
    found = betweenness(ties, sides=sides, exact_to=exact_to, sample=sample)
    points, lines = _parted(ties, sides)
    meets = pl.DataFrame({"id": ties.ids, "meets": _meets(ties, sides)})
    entities = (
        found.entities.rename({"score": "pairs"})
        .join(meets.filter("meets").select("id"), on="id", how="semi")
        .join(points, on="id", how="left")
        .with_columns(pl.col("parted", "cut_off").fill_null(0), pl.col("parts").fill_null(1))
        .filter(pl.col("pairs") > 0)
        .select("id", "pairs", "error", "bound", "parted", "parts", "cut_off")
        .sort(["parted", "pairs", "id"], descending=[True, True, False])
    )
    across = sides.apart[sides.side[ties.one], sides.side[ties.other]]
    crossing = ties.table().select("one", "other", across=across)
    both = (
        found.ties.rename({"score": "pairs"})
        .join(crossing, on=["one", "other"])
        .join(lines, on=["one", "other"], how="left")
        .with_columns(pl.col("parted", "cut_off").fill_null(0))
        .filter(pl.col("across") | (pl.col("parted") > 0))
        .select("one", "other", "pairs", "error", "bound", "parted", "cut_off")
        .sort(["parted", "pairs", "one", "other"], descending=[True, True, False, False])
    )
    return Border(entities, both)


def _meets(ties: Ties, sides: Sides) -> NDArray[np.bool_]:
    """Say of each entity whether two of its others lie in different countries."""
    kinds = len(sides.apart)
    near = np.zeros((len(ties), kinds), dtype=bool)
    near[ties.one, sides.side[ties.other]] = True
    near[ties.other, sides.side[ties.one]] = True
    return np.asarray(
        ((near.astype(np.int64) @ sides.apart.astype(np.int64) > 0) & near).any(axis=1)
    )


def _parted(ties: Ties, sides: Sides) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return cut points and bridges with the pairs in different countries that they part."""
    points, lines = [], []
    for block in ties.blocks():
        cutting = Cutting.of(block)
        side = sides.side[block.nodes[cutting.order]]
        summed = np.zeros((len(side) + 1, len(sides.apart)), dtype=np.int64)
        np.cumsum(side[:, None] == np.arange(len(sides.apart)), axis=0, out=summed[1:])
        every = summed[-1]
        for at, pieces in cutting.pieces():
            held = summed[cutting.last[pieces]] - summed[pieces]
            without = every - (side[at] == np.arange(len(every)))
            told = np.vstack([held, without - held.sum(axis=0)])
            sizes = told.sum(axis=1)
            parted = sides.between(without) - sides.between(told).sum()
            parts, cut_off = int((sizes > 0).sum()), int(sizes.sum() - sizes.max())
            points.append((block.nodes[cutting.order[at]], round(parted), parts, cut_off))
        for below in np.flatnonzero(cutting.bridge).tolist():
            held = summed[cutting.last[below]] - summed[below]
            halves = np.vstack([held, every - held])
            parted = sides.between(every) - sides.between(halves).sum()
            ends = sorted(block.nodes[cutting.order[[below, cutting.parent[below]]]].tolist())
            lines.append((*ends, round(parted), int(halves.sum(axis=1).min())))
    return _named(ties, points, ["id"], ["parted", "parts", "cut_off"]), _named(
        ties, lines, ["one", "other"], ["parted", "cut_off"]
    )


def _named(
    ties: Ties, rows: Sequence[tuple[int, ...]], ends: list[str], counts: list[str]
) -> pl.DataFrame:
    told = pl.DataFrame(rows, schema=dict.fromkeys([*ends, *counts], pl.Int64), orient="row")
    return told.with_columns(ties.ids.gather(told[end]).alias(end) for end in ends)
