"""Who and what is linked to a subject, over a few steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.paths import paths_between, reached_from
from linkgraph.catalogue.measured.chosen import nodes_of, whole
from linkgraph.catalogue.measured.near import all_sources, walkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.analysis.paths import Steps
    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = """
title = "Everything within some steps"
question = "Who and what is linked to this subject, directly or over others?"
caution = "Each step weakens the tie: three steps from anybody reach most of a town. Distance is not involvement."
identity = ["entity_id"]
shared = ["since", "until", "min_grade", "most"]

[params.id]
type = "entity"
required = true
help = "Id of the subject"

[params.depth]
type = "int"
default = 2
least = 1
most = 4
help = "Most steps"

[params.link_types]
type = "links"
default = "ties"
help = "Link types to follow"

[returns]
entity_id = "What was reached"
kind = "Its kind"
caption = "What to call it"
steps = "Fewest steps to it"
"""

# A row is opened to the first of its paths.
_MOST_PATHS = 501


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return what is reached, the nearest first, then by id."""
    graph = beside.read()
    steps = reached_from(walkable(graph, params), str(params["id"]), whole(params, "depth"))
    near = steps.reached.filter(pl.col("steps") > 0).sort("steps", "id")
    rows = (
        near.head(whole(params, "most"))
        .join(nodes_of(graph), on="id", how="left", maintain_order="left")
        .join(_on_the_way(steps), on="id", how="left", suffix="_way", maintain_order="left")
    )
    for row in rows.iter_rows(named=True):
        said = [row["sources"] or "", row["sources_way"] or ""]
        yield (row["id"], row["kind"], row["caption"], row["steps"], said)


def opens(
    beside: Surroundings, answer: Answer, told: Mapping[str, object]
) -> Iterator[tuple[str, ...]]:
    """Yield the chains of links of fewest steps from the subject to what was reached."""
    params = answer.params
    ends = str(params["id"]), str(told["entity_id"])
    touching = walkable(beside.read(), params)
    for path in paths_between(touching, ends, whole(params, "depth"), _MOST_PATHS):
        yield from path.chains()


def _on_the_way(steps: Steps) -> pl.DataFrame:
    """Return ``id`` and ``sources``: of all links on the ways of fewest steps to each."""
    before = steps.reached.head(1).select("id", sources=pl.lit(""))
    found = [before]
    for level in steps.levels:
        led = level.join(before.select(one="id", led="sources"), on="one", how="left")
        said = led.select(id="other", sources=pl.concat_str("sources", "led", separator=" "))
        before = all_sources(said.with_columns(pl.col("sources").str.strip_chars()), "id")
        found.append(before)
    return pl.concat(found)
