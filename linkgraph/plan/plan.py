"""A plan: whom to act on where, what that leaves, and how good it is proved to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.plan.problem import ObjectiveName

__all__ = ["Plan", "Target", "Used"]


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Somebody or something to act on.

    Attributes:
        id: The candidate's.
        country: Who leads.
        costs: What it takes there, by resource.
    """

    id: str
    country: str
    costs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """How far a limit is drawn on.

    Attributes:
        country: The country; empty for the budget of all.
        resource: The resource, or ``budget``.
        used: What the plan draws.
        most: What there is.
        binds: Whether some candidate stays out because of it.
    """

    country: str
    resource: str
    used: int
    most: int
    binds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The best plan found, with what is proved of it.

    Attributes:
        targets: By id.
        value: The objective: what is left. A weighted sum of shares where several are
            asked for.
        bound: No plan leaves less; None where no bound is claimed.
        left: Each figure by name with the plan carried out.
        before: Each with nobody acted on.
        used: Every limit, by country and resource.
        seeds: Value of the plan that each ranking makes under the same means.
        seed: What the search's chances were drawn from.
        proved: Whether no better plan exists.
        in_time: Whether the time limit cut nothing short; if it did, another run may
            differ.
        note: Why no bound is claimed; empty where one is.
    """

    targets: tuple[Target, ...]
    value: float
    bound: float | None
    left: Mapping[ObjectiveName, float]
    before: Mapping[ObjectiveName, float]
    used: tuple[Used, ...]
    seeds: Mapping[str, float]
    seed: int
    proved: bool
    in_time: bool
    note: str = ""

    @property
    def gap(self) -> float | None:
        """How far above the bound the value stands, as a share of the value; 0 if proved."""
        if self.bound is None:
            return None
        return 0.0 if self.value <= self.bound else (self.value - self.bound) / self.value

    @property
    def binding(self) -> tuple[Used, ...]:
        """The limits that keep some candidate out."""
        return tuple(one for one in self.used if one.binds)
