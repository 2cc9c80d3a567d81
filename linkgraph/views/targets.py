"""What the targeting mode of a board is filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.plan.zero_hour import zones_of
from linkgraph.schema import load_schema
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
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    told = release.targeting
    made = _from_plan(told, index) if told is not None else _from_release(part, index)
    if not made["candidates"]:
        return {}
    made["forbidden"] = _forbidden(part, index, told)
    made["zones"] = {code: list(zones_of(code)) for code in made["countries"]}
    return {"targets": made}


def _forbidden(part: Part, index: Mapping[str, int], told: Targeting | None) -> list[list[Any]]:
    roles = {
        index[one.id]: min(PROTECTED & set(one.roles))
        for one in part.entities
        if PROTECTED & set(one.roles)
    }
    more = told.forbidden if told is not None else {}
    roles |= {index[one]: role for one, role in more.items() if one in index}
    return [[number, role] for number, role in sorted(roles.items())]


def _from_plan(told: Targeting, index: Mapping[str, int]) -> dict[str, Any]:
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
        "candidates": [_candidate(one, index) for one in told.candidates if one.id in index],
        "plan": dict(told.plan),
        "loaded": [
            [index[one], country] for one, country in sorted(told.targets.items()) if one in index
        ],
        "note": "",
    }


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


def _from_release(part: Part, index: Mapping[str, int]) -> dict[str, Any]:
    known = load_schema().links
    open_ones = [one for one in part.entities if not PROTECTED & set(one.roles)]
    place = {one.id: n for n, one in enumerate(open_ones)}
    ties = {
        (min(ends), max(ends))
        for link in part.links
        if (ends := (place.get(link.start, -1), place.get(link.end, -1)))
        and min(ends) >= 0
        and ends[0] != ends[1]
        and not (link.type in known and known[link.type].context)
    }
    able = [
        one
        for one in open_ones
        if one.kind == "Person" and "suspect" in one.roles and one.countries
    ]
    return {
        "countries": sorted({code for one in able for code in one.countries}),
        "capacities": [],
        "zero": "",
        "nodes": [index[one.id] for one in open_ones],
        "counts": [int(one.kind == "Person") for one in open_ones],
        "ties": [list(tie) for tie in sorted(ties)],
        "warns": [],
        "candidates": [
            {
                "entity": index[one.id],
                "worth": 0,
                "reach": {
                    code: {"basis": ["on file"], "resource": {"arrest": 1}}
                    for code in one.countries
                },
            }
            for one in able
        ],
        "plan": None,
        "loaded": [],
        "note": _RELEASE_ONLY,
    }
