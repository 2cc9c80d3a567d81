"""Which part of a large release to draw."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink

__all__ = ["PROTECTED", "Part", "choose_part"]

# Roles that put nobody forward, and a tie to whom puts nobody forward.
PROTECTED = frozenset({"victim", "witness", "informant", "protected"})


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn of a release.

    Attributes:
        entities: By id.
        links: Those with both ends among the entities, by id.
        left_out: Entities of the release that are not drawn.
        links_left_out: Links of the release that are not drawn.
    """

    entities: tuple[ReleasedEntity, ...]
    links: tuple[ReleasedLink, ...]
    left_out: int
    links_left_out: int


def choose_part(release: Release, limit: int) -> Part:
    """Return the part of a release that is drawn.

    Where a plan comes with the release, its targets come first. Then suspects and
    syndicates, those with most ties before others. Then what is
    tied to one of them, then what is tied to that, and so on; in each such ring what is
    tied to most of those chosen goes first. Where nothing is tied to those chosen, the
    entity with most ties begins again. So the part hangs together where the release
    does. Where two are alike the lower id goes first.

    A tie is a link to another entity, parallel links counting once. Links of context
    (a country, an agency's list) join nearly everybody and are none. Nor are links to a victim, witness,
    informant or protected person: nobody is put forward by a tie to one of them. They
    themselves come last, by id alone, also where they are suspects too.

    Args:
        release: What may be drawn.
        limit: Most entities, at least 1.

    Returns:
        All of the release where it is not larger than the limit.
    """
    entities = sorted(release.entities, key=lambda entity: entity.id)
    if len(entities) > limit:
        targets = release.targeting.targets if release.targeting else {}
        chosen = _choose(entities, _ties(entities, release.links), limit, targets)
        entities = [entity for entity in entities if entity.id in chosen]
    kept = {entity.id for entity in entities}
    links = [link for link in release.links if link.start in kept and link.end in kept]
    return Part(
        entities=tuple(entities),
        links=tuple(sorted(links, key=lambda link: link.id)),
        left_out=len(release.entities) - len(entities),
        links_left_out=len(release.links) - len(links),
    )


def _ties(entities: Iterable[ReleasedEntity], links: Iterable[ReleasedLink]) -> dict[str, set[str]]:
    known = load_schema().links
    open_ids = {entity.id for entity in entities if not PROTECTED & set(entity.roles)}
    ties: dict[str, set[str]] = defaultdict(set)
    for link in links:
        context = link.type in known and known[link.type].context
        if not context and link.start != link.end and {link.start, link.end} <= open_ids:
            ties[link.start].add(link.end)
            ties[link.end].add(link.start)
    return ties


def _choose(
    entities: list[ReleasedEntity],
    ties: Mapping[str, set[str]],
    limit: int,
    targets: Collection[str],
) -> set[str]:
    def by_ties(entity_id: str) -> tuple[int, str]:
        return (-len(ties.get(entity_id, ())), entity_id)

    protected = [entity.id for entity in entities if PROTECTED & set(entity.roles)]
    first = [
        entity.id
        for entity in entities
        if ("suspect" in entity.roles or entity.kind == "Syndicate" or entity.id in targets)
        and not PROTECTED & set(entity.roles)
    ]
    seeds = sorted(first, key=lambda one: (one not in targets, by_ties(one)))[:limit]
    taken = set(seeds) | set(protected)
    others = sorted((e.id for e in entities if e.id not in taken), key=by_ties)
    chosen = _grow(seeds, others, ties, limit)
    return chosen | set(protected[: limit - len(chosen)])


def _grow(
    seeds: list[str], others: list[str], ties: Mapping[str, set[str]], limit: int
) -> set[str]:
    growth = _Growth(ties, waiting=set(others))
    for seed in seeds:
        growth.rings[seed] = 0
    for seed in seeds:
        growth.note_neighbours(seed)
    chosen = set(seeds)
    for other in others:
        # Those tied to what is chosen go before the next in line.
        while len(chosen) < limit and (nearest := growth.take_nearest()):
            chosen.add(nearest)
        if len(chosen) >= limit:
            break
        if other in growth.waiting:
            growth.rings[other] = 0
            growth.take(other)
            chosen.add(other)
    return chosen


class _Growth:
    """What waits to be chosen, nearest to what was chosen first."""

    def __init__(self, ties: Mapping[str, set[str]], waiting: set[str]) -> None:
        self.waiting = waiting
        self.rings: dict[str, int] = {}
        self._ties = ties
        self._joins: dict[str, int] = defaultdict(int)
        self._heap: list[tuple[int, int, int, str]] = []

    def take_nearest(self) -> str:
        """Return the next that is tied to what was chosen; empty where none is."""
        while self._heap:
            _, joined, _, nearest = heappop(self._heap)
            # One that has been tied to more since then stands in the heap again.
            if nearest in self.waiting and -joined == self._joins[nearest]:
                self.take(nearest)
                return nearest
        return ""

    def take(self, entity_id: str) -> None:
        """Let one wait no more, and its neighbours stand nearer."""
        self.waiting.remove(entity_id)
        self.note_neighbours(entity_id)

    def note_neighbours(self, entity_id: str) -> None:
        """Count what was chosen as a tie of each that waits beside it."""
        for other in self._ties.get(entity_id, ()):
            if other in self.waiting:
                self._joins[other] += 1
                ring = self.rings.setdefault(other, self.rings[entity_id] + 1)
                entry = (ring, -self._joins[other], -len(self._ties[other]), other)
                heappush(self._heap, entry)
