"""What a plan is made from: a case, or what one audience may see of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.case.subjects import Looking, subjects_of
from linkgraph.catalogue.measured.acts import links_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from linkgraph.case.subjects import Subjects
    from linkgraph.graph.base import Projection
    from linkgraph.plan import Asked

__all__ = ["Ground"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is made from, and nothing beside it.

    Attributes:
        graph: Entities and links, in bulk.
        protected: Entity id to the role that protects it, or may.
        rates: Exchange rates, as of ``Surroundings.rates``.
        places: Gives ``file``, ``locator`` and ``entity_id`` of each record of a person.
        originators: Source id to the country that gave it.
    """

    graph: Projection
    protected: Mapping[str, str]
    rates: pl.DataFrame
    places: Callable[[], pl.DataFrame]
    originators: Mapping[str, str] = field(default_factory=dict)

    def subjects(self, asked: Asked, *, with_views: bool = False) -> Subjects:
        """Return whom a plan can be about.

        Args:
            asked: Says who is lifted, and what ties.
            with_views: Whether to tell what each country's sources show by themselves.
        """
        how = Looking(
            lifted=asked.lifted,
            link_types=asked.link_types or None,
            originators=self.originators if with_views else {},
            least_tie=asked.least_tie,
        )
        return subjects_of(self.graph, self.protected, self.rates, how)

    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """Return, by entity, the things that it holds or uses."""
        held: dict[str, set[str]] = defaultdict(set)
        hands = links_of(self.graph, ("HOLDS", "USES")).select("from_id", "to_id")
        for one, other in hands.iter_rows():
            held[one].add(other)
        return {one: tuple(sorted(things)) for one, things in held.items()}

    def records(self) -> dict[str, list[tuple[str, str]]]:
        """Return, by entity, file and locator of each of its records."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for file, place, entity in self.places().iter_rows():
            found[entity].append((file, place))
        return found
