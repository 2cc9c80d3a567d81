"""Which groups keep together inside a network or a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.cohesion import communities, components, cores, triangles
from linkgraph.analysis.ties import Ties
from linkgraph.catalogue.measured.chosen import number, one_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, MOST, TOGETHER
from linkgraph.catalogue.measured.tied import Tied, opens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

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
    where = _countries(listed, tied.countries)
    for row in listed.iter_rows(named=True):
        pairs = row["size"] * (row["size"] - 1) / 2
        yield (
            row["cell_id"], row["size"], row["members"], row["protected"], row["inside"] or 0,
            row["leaving"] or 0, round((row["inside"] or 0) / pairs, 4), row["triangles"] or 0,
            where.get(row["cell_id"], []),
            [sources[row["cell_id"]], tied.hidden_by if row["protected"] else []],
        )  # fmt: skip


def _countries(cells: pl.DataFrame, of: pl.DataFrame) -> dict[str, list[str]]:
    """Return by cell the countries of its members."""
    told = cells.select("cell_id", id="members").explode("id").join(of, on="id")
    return dict(told.group_by("cell_id").agg(pl.col("country").unique().sort()).iter_rows())


def _groups(by: str, ties: Ties, params: Mapping[str, Param]) -> pl.DataFrame:
    if by == "communities":
        return communities(ties, resolution=number(params, "resolution"))
    if by == "components":
        return components(ties)
    core = pl.DataFrame({"id": ties.ids}).join(
        cores(ties), on="id", how="left", maintain_order="left"
    )
    dense = (core["core"] >= whole(params, "core")).to_numpy()
    inside = components(_kept(ties, dense[ties.one] & dense[ties.other]))
    return inside.filter(pl.col("id").is_in(ties.ids.filter(dense).implode()))


def _kept(ties: Ties, wanted: NDArray[np.bool_]) -> Ties:
    return Ties(ties.ids, ties.one[wanted], ties.other[wanted], ties.strength[wanted])


def _inside(ties: Ties, groups: pl.DataFrame) -> pl.DataFrame:
    """Return by ``group`` its ties ``inside`` and ``leaving``, and its ``triangles``."""
    of = groups.select("id", "group")
    numbered = of.select("group").unique().with_row_index("at")
    # A number for each group, and one more for whoever is in none.
    none = numbered.height
    at = (
        pl.DataFrame({"id": ties.ids})
        .join(of, on="id", how="left", maintain_order="left")
        .join(numbered, on="group", how="left", maintain_order="left")["at"]
        .cast(pl.Int64)
        .fill_null(none)
        .to_numpy()
    )
    one, other = at[ties.one], at[ties.other]
    same = (one == other) & (one < none)
    found = triangles(_kept(ties, same)).filter(pl.col("triangles") > 0)
    # Each three is told of all its members.
    threes = found.join(of, on="id").group_by("group").agg(pl.col("triangles").sum() // 3)
    return numbered.select(
        "group",
        inside=np.bincount(one[same], minlength=none),
        leaving=np.bincount(np.r_[one[~same], other[~same]], minlength=none + 1)[:none],
    ).join(threes, on="group", how="left")
