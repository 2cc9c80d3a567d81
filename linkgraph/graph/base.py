"""What the graph holds, and what every engine promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

__all__ = [
    "NODE_COMMON",
    "Change",
    "GraphEngine",
    "LinkShape",
    "Param",
    "Projection",
    "Rows",
    "Watermark",
]

Param = str | int | float | bool | None | list[str] | list[int]

# Columns that every node has beside its kind's own properties, in this order.
NODE_COMMON = ("id", "caption", "sources", "originators", "handling", "records")


class LinkShape(NamedTuple):
    """A link type with the kinds at its ends: one table of links."""

    type: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Watermark:
    """What an engine's graph was made from.

    Attributes:
        case_id: The case's own random id.
        version: Ledger version that the graph shows.
        schema_version: Version of schema.yaml in force when it was made.
    """

    case_id: str
    version: int
    schema_version: int


@dataclass(frozen=True, slots=True)
class Projection:
    """Entities and links as columns, ready to load.

    Attributes:
        nodes: Per kind, one row an entity, ordered by id. Columns: ``id`` (text,
            unique over all kinds), ``caption``, ``sources`` (ids of the sources
            that say it, sorted, one text, spaces between), ``originators`` (sorted
            list such as ``["MY/FIU"]``), ``handling`` (strictest), ``records``
            (how many records say it), then the kind's properties; ``many``
            properties are sorted lists. Neither a list nor a text is ever empty,
            but null.
        links: Per shape, one row a link, ordered by link_id. Columns: ``link_id``
            (unique over all types), ``from_id``, ``to_id``, ``sources``,
            ``handling``, ``reliability``, ``credibility`` (of the best-graded
            record), ``records``, then the type's properties.
    """

    nodes: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    links: Mapping[LinkShape, pl.DataFrame] = field(default_factory=dict)

    def counts(self) -> tuple[int, int]:
        """Return (entities, links)."""
        entities = sum(frame.height for frame in self.nodes.values())
        return entities, sum(frame.height for frame in self.links.values())


@dataclass(frozen=True, slots=True)
class Change:
    """What to do to a graph at one version to bring it to another.

    Attributes:
        watermark: What the graph shows afterwards.
        gone_nodes: Ids of entities to remove, with whatever links they still have.
        gone_links: Ids of links to remove, per link type.
        upsert: Entities and links to write: each replaces the one of its id whole
            (properties that it lacks are removed), or is added.
    """

    watermark: Watermark
    gone_nodes: Sequence[str]
    gone_links: Mapping[str, Sequence[str]]
    upsert: Projection


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: column names, and one tuple per row in that order.

    Values are None, bool, int, float, str, or lists and dicts of these.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class GraphEngine(Protocol):
    """A graph that takes a projection or a change and answers Cypher.

    Every implementation holds to this:

    * A node carries two labels, ``Entity`` and its kind; ``id`` is unique.
    * ``build`` and ``apply`` show all of their effect or none of it: the watermark
      is written with the data, and a process killed half-way leaves either the
      former graph or one that says it is unfinished (``watermark`` gives None).
    * Applying a change twice is the same as once.
    * ``run`` cannot write, and sends parameters apart from the text.
    * A driver's exception leaves as an ``EngineError`` whose cause it is, without
      the driver's words.
    * An absent property reads as null, an empty list is never stored.
    """

    @property
    def name(self) -> str:
        """The word after ``--engine`` on the command line."""
        ...

    def watermark(self) -> Watermark | None:
        """Return what the graph was made from; None where missing, damaged or half-made."""
        ...

    def build(self, projection: Projection, watermark: Watermark) -> None:
        """Replace the whole graph."""
        ...

    def apply(self, change: Change) -> None:
        """Bring the graph to the change's version."""
        ...

    def run(self, cypher: str, params: Mapping[str, Param]) -> Rows:
        """Answer one read on the graph as it stands, in the query's own order.

        Raises:
            EngineError: The text is not Cypher this engine speaks, would write, or
                the engine failed.
        """
        ...

    def read(self) -> Projection:
        """Return all entities and links, as they were projected; types included."""
        ...

    def touching(self, sources: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
        """Return ids of entities, and of links per type, that any of the sources says."""
        ...

    def info(self) -> dict[str, str | int]:
        """Return engine, its version, entities, links and where it keeps them."""
        ...

    def close(self) -> None:
        """Release files and connections; safe to call twice."""
        ...
