"""Whom and what no ranking may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured.acts import links_of
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Projection

__all__ = ["shielded"]

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
