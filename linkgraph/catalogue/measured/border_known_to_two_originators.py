"""What several countries or organizations hold something on, and what each adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import (
    countries_of,
    ids_in,
    in_countries,
    links_as,
    narrowed,
    whole,
)
from linkgraph.catalogue.measured.shielded import ranked, shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Known to two or more originators"
question = "Which people, identifiers, accounts and syndicates do several countries or organizations hold something on, and what does each add?"
caution = "The same phone in two files may have changed hands. An agency's number stands in many files and says nothing about whoever gave it. Victims, witnesses and other protected people, and what they hold or use, come last and in no rank."
identity = ["entity_id"]
shared = ["since", "until", "countries", "min_grade", "most"]
explain = "entities"

[params.kinds]
type = "list"
help = "Only these kinds of entity, such as Person, Phone or Syndicate"

[params.min_originators]
type = "int"
default = 2
least = 2
help = "Fewest originators (countries or organizations), count"

[params.link_types]
type = "links"
default = "ties"
help = "Link types to look at for what each adds"

[returns]
entity_id = "What they all know"
kind = "Its kind"
caption = "What to call it"
known_to = "Countries and organizations that say so"
records = "Records that say so, count"
adds = "What each alone tells of: its links that no other originator tells, by type, count"
"""

_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return what most originators know first; whom a role protects, last and in no rank."""
    graph = beside.read()
    kinds = ids_in(params, "kinds")
    frames = [
        frame.select("id", "caption", "originators", "records", "sources", kind=pl.lit(kind))
        for kind, frame in graph.nodes.items()
        # Countries of ISO 3166 that nobody speaks of have no originator.
        if (kinds is None or kind in kinds) and "originators" in frame.columns
    ]
    if not frames:
        return
    known = pl.concat(frames).with_columns(
        known_to=pl.col("originators")
        .list.eval(pl.element().str.split("/").list.first())
        .list.unique()
        .list.sort()
    )
    several = pl.col("known_to").list.len() >= whole(params, "min_originators")
    found = known.filter(several)
    placed = found.join(countries_of(graph), on="id", how="left")
    placed = placed.filter(in_countries(params, "countries"))
    most_first = [pl.col("known_to").list.len(), pl.col("records")]
    shown = ranked(placed, shielded(graph, beside), ["id"], most_first).head(whole(params, "most"))
    adds = _adds(_links_at(graph, params, shown["id"]), beside)
    for row in shown.iter_rows(named=True):
        told, said = adds.get(row["id"], ({}, set()))
        yield (
            row["id"], row["kind"], row["caption"], row["known_to"], row["records"],
            [f"{one}: {_words(told.get(one, {}))}" for one in row["known_to"]],
            [row["sources"], *said],
        )  # fmt: skip


def _links_at(graph: Projection, params: Mapping[str, Param], ids: pl.Series) -> pl.DataFrame:
    """Return links at some entities, one row an end: ``id``, ``type``, ``sources``."""
    types = set(ids_in(params, "link_types") or ())
    told = narrowed(links_as(graph, _LINK, lambda shape: shape.type in types), params)
    ends = [
        told.filter(pl.col(end).is_in(ids.implode())).select("type", "sources", id=end)
        for end in ("from_id", "to_id")
    ]
    return pl.concat(ends)


def _adds(
    links: pl.DataFrame, beside: Surroundings
) -> dict[str, tuple[dict[str, dict[str, int]], set[str]]]:
    """Return, by entity, what each country alone tells by type, and the sources of that."""
    counted = links.group_by("id", "type", "sources").len().sort("id", "type", "sources")
    made: dict[str, tuple[dict[str, dict[str, int]], set[str]]] = {}
    for one, type_, sources, count in counted.iter_rows():
        told = {beside.sources[s].originator.country for s in sources.split()}
        if len(told) == 1:
            by, said = made.setdefault(one, ({}, set()))
            types = by.setdefault(told.pop(), {})
            types[type_] = types.get(type_, 0) + count
            said.update(sources.split())
    return made


def _words(types: Mapping[str, int]) -> str:
    return ", ".join(f"{type_} {count}" for type_, count in types.items()) or "no link of its own"
