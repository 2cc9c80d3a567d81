"""Where each entity stands: the same for the same links, computed here and not in a browser."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from linkgraph.schema import load_schema
from linkgraph.views.packing import pack
from linkgraph.views.stress import Points, place_by_distance, push_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.views.part import Part

__all__ = ["place"]

# Pixels at full size. A label under an icon makes it wider than high.
_LINK_LENGTH = 118.0
# What few have room for: amount and date beside each other on a link.
_LONGEST_LINK = 230.0
_CELL = (94.0, 78.0)
_GAP = 90.0
_SEED = 20151
_FOLD = 0.55
# Above this an area of its own for each community reads better, and is faster to find.
_WHOLE = 260
# A country or an agency's list joins nearly everybody: it pulls less.
_CONTEXT_HOPS = 2


def place(part: Part, index: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return the place of each entity, in whole pixels, in their order.

    Each connected component is drawn by itself: small ones so that distance on the
    page follows distance in links, large ones as communities drawn so and set beside
    those they are linked to. Components are packed side by side, largest first, and
    what has no link stands in a block of its own.

    Args:
        part: What is drawn.
        index: Id of an entity to its number.

    Note:
        Takes O(n^2) time and memory for the largest community of n entities.
    """
    graph = _graph(part, index)
    components = [sorted(found) for found in nx.connected_components(graph)]
    joined = sorted((c for c in components if len(c) > 1), key=lambda c: (-len(c), c[0]))
    alone = sorted(c[0] for c in components if len(c) == 1)
    blocks = [(members, _place_component(graph, members)) for members in joined]
    if alone:
        blocks.append((alone, _grid(len(alone))))
    corners = pack([_size(points) for _, points in blocks], _GAP)
    placed = [(0, 0)] * len(index)
    for (members, points), corner in zip(blocks, corners, strict=True):
        moved = points - points.min(axis=0) + np.array(corner)
        for member, (x, y) in zip(members, moved, strict=True):
            placed[member] = (round(float(x)), round(float(y)))
    return placed


def _graph(part: Part, index: Mapping[str, int]) -> nx.Graph[int]:
    known = load_schema().links
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(index)))
    for link in part.links:
        ends = index[link.start], index[link.end]
        context = link.type in known and known[link.type].context
        hops = _CONTEXT_HOPS if context else 1
        if ends[0] != ends[1]:
            before = graph.edges[ends] if graph.has_edge(*ends) else {"hops": hops, "count": 0}
            graph.add_edge(*ends, hops=min(hops, before["hops"]), count=before["count"] + 1)
    for _, _, between in graph.edges(data=True):
        # Who deals with each other often belongs together more than who did so once.
        between["weight"] = math.sqrt(between["count"]) / between["hops"] ** 2
    return graph


def _place_component(graph: nx.Graph[int], members: list[int]) -> Points:
    if len(members) <= _WHOLE:
        return _place_whole(graph, members)
    communities = sorted(_communities(graph, members), key=lambda c: (-len(c), c[0]))
    return _place_communities(graph, members, communities)


def _communities(graph: nx.Graph[int], members: list[int]) -> list[list[int]]:
    """Return communities, those too large to be drawn as one divided again."""
    part = _ordered(graph.subgraph(members))
    found = [sorted(c) for c in nx.community.louvain_communities(part, weight="weight", seed=_SEED)]
    if len(found) == 1:
        # Nothing divides it: what stands together in the order goes together.
        found = [members[at : at + _WHOLE] for at in range(0, len(members), _WHOLE)]
    whole: list[list[int]] = []
    for community in found:
        too_large = len(community) > _WHOLE
        whole += _communities(graph, community) if too_large else [community]
    return whole


def _ordered(part: nx.Graph[int]) -> nx.Graph[int]:
    """Return a copy whose order depends on the numbers alone."""
    copy: nx.Graph[int] = nx.Graph()
    copy.add_nodes_from(sorted(part))
    copy.add_weighted_edges_from(
        sorted((min(a, b), max(a, b), d["weight"]) for a, b, d in part.edges(data=True))
    )
    return copy


