"""What is asked of a plan: a network, who may be acted on where, with what, and to what end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "ANYWHERE",
    "OBJECTIVES",
    "Action",
    "Candidate",
    "Capacity",
    "Flow",
    "Objective",
    "ObjectiveName",
    "Problem",
    "Tie",
    "critical_nodes",
]

ObjectiveName: TypeAlias = Literal["pairwise", "largest", "roles", "flow", "value"]
OBJECTIVES: tuple[ObjectiveName, ...] = ("pairwise", "largest", "roles", "flow", "value")

# The country of actions where countries play no part.
ANYWHERE = ""


class Tie(NamedTuple):
    """A tie between two nodes.

    Attributes:
        one: A node; where things flow, the one that they flow from.
        other: Another node.
        weight: What can flow along it; counts for ``flow`` alone.
        id: Name by which a candidate can be this tie; empty if none is.
    """

    one: str
    other: str
    weight: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One way to act on a candidate.

    Attributes:
        country: Jurisdiction that leads it, by ISO 3166-1 alpha-2.
        costs: Units of each resource that it takes there, whole numbers.
    """

    country: str = ANYWHERE
    costs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node or tie that may be acted on.

    Attributes:
        id: The node's, or the tie's.
        actions: Where and at what cost; one each country that has reach.
        success: Chance that the action succeeds, above 0 up to 1.
        value: What acting on it is worth by itself; counts for ``value`` alone.
        also: Other nodes that go with it when it is acted on, candidates none of them.
    """

    id: str
    actions: tuple[Action, ...] = (Action(),)
    success: float = 1.0
    value: float = 0.0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much of a resource one country has for the joint action."""

    country: str
    resource: str
    most: int


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to make small.

    Attributes:
        name: ``pairwise``, pairs of nodes that still reach each other; ``largest``, nodes
            of the largest part; ``roles``, whole chains; ``flow``, value that still
            reaches organisers from collection points; ``value``, worth of the candidates
            not acted on.
        weight: Its share where several are asked for. They are then added as shares of
            what there is with nobody acted on, since pairs and money have no common unit.
    """

    name: ObjectiveName = "pairwise"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Flow:
    """Where illicit value comes in and where it goes."""

    sources: frozenset[str] = frozenset()
    sinks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Choose whom to act on, where, so that as little as possible of the network is left.

    Attributes:
        nodes: Ids; no order counts.
        ties: Ties; parallel ones count once but for ``flow``, where their weights add up.
        candidates: Who may be acted on; nobody else ever is.
        capacities: Means by country and resource. A resource that none names is not
            limited; one that any names is 0 in the countries that do not name it.
        countries: Jurisdictions that take part; those of the capacities where empty.
            Actions of others are left out.
        budget: Most candidates in all; None for no limit beside the capacities.
        must: Candidates that have to be acted on.
        must_not: Nodes and ties that never are, candidates or not.
        together: Groups of candidates: all of a group or none.
        objectives: What to make small.
        roles: Role classes of each node, for ``roles``.
        chain: Classes of a whole chain, for ``roles``. A chain is one node of each class,
            all within one part of what is left.
        flow: Ends, for ``flow``.
    """

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...]
    candidates: tuple[Candidate, ...]
    capacities: tuple[Capacity, ...] = ()
    countries: tuple[str, ...] = ()
    budget: int | None = None
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    objectives: tuple[Objective, ...] = (Objective(),)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    chain: tuple[str, ...] = ()
    flow: Flow = Flow()


def critical_nodes(ties: Iterable[tuple[str, str]], budget: int) -> Problem:
    """Return the classical critical node problem: any nodes, so many, wherever they are.

    Source:
        Arulselvan, Commander, Elefteriadou and Pardalos, "Detecting critical nodes in
        sparse graphs", Computers & Operations Research 36, 2009.

    Examples:
        >>> critical_nodes([("a", "b"), ("b", "c")], 1).nodes
        ('a', 'b', 'c')
    """
    drawn = tuple(Tie(one, other) for one, other in ties)
    nodes = tuple(sorted({end for tie in drawn for end in tie[:2]}))
    return Problem(nodes=nodes, ties=drawn, candidates=tuple(map(Candidate, nodes)), budget=budget)
