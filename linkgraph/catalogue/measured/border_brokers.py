"""Who and what joins the parts of a network in different countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.border import border_brokers
from linkgraph.catalogue.measured.chosen import one_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, KIND, MOST, SAMPLING, TOGETHER
from linkgraph.catalogue.measured.tied import Tied, opens, with_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Those who join countries"
question = "Whose removal, or which tie's, would part or lengthen the ways between entities of different countries?"
caution = "A migrant's only cousin abroad joins two countries as well as a smuggler does. A country stands for a nationality, an address or where a number or account is registered, not for where somebody is. A second way may exist that no file holds. A row rests on all that its entity is connected with. Victims, witnesses and other protected people are not ranked; ways through them count."
identity = ["entity_id", "other_id"]
shared = ["since", "until", "countries", "min_grade"]

[params.of]
type = "text"
default = "entities"
help = "What to rank: entities with others in different countries, or ties that cross a border"
{CHOOSING}{KIND}{TOGETHER}{SAMPLING}{MOST}
[returns]
entity_id = "The broker, or one end of the tie"
kind = "Its kind"
caption = "What to call it"
other_id = "The other end of the tie; none for an entity"
countries = "Its own countries, for a tie those of both ends"
others_in = "Countries of its others"
parted = "Pairs of entities in different countries that it alone connects, count"
pairs = "Pairs in different countries that it lies between, by the share of their shortest ways; a tie also between its own ends"
error = "Standard error of pairs, where they were sampled; else 0"
bound = "Where sampled: the true pairs are farther off than this with a chance of 1 in 20 at most; else 0"
cut_off = "Entities outside the largest piece that its component falls into without it, count"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return those that part most pairs in different countries first."""
    of = one_of(params, "of", ("entities", "ties"))
    tied = Tied.of(beside, params)
    found = border_brokers(
        tied.ties,
        tied.countries,
        exact_to=whole(params, "exact_to"),
        sample=whole(params, "sample"),
    )
    if of == "ties":
        rows = tied.seen(found.ties.rename({"one": "id"}), params, "id", "other")
    else:
        rows = tied.seen(found.entities, params, "id")
    sources = tied.sources(rows["id"])
    own = dict(tied.countries.group_by("id").agg("country").iter_rows())
    near = _others_in(tied)
    for row in rows.iter_rows(named=True):
        ends = [row["id"], *([row["other"]] if "other" in row else [])]
        yield (
            row["id"], row["kind"], row["caption"], row.get("other"),
            [c for end in ends for c in own.get(end, [])], near.get(row["id"], []), row["parted"],
            row["pairs"], row["error"], row["bound"], row["cut_off"],
            with_named(sources[row["id"]], row["sources"]),
        )  # fmt: skip


def _others_in(tied: Tied) -> dict[str, list[str]]:
    table = tied.ties.table()
    both = pl.concat([table.select("one", "other"), table.select(one="other", other="one")])
    told = both.join(tied.countries, left_on="other", right_on="id")
    return dict(told.group_by("one").agg(pl.col("country").unique()).iter_rows())
