"""Choosing a part of a graph: around some entities, by links, without others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError
from linkgraph.graph.base import Projection
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import LinkShape

__all__ = ["Part", "choose"]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a case.

    Attributes:
        around: Ids to start from; everything where empty.
        depth: Steps from there.
        links: Link types to follow and show; the usual ties where empty.
        leave_out: Ids that must not be in it.
    """

    around: tuple[str, ...] = ()
    depth: int = 1
    links: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()


def choose(seen: Projection, part: Part) -> Projection:
    """Return the entities and links of a part; links whose ends are both in it.

    Raises:
        InputError: None of the ids to start from is there.
    """
    wanted = part.links or (() if part.leave_out else tuple(load_schema().ties()))
    links = {s: f for s, f in seen.links.items() if not wanted or s.type in wanted}
    ids = {one for frame in seen.nodes.values() for one in frame["id"]} - part.leave_out
    if part.around:
        ids &= _reach(links, part)
        if not ids & set(part.around):
            raise InputError(
                "none of these ids is in what the audience may see",
                remedy="Give the id of a record that the audience may see: `linkgraph resolve explain"
                " ID` lists those of an entity, with who states each.",
            )
    elif not part.leave_out and "Jurisdiction" in seen.nodes:
        # Countries join everybody; they are shown on each entity instead.
        ids -= set(seen.nodes["Jurisdiction"]["id"])
    kept = pl.Series("id", sorted(ids), dtype=pl.String).implode()
    nodes = {k: f.filter(pl.col("id").is_in(kept)) for k, f in seen.nodes.items()}
    both = pl.col("from_id").is_in(kept) & pl.col("to_id").is_in(kept)
    edges = {s: f.filter(both) for s, f in links.items()}
    return Projection(
        {kind: frame for kind, frame in nodes.items() if frame.height},
        {shape: frame for shape, frame in edges.items() if frame.height},
    )


def _reach(links: Mapping[LinkShape, pl.DataFrame], part: Part) -> set[str]:
    pairs = [frame.select("from_id", "to_id") for frame in links.values()]
    found = set(part.around)
    if not pairs:
        return found
    both = pl.concat(pairs)
    both = pl.concat(
        [both, both.select(pl.col("to_id").alias("from_id"), pl.col("from_id").alias("to_id"))]
    )
    edge = found
    for _ in range(part.depth):
        start = pl.Series(sorted(edge), dtype=pl.String).implode()
        reached = set(both.filter(pl.col("from_id").is_in(start))["to_id"].unique())
        edge = reached - found - part.leave_out
        found |= edge
    return found
