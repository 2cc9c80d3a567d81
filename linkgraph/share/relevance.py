"""How far from a plan's subjects everything lies that an audience may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.graph.base import Projection

__all__ = ["distances"]

# What is about somebody is relevant where that somebody is: these point at him.
_ABOUT = "CONCERNS"


def distances(graph: Projection, subjects: Iterable[str], steps: int) -> dict[str, int]:
    """Return the entities within some steps of a plan's subjects, with their distance.

    Steps follow the usual ties, and from a subject itself also links of context (a case file
    leads to its suspects). What an entity found is said to stand in (its case file, its
    country), and actions and enquiries that concern it, come along one step further and lead
    no further: countries join everybody.

    Args:
        graph: What the audience may see, without those who are never shown to it.
        subjects: Ids of entities; those that are not there count too, at no distance.
        steps: How many, from 0.

    Returns:
        Entity id to steps; subjects at 0.

    Note:
        O(links) a step.
    """
    found = dict.fromkeys(sorted(subjects), 0)
    ties = set(load_schema().ties())
    pairs = {
        "all": _pairs(graph, None),
        "ties": _pairs(graph, ties),
    }
    edge = set(found)
    for step in range(1, steps + 1):
        edge = _beside(edge, pairs["all" if step == 1 else "ties"]) - found.keys()
        if not edge:
            break
        found |= dict.fromkeys(edge, step)
    return _with_context(graph, found, ties)


def _with_context(graph: Projection, found: dict[str, int], ties: set[str]) -> dict[str, int]:
    along: dict[str, int] = {}
    for shape, frame in graph.links.items():
        if shape.type in ties:
            continue
        near, far = ("to_id", "from_id") if shape.type == _ABOUT else ("from_id", "to_id")
        for one, other in frame.select(near, far).iter_rows():
            if one in found and other not in found:
                along[other] = min(along.get(other, found[one] + 1), found[one] + 1)
    return found | along


def _pairs(graph: Projection, types: set[str] | None) -> pl.DataFrame:
    """Return links of some types as columns ``one`` and ``two``, each way round."""
    frames = [
        frame.select(pl.col("from_id").alias("one"), pl.col("to_id").alias("two"))
        for shape, frame in graph.links.items()
        if types is None or shape.type in types
    ]
    if not frames:
        return pl.DataFrame(schema={"one": pl.String, "two": pl.String})
    made = pl.concat(frames).unique()
    return pl.concat([made, made.select(pl.col("two").alias("one"), pl.col("one").alias("two"))])


def _beside(edge: set[str], pairs: pl.DataFrame) -> set[str]:
    start = pl.Series(sorted(edge), dtype=pl.String).implode()
    return set(pairs.filter(pl.col("one").is_in(start))["two"])
