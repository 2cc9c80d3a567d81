"""The map of a figure: countries, how many entities are tied to each, links between them."""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from linkgraph.views.figure_parts import Picture, label
from linkgraph.views.markup import static

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.share.model import Release

__all__ = ["map_picture"]

_WIDTH, _HEIGHT = 900, 520
_ROOM = 70
_FLATTEST = 78.0
_LEAST_SPAN = 24.0
_HALF = 180.0
_PUSHES = 60

Point = tuple[float, float]


class _Sight(NamedTuple):
    """What part of the world is seen: its middle, and pixels a degree across and down."""

    longitude: float
    latitude: float
    across: float
    down: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Return where a point is drawn."""
        x = _WIDTH / 2 + (longitude - self.longitude) * self.across
        return x, _HEIGHT / 2 - (latitude - self.latitude) * self.down


def map_picture(release: Release) -> tuple[Picture, str]:
    """Return the map, and in how many countries how many entities are."""
    counts = Counter(code for entity in release.entities for code in entity.countries)
    known = _centres()
    points = {code: known[code] for code in sorted(counts) if code in known}
    sight = _sight(list(points.values()))
    placed = {
        code: sight.at(_near(longitude, sight.longitude), latitude)
        for code, (longitude, latitude) in points.items()
    }
    parts = [
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#e6eef5"/>',
        *_land(sight, set(counts)),
        *_flows(release, placed),
        *_bubbles(counts, placed),
        "</svg>",
    ]
    nowhere = sum(not entity.countries for entity in release.entities)
    size = len(release.entities) - nowhere
    words = f"Map: {size:,} entities in {len(counts):,} countries, {nowhere:,} with none on file"
    return Picture(_WIDTH, _HEIGHT, parts), words


@cache
def _world() -> Any:
    return json.loads(static("world50.json"))


@cache
def _arcs() -> list[list[Point]]:
    """Return the outlines' pieces in degrees."""
    world = _world()
    scale = world["transform"]["scale"]
    made = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0], y * scale[1]))
        made.append(points)
    return made


@cache
def _countries() -> list[tuple[str, list[list[Point]]]]:
    """Return the alpha-2 code of each country, and the outer rings of its parts."""
    made = []
    for country in _world()["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [country["arcs"]]}.get(country["type"], country["arcs"])
        rings = [_ring(polygon[0]) for polygon in polygons]
        made.append((country["properties"]["a2"], rings))
    return made


def _ring(numbers: Iterable[int]) -> list[Point]:
    points: list[Point] = []
    for number in numbers:
        arc = _arcs()[number] if number >= 0 else _arcs()[~number][::-1]
        points += arc if not points else arc[1:]
    return _unrolled(points)


def _unrolled(points: Sequence[Point]) -> list[Point]:
    """Return a ring that goes on over the edge of the map in place of coming back round it."""
    made: list[Point] = []
    turn = 0
    for n, (x, y) in enumerate(points):
        step = x - points[n - 1][0] if n else 0.0
        turn += -360 if step > _HALF else 360 if step < -_HALF else 0
        made.append((x + turn, y))
    return made


@cache
def _centres() -> dict[str, Point]:
    """Return the middle of each country's largest part."""
    centres = {code: (float(x), float(y)) for code, (x, y) in _world()["points"].items()}
    for code, rings in _countries():
        if code:
            ring = max(rings, key=lambda one: abs(_area(one)))
            centres[code] = _middle(ring)
    return centres


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


def _middle(ring: Sequence[Point]) -> Point:
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs) / (6 * area)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs) / (6 * area)
    return x, y


def _near(longitude: float, middle: float) -> float:
    """Return the longitude on the same side of the world as the middle."""
    return (longitude - middle + 180) % 360 - 180 + middle


