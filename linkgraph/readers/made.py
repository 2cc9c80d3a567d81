"""What one pass over a batch found, before records at fault are taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from linkgraph.readers.base import RawBatch
    from linkgraph.readers.columns import Columns, Faults

__all__ = ["EntityPart", "Ids", "LinkPart", "Made", "Read", "where"]

# Per record: None, an id, or a list of ids where one cell gave several.
Ids = list[Any]
# Property to one value a record.
Read = Mapping[str, list[Any]]


class EntityPart(NamedTuple):
    """Entities of one spec: their kind, ids and properties."""

    kind: str
    ids: Ids
    read: Read


class LinkPart(NamedTuple):
    """Links of one spec between two kinds; without ids where the ends alone tell them apart."""

    type: str
    start: str
    end: str
    ids: Ids | None
    starts: Ids
    ends: Ids
    read: Read


@dataclass(slots=True)
class Made:
    """What a run of records gave.

    Attributes:
        raw: The records.
        columns: Their columns.
        faults: What is wrong with them, by position.
        parents: For mentions, the position of the record that each stands in.
        ids: Entity spec's name to its kind and ids; no ids where no record has one.
        entities: In the mapping's order.
        links: In the mapping's order.
    """

    raw: RawBatch
    columns: Columns
    faults: Faults = field(default_factory=dict)
    parents: list[int] | None = None
    ids: dict[str, tuple[str, Ids | None]] = field(default_factory=dict)
    entities: list[EntityPart] = field(default_factory=list)
    links: list[LinkPart] = field(default_factory=list)


def where(applies: list[bool] | None, ids: Ids) -> Ids:
    """Return the ids of the records that a condition holds for, None for the others."""
    if applies is None or False not in applies:
        return ids
    return [one if met else None for one, met in zip(ids, applies, strict=True)]
