"""Whom and what no ranking may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.acts import links_of
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Projection

__all__ = ["ranked", "shielded"]

_HIDING = ("victim", "witness", "informant", "protected")


def shielded(graph: Projection, beside: Surroundings) -> frozenset[str]:
    """Return whom a role protects, whoever may be such a person, and what they hold or use."""
    roles = load_schema().roles
    hidden = links_of(graph, [roles[role] for role in _HIDING])
    people = {*hidden["from_id"], *beside.protected()}
    hands = links_of(graph, ("HOLDS", "USES"))
    things = {
        held for holder, held in hands.select("from_id", "to_id").iter_rows() if holder in people
    }
    return frozenset(people | things)


def ranked(
    frame: pl.DataFrame,
    hidden: Collection[str] | Collection[int],
    ends: Sequence[str],
    most_first: Sequence[pl.Expr],
    *,
    each: Sequence[str] = (),
) -> pl.DataFrame:
    """Return rows in rank, and after them, in no rank but by id, those that protection touches.

    Args:
        frame: Rows of an answer.
        hidden: As ``shielded`` gives.
        ends: Columns of ids whose entities a row is about.
        most_first: What ranks rows, each the largest first; then come the ids.
        each: Columns within whose values the rank is; they come first, rising.
    """
    ids = list(hidden)
    apart = pl.any_horizontal(pl.col(end).is_in(ids) for end in ends)
    ranks = [pl.when(~apart).then(rank) for rank in most_first]
    order = [*(pl.col(one) for one in each), apart, *ranks, *(pl.col(end) for end in ends)]
    down = [False] * (len(each) + 1) + [True] * len(ranks) + [False] * len(ends)
    return frame.sort(order, descending=down)
