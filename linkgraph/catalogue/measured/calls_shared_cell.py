"""Which phones were heard by one cell at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.calls import calls, phones_of, users
from linkgraph.catalogue.measured.chosen import ids_in, whole
from linkgraph.catalogue.measured.shielded import ranked, shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

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

_HOUR_S = 3_600
_MOST_LINKS = 50
_LINKS = ("link_a", "link_b")
_SOURCES = ("sources_a", "sources_b")
# A window of time meets itself and its neighbours.
_NEXT = (-1, 0, 1)
_STEPS = len(_NEXT)
# Pairs of calls looked at together.
_AT_ONCE = 3_000_000


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of phones, those heard together in most hours first.

    What protected people hold or use is in no rank: asked about by id, it comes last.
    """
    graph = beside.read()
    heard = calls(graph, params).drop_nulls(["cell", "at_s"])
    few = pl.col("from_id").n_unique().over("cell") <= whole(params, "max_phones")
    heard = heard.filter(few)
    asked = ids_in(params, "ids")
    mine = (
        heard
        if asked is None
        else heard.filter(
            pl.col("from_id").is_in(phones_of(users(graph), asked)["phone"].implode())
        )
    )
    within_s = whole(params, "within_minutes") * 60
    parts = [_summed(_near(part, heard, within_s)) for part in _parts(mine, heard, within_s)]
    found = (
        pl.concat(parts)
        .group_by("phone_a", "phone_b")
        .agg(
            pl.col("hours").explode().n_unique().alias("times"),
            pl.col("cells").explode().unique().sort(),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            *(pl.col(side).explode().unique().sort().head(_MOST_LINKS) for side in _LINKS),
            *(pl.col(side).explode().unique() for side in _SOURCES),
        )
        .filter(pl.col("times") >= whole(params, "min_times"))
    )
    hidden = shielded(graph, beside)
    pair = ["phone_a", "phone_b"]
    if asked is None:
        found = found.filter(~pl.any_horizontal(pl.col(one).is_in(list(hidden)) for one in pair))
    found = ranked(found, hidden, pair, [pl.col("times")])
    for row in found.head(whole(params, "most")).iter_rows(named=True):
        yield (
            row["phone_a"], row["phone_b"], row["times"], row["cells"], row["first_at"],
            row["last_at"], [*row["link_a"], *row["link_b"]], [row["sources_a"], row["sources_b"]],
        )  # fmt: skip


def _parts(mine: pl.DataFrame, heard: pl.DataFrame, within_s: int) -> list[pl.DataFrame]:
    """Return calls in parts, each meeting so few others that all pairs can be held."""
    slot = pl.col("at_s") // within_s
    crowd = heard.group_by("cell", slot.alias("slot")).agg(others=pl.len())
    told = mine.with_columns(slot=slot).join(
        crowd, on=["cell", "slot"], how="left", maintain_order="left"
    )
    number = (pl.col("others").cum_sum() * _STEPS) // _AT_ONCE
    numbered = told.with_columns(part=number).drop("slot", "others")
    return [part.drop("part") for part in numbered.partition_by("part")] or [mine]


def _summed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return what a pair of phones has in some pairs of calls, to be put together."""
    return pairs.group_by("phone_a", "phone_b").agg(
        pl.struct("cell", pl.col("at_s") // _HOUR_S).unique().alias("hours"),
        pl.col("cell").unique().alias("cells"),
        pl.col("at").min().alias("first_at"),
        pl.col("at").max().alias("last_at"),
        *(pl.col(side).unique().sort().head(_MOST_LINKS) for side in _LINKS),
        *(pl.col(side).unique() for side in _SOURCES),
    )


def _near(mine: pl.DataFrame, heard: pl.DataFrame, within_s: int) -> pl.DataFrame:
    """Return pairs of calls over one cell within seconds, the lesser phone first.

    Calls are met by cell and window of time: only those of neighbouring windows.
    """
    slot = pl.col("at_s") // within_s
    other = heard.select(
        "cell",
        phone="from_id",
        link="link_id",
        other_sources="sources",
        other_s="at_s",
        other_at="at",
        slot=slot,
    )
    pairs = pl.concat(
        mine.with_columns(slot=slot + step).join(other, on=["cell", "slot"]) for step in _NEXT
    ).filter(
        (pl.col("phone") != pl.col("from_id"))
        & ((pl.col("other_s") - pl.col("at_s")).abs() <= within_s)
    )
    first = pl.col("from_id") < pl.col("phone")
    return pairs.select(
        "cell",
        at=pl.min_horizontal("at", "other_at"),
        at_s=pl.min_horizontal("at_s", "other_s"),
        phone_a=pl.min_horizontal("from_id", "phone"),
        phone_b=pl.max_horizontal("from_id", "phone"),
        link_a=pl.when(first).then("link_id").otherwise("link"),
        link_b=pl.when(first).then("link").otherwise("link_id"),
        sources_a="sources", sources_b="other_sources",
    )  # fmt: skip
