"""A joint plan as planners keep it: targets, what the plan leaves, and why others are left out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError
from linkgraph.plan.asked import Asked
from linkgraph.plan.form import by_text, country, number, text, texts, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

__all__ = ["FORM", "JointPlan", "JointTarget", "read_plan"]

FORM = 1
_KEY = "linkgraph_plan"
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTarget:
    """Somebody, or something, to act on.

    Attributes:
        entity_id: The person's entity, the account, or the name of the link.
        caption: What to call it.
        kind: ``person``; ``account``, to be frozen; or ``link``, all that one account pays
            another, to be blocked.
        holders: Suspects who control it, by entity id; empty for people.
        country: Who leads.
        support: Other countries that take part and have reach.
        basis: What says that the person can be acted on there.
        resource: What it takes, by resource.
        worth: The person's weight, 0 to 1.
        reasons: What speaks for that weight.
        identifiers: Accounts, phones, documents and the like that are the person's.
        records: File and locator of each record that the entity is made of.
        sources: Ids of those that name the person as a suspect.
    """

    entity_id: str
    caption: str
    kind: str = "person"
    holders: tuple[str, ...] = ()
    country: str
    support: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    resource: Mapping[str, int] = field(default_factory=dict)
    worth: float = 0.0
    reasons: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    records: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlan:
    """A plan, whole.

    Attributes:
        asked: What it was made for.
        targets: By entity id.
        figures: ``value``, ``bound``, ``gap``, ``proved``, ``left`` and ``before`` by
            objective, ``seeds``, ``note``, ``in_time``.
        used: Each limit: ``country``, ``resource``, ``used``, ``most``, ``binds``.
        left_out: Candidates not acted on: entity id to which limit keeps them out.
        kept_out: How many suspects nobody acts on since a role protects them, by role.
        case: Digest of the case that it was made from.
        made: When, UTC, ISO text.
        effects: What more is told of it, by name: ``possibly_one_person``, pairs of targets
            that people have not told apart yet.
        draw: Draws it, where the case that it was made of is open; no part of the plan.
    """

    asked: Asked
    targets: tuple[JointTarget, ...]
    figures: Mapping[str, Any]
    used: tuple[Mapping[str, Any], ...]
    left_out: Mapping[str, str]
    kept_out: Mapping[str, int]
    case: str
    made: str
    effects: Mapping[str, Any] = field(default_factory=dict)
    draw: Callable[[], Any] | None = field(default=None, repr=False, compare=False)

    def to_pandas(self) -> pd.DataFrame:
        """Return the targets, one row each."""
        import pandas as pd

        columns = list(JointTarget.__dataclass_fields__)
        return pd.DataFrame([asdict(one) for one in self.targets], columns=columns)

    def to_json(self) -> str:
        """Return the plan as a file keeps it."""
        names = [one.name for one in fields(self) if one.name != "draw"]
        told = {_KEY: FORM} | {name: getattr(self, name) for name in names}
        told |= {"asked": self.asked.to_dict(), "targets": [_target(one) for one in self.targets]}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows: the network around the targets; a table without the case."""
        said = (
            f"{len(self.targets)} targets in {len({one.country for one in self.targets})} countries"
        )
        if self.draw is None:
            return {"text/plain": said, "text/html": self.to_pandas().to_html(escape=True)}
        bundle: dict[str, str] = self.draw()._repr_mimebundle_()
        return bundle | {"text/plain": f"{said}; {bundle['text/plain']}"}


def _target(one: JointTarget) -> dict[str, Any]:
    told = asdict(one)
    told["lead"] = one.country
    told["records"] = [{"file": file, "locator": place} for file, place in one.records]
    return told


def read_plan(path: Path) -> JointPlan:
    """Return the plan that a file keeps.

    Raises:
        InputError: It is no plan, or one of another version.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("this file is too large to be a plan", where=path.name)
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as cause:
        raise InputError(
            "this file cannot be read as a plan", where=path.name,
            remedy="`linkgraph plan targets -o FILE` writes one.",
        ) from cause  # fmt: skip
    if not isinstance(told, dict) or told.get(_KEY) != FORM:
        raise InputError(
            "this is no plan that this version reads", where=path.name,
            remedy="`linkgraph plan targets -o FILE` writes one.",
        )  # fmt: skip
    try:
        asked = Asked.from_dict(told["asked"])
        return JointPlan(
            asked=asked,
            targets=tuple(map(_read_target, told["targets"])),
            figures=by_text(told["figures"], lambda said: said),
            used=tuple(by_text(one, lambda said: said) for one in told["used"]),
            left_out=by_text(told["left_out"], text),
            kept_out=by_text(told["kept_out"], whole),
            case=text(told["case"]),
            made=text(told["made"]),
            effects=by_text(told.get("effects", {}), lambda said: said),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as cause:
        raise InputError(
            "part of this plan is missing or not of its form", where=path.name,
            remedy="Make the plan anew, and change that file.",
        ) from cause  # fmt: skip


def _read_target(told: Mapping[str, Any]) -> JointTarget:
    lists = ("holders", "support", "basis", "reasons", "identifiers", "sources")
    given: dict[str, Any] = {key: texts(told.get(key, ())) for key in lists}
    return JointTarget(
        **given,
        entity_id=text(told["entity_id"]),
        caption=text(told["caption"]),
        kind=text(told.get("kind", "person")),
        country=country(told["country"]),
        resource=by_text(told.get("resource", {}), whole),
        worth=number(told.get("worth", 0.0)),
        records=tuple((text(one["file"]), text(one["locator"])) for one in told.get("records", ())),
    )
