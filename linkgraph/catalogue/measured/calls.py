"""Calls and messages of a case, and who is said to use which phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import ids_in, links_as, narrowed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Param, Projection

__all__ = ["calls", "phones_of", "users"]

_CALLS = {
    "link_id": pl.String(), "type": pl.String(), "from_id": pl.String(), "to_id": pl.String(),
    "at": pl.String(), "at_s": pl.Int64(), "cell": pl.String(), "reliability": pl.String(),
    "sources": pl.String(),
}  # fmt: skip
_USES = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "sources": pl.String(),
}  # fmt: skip


def calls(graph: Projection, params: Mapping[str, Param]) -> pl.DataFrame:
    """Return the calls and messages that a question's shared parameters choose, by link_id."""
    types = {str(one) for one in ids_in(params, "link_types") or ("CALLED", "MESSAGED")}
    return narrowed(links_as(graph, _CALLS, lambda shape: shape.type in types), params)


def users(graph: Projection) -> pl.DataFrame:
    """Return who is said to use what: ``link_id``, ``from_id``, ``to_id``, ``sources``."""
    return links_as(graph, _USES, lambda shape: shape.type == "USES")


def phones_of(uses: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    """Return what some ids stand for: ``phone``, ``subject``, ``use_sources``, ``use``.

    An id of a person or body stands for all that it is said to use, another for itself.
    """
    wanted = uses.filter(pl.col("from_id").is_in(ids)).select(
        phone="to_id", subject="from_id", use="link_id", use_sources="sources"
    )
    nothing = pl.lit(None, pl.String)
    own = pl.DataFrame({"phone": ids}, schema={"phone": pl.String}).select(
        "phone", subject="phone", use=nothing, use_sources=nothing
    )
    return pl.concat([wanted, own])
