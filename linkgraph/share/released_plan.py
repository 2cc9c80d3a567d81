"""A targeting plan as one audience may have it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["ReleasedPlan", "ReleasedTarget"]

_KEY, _FORM = "linkgraph_released_plan", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTarget:
    """Somebody, or something, to act on.

    Attributes:
        entity_id: Its id, by what the audience may see.
        caption: What to call it.
        kind: ``person``, ``account`` or ``link``, as of ``JointTarget``.
        holders: Suspects who control it, by entity id; empty for people.
        country: Who leads.
        support: Other countries that take part and have reach.
        basis: What says that it can be acted on there.
        resource: What it takes, by resource.
        worth: Weight, 0 to 1, by what the audience may see.
        reasons: What speaks for that weight.
        identifiers: Accounts, phones, documents and the like.
        records: File and locator of each record that the audience may see.
        originators: Who says so, sorted.
        handling: Strictest on it (``H2 AMBER``).
    """

    entity_id: str
    caption: str
    kind: str
    holders: tuple[str, ...]
    country: str
    support: tuple[str, ...]
    basis: tuple[str, ...]
    resource: Mapping[str, int]
    worth: float
    reasons: tuple[str, ...]
    identifiers: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    originators: tuple[str, ...]
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedPlan:
    """A plan made from what one audience may see, and checked against all that the case holds.

    It holds no list of those who are not acted on and no count of those whom a role
    protects: by who is missing from it a reader could tell who is protected.

    Attributes:
        case_name: The case's name as its holders gave it.
        audience: Whom it is for.
        made: When, UTC.
        handling: Strictest handling of all that it rests on.
        originators: All of it, sorted.
        asked: What it was made for, people named only where that was told on purpose.
        targets: By entity id.
        figures: ``value``, ``bound``, ``gap``, ``proved``, ``left`` and ``before`` by
            objective, ``note``, ``in_time``.
        used: Each limit: ``country``, ``resource``, ``used``, ``most``, ``binds``.
        cautions: What a reader must know, in order.
    """

    case_name: str
    audience: str
    made: str
    handling: str
    originators: tuple[str, ...]
    asked: Mapping[str, Any]
    targets: tuple[ReleasedTarget, ...]
    figures: Mapping[str, Any]
    used: tuple[Mapping[str, Any], ...]
    cautions: tuple[str, ...] = field(default=())

    def to_pandas(self) -> pd.DataFrame:
        """Return the targets, one row each."""
        import pandas as pd

        columns = list(ReleasedTarget.__dataclass_fields__)
        return pd.DataFrame([asdict(one) for one in self.targets], columns=columns)

    def to_json(self) -> str:
        """Return the plan as a file keeps it."""
        told = {_KEY: _FORM} | asdict(self)
        for one in told["targets"]:
            one["lead"] = one["country"]
            one["records"] = [{"file": file, "locator": place} for file, place in one["records"]]
        return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"
