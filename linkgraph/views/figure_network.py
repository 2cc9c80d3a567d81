"""The network of a figure: the same places, lines and icons as the page has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from linkgraph.views.drawing import FAMILIES, bundle_links, family
from linkgraph.views.figure_parts import Picture, label, shortened
from linkgraph.views.figure_room import Room, box_of_text
from linkgraph.views.icons import icon_key, icon_shapes
from linkgraph.views.layout import place
from linkgraph.views.part import choose_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink
    from linkgraph.views.drawing import Line
    from linkgraph.views.part import Part

__all__ = ["network_picture"]

_MARGIN = 70
_PLATE = 17.0
_ICON = 0.62
_DASHES = {"solid": "", "dashed": ' stroke-dasharray="7 5"', "dotted": ' stroke-dasharray="2 4"'}
_LETTERS = 24
_LINE_FONT = 8.5
_INKS = ("#1c2733", "#4c5a68")


def network_picture(release: Release, limit: int) -> tuple[Picture, str]:
    """Return the network, and how much of the release it holds."""
    part = choose_part(release, limit)
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    lines = bundle_links(part.links, index)
    placed = place(part, index)
    left = min((x for x, _ in placed), default=0) - _MARGIN
    top = min((y for _, y in placed), default=0) - _MARGIN
    spots = [(x - left, y - top) for x, y in placed]
    icons = {icon_key(e.kind, e.roles): icon_shapes(e.kind, e.roles) for e in part.entities}
    names = {key: f"i{number}" for number, key in enumerate(sorted(icons))}
    words, left_out = _words_of_lines(lines, part, spots)
    parts = [
        "<defs>",
        *(f'<g id="{names[key]}">{icons[key]}</g>' for key in sorted(icons)),
        "</defs>",
        *(_line(line, spots) for line in lines),
        *words,
        *(
            _entity(entity, names[icon_key(entity.kind, entity.roles)], spot)
            for entity, spot in zip(part.entities, spots, strict=True)
        ),
    ]
    size = f"{len(part.entities):,} of {len(release.entities):,} entities"
    width = max((x for x, _ in spots), default=0) + _MARGIN
    height = max((y for _, y in spots), default=0) + _MARGIN
    told = f"; {left_out:,} without words, which would cover others" if left_out else ""
    return Picture(width, height, parts), f"Network: {size}, {len(part.links):,} links{told}"


def _words_of_lines(
    lines: Sequence[Line], part: Part, spots: Sequence[tuple[int, int]]
) -> tuple[list[str], int]:
    """Return the words of lines that cover none of an entity's or another line's; how many do."""
    room, made = Room(), []
    for entity, (x, y) in zip(part.entities, spots, strict=True):
        room.take((x - _PLATE, y - _PLATE, x + _PLATE, y + _PLATE))
        for text, down, size in _captions(entity, y):
            room.take(box_of_text(text, x, down, size))
    for line in (one for one in lines if one.start != one.end):
        (ax, ay), (cx, cy), (bx, by) = _curve(line, spots)
        mx, my, text = (ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4 + 3, _words(line, part.links)
        if room.take_if_free(box_of_text(text, mx, my, _LINE_FONT)):
            made.append(
                f'<text x="{mx:.1f}" y="{my:.1f}" font-size="{_LINE_FONT}"'
                f' fill="{FAMILIES[family(line.type)][0]}" stroke="#ffffff" stroke-width="3"'
                f' paint-order="stroke" text-anchor="middle">{label(text)}</text>'
            )
    return made, sum(one.start != one.end for one in lines) - len(made)


def _curve(
    line: Line, spots: Sequence[tuple[int, int]]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    (ax, ay), (bx, by) = spots[line.start], spots[line.end]
    bend = line.bend if line.start < line.end else -line.bend
    middle = (ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend
    return (ax, ay), middle, (bx, by)


def _line(line: Line, spots: Sequence[tuple[int, int]]) -> str:
    (ax, ay), (cx, cy), (bx, by) = _curve(line, spots)
    colour = FAMILIES[family(line.type)][0]
    if line.start == line.end:
        return f'<circle cx="{ax}" cy="{ay - 26}" r="14" fill="none" stroke="{colour}"/>'
    angle = math.atan2(by - cy, bx - cx)
    tip = bx - (_PLATE + 3) * math.cos(angle), by - (_PLATE + 3) * math.sin(angle)
    return (
        f'<path d="M{ax} {ay}Q{cx:.1f} {cy:.1f} {bx} {by}" fill="none" stroke="{colour}"'
        f' stroke-width="1.3"{_DASHES[line.style]}/>'
        f'<path d="M0 0L-9 -4V4z" fill="{colour}"'
        f' transform="translate({tip[0]:.1f} {tip[1]:.1f}) rotate({math.degrees(angle):.1f})"/>'
    )


def _words(line: Line, links: Sequence[ReleasedLink]) -> str:
    if len(line.links) > 1:
        return f"{len(line.links)} links {line.type.replace('_', ' ')}"
    link = links[line.links[0]]
    told = [link.amount or line.type.replace("_", " "), link.at[:10]]
    return shortened(" · ".join(filter(None, told)), 34)


def _entity(entity: ReleasedEntity, icon: str, spot: tuple[int, int]) -> str:
    x, y = spot
    scale = 2 * _PLATE / _ICON / 88
    style = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" text-anchor="middle"'
    return (
        f'<use xlink:href="#{icon}" transform="translate({x - 44 * scale:.1f}'
        f' {y - 44 * scale:.1f}) scale({scale:.3f})"/>'
    ) + "".join(
        f'<text x="{x}" y="{down:.1f}" font-size="{size}" fill="{colour}" {style}>'
        f"{label(text)}</text>"
        for (text, down, size), colour in zip(_captions(entity, y), _INKS, strict=True)
    )


def _captions(entity: ReleasedEntity, y: int) -> tuple[tuple[str, float, float], ...]:
    """Return what stands below an entity: texts, where, and how large."""
    under = " · ".join([*entity.roles, *entity.countries])
    down = y + _PLATE * (1.5 if entity.roles else 1) + 13
    return (shortened(entity.caption, _LETTERS), down, 11.5), (shortened(under, 32), down + 12, 9.5)
