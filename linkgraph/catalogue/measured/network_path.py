"""How two are linked."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.paths import paths_between
from linkgraph.catalogue.measured.chosen import names_of, whole
from linkgraph.catalogue.measured.near import WALKING, walk_of, walkable
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from linkgraph.analysis.paths import Path
    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Shortest paths between two subjects"
question = "How are these two linked, over as few others as possible, in order of time where asked?"
caution = "A path is a chain of separate facts, as strong as its weakest: it does not say that the two know of each other. What comes one after the other need not follow from it; in order of time, what is dated by its day alone counts from midnight."
identity = ["path"]
shared = ["since", "until", "min_grade", "most"]

[params.from]
type = "entity"
required = true
help = "Id of one subject"

[params.to]
type = "entity"
required = true
help = "Id of the other"

[params.hops]
type = "int"
default = 4
least = 1
most = 8
help = "Most steps"

[params.in_order]
type = "bool"
default = false
help = "Only paths whose links follow each other in time, the first from the first subject; links without a moment are then left out"
{WALKING}
[returns]
path = "Ids along the way, both ends included"
captions = "What to call them"
hops = "Steps"
ways = "Chains of links along this way, count: parallel links count each"
link_types_seen = "Types of the links along it"
link_ids = "The links along it"
"""

# Of a chain of links, how many are looked at: a row is opened to the first of them.
_MOST_CHAINS = 501


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return the shortest paths, by the ids along them."""
    graph = beside.read()
    touching = walkable(graph, params)
    found = _paths(touching, params, whole(params, "most"))
    ids = pl.Series([one for path in found for one in path.ids], dtype=pl.String).unique()
    told_of = touching(ids).select("link_id", "type", "sources")
    links = {link: (type_, said) for link, type_, said in told_of.iter_rows()}
    names = names_of(graph, ids)
    for path in found:
        told = [links[link] for step in path.links for link in step]
        named = [names[one] for one in path.ids]
        yield (
            list(path.ids), [name for name, _ in named], len(path.links), path.ways,
            [type_ for type_, _ in told], [link for step in path.links for link in step],
            [[said for _, said in told], [said or "" for _, said in named]],
        )  # fmt: skip


def opens(
    beside: Surroundings, answer: Answer, told: Mapping[str, object]
) -> Iterator[tuple[str, ...]]:
    """Yield the chains of links along a row's path."""
    touching = walkable(beside.read(), answer.params)
    for path in _paths(touching, answer.params, len(answer.rows)):
        if path.ids == told["path"]:
            yield from islice(path.chains(), _MOST_CHAINS)


def _paths(
    touching: Callable[[pl.Series], pl.DataFrame], params: Mapping[str, Param], most: int
) -> list[Path]:
    start, end = str(params["from"]), str(params["to"])
    if start == end:
        raise InputError(
            "'from' and 'to' are one entity",
            remedy="Name two: `linkgraph ask network/linked` asks about one.",
        )
    return paths_between(touching, (start, end), whole(params, "hops"), most, walk_of(params))
