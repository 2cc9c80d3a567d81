"""Which groups keep together inside a network or a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.cohesion import communities, components, cores, triangles
from linkgraph.analysis.ties import project_ties
from linkgraph.catalogue.measured.chosen import number, one_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, MOST, TOGETHER
from linkgraph.catalogue.measured.tied import Tied, opens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.analysis.ties import Ties
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Groups that keep together"
question = "Which groups keep together inside the network, or among those around some people or a syndicate?"
caution = "A cell is a proposal for a person to weigh, never a syndicate by itself: families, workplaces and a file's way of listing people keep together too, and other partings are nearly as good. A missing link can part a cell or join two. A row rests on all that its cell is connected with. Victims, witnesses and other protected people are counted and not listed."
identity = ["cell_id"]
shared = ["since", "until", "countries", "min_grade"]

[params.by]
type = "text"
default = "communities"
help = "communities (many ties inside, few between), components (connected at all), cores (connected when whoever has fewer than 'core' others is taken out, again and again)"

[params.within]
type = "entities"
help = "Only these entities and whoever is tied to them; a syndicate's id stands for its members"

[params.resolution]
type = "float"
default = 1
least = 0.001
most = 1000000
help = "Of communities: higher gives more and smaller ones"

[params.core]
type = "int"
default = 3
least = 1
help = "Of cores: fewest others inside that each has, count"

[params.least_size]
type = "int"
default = 3
least = 2
help = "Fewest members, count"
{CHOOSING}{TOGETHER}{MOST}
[returns]
cell_id = "Least id of its listed members"
size = "Members, count"
members = "Their ids, protected ones left out"
protected = "Members that are not listed, count"
inside = "Ties between members, count"
leaving = "Ties from members to others, count"
density = "Ties inside as a share of all pairs, 0-1"
triangles = "Threes of members who are all tied to each other, count"
countries = "Countries of its listed members"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return cells, the largest first, then by id."""
    by = one_of(params, "by", ("communities", "components", "cores"))
    tied = Tied.of(beside, params)
    groups = _groups(by, tied.ties, params).filter(pl.col("size") >= whole(params, "least_size"))
    hidden = pl.col("id").is_in(list(tied.hidden))
    listed = (
        groups.group_by("group", "size")
        .agg(
            members=pl.col("id").filter(~hidden).sort(),
            cell_id=pl.col("id").filter(~hidden).min(),
            protected=hidden.sum(),
        )
        .drop_nulls("cell_id")
        .join(_inside(tied.ties, groups), on="group", how="left")
        .sort(["size", "cell_id"], descending=[True, False])
        .head(whole(params, "most"))
    )
    sources = tied.sources(listed["cell_id"])
    where = dict(tied.countries.group_by("id").agg("country").iter_rows())
    for row in listed.iter_rows(named=True):
        pairs = row["size"] * (row["size"] - 1) / 2
        countries = sorted({c for one in row["members"] for c in where.get(one, [])})
        yield (
            row["cell_id"], row["size"], row["members"], row["protected"], row["inside"] or 0,
            row["leaving"] or 0, round((row["inside"] or 0) / pairs, 4), row["triangles"] or 0,
            countries,
            [sources[row["cell_id"]], tied.hidden_by if row["protected"] else []],
        )  # fmt: skip


def _groups(by: str, ties: Ties, params: Mapping[str, Param]) -> pl.DataFrame:
    if by == "communities":
        return communities(ties, resolution=number(params, "resolution"))
    if by == "components":
        return components(ties)
    dense = cores(ties).filter(pl.col("core") >= whole(params, "core"))["id"]
    return components(project_ties(_among(ties, dense)))


def _among(ties: Ties, ids: pl.Series) -> pl.DataFrame:
    both = pl.col("one").is_in(ids.implode()) & pl.col("other").is_in(ids.implode())
    return ties.table().filter(both).select(from_id="one", to_id="other")


def _inside(ties: Ties, groups: pl.DataFrame) -> pl.DataFrame:
    """Return by ``group`` its ties ``inside`` and ``leaving``, and its ``triangles``."""
    of = groups.select("id", "group")
    ends = (
        ties.table()
        .join(of, left_on="one", right_on="id", how="left")
        .join(of, left_on="other", right_on="id", how="left", suffix="_other")
    )
    same = ends.filter(pl.col("group") == pl.col("group_other"))
    apart = ends.filter(pl.col("group").ne_missing(pl.col("group_other")))
    leaving = pl.concat([apart["group"], apart["group_other"]]).drop_nulls()
    found = triangles(project_ties(same.select(from_id="one", to_id="other")))
    # Each three is told of all its members.
    threes = found.join(of, on="id").group_by("group").agg(pl.col("triangles").sum() // 3)
    return (
        of.select("group")
        .unique()
        .join(same.group_by("group").agg(inside=pl.len()), on="group", how="left")
        .join(leaving.value_counts(name="leaving"), on="group", how="left")
        .join(threes, on="group", how="left")
    )
