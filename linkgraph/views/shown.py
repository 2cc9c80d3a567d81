"""What a page says in words: a release as text for people and for the page's script."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from linkgraph.views.drawing import FAMILIES, family, line_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink, Shown
    from linkgraph.views.part import Part

__all__ = ["describe", "describe_head", "shown_properties", "words"]

_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def words(name: str) -> str:
    """Return a name of the schema as words.

    Examples:
        >>> words("BankAccount"), words("birth_dates"), words("MEMBER_OF")
        ('Bank account', 'birth dates', 'MEMBER OF')
    """
    spaced = _WORD_ENDS.sub(" ", name)
    if spaced != name:
        spaced = spaced[0] + spaced[1:].lower()
    return spaced.replace("_", " ")


def describe(release: Release, part: Part, title: str) -> dict[str, Any]:
    """Return all that the page shows apart from the drawing, ready for JSON.

    Args:
        release: What may be shown.
        part: What is drawn of it.
        title: Heading; empty for the case's name.
    """
    number = {entity.id: n for n, entity in enumerate(part.entities)}
    return {
        **describe_head(release, part, title),
        "families": [[name, colour] for name, (colour, _) in FAMILIES.items()],
        "entities": [_entity(entity) for entity in part.entities],
        "families_of": {link.type: family(link.type) for link in part.links},
        "styles_of": {link.grade: line_style(link.grade) for link in part.links},
        "links": [_link(link, number) for link in part.links],
    }


def describe_head(release: Release, part: Part, title: str) -> dict[str, Any]:
    """Return what stands at the head of a page: what it is, for whom, from whom, with what care.

    Args:
        release: What may be shown.
        part: What is drawn of it.
        title: Heading; empty for the case's name.
    """
    size = _size(release, part)
    handling = release.handling or "not stated: treat as H3 RED"
    originators = ", ".join(release.originators) or "not stated"
    return {
        "title": title or release.case_name,
        "case": release.case_name,
        "handling": handling,
        "audience": release.audience,
        "own": release.own,
        "originators": originators,
        "made": release.made,
        "version": release.ledger_version,
        "size": size,
        "part": _part_note(release, part),
        "cautions": [*_own_cautions(part), *release.cautions],
        "summary": f"Network: {size}; handling {handling}; originators {originators}",
    }


def shown_properties(properties: Mapping[str, Shown]) -> list[tuple[str, list[str]]]:
    """Return each property's name in words, and its texts."""
    return [(words(name), _texts(value)) for name, value in properties.items()]


def _size(release: Release, part: Part) -> str:
    total = max(release.total_entities, len(release.entities))
    drawn = len(part.entities)
    of = f" of {total:,}" if total > drawn else ""
    all_links = len(release.links)
    links_of = f" of {all_links:,}" if part.links_left_out else ""
    return f"{drawn:,}{of} entities, {len(part.links):,}{links_of} links"


def _part_note(release: Release, part: Part) -> str:
    if not part.left_out:
        if release.total_entities > len(release.entities):
            return f"Part of the case: {_size(release, part)}."
        return ""
    return (
        f"Only a part is drawn: {_size(release, part)}. Suspects and syndicates come first, "
        "then what is tied to them, and to that; a tie to a victim or witness puts nobody "
        "forward. What is not drawn may matter as much."
    )


def _own_cautions(part: Part) -> list[str]:
    both = sum({"suspect", "victim"} <= set(entity.roles) for entity in part.entities)
    if not both:
        return []
    who = "One person is" if both == 1 else f"{both:,} people are"
    return [
        (
            f"{who} named as suspect and as victim. Under the non-punishment principle a person "
            "must weigh that before any action."
        )
    ]


def _entity(entity: ReleasedEntity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": words(entity.kind),
        "caption": entity.caption,
        "roles": [words(role) for role in entity.roles],
        "hidden": entity.hidden,
        "countries": list(entity.countries),
        "originators": list(entity.originators),
        "handling": entity.handling,
        "properties": _properties(entity.properties),
    }


def _link(link: ReleasedLink, number: Mapping[str, int]) -> list[Any]:
    return [
        link.id,
        link.type,
        number[link.start],
        number[link.end],
        link.at,
        link.amount,
        link.grade,
        link.handling,
        _properties(link.properties),
    ]


def _properties(properties: Mapping[str, Shown]) -> list[list[Any]]:
    return [[name, texts] for name, texts in shown_properties(properties)]


def _texts(value: Shown) -> list[str]:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)]