def _sight(points: Sequence[Point]) -> _Sight:
    if not points:
        return _Sight(20, 10, _WIDTH / 370, _WIDTH / 370)
    sorted_ = sorted(x for x, _ in points)
    gaps = [
        ((sorted_[(n + 1) % len(sorted_)] - x) % 360 or 360, sorted_[(n + 1) % len(sorted_)])
        for n, x in enumerate(sorted_)
    ]
    widest, begin = max(gaps)
    middle = begin + (360 - widest) / 2
    low, high = min(y for _, y in points), max(y for _, y in points)
    latitude = max(-60.0, min(60.0, (low + high) / 2))
    # A degree across is shorter than one down, the more the farther from the equator.
    flat = math.cos(math.radians(min(_FLATTEST, abs(latitude))))
    down = min(
        (_WIDTH - 2 * _ROOM) / max(_LEAST_SPAN, 360 - widest) / flat,
        (_HEIGHT - 2 * _ROOM) / max(_LEAST_SPAN, high - low),
    )
    return _Sight(middle, latitude, down * flat, down)


def _land(sight: _Sight, held: set[str]) -> list[str]:
    made = []
    for code, rings in _countries():
        paths = [
            path for ring in rings for turn in (-360, 0, 360) if (path := _path(sight, ring, turn))
        ]
        if paths:
            fill = "#c9dcea" if code in held else "#fbfaf6"
            made.append(f'<path d="{"".join(paths)}" fill="{fill}" stroke="#a9b6c1" stroke-width="0.6"/>')  # fmt: skip
    return made


def _path(sight: _Sight, ring: Sequence[Point], turn: int) -> str:
    placed = [sight.at(x + turn, y) for x, y in ring]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    if max(xs) < 0 or min(xs) > _WIDTH or max(ys) < 0 or min(ys) > _HEIGHT:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed) + "Z"


def _flows(release: Release, placed: Mapping[str, Point]) -> list[str]:
    where = {one.id: one.countries for one in release.entities}
    between: Counter[tuple[str, str]] = Counter()
    for link in release.links:
        one, other = where[link.start], where[link.end]
        if len(one) == len(other) == 1 and one != other:
            between[min(one[0], other[0]), max(one[0], other[0])] += 1
    most = max(between.values(), default=1)
    made = []
    for (one_, other_), many in sorted(between.items(), key=lambda told: (-told[1], told[0]))[:60]:
        if one_ in placed and other_ in placed:
            (ax, ay), (bx, by) = placed[one_], placed[other_]
            cx, cy = (ax + bx) / 2 + (by - ay) * 0.18, (ay + by) / 2 - (bx - ax) * 0.18
            made.append(f'<path d="M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}" fill="none" stroke="#33414e" stroke-opacity="0.4" stroke-width="{0.8 + 4 * math.sqrt(many / most):.1f}"/>')  # fmt: skip
    return made


def _bubbles(counts: Counter[str], placed: Mapping[str, Point]) -> list[str]:
    most = max(counts.values(), default=1)
    sizes = {code: 11 + 11 * math.sqrt(counts[code] / most) for code in placed}
    apart = _pushed_apart(placed, sizes)
    made = []
    for code, (x, y) in apart.items():
        home = placed[code]
        if math.hypot(x - home[0], y - home[1]) > sizes[code]:
            made.append(
                f'<path d="M{x:.1f} {y:.1f}L{home[0]:.1f} {home[1]:.1f}" stroke="#1f4e79"/>'
            )
        made.append(
            f'<g fill="#ffffff" text-anchor="middle"><circle cx="{x:.1f}" cy="{y:.1f}"'
            f' r="{sizes[code]:.1f}" fill="#1f4e79" stroke="#ffffff" stroke-width="1.5"/>'
            f'<text x="{x:.1f}" y="{y - 1:.1f}" font-size="11" font-weight="700">{label(code)}</text>'
            f'<text x="{x:.1f}" y="{y + 10:.1f}" font-size="10">{counts[code]:,}</text></g>'
        )
    return made


def _pushed_apart(placed: Mapping[str, Point], sizes: Mapping[str, float]) -> dict[str, Point]:
    """Return places near by at which no disc lies on another."""
    apart = dict(placed)
    pairs = list(combinations(sorted(apart), 2))
    for _ in range(_PUSHES):
        settled = True
        for one, other in pairs:
            (ax, ay), (bx, by) = apart[one], apart[other]
            dx, dy = bx - ax or 0.1, by - ay or 0.1
            away = math.hypot(dx, dy)
            short = (sizes[one] + sizes[other] + 2 - away) / 2
            if short > 0:
                settled = False
                px, py = dx / away * short, dy / away * short
                apart[one], apart[other] = (ax - px, ay - py), (bx + px, by + py)
        if settled:
            break
    return apart
