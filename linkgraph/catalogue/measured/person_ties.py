"""Ties between people, direct or over one thing that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import links_as, narrowed, whole

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from linkgraph.graph.base import Param, Projection

__all__ = ["person_ties", "reached"]

_LINK = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "from_kind": pl.String(), "to_kind": pl.String(), "at": pl.String(), "booking": pl.String(),
    "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
_SHARED = {"USES", "HOLDS", "LOCATED_AT", "TRAVELLED_ON"}
_COLUMNS = ["one", "other", "type", "link_ids", "sources"]


def person_ties(
    graph: Projection, params: Mapping[str, Param], types: Collection[str] | None
) -> pl.DataFrame:
    """Return ties between people, each both ways round.

    Columns ``one``, ``other``, ``type`` (of the links), ``link_ids``, ``sources`` (lists).
    A tie is a link between two people, or one thing (phone, account, document, address,
    booking of a trip) that both have and no more than ``max_sharers`` do.

    Args:
        graph: In bulk.
        params: The shared ones, and ``max_sharers``.
        types: Link types that make ties; all where None.
    """
    told = links_as(
        graph,
        _LINK,
        lambda shape: (
            shape.start == "Person"
            and (shape.end == "Person" or shape.type in _SHARED)
            and (types is None or shape.type in types)
        ),
    )
    dated = narrowed(told, params)
    direct = dated.filter(pl.col("to_kind") == "Person").select(
        pl.col("from_id").alias("one"), pl.col("to_id").alias("other"), "type",
        pl.concat_list("link_id").alias("link_ids"), pl.concat_list("sources"),
    )  # fmt: skip
    things = dated.filter(pl.col("to_kind") != "Person").filter(
        (pl.col("type") != "TRAVELLED_ON") | pl.col("booking").is_not_null()
    )
    by = ["to_id", "type", "booking"]
    few = things.filter(pl.col("from_id").n_unique().over(by) <= whole(params, "max_sharers"))
    both = few.join(few, on=by, suffix="_other", nulls_equal=True).filter(
        pl.col("from_id") != pl.col("from_id_other")
    )
    shared = both.select(
        pl.col("from_id").alias("one"), pl.col("from_id_other").alias("other"), "type",
        pl.concat_list("link_id", "link_id_other").alias("link_ids"),
        pl.concat_list("sources", "sources_other"),
    )  # fmt: skip
    back = direct.select(pl.col("other").alias("one"), pl.col("one").alias("other"), *_COLUMNS[2:])
    return pl.concat([direct, back, shared]).filter(pl.col("one") != pl.col("other"))


def reached(ties: pl.DataFrame, start: Sequence[str], hops: int) -> pl.DataFrame:
    """Return whom so many steps lead to from some people.

    Args:
        ties: As ``person_ties`` gives.
        start: Ids of people.
        hops: Most steps.

    Returns:
        ``person``, ``hops`` (fewest), ``suspects`` (those of ``start`` within the steps,
        sorted), ``types``, ``link_ids`` (of all last steps, sorted), ``sources`` (of all
        steps on the way). Those of ``start`` that others lead to are among them.
    """
    none = pl.lit([], pl.List(pl.String))
    edge = pl.DataFrame(
        {"person": start, "origin": start}, schema={"person": pl.String, "origin": pl.String}
    )
    edge = edge.with_columns(sources=none)
    seen = edge.select("person", "origin")
    steps = []
    for hop in range(1, hops + 1):
        onward = edge.join(ties, left_on="person", right_on="one", suffix="_tie")
        fresh = onward.select(
            "origin",
            "type",
            "link_ids",
            pl.concat_list("sources", "sources_tie").alias("sources"),
            person="other",
        )
        fresh = fresh.join(seen, on=["person", "origin"], how="anti")
        steps.append(fresh.with_columns(hops=pl.lit(hop)))
        edge = fresh.group_by("person", "origin").agg(pl.col("sources").explode().unique())
        seen = pl.concat([seen, edge.select("person", "origin")])
    return pl.concat(steps).group_by("person").agg(
        pl.col("hops").min(),
        pl.col("origin").unique().sort().alias("suspects"),
        pl.col("type").unique().sort().alias("types"),
        pl.col("link_ids").explode().unique().sort(),
        pl.col("sources").explode().unique(),
    )  # fmt: skip
