"""What the targeting mode of a board is filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.plan.zero_hour import zones_of
from linkgraph.views.part import PROTECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.share.model import Release
    from linkgraph.share.targeting import Able, Targeting
    from linkgraph.views.part import Part

__all__ = ["targeting_data"]

_RELEASE_ONLY = (
    "Reckoned from this release alone: suspects who no role protects, in the countries on"
    " file for them. A plan's file is made on a board for the case's own agency."
)


def targeting_data(release: Release, part: Part) -> dict[str, Any]:
    """Return ``targets`` of a board's data; nothing where nobody could be acted on.

    Args:
        release: What may be shown. Where it carries a ``targeting``, that is told; else
            suspects of the release itself, tied by all that is drawn.
        part: What is drawn.
    """
    told = release.targeting
    made = _from_release(part) if told is None else _from_plan(told, part)
    if made:
        made["zones"] = {code: list(zones_of(code)) for code in made["countries"]}
    return {"targets": made} if made else {}


def _forbidden(part: Part, index: Mapping[str, int], told: Targeting) -> list[list[Any]]:
    roles = {
        index[one.id]: min(PROTECTED & set(one.roles))
        for one in part.entities
        if PROTECTED & set(one.roles)
    }
    roles |= {index[one]: role for one, role in told.forbidden.items() if one in index}
    return [[number, role] for number, role in sorted(roles.items())]


def _from_plan(told: Targeting, part: Part) -> dict[str, Any]:
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    candidates = [_candidate(one, index) for one in told.candidates if one.id in index]
    if not candidates:
        return {}
    return {
        "countries": list(told.countries),
        "capacities": [
            {"country": country, "resource": resource, "most": most}
            for country, resource, most in told.capacities
        ],
        "zero": told.zero_hour.replace("+00:00", "Z"),
        "nodes": [index.get(one, -1) for one in told.nodes],
        "counts": [1] * len(told.nodes),
        "ties": [list(tie) for tie in told.ties],
        "warns": [[one, other, round(hours, 2)] for one, other, hours in told.warns],
        "candidates": candidates,
        "forbidden": _forbidden(part, index, told),
        "plan": dict(told.plan),
        "loaded": [
            [index[one], country] for one, country in sorted(told.targets.items()) if one in index
        ],
        "note": _not_drawn(sum(one not in index for one in told.targets)),
    }


def _not_drawn(count: int) -> str:
    """Return what to say of targets beyond the limit: a mark that is missing tells nothing."""
    return f"{count} of the plan's targets stand outside what is drawn here." if count else ""


def _candidate(one: Able, index: Mapping[str, int]) -> dict[str, Any]:
    return {
        "entity": index[one.id],
        "worth": one.worth,
        "reach": {
            country: {"basis": list(basis), "resource": dict(one.resource[country])}
            for country, basis in sorted(one.basis.items())
        },
        "kept": dict(one.kept),
    }


def _from_release(part: Part) -> dict[str, Any]:
    """Return what the page cannot see by itself; the rest it reckons from what is drawn."""
    countries = {
        code
        for one in part.entities
        if one.kind == "Person" and "suspect" in one.roles and not PROTECTED & set(one.roles)
        for code in one.countries
    }
    return {"countries": sorted(countries), "note": _RELEASE_ONLY} if countries else {}
