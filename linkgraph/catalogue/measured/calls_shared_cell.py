"""Which phones were heard by one cell at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.heard import Heard
from linkgraph.catalogue.measured.calls import calls, phones_of, users
from linkgraph.catalogue.measured.chosen import ids_in, whole
from linkgraph.catalogue.measured.shielded import ranked, shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Phones heard by one cell at one time"
question = "Which phones made calls over the same cell within minutes of each other, and how often?"
caution = "A cell covers a street in a town and a valley in the country: being heard by one is not being together. Neighbours, commuters and whole markets share cells; only what repeats in several cells says much. Numbers of victims, witnesses and other protected people are not ranked; asked about by id, theirs come last."
identity = ["phone_a", "phone_b"]
shared = ["since", "until", "min_grade", "most"]

[params.ids]
type = "entities"
help = "Only pairs with one of these phones, or a phone of one of these people"

[params.link_types]
type = "links"
default = ["CALLED", "MESSAGED"]
help = "Kinds of contact whose cell counts: that of the number which calls"

[params.within_minutes]
type = "int"
default = 15
least = 1
most = 1440
help = "Longest time between the two, minutes"

[params.max_phones]
type = "int"
default = 200
least = 2
help = "Leave out cells that more phones than this were heard by, count"

[params.min_times]
type = "int"
default = 2
least = 1
help = "Fewest hours in which both were heard by one cell, count"

[returns]
phone_a = "One phone"
phone_b = "The other"
times = "Hours in which both were heard by one cell, count"
cells = "The cells"
first_at = "First time, UTC"
last_at = "Last time, UTC"
link_ids = "The calls, up to 50 of each phone"
"""

_MOST_LINKS = 50


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of phones, those heard together in most hours first.

    What protected people hold or use is in no rank: asked about by id, it comes last.
    """
    graph = beside.read()
    told = calls(graph, params).drop_nulls(["cell", "at_s"])
    few = pl.col("from_id").n_unique().over("cell") <= whole(params, "max_phones")
    told = _numbered(told.filter(few))
    heard = Heard.of(told, whole(params, "within_minutes") * 60)
    hidden = pl.col("from_id").is_in(list(shielded(graph, beside)))
    apart = told.filter(hidden)["who"].unique().to_list()
    found = [_often(part, params, apart) for part in heard.pairs(_asked(told, graph, params))]
    if found:
        yield from _rows(_first(pl.concat(found), params, apart), told, heard)


def _often(pairs: pl.DataFrame, params: Mapping[str, Param], apart: list[int]) -> pl.DataFrame:
    """Return the first of some pairs of phones, with all that is told of their hours."""
    if ids_in(params, "ids") is None:
        pairs = pairs.filter(~pl.any_horizontal(pl.col(end).is_in(apart) for end in ("a", "b")))
    told = pairs.group_by("a", "b").agg(
        times=pl.len(),
        where=pl.col("where").unique(),
        first=pl.col("first").min(),
        last=pl.col("last").max(),
    )
    return _first(told.filter(pl.col("times") >= whole(params, "min_times")), params, apart)


def _first(told: pl.DataFrame, params: Mapping[str, Param], apart: list[int]) -> pl.DataFrame:
    return ranked(told, apart, ["a", "b"], [pl.col("times")]).head(whole(params, "most"))


def _numbered(told: pl.DataFrame) -> pl.DataFrame:
    """Return calls with numbers of phone and cell in the order of their names, by cell and moment."""
    return told.with_columns(
        who=pl.col("from_id").rank("dense").cast(pl.Int64) - 1,
        where=pl.col("cell").rank("dense").cast(pl.Int64) - 1,
    ).sort("where", "at_s", "link_id")


def _asked(told: pl.DataFrame, graph: Projection, params: Mapping[str, Param]) -> NDArray[np.bool_]:
    phones = told.select("who", "from_id").unique().sort("who")["from_id"]
    ids = ids_in(params, "ids")
    if ids is None:
        return np.ones(len(phones), dtype=bool)
    return phones.is_in(phones_of(users(graph), ids)["phone"].implode()).to_numpy()


def _rows(found: pl.DataFrame, told: pl.DataFrame, heard: Heard) -> Iterable[Sequence[object]]:
    own = _calls_of(told)
    phone = dict(told.select("who", "from_id").unique().iter_rows())
    cell = dict(told.select("where", "cell").unique().iter_rows())
    at = dict(told.group_by("at_s").agg(pl.col("at").min()).iter_rows())
    for row in found.iter_rows(named=True):
        a, b = row["a"], row["b"]
        sides = [told[heard.meeting(own[x], own[y])] for x, y in ((a, b), (b, a))]
        links = [one for side in sides for one in side["link_id"].sort().head(_MOST_LINKS)]
        yield (
            phone[a], phone[b], row["times"], sorted(cell[one] for one in row["where"]),
            at[row["first"]], at[row["last"]], links,
            [side["sources"].unique().to_list() for side in sides],
        )  # fmt: skip


def _calls_of(told: pl.DataFrame) -> dict[int, NDArray[np.int64]]:
    """Return the places of the calls of each number."""
    who = told["who"].to_numpy()
    order = np.argsort(who, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(who[order])) + 1)
    return {int(who[part[0]]): part for part in parts if len(part)}
