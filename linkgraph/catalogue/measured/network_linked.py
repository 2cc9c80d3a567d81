"""Who and what is linked to a subject, over a few steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.paths import paths_between, reached_from
from linkgraph.catalogue.measured.chosen import nodes_of, texts, whole
from linkgraph.catalogue.measured.near import WALKING, all_sources, walk_of, walkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.analysis.paths import Steps
    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Everything within some steps"
question = "Who and what is linked to these subjects, directly or over others?"
caution = "Each step weakens the tie: three steps from anybody reach most of a town. Distance is not involvement."
identity = ["entity_id"]
shared = ["since", "until", "min_grade", "most"]

[params.id]
type = "entities"
required = true
help = "Id of the subject, or of several with commas between"

[params.depth]
type = "int"
default = 2
least = 1
most = 4
help = "Most steps"
{WALKING}
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
    steps = reached_from(
        walkable(graph, params), texts(params, "id"), whole(params, "depth"), walk_of(params)
    )
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
    touching, end = walkable(beside.read(), params), str(told["entity_id"])
    steps = told["steps"] if isinstance(told["steps"], int) else 0
    for start in texts(params, "id"):
        # From a subject farther off than the nearest it is more steps, and no part of the row.
        for path in paths_between(touching, (start, end), steps, _MOST_PATHS, walk_of(params)):
            yield from path.chains()


def _on_the_way(steps: Steps) -> pl.DataFrame:
    """Return ``id`` and ``sources``: of all links on the ways of fewest steps to each."""
    before = steps.reached.filter(pl.col("steps") == 0).select("id", sources=pl.lit(""))
    found = [before]
    for level in steps.levels:
        led = level.join(before.select(one="id", led="sources"), on="one", how="left")
        said = led.select(id="other", sources=pl.concat_str("sources", "led", separator=" "))
        before = all_sources(said.with_columns(pl.col("sources").str.strip_chars()), "id")
        found.append(before)
    return pl.concat(found)
