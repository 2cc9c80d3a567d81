"""Scores that an entity can be sized by. What a role protects has none and adds to none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.views.part import PROTECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.views.part import Part

__all__ = ["scores_of"]

# Name on the page, and what a high value does not prove.
_TOLD = {
    "Neighbours": "How many others share a link on file.",
    "Betweenness": "How many shortest ways of others pass through. Where files have gaps,"
    " a middle may be none.",
    "PageRank": "Tied to those who are tied to many. A post office is, too.",
    "Core": "How dense the company is. A family or a call centre is dense, too.",
}


def scores_of(part: Part, index: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return scores by name: ``name``, ``told`` and ``values``, whole numbers of 0 to 1000.

    Args:
        part: What is drawn; links of context (a country, a list) tie nobody.
        index: Id of an entity to its number.

    Returns:
        Values by number, a thousandth of the highest; -1 for whom a role protects, so that
        nobody is put forward by a tie to a victim, and no victim at all. Empty for no
        entities.

    Note:
        Betweenness is sampled from 2,000 entities a component on, always alike.
    """
    from linkgraph.analysis import betweenness, cores, pagerank, project_ties

    if not part.entities:
        return []
    known = load_schema().links
    # Measures get numbers in place of ids: these sort alike, and may hold no text that they cannot.
    names = {
        one.id: f"{index[one.id]:08}" for one in part.entities if not PROTECTED & set(one.roles)
    }
    pairs = [
        (names[link.start], names[link.end])
        for link in part.links
        if link.start in names
        and link.end in names
        and not (link.type in known and known[link.type].context)
    ]
    links = pl.DataFrame(pairs, schema={"from_id": pl.String, "to_id": pl.String}, orient="row")
    ties = project_ties(links, entities=sorted(names.values()))
    neighbours = pl.DataFrame({"id": ties.ids, "score": _degrees(ties)})
    told = {
        "Neighbours": neighbours,
        "Betweenness": betweenness(ties, exact_to=2000, sample=200).entities.select("id", "score"),
        "PageRank": pagerank(ties).select("id", "score"),
        "Core": cores(ties).select("id", score="core"),
    }
    return [
        {"name": name, "told": _TOLD[name], "values": _values(table, len(index))}
        for name, table in told.items()
    ]


def _degrees(ties: Any) -> list[int]:
    import numpy as np

    both = np.concatenate([ties.one, ties.other])
    counts: list[int] = np.bincount(both, minlength=len(ties)).tolist()
    return counts


def _values(table: pl.DataFrame, size: int) -> list[int]:
    values = [-1] * size
    rows = list(table.iter_rows())
    highest = max((float(score) for _, score in rows), default=0.0) or 1.0
    for one, score in rows:
        values[int(one)] = round(1000 * float(score) / highest)
    return values
