"""What changed in a network between two dates, or between two versions of the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.delta import changes
from linkgraph.catalogue.measured.chosen import links_as, narrowed, nodes_of, texts, touching, whole
from linkgraph.catalogue.measured.heads import MOST
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = f"""
title = "What changed"
question = "Which entities and ties are there at one date or version of the case and not at another, and which ties have more or fewer links?"
caution = "A tie that is gone may only be missing from later files, and a new one may be old and only now on file: compare versions to tell what was learnt, dates to tell what happened. Links without any time are taken to hold at all times. Records judged one since a version are one entity in the later picture. What was erased since is in neither."
identity = ["entity_id", "other_id", "link_type"]
shared = ["countries", "min_grade"]

[params.link_types]
type = "links"
default = "ties"
help = "Link types to compare"

[params.first]
type = "instant"
help = "The earlier moment (UTC); left out, all that the first version holds"

[params.second]
type = "instant"
help = "The later moment (UTC); left out, all that the second version holds"

[params.days]
type = "int"
default = 0
least = 0
most = 100000
help = "How long before each moment calls, payments and other events are looked at, days; 0 for all that came before"

[params.first_version]
type = "int"
least = 1
help = "Version of the case for the first picture; the present one where left out"

[params.second_version]
type = "int"
least = 1
help = "Version of the case for the second picture; the present one where left out"
{MOST}
[returns]
change = "added, removed or modified"
entity_id = "The entity, or where the tie starts"
kind = "Its kind"
caption = "What to call it"
other_id = "Where the tie ends; none for an entity"
link_type = "Of the tie; none for an entity"
before = "Links of the tie, or others of the entity, in the first picture, count"
after = "The same in the second"
"""
_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "since": pl.String(), "until": pl.String(), "reliability": pl.String(),
    "sources": pl.String(),
}  # fmt: skip
# After any digit: a year or month that ends a time holds to its last moment.
_LAST = "~"


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return changes: entities before ties; added, removed, modified; then by ids."""
    if not any(params[name] for name in ("first", "second", "first_version", "second_version")):
        raise InputError(
            "there is nothing to compare",
            remedy="Give two moments (-p first=... -p second=...) or a first_version.",
        )
    graphs = [_graph(beside, params, end) for end in ("first", "second")]
    before, after = (
        _picture(graph, params, end) for graph, end in zip(graphs, ("first", "second"), strict=True)
    )
    nodes = pl.concat([nodes_of(graphs[1]), nodes_of(graphs[0])]).unique("id", keep="first")
    return _rows(changes(before, after).head(whole(params, "most")), nodes)


def _graph(beside: Surroundings, params: Mapping[str, Param], end: str) -> Projection:
    version = params[f"{end}_version"]
    return beside.as_of(int(str(version))) if version else beside.read()


def _picture(graph: Projection, params: Mapping[str, Param], end: str) -> pl.DataFrame:
    types = set(texts(params, "link_types"))
    told = links_as(graph, _LINK, lambda shape: shape.type in types)
    links = touching(graph, narrowed(told, params), params)
    moment = params[end]
    if not moment:
        return links
    begin = _days_before(str(moment), whole(params, "days"))
    event = pl.col("at").is_not_null()
    in_days = (pl.col("at") >= begin) & (pl.col("at") < moment)
    holds = (pl.col("since") <= moment).fill_null(value=True) & (
        pl.col("until") + _LAST >= moment
    ).fill_null(value=True)
    return links.filter((event & in_days).fill_null(value=False) | (~event & holds))


def _days_before(moment: str, days: int) -> str:
    if not days:
        return ""
    begin = dt.datetime.fromisoformat(moment) - dt.timedelta(days=days)
    return begin.strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(found: pl.DataFrame, nodes: pl.DataFrame) -> Iterator[Sequence[object]]:
    named = found.join(
        nodes.rename({"sources": "named_by"}), left_on="from_id", right_on="id", how="left",
        maintain_order="left",
    )  # fmt: skip
    for row in named.iter_rows(named=True):
        yield (
            row["change"], row["from_id"], row["kind"], row["caption"], row["to_id"], row["type"],
            row["before"], row["after"], [row["sources"], row["named_by"]],
        )  # fmt: skip
