"""A release as the data of a board: columns, each text once."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from linkgraph.schema import load_schema
from linkgraph.views.arranged import place_in_circles, place_in_layers, rows_by_time, ties_of
from linkgraph.views.columns import Names, pack_ids, pack_numbers
from linkgraph.views.drawing import FAMILIES, family, line_style
from linkgraph.views.icons import icon_key, icon_uri, plate_of
from linkgraph.views.layout import place
from linkgraph.views.markup import script_json
from linkgraph.views.moments import UNDATED, Moment, moment_of
from linkgraph.views.part import PROTECTED
from linkgraph.views.scores import scores_of
from linkgraph.views.shown import describe_head, shown_properties, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink, Shown
    from linkgraph.views.part import Part

__all__ = ["FORM", "board_data", "digest_of"]

FORM = 1
_AMOUNT = re.compile(r"([0-9,]+)(?:\.([0-9]{1,8}))? ([A-Z]{3})")
_PLAIN = re.compile(r"[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_EXACT = 2**47
_STYLES = ("solid", "dashed", "dotted")
_GRAINS = ("", "instant", "day", "month", "year")
# What makes somebody part of a syndicate.
_BELONGS = {"MEMBER_OF", "LEADS"}


def board_data(release: Release, part: Part, title: str, *, slim: bool = False) -> dict[str, Any]:
    """Return what a board's page is filled with, ready for JSON.

    Args:
        release: What may be shown.
        part: What is drawn of it.
        title: Heading; empty for the case's name.
        slim: For a notebook: nearness alone is laid out, and no score is reckoned.
    """
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    begins = [moment_of(link.at).minute for link in part.links]
    scores = [] if slim else scores_of(part, index)
    return {
        "form": FORM,
        "head": describe_head(release, part, title),
        "families": [[name, colour] for name, (colour, _) in FAMILIES.items()],
        "entities": _entities(part.entities),
        "links": _links(part.links, index),
        "places": _places(part, index, begins, slim=slim),
        "scores": [one | {"values": pack_numbers(one["values"])} for one in scores],
        "groups": _groups(part, index),
    }


def digest_of(data: Mapping[str, Any]) -> str:
    """Return the sha256 of a board's data, in hexadecimal digits."""
    return hashlib.sha256(script_json(data).encode("utf-8")).hexdigest()


def _entities(entities: Sequence[ReleasedEntity]) -> dict[str, Any]:
    kinds, roles, countries, owners = Names(), Names(), Names(), Names()
    marks, icons, texts, looks = Names(), Names(), Names(), Names()
    for one in entities:
        kinds.place(one.kind)
    places = [
        looks.place(
            (
                kinds.place(one.kind),
                roles.place(one.roles),
                countries.place(one.countries),
                owners.place(one.originators),
                marks.place(one.handling),
                icons.place((icon_key(one.kind, one.roles), one.kind, one.roles)),
                int(one.hidden),
            )
        )
        for one in entities
    ]
    points = [_point(one) for one in entities]
    return {
        "id": pack_ids([one.id for one in entities]),
        "caption": [one.caption for one in entities],
        "look": pack_numbers(places),
        "looks": looks.listed,
        "kinds": [[name, words(name), *plate_of(name)] for name in kinds.listed],
        "roleSets": [[words(role) for role in each] for each in roles.listed],
        "guarded": [int(bool(PROTECTED & set(each))) for each in roles.listed],
        "suspected": [int("suspect" in each) for each in roles.listed],
        "countrySets": [list(each) for each in countries.listed],
        "originatorSets": [list(each) for each in owners.listed],
        "handlings": marks.listed,
        "icons": [icon_uri(kind, given) for _, kind, given in icons.listed],
        "properties": _properties([one.properties for one in entities], texts),
        "texts": texts.listed,
        "points": [[n, *point] for n, point in enumerate(points) if point],
    }


def _properties(properties: Iterable[Mapping[str, Shown]], texts: Names) -> list[list[int]]:
    """Return, for each that has any, its number and places of name, text, name, text, ..."""
    told = []
    for number, filled in enumerate(properties):
        places = [
            texts.place(text)
            for name, each in shown_properties(filled)
            for value in each
            for text in (name, value)
        ]
        if places:
            told.append([number, *places])
    return told


