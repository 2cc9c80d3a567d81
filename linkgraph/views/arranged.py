"""Other ways to stand than by nearness: in layers, in circles, along time."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from linkgraph.views.packing import pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.views.part import Part

__all__ = ["place_in_circles", "place_in_layers", "rows_by_time", "ties_of"]

Places = list[tuple[int, int]]

_APART = 96
_LAYER = 132
_GAP = 110
_WIDEST_LAYER = 40
_WRAPPED = 84
_SWEEPS = 4


def ties_of(part: Part, index: Mapping[str, int]) -> list[list[int]]:
    """Return whom each entity is linked to, by number, ascending, parallel links once."""
    ties: list[set[int]] = [set() for _ in index]
    for link in part.links:
        one, other = index[link.start], index[link.end]
        if one != other:
            ties[one].add(other)
            ties[other].add(one)
    return [sorted(each) for each in ties]


def place_in_layers(ties: Sequence[Sequence[int]], first: Sequence[int]) -> Places:
    """Return places by steps from those who come first: they on top, then whom they lead to.

    Args:
        ties: Whom each is linked to.
        first: Numbers of those who come first (syndicates, then suspects). A component
            without any begins with whoever has most ties.

    Note:
        A layer says how many links lie between, never who gives orders. O(n + m) a sweep.
    """
    blocks = []
    for members in _components(ties):
        layers = _layers(ties, members, first)
        _uncross(ties, layers)
        blocks.append(_set_down(layers))
    return _packed(blocks, len(ties))


def place_in_circles(ties: Sequence[Sequence[int]]) -> Places:
    """Return places on circles, one set a component: whoever has most ties is innermost.

    Note:
        The middle is a place on paper; it says that many links are on file. O(n log n + m).
    """
    return _packed([_rings(ties, members) for members in _components(ties)], len(ties))


def rows_by_time(part: Part, index: Mapping[str, int], begins: Sequence[int]) -> list[int]:
    """Return the row of each entity on a chart along time, -1 for those without a dated link.

    Args:
        part: What is drawn.
        index: Id of an entity to its number.
        begins: Minute of each link, below 0 where undated.

    Returns:
        Rows from 0: those whose first dated link is earliest come first, but whoever is
        linked to the row before by a dated link follows it, so that lines stay short.
    """
    first: dict[int, int] = {}
    near: dict[int, dict[int, int]] = {}
    for link, minute in zip(part.links, begins, strict=True):
        if minute < 0:
            continue
        ends = index[link.start], index[link.end]
        for one, other in (ends, ends[::-1]):
            first[one] = min(first.get(one, minute), minute)
            near.setdefault(one, {})[other] = near.get(one, {}).get(other, 0) + 1
    rows = [-1] * len(index)
    waiting = sorted(first, key=lambda one: (first[one], one))
    row = 0
    for begin in waiting:
        one = begin
        while rows[one] < 0:
            rows[one] = row
            row += 1
            others = [o for o in near[one] if rows[o] < 0]
            if not others:
                break
            one = min(others, key=lambda o: (-near[begin].get(o, 0), first[o], o))
    return rows


def _components(ties: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the members of each component, the largest first; those without a tie as one."""
    seen = [False] * len(ties)
    found, alone = [], []
    for start in range(len(ties)):
        if seen[start]:
            continue
        if not ties[start]:
            alone.append(start)
            continue
        seen[start] = True
        members, waiting = [], deque([start])
        while waiting:
            one = waiting.popleft()
            members.append(one)
            for other in ties[one]:
                if not seen[other]:
                    seen[other] = True
                    waiting.append(other)
        found.append(sorted(members))
    found.sort(key=lambda members: (-len(members), members[0]))
    return [*found, alone] if alone else found


