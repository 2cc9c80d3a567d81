"""Whom a release must hide, found in all that the case holds (design §4 i, j)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.ledger import Judgement

__all__ = ["HIDDEN_ROLES", "Roles", "roles_in"]

# In the order in which a pseudonym takes its word from them.
HIDDEN_ROLES = ("victim", "witness", "informant", "protected")
# A document that more people hold is a mistake of its clerks, not one person.
_MOST_HOLDERS = 12


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which roles.

    Attributes:
        by_id: Person to roles, in the schema's order.
    """

    by_id: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, one: str) -> tuple[str, ...]:
        """Return a person's roles; empty for none."""
        return self.by_id.get(one, ())

    def hidden(self, one: str) -> str:
        """Return the role that hides a person; empty where none does."""
        return next((role for role in HIDDEN_ROLES if role in self.of(one)), "")

    def all_hidden(self) -> list[str]:
        """Return everybody whom a role hides, sorted."""
        return sorted(one for one in self.by_id if self.hidden(one))


def roles_in(projection: Projection, judgements: Iterable[Judgement] = ()) -> Roles:
    """Return the roles that a graph's links give.

    A judgement that two are the same, or that nobody can say yet, gives each the
    other's protection, and so does one identity document that both hold: a possible
    match protects until a person decides that they are different.

    Args:
        projection: The graph.
        judgements: Those in force.
    """
    order = list(load_schema().roles)
    found: dict[str, set[str]] = {}
    for shape, frame in projection.links.items():
        role = load_schema().links[shape.type].role
        if role:
            for one in frame["from_id"].unique():
                found.setdefault(one, set()).add(role)
    decided = list(judgements)
    apart = {(j.left, j.right) for j in decided if j.verdict == "different"}
    ties = [(j.left, j.right) for j in decided if j.verdict in {"same", "unsure"}]
    ties += [pair for pair in _one_document(projection) if pair not in apart]
    _spread(found, ties)
    return Roles({one: tuple(sorted(held, key=order.index)) for one, held in sorted(found.items())})


def _one_document(projection: Projection) -> list[tuple[str, str]]:
    """Return pairs of people who hold one identity document, each pair sorted."""
    holders: dict[str, list[str]] = {}
    for shape, frame in projection.links.items():
        if shape.type == "HOLDS" and (shape.start, shape.end) == ("Person", "IdentityDocument"):
            for person, document in frame.select("from_id", "to_id").sort("from_id").iter_rows():
                holders.setdefault(document, []).append(person)
    return [
        (first, other)
        for held in holders.values()
        if len(held) <= _MOST_HOLDERS
        for first, other in combinations(held, 2)
    ]


def _spread(found: dict[str, set[str]], ties: list[tuple[str, str]]) -> None:
    """Carry protection over ties until nothing changes."""
    changed = True
    while changed:
        changed = False
        for left, right in ties:
            held = {r for one in (left, right) for r in found.get(one, ()) if r in HIDDEN_ROLES}
            for one in (left, right):
                if held - found.get(one, set()):
                    found.setdefault(one, set()).update(held)
                    changed = True