def _point(one: ReleasedEntity) -> list[float] | None:
    told = one.properties.get("latitude"), one.properties.get("longitude")
    try:
        latitude, longitude = (float(str(value)) for value in told)
    except ValueError:
        return None
    # Above 90 there is no place; a comparison with "not a number" is false as well.
    return [latitude, longitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None  # noqa: PLR2004


def _links(links: Sequence[ReleasedLink], index: Mapping[str, int]) -> dict[str, Any]:
    types, grades, marks, texts, looks = Names(), Names(), Names(), Names(), Names()
    currencies = Names([""])
    amounts = [_amount(link.amount) for link in links]
    moments = [moment_of(link.at) for link in links]
    places = [
        looks.place(
            (
                types.place(link.type),
                grades.place(link.grade),
                marks.place(link.handling),
                currencies.place(amount[1]),
                _GRAINS.index(moment.grain),
            )
        )
        for link, amount, moment in zip(links, amounts, moments, strict=True)
    ]
    known = load_schema().links
    names = list(FAMILIES)
    return {
        "id": pack_ids([link.id for link in links]),
        "start": pack_numbers([index[link.start] for link in links]),
        "end": pack_numbers([index[link.end] for link in links]),
        "look": pack_numbers(places),
        "looks": looks.listed,
        "types": [
            [one, words(one), names.index(family(one)), int(one in known and known[one].context)]
            for one in types.listed
        ],
        "grades": [[grade, _STYLES.index(line_style(grade))] for grade in grades.listed],
        "handlings": marks.listed,
        "currencies": [[code[:3], int(code[3:] or 0)] for code in currencies.listed],
        "amount": pack_numbers([minor for minor, _ in amounts]),
        # What is not written as money usually is stays as it was.
        "priced": {
            str(n): link.amount
            for n, (link, told) in enumerate(zip(links, amounts, strict=True))
            if link.amount and not told[1]
        },
        "properties": _properties([link.properties for link in links], texts),
        "texts": texts.listed,
        **_times(links, moments),
    }


def _amount(text: str) -> tuple[int, str]:
    """Return an amount in the digits that it is written with, and its currency with their number.

    No amount, and a text of another form, give 0 and an empty currency.
    """
    found = _AMOUNT.fullmatch(text)
    if not found:
        return 0, ""
    whole, rest, currency = found[1].replace(",", ""), found[2] or "", found[3]
    minor = int(whole + rest)
    # It must be counted exactly and be written again as it stood.
    exact = minor < _EXACT and f"{int(whole):,}" == found[1]
    return (minor, f"{currency}{len(rest)}") if exact else (0, "")


def _times(links: Sequence[ReleasedLink], moments: Sequence[Moment]) -> dict[str, Any]:
    dated = [moment.minute for moment in moments if moment.minute != UNDATED]
    # Undated ones stand one before the first, so that few bytes hold all.
    before = min(dated, default=0) - 1
    return {
        "at": pack_numbers([before if m.minute == UNDATED else m.minute for m in moments]),
        "second": pack_numbers([_second(link.at) for link in links]),
        # What is not written as moments usually are stays as it was.
        "said": {
            str(n): link.at
            for n, (link, moment) in enumerate(zip(links, moments, strict=True))
            if link.at and moment.grain in {"", "instant"} and not _PLAIN.fullmatch(link.at)
        },
    }


def _second(text: str) -> int:
    return int(text[17:19]) if _PLAIN.fullmatch(text) else 0


def _places(
    part: Part, index: Mapping[str, int], begins: Sequence[int], *, slim: bool
) -> dict[str, Any]:
    near = {"force": place(part, index)}
    if slim:
        return {name: _packed(places) for name, places in near.items()}
    ties = ties_of(part, index)
    first = [n for n, one in enumerate(part.entities) if one.kind == "Syndicate"] or [
        n
        for n, one in enumerate(part.entities)
        if "suspect" in one.roles and not PROTECTED & set(one.roles)
    ]
    told = near | {"layers": place_in_layers(ties, first), "circles": place_in_circles(ties)}
    return {name: _packed(places) for name, places in told.items()} | {
        "rows": pack_numbers(rows_by_time(part, index, begins))
    }


def _packed(places: Sequence[tuple[int, int]]) -> list[Any]:
    return [pack_numbers([x for x, _ in places]), pack_numbers([y for _, y in places])]


def _groups(part: Part, index: Mapping[str, int]) -> list[list[Any]]:
    """Return each syndicate with its members, by number, and what only its members hold."""
    members: dict[int, set[int]] = {}
    holders: dict[int, set[int]] = {}
    for link in part.links:
        one, other = index[link.start], index[link.end]
        if link.type in _BELONGS and part.entities[other].kind == "Syndicate":
            members.setdefault(other, set()).add(one)
        elif link.type in {"HOLDS", "USES"}:
            holders.setdefault(other, set()).add(one)
    made = []
    for syndicate in sorted(members):
        inside = members[syndicate]
        own = [thing for thing, by in sorted(holders.items()) if by <= inside]
        made.append([syndicate, sorted(inside), [one for one in own if one not in inside]])
    return made
