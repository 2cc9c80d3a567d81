"""What each subject of an investigation plan stands for, as the case knows who is who today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.resolve.clusters import Clusters

__all__ = ["StandsFor", "stand_for"]


@dataclass(frozen=True, slots=True)
class StandsFor:
    """A subject of a plan, and the records that count as its.

    Attributes:
        place: Which of the plan's subjects it is, from 1.
        subject: The id that the plan names.
        entity: The entity that this is part of now.
        records: How many records the entity has.
        possibly: Ids of entities that may be the same one, as nobody has decided; what they
            say does not count as the subject's.
    """

    place: int
    subject: str
    entity: str
    records: int
    possibly: tuple[str, ...]

    @property
    def says(self) -> str:
        """What planners must know of it, in words that name nobody; empty for nothing."""
        many = len(self.possibly)
        if not many:
            return ""
        return (
            f"subjects[{self.place}] stands for {_count(self.records, 'record')};"
            f" {many} more {'entity' if many == 1 else 'entities'} may be the same one, and what"
            f" {'it says does' if many == 1 else 'they say does'} not count as near"
        )


def stand_for(
    subjects: Sequence[str], clusters: Clusters, alike: Iterable[tuple[str, str]]
) -> tuple[StandsFor, ...]:
    """Return what each subject stands for, in their order.

    Args:
        subjects: Ids of entities or of records of theirs.
        clusters: Who is who.
        alike: Pairs of entities that may be one, as of ``may_be_one``.
    """
    entities = [clusters.entity_of(one) for one in subjects]
    beside: dict[str, set[str]] = {one: set() for one in entities}
    for one, two in alike:
        if one in beside:
            beside[one].add(two)
        if two in beside:
            beside[two].add(one)
    return tuple(
        StandsFor(
            place, subject, entity, len(clusters.members(entity)), tuple(sorted(beside[entity]))
        )
        for place, (subject, entity) in enumerate(zip(subjects, entities, strict=True), 1)
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