def _layers(
    ties: Sequence[Sequence[int]], members: Sequence[int], first: Sequence[int]
) -> list[list[int]]:
    inside = set(members)
    begin = [one for one in first if one in inside]
    if not ties[members[0]]:
        return [list(members)]
    if not begin:
        begin = [max(members, key=lambda one: (len(ties[one]), -one))]
    layers, seen = [begin], set(begin)
    while True:
        after = sorted({o for one in layers[-1] for o in ties[one]} - seen)
        if not after:
            return layers
        seen.update(after)
        layers.append(after)


def _uncross(ties: Sequence[Sequence[int]], layers: list[list[int]]) -> None:
    """Order each layer by the middle of those it is tied to in the layers beside it."""
    place = {one: at / max(1, len(layer)) for layer in layers for at, one in enumerate(layer)}
    level = {one: n for n, layer in enumerate(layers) for one in layer}
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for number in range(len(layers)) if down else reversed(range(len(layers))):
            beside = number - 1 if down else number + 1
            means = {}
            for one in layers[number]:
                told = [place[o] for o in ties[one] if level.get(o) == beside]
                means[one] = sum(told) / len(told) if told else place[one]
            layers[number].sort(key=lambda one: (round(means[one], 9), one))
            place.update({o: at / len(layers[number]) for at, o in enumerate(layers[number])})


def _set_down(layers: Sequence[Sequence[int]]) -> tuple[list[int], Places]:
    members: list[int] = []
    places: Places = []
    y = 0
    count = sum(map(len, layers))
    widest = min(max(map(len, layers)), _WIDEST_LAYER, max(8, math.ceil(math.sqrt(count * 2.2))))
    for layer in layers:
        # A layer of hundreds would be a line nobody can read: it goes on below.
        for begin in range(0, len(layer), widest):
            row = layer[begin : begin + widest]
            left = (widest - len(row)) * _APART // 2
            members += row
            places += [(left + at * _APART, y) for at in range(len(row))]
            y += _WRAPPED
        y += _LAYER - _WRAPPED
    return members, places


def _rings(ties: Sequence[Sequence[int]], members: Sequence[int]) -> tuple[list[int], Places]:
    if not ties[members[0]]:
        return _set_down([members])
    waiting = sorted(members, key=lambda one: (-len(ties[one]), one))
    order: list[int] = []
    places: Places = []
    turn: dict[int, float] = {}
    if len(members) > 2:  # noqa: PLR2004 - two stand beside each other
        turn[waiting[0]] = 0.0
        order, places, waiting = [waiting[0]], [(0, 0)], waiting[1:]
    radius = 0.0
    while waiting:
        radius += _LAYER
        room = max(1, int(math.tau * radius / _APART))
        # A last ring of three beside one of sixty leaves the page empty.
        ring, waiting = waiting[:room], waiting[room:]
        ring.sort(key=lambda one: (round(_mean_turn(ties, one, turn), 6), one))
        for at, one in enumerate(ring):
            turn[one] = math.tau * at / len(ring)
            order.append(one)
            spot = radius * math.cos(turn[one]), radius * math.sin(turn[one])
            places.append((round(spot[0]), round(spot[1])))
    return order, places


def _mean_turn(ties: Sequence[Sequence[int]], one: int, turn: Mapping[int, float]) -> float:
    told = [turn[o] for o in ties[one] if o in turn]
    if not told:
        return 0.0
    x, y = sum(map(math.cos, told)), sum(map(math.sin, told))
    return math.atan2(y, x) % math.tau


def _packed(blocks: Sequence[tuple[list[int], Places]], count: int) -> Places:
    boxes = []
    for _, places in blocks:
        xs, ys = [x for x, _ in places], [y for _, y in places]
        boxes.append((min(xs), min(ys), max(xs) - min(xs) + _APART, max(ys) - min(ys) + _APART))
    corners = pack([(float(box[2]), float(box[3])) for box in boxes], _GAP)
    placed = [(0, 0)] * count
    for (members, places), box, corner in zip(blocks, boxes, corners, strict=True):
        for one, (x, y) in zip(members, places, strict=True):
            placed[one] = (round(x - box[0] + corner[0]), round(y - box[1] + corner[1]))
    return placed