def _place_whole(graph: nx.Graph[int], members: list[int]) -> Points:
    at = {member: row for row, member in enumerate(members)}
    near = np.zeros((len(members), len(members)), dtype=np.int64)
    for one, other in graph.subgraph(members).edges():
        hops = graph.edges[one, other]["hops"]
        near[at[one], at[other]] = near[at[other], at[one]] = hops
    length = max(_LINK_LENGTH, _LONGEST_LINK - 3.0 * len(members))
    points = place_by_distance(_distances(near) * length)
    return push_apart(points, _CELL)


def _distances(near: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Points:
    """Return the hops between each two; what no path joins is set well apart."""
    steps = [(near == hops).astype(np.float32) for hops in (1, _CONTEXT_HOPS)]
    size = len(near)
    distances = np.full((size, size), -1.0)
    np.fill_diagonal(distances, 0.0)
    before: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    fresh = np.eye(size, dtype=np.float32)
    hops = 0
    while fresh.any() or (before and before[-1].any()):
        reached = steps[0] @ fresh
        if before:
            reached += steps[1] @ before[-1]
        before.append(fresh)
        hops += 1
        new = (reached > 0) & (distances < 0)
        distances[new] = hops
        fresh = new.astype(np.float32)
    distances[distances < 0] = hops + 1
    return distances


def _place_communities(
    graph: nx.Graph[int], members: list[int], communities: list[list[int]]
) -> Points:
    inner = [_place_whole(graph, community) for community in communities]
    inner = [points - (points.max(axis=0) + points.min(axis=0)) / 2 for points in inner]
    radii = np.array([float(np.hypot(*points.T).max()) + _GAP / 2 for points in inner])
    home = {member: c for c, community in enumerate(communities) for member in community}
    crossing = sorted(
        (min(a, b), max(a, b)) for a, b in graph.subgraph(members).edges() if home[a] != home[b]
    )
    centres = _place_centres(radii, [(home[a], home[b]) for a, b in crossing])
    place_in = {m: (c, row) for c, com in enumerate(communities) for row, m in enumerate(com)}
    _turn(inner, centres, [(place_in[a], place_in[b]) for a, b in crossing])
    placed = np.zeros((len(members), 2))
    at = {member: row for row, member in enumerate(members)}
    for number, community in enumerate(communities):
        placed[[at[member] for member in community]] = inner[number] + centres[number]
    return placed


def _place_centres(radii: Points, pairs: Iterable[tuple[int, int]]) -> Points:
    near = np.zeros((len(radii), len(radii)), dtype=np.int64)
    for one, other in pairs:
        near[one, other] = near[other, one] = 1
    apart = radii[:, None] + radii[None, :]
    hops = _distances(near)
    # Far is drawn less far than it is: a long chain folds, and does not leave the page empty.
    farther = np.maximum(hops, 1.0) ** _FOLD - 1.0
    wanted = apart + farther * 2.0 * float(np.median(radii))
    np.fill_diagonal(wanted, 0.0)
    centres = place_by_distance(wanted)
    return push_apart(centres, (1.0, 1.0), apart)


def _turn(
    inner: list[Points],
    centres: Points,
    crossing: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Turn each community so that links to others are short."""
    outward: list[list[tuple[int, tuple[int, int]]]] = [[] for _ in inner]
    for (c, row), (d, other) in crossing:
        outward[c].append((row, (d, other)))
        outward[d].append((other, (c, row)))
    turns = [math.tau * step / 24 for step in range(24)]
    matrices = [np.array([[math.cos(t), math.sin(t)], [-math.sin(t), math.cos(t)]]) for t in turns]
    for number, links in enumerate(outward):
        if not links:
            continue
        own = inner[number][[row for row, _ in links]]
        far = np.array([centres[d] + inner[d][row] for _, (d, row) in links]) - centres[number]
        lengths = [float(np.hypot(*(own @ matrix - far).T).sum()) for matrix in matrices]
        inner[number] = inner[number] @ matrices[int(np.argmin(np.round(lengths, 6)))]


def _grid(count: int) -> Points:
    columns = max(1, math.ceil(math.sqrt(count * 1.8)))
    cells = [(n % columns * _CELL[0] * 1.2, n // columns * _CELL[1] * 1.1) for n in range(count)]
    return np.array(cells)


def _size(points: Points) -> tuple[float, float]:
    width, height = points.max(axis=0) - points.min(axis=0)
    return float(width) + _CELL[0], float(height) + _CELL[1]
