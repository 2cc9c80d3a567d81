"""The network of a figure: the same places, lines and icons as the page has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from linkgraph.views.drawing import FAMILIES, bundle_links, family
from linkgraph.views.figure_parts import Picture, label, shortened
from linkgraph.views.icons import icon_key, icon_shapes
from linkgraph.views.layout import place
from linkgraph.views.part import choose_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink
    from linkgraph.views.drawing import Line

__all__ = ["network_picture"]

_MARGIN = 70
_PLATE = 17.0
_ICON = 0.62
_DASHES = {"solid": "", "dashed": ' stroke-dasharray="7 5"', "dotted": ' stroke-dasharray="2 4"'}
_LETTERS = 24


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
    parts = [
        "<defs>",
        *(f'<g id="{names[key]}">{icons[key]}</g>' for key in sorted(icons)),
        "</defs>",
        *(_line(line, part.links, spots) for line in lines),
        *(
            _entity(entity, names[icon_key(entity.kind, entity.roles)], spot)
            for entity, spot in zip(part.entities, spots, strict=True)
        ),
    ]
    size = f"{len(part.entities):,} of {len(release.entities):,} entities"
    width = max((x for x, _ in spots), default=0) + _MARGIN
    height = max((y for _, y in spots), default=0) + _MARGIN
    return Picture(width, height, parts), f"Network: {size}, {len(part.links):,} links"


def _line(line: Line, links: Sequence[ReleasedLink], spots: Sequence[tuple[int, int]]) -> str:
    (ax, ay), (bx, by) = spots[line.start], spots[line.end]
    colour = FAMILIES[family(line.type)][0]
    if line.start == line.end:
        return f'<circle cx="{ax}" cy="{ay - 26}" r="14" fill="none" stroke="{colour}"/>'
    bend = line.bend if line.start < line.end else -line.bend
    cx, cy = (ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend
    angle = math.atan2(by - cy, bx - cx)
    tip = bx - (_PLATE + 3) * math.cos(angle), by - (_PLATE + 3) * math.sin(angle)
    return (
        f'<path d="M{ax} {ay}Q{cx:.1f} {cy:.1f} {bx} {by}" fill="none" stroke="{colour}"'
        f' stroke-width="1.3"{_DASHES[line.style]}/>'
        f'<path d="M0 0L-9 -4V4z" fill="{colour}"'
        f' transform="translate({tip[0]:.1f} {tip[1]:.1f}) rotate({math.degrees(angle):.1f})"/>'
        f'<text x="{(ax + 2 * cx + bx) / 4:.1f}" y="{(ay + 2 * cy + by) / 4 + 3:.1f}"'
        f' font-size="8.5" fill="{colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke"'
        f' text-anchor="middle">{label(_words(line, links))}</text>'
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
    under = " · ".join([*entity.roles, *entity.countries])
    down = y + _PLATE * (1.5 if entity.roles else 1) + 13
    style = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" text-anchor="middle"'
    return (
        f'<use xlink:href="#{icon}" transform="translate({x - 44 * scale:.1f}'
        f' {y - 44 * scale:.1f}) scale({scale:.3f})"/>'
        f'<text x="{x}" y="{down:.1f}" font-size="11.5" fill="#1c2733" {style}>'
        f"{label(shortened(entity.caption, _LETTERS))}</text>"
        f'<text x="{x}" y="{down + 12:.1f}" font-size="9.5" fill="#4c5a68" {style}>'
        f"{label(shortened(under, 32))}</text>"
    )
