"""Who deals with most others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.degree import degrees
from linkgraph.catalogue.measured.chosen import chosen_links, nodes_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, KIND, MOST
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = f"""
title = "Those linked to most others"
question = "Who and what is linked to most others, by which kinds of link, in which time?"
caution = "Shops, agencies and exchanges are linked to many: a hub is where to look, not who did anything. What no file holds is not counted. Victims, witnesses and other protected people, and what they hold or use, are not ranked; links with them count."
identity = ["entity_id"]
shared = ["since", "until", "countries", "min_grade"]
{CHOOSING}{KIND}
[params.least_others]
type = "int"
default = 3
least = 1
help = "Fewest others, count"
{MOST}
[returns]
entity_id = "The hub"
kind = "Its kind"
caption = "What to call it"
others = "Distinct others that it is linked to, count"
links = "Links in and out, count"
into = "Links that end there, count"
out = "Links that begin there, count"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return hubs, those with most others first."""
    graph = beside.read()
    links = chosen_links(graph, params)
    shown = ~pl.col("id").is_in(list(shielded(graph, beside)))
    found = degrees(links).filter(shown & (pl.col("others") >= params["least_others"]))
    named = found.join(nodes_of(graph), on="id", how="left", maintain_order="left")
    if params["kind"]:
        named = named.filter(pl.col("kind") == params["kind"])
    told = named.head(whole(params, "most"))
    sources = _sources(links, told["id"])
    for row in told.iter_rows(named=True):
        yield (
            row["id"], row["kind"], row["caption"], row["others"], row["links"], row["into"],
            row["out"], [sources[row["id"]], row["sources"]],
        )  # fmt: skip


def _sources(links: pl.DataFrame, ids: pl.Series) -> dict[str, list[str]]:
    ends = pl.concat([links.select("sources", id="from_id"), links.select("sources", id="to_id")])
    held = ends.filter(pl.col("id").is_in(ids.implode())).unique().group_by("id").agg("sources")
    return dict(held.iter_rows())
