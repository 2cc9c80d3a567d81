"""What passed between people and things, whatever link says it, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import links_as

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.graph.base import Projection

__all__ = ["acts_of", "links_of"]

_SCHEMA = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "since": pl.String(), "booking": pl.String(), "room": pl.String(),
    "amount_minor": pl.Int64(), "currency": pl.String(), "sources": pl.String(),
}  # fmt: skip
_PASSED = ("PAID", "CALLED", "MESSAGED", "PAID_FOR", "BOOKED_FOR", "ASSOCIATE_OF")
# On one booking, in one room, at one address: more than so many are a crowd.
_CROWD = 6
_DATE = 10


def links_of(graph: Projection, types: Iterable[str]) -> pl.DataFrame:
    """Return all links of some types, by link_id.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at``, ``since``, ``booking``,
    ``room``, ``amount_minor``, ``currency``, ``sources``; null where a type has none.
    """
    wanted = set(types)
    return links_as(
        graph,
        _SCHEMA,
        lambda shape: shape.type in wanted and "CashPoint" not in (shape.start, shape.end),
    )


def acts_of(graph: Projection) -> pl.DataFrame:
    """Return who gave what to whom, and who was where with whom.

    Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``day`` (a date, or what stands
    for one such as a booking; null where unknown), ``amount_minor``, ``currency``, ``share``,
    ``sources``. Two on one booking of one trip, in one room on one date, or at one address
    are TOGETHER, each pair with a share of 1 / (people there - 1). More than six people are a
    crowd and not together. Cash is nobody's and left out.
    """
    passed = links_of(graph, _PASSED).with_columns(
        day=pl.coalesce(pl.col("booking"), pl.col("at").str.slice(0, _DATE), pl.col("since")),
        share=pl.lit(1.0),
    )
    rooms = links_of(graph, ["STAYED_AT"]).drop_nulls("room")
    trips = links_of(graph, ["TRAVELLED_ON"]).drop_nulls("booking")
    homes = links_of(graph, ["LOCATED_AT"]).filter(pl.col("from_id").str.starts_with("person:"))
    met = [
        _together(rooms, ["to_id", "room", "since"], pl.col("since")),
        _together(trips, ["to_id", "booking"], pl.col("booking")),
        _together(homes, ["to_id"], pl.lit("home")),
    ]
    columns = [
        "link_id", "type", "from_id", "to_id", "day", "amount_minor", "currency", "share",
        "sources",
    ]  # fmt: skip
    return pl.concat([frame.select(columns) for frame in (passed, *met)])


def _together(links: pl.DataFrame, by: list[str], day: pl.Expr) -> pl.DataFrame:
    there = links.unique(["from_id", *by], keep="first", maintain_order=True)
    few = there.with_columns(people=pl.len().over(by)).filter(
        pl.col("people").is_between(2, _CROWD)
    )
    both = few.join(few, on=by, suffix="_other", nulls_equal=True).filter(
        pl.col("from_id") < pl.col("from_id_other")
    )
    return both.with_columns(
        type=pl.lit("TOGETHER"),
        to_id="from_id_other",
        link_id=pl.col("link_id") + " " + pl.col("link_id_other"),
        sources=pl.col("sources") + " " + pl.col("sources_other"),
        day=day,
        share=1 / (pl.col("people") - 1),
        amount_minor=pl.lit(None, pl.Int64),
        currency=pl.lit(None, pl.String),
    )
