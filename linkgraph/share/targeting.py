"""What a release for the case's own agency holds so that a joint action can be planned on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Able", "Targeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """Somebody who may be acted on.

    Attributes:
        id: Id of the released entity.
        worth: The person's weight, 0 to 1.
        basis: Country to what says that the person can be acted on there.
        resource: Country to what acting there takes, by resource.
        kept: What a plan's file keeps of the person besides, as JSON holds it.
    """

    id: str
    worth: float
    basis: Mapping[str, tuple[str, ...]]
    resource: Mapping[str, Mapping[str, int]]
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targeting:
    """Whom countries could act on, within which means, and what then falls apart.

    Attributes:
        countries: Those that take part, ISO 3166-1 alpha-2.
        capacities: Country, resource and most of it, of each.
        zero_hour: When all act, UTC, ISO text; empty where it is open.
        nodes: Ids of the network that a plan looks at; empty for one that is not shown.
        ties: Pairs of places in ``nodes``.
        warns: Two places in ``nodes`` and the hours that a warning takes between them.
        candidates: By id.
        forbidden: Id of a released entity to the role that protects it.
        plan: What a plan's file holds besides its targets, as JSON holds it.
        targets: Entity id to the country that leads, of the plan that was handed in.
    """

    countries: tuple[str, ...]
    capacities: tuple[tuple[str, str, int], ...]
    zero_hour: str
    nodes: tuple[str, ...]
    ties: tuple[tuple[int, int], ...]
    warns: tuple[tuple[int, int, float], ...]
    candidates: tuple[Able, ...]
    forbidden: Mapping[str, str]
    plan: Mapping[str, Any]
    targets: Mapping[str, str] = field(default_factory=dict)
