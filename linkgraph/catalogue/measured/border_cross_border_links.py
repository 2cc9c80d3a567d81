"""Which accounts and phones deal with another country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import (
    chosen_links,
    countries_of,
    in_countries,
    whole,
)
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Links across a border"
question = "Which accounts and phones deal with another country, and how often?"
caution = "Migrants send money home and call their families: a border crossed is ordinary. Where a number or account is registered is not where its user is. What victims, witnesses and other protected people hold or use is not ranked."
identity = ["from_id", "to_id", "link_type"]
shared = ["since", "until", "countries", "min_grade", "most"]
explain = '''
MATCH (a:Entity {id: $row_from_id})-[r]->(b:Entity {id: $row_to_id})
WHERE type(r) = $row_link_type AND ($min_grade IS NULL OR r.reliability IN $min_grade)
  AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
RETURN [r.link_id] AS links
ORDER BY r.link_id
LIMIT $paths
'''

[params.link_types]
type = "links"
default = ["PAID", "CALLED", "MESSAGED"]
help = "Kinds of dealing to count"

[params.min_links]
type = "int"
default = 3
least = 1
help = "Fewest links between the two, count"

[returns]
from_id = "Where the links start"
from_country = "Its countries; none is one of the other's"
to_id = "Where they end"
to_country = "Its countries"
link_type = "PAID, CALLED, MESSAGED or what else was asked for"
links = "How many"
first_at = "First of them, UTC"
last_at = "Last of them, UTC"
"""

_PAIR = ["from_id", "to_id", "type"]


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs across a border, those with most links first."""
    graph = beside.read()
    links = chosen_links(graph, params)
    pairs = links.group_by(_PAIR).agg(pl.len().alias("links"))
    pairs = pairs.filter(pl.col("links") >= whole(params, "min_links"))
    places = countries_of(graph)
    for end in ("from", "to"):
        placed = places.select(
            pl.col("id").alias(f"{end}_id"), pl.col("countries").alias(f"{end}_country"),
            pl.col("held_by").alias(f"{end}_held_by"),
        )  # fmt: skip
        pairs = pairs.join(placed, on=f"{end}_id")
    abroad = pl.col("from_country").list.set_intersection("to_country").list.len() == 0
    hidden = list(shielded(graph, beside))
    free = ~pl.col("from_id").is_in(hidden) & ~pl.col("to_id").is_in(hidden)
    found = pairs.filter(abroad & free & in_countries(params, "from_country", "to_country"))
    # The few that are shown, before anything else is asked of their links.
    shown = found.sort(["links", *_PAIR], descending=[True, False, False, False]).head(
        whole(params, "most")
    )
    told = (
        links.join(shown, on=_PAIR, how="semi")
        .group_by(_PAIR)
        .agg(
            pl.col("at").min().alias("first_at"),
            pl.col("at").max().alias("last_at"),
            pl.col("sources").unique().sort(),
        )
    )
    found = shown.join(told, on=_PAIR, how="left", maintain_order="left")
    for row in found.iter_rows(named=True):
        yield (
            row["from_id"], row["from_country"], row["to_id"], row["to_country"], row["type"],
            row["links"], row["first_at"], row["last_at"],
            [row["sources"], row["from_held_by"], row["to_held_by"]],
        )  # fmt: skip
