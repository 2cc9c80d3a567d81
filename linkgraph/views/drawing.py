"""A release's entities and links as pyvis nodes and edges."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.views.icons import icon_key, icon_uri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.share.model import ReleasedLink
    from linkgraph.views.part import Part

__all__ = ["FAMILIES", "Drawing", "Line", "bundle_links", "draw", "family", "line_style"]

# Colour of the links of a family; each holds 3:1 or more on white, and the type is
# written on the link, so that nothing rests on colour alone.
FAMILIES: dict[str, tuple[str, frozenset[str]]] = {
    "money": ("#8a5a00", frozenset({"PAID", "PAID_FOR"})),
    "contact": ("#00734f", frozenset({"CALLED", "MESSAGED", "CONTACT_IN", "BOOKED_FOR"})),
    "movement": (
        "#0067a3",
        frozenset({"TRAVELLED_ON", "STAYED_AT", "DEPARTED_FROM", "ARRIVED_AT", "LOCATED_AT"}),
    ),
    "act against a person": (
        "#b3261e",
        frozenset(
            {
                "RECRUITED",
                "TRANSPORTED",
                "TRANSFERRED",
                "HARBOURED",
                "RECEIVED",
                "CONTROLLED",
                "EXPLOITED",
                "SMUGGLED",
            }
        ),
    ),
    "other": ("#5c5c5c", frozenset()),
}
_DASHES = {"solid": False, "dashed": [9, 6], "dotted": [2, 5]}
# Europol 4x4 and Admiralty write reliability as a letter, 3x5x2 as a digit.
_STRONG = re.compile(r"[AB][12]|1[AB]")
_CANNOT_BE_JUDGED = re.compile(r"|[FX].*|.*6")

_MOST_CURVES = 5
_MOST_BY_PYVIS = 2000
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"size": 30, "shape": "image"},
    "edges": {
        "smooth": False,
        "width": 1.6,
        "selectionWidth": 2,
        "hoverWidth": 0,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}},
        "color": {"inherit": False},
    },
    "interaction": {
        "hover": False,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 3_600_000,
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the page: a link, or several alike between the same two.

    Attributes:
        start: Number of the entity that it comes from.
        end: Number of the one it goes to.
        type: Link type.
        style: solid, dashed or dotted.
        links: Numbers of its links, ascending.
        bend: How far it bows out, to the left of the way from the lower number to the
            higher; 0 for straight.
    """

    start: int
    end: int
    type: str
    style: str
    links: tuple[int, ...]
    bend: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What vis-network draws.

    Attributes:
        nodes: As pyvis makes them; ``id`` is the number of the entity.
        edges: As pyvis makes them; ``links`` are numbers of links.
        options: As pyvis makes them.
        icons: ``data:`` addresses by key.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    icons: dict[str, str]


def line_style(grade: str) -> str:
    """Return how a link of this grade is drawn.

    Args:
        grade: Reliability and credibility as the source's own scheme writes them. It
            is never converted: only the best two of each scheme count as strong.

    Returns:
        solid for strong evidence, dashed for weaker, dotted where there is no grade
        or the grade says that it cannot be judged.

    Examples:
        >>> [line_style(grade) for grade in ("B2", "C3", "X4", "")]
        ['solid', 'dashed', 'dotted', 'dotted']
    """
    if _STRONG.fullmatch(grade):
        return "solid"
    return "dotted" if _CANNOT_BE_JUDGED.fullmatch(grade) else "dashed"


def family(link_type: str) -> str:
    """Return the family of a link type, ``other`` where it belongs to none."""
    found = (name for name, (_, types) in FAMILIES.items() if link_type in types)
    return next(found, "other")


def bundle_links(links: Sequence[ReleasedLink], index: Mapping[str, int]) -> list[Line]:
    """Return the lines to draw, each link on exactly one of them.

    Up to five links between the same two are lines of their own, bent apart. Of more,
    those of one type, direction and strength share a line, which shows their number;
    amounts are never added up.

    Args:
        links: In the order of their numbers.
        index: Id of an entity to its number.
    """
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        ends = index[link.start], index[link.end]
        pairs[min(ends), max(ends)].append(number)
    lines = []
    for numbers in pairs.values():
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in numbers:
            link = links[number]
            alike = (link.start, link.type, line_style(link.grade))
            groups[alike if len(numbers) > _MOST_CURVES else (number,)].append(number)
        step = min(0.34, 1.3 / len(groups))
        for place, together in enumerate(groups.values()):
            bend = step * (place - (len(groups) - 1) / 2)
            lines.append(_line(links, index, together, round(bend, 3)))
    return lines


def _line(
    links: Sequence[ReleasedLink], index: Mapping[str, int], together: list[int], bend: float
) -> Line:
    first = links[together[0]]
    return Line(
        start=index[first.start],
        end=index[first.end],
        type=first.type,
        style=line_style(first.grade),
        links=tuple(together),
        bend=bend,
    )


def draw(part: Part, places: Sequence[tuple[int, int]], lines: Sequence[Line]) -> Drawing:
    """Return what vis-network draws, built by pyvis.

    Args:
        part: What is drawn.
        places: Place of each entity.
        lines: Lines between them.
    """
    # pyvis loads all of IPython: whoever draws nothing shall not wait for it.
    from pyvis.network import Network

    net = Network(directed=True)
    icons: dict[str, str] = {}
    for number, entity in enumerate(part.entities):
        key = icon_key(entity.kind, entity.roles)
        icons[key] = icons.get(key) or icon_uri(entity.kind, entity.roles)
        x, y = places[number]
        # Labels are drawn by the page itself, where they do not cover each other.
        net.add_node(number, label=" ", shape="image", x=x, y=y, icon=key)
    for number, line in enumerate(lines):
        look = _look(number, line)
        # pyvis looks for both ends in a list of all nodes, for each link.
        if len(lines) > _MOST_BY_PYVIS:
            net.edges.append({"from": line.start, "to": line.end, "arrows": "to", **look})
        else:
            net.add_edge(line.start, line.end, **look)
    net.set_options(json.dumps(_OPTIONS))
    nodes, edges, *_, options = net.get_network_data()
    return Drawing(nodes, edges, json.loads(options), dict(sorted(icons.items())))


def _look(number: int, line: Line) -> dict[str, Any]:
    look: dict[str, Any] = {
        "id": number,
        "links": list(line.links),
        "color": FAMILIES[family(line.type)][0],
    }
    if line.style != "solid":
        look["dashes"] = _DASHES[line.style]
    if len(line.links) > 1:
        look["width"] = 3
    if line.start == line.end:
        look["selfReference"] = {"size": 28 + 40 * abs(line.bend), "angle": 0.8 + 4 * line.bend}
    elif line.bend:
        # Left of one direction is right of the other.
        left = (line.bend > 0) == (line.start < line.end)
        curve = "curvedCW" if left else "curvedCCW"
        look["smooth"] = {"enabled": True, "type": curve, "roundness": abs(line.bend)}
    return look
