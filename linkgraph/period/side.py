"""A case as one side of a joint period holds it, or both together: questions are asked on it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.catalogue import Surroundings
from linkgraph.catalogue.known import check_known, held_by_graph
from linkgraph.errors import InputError
from linkgraph.folder import unfinished_folder
from linkgraph.graph.base import Watermark
from linkgraph.graph.engines import open_engine
from linkgraph.graph.projection import Scope, project
from linkgraph.graph.rates import exchange_rates
from linkgraph.resolve.applied import find_entities, make_entities
from linkgraph.schema import load_schema
from linkgraph.share.guard import protected_people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from linkgraph.catalogue import Answer, Question
    from linkgraph.graph.base import GraphEngine, Param, Projection
    from linkgraph.ledger import Ledger, SourceRow
    from linkgraph.resolve.clusters import Clusters

__all__ = ["Side", "engine_of", "side_of"]


@dataclass(frozen=True, slots=True)
class Side:
    """What some of a case's sources tell.

    Attributes:
        ledger: The truth.
        rows: The sources.
        clusters: Who is who, by the judgements on records that both stand in these sources.
        graph: What they make.
        protected: Entity id in this graph to the role that protects it, by all that the
            case holds.
    """

    ledger: Ledger
    rows: tuple[SourceRow, ...]
    clusters: Clusters
    graph: Projection
    protected: Mapping[str, str]

    def given(self, question: Question, params: Mapping[str, Param]) -> dict[str, Param]:
        """Return parameters in which ids are those of this side's entities."""
        wanted = {
            name for name, one in question.params.items() if one.type in {"entity", "entities"}
        }
        return {name: self._led(v) if name in wanted else v for name, v in params.items()}

    def _led(self, value: Param) -> Param:
        if isinstance(value, list):
            return list(dict.fromkeys(self.clusters.entity_of(str(one)) for one in value))
        return self.clusters.entity_of(value) if isinstance(value, str) else value

    def surroundings(self) -> Surroundings:
        """Return what measures may see of it."""
        numbers = [row.seq for row in self.rows]
        return Surroundings(
            read=lambda: self.graph,
            protected=lambda: self.protected,
            rates=lambda: exchange_rates(self.ledger, numbers),
            as_of=self._as_of,
        )

    def _as_of(self, version: int) -> Projection:
        return side_of(self.ledger, [row for row in self.rows if row.added <= version]).graph

    def ask(
        self, question: Question, params: Mapping[str, Param], engine: GraphEngine | None
    ) -> Answer | None:
        """Return its answer; None where it does not hold an entity that is asked about."""
        given = self.given(question, params)
        try:
            check_known(question.id, question.params, given, held_by_graph(lambda: self.graph))
        except InputError:
            return None
        return question.ask(engine, [*self.rows], given, self.surroundings())


def side_of(ledger: Ledger, rows: Sequence[SourceRow]) -> Side:
    """Return what some sources tell.

    Args:
        ledger: The truth.
        rows: The sources, in the order they came.

    Note:
        O(all that they say), for memory too.
    """
    numbers = [row.seq for row in rows]
    seen: set[str] = set()
    for table in ledger.tables(part="entity", names=load_schema().resolved_kinds, sources=numbers):
        seen.update(table.frame["id"].unique())
    judged = [one for one in ledger.verdicts() if one.left in seen and one.right in seen]
    clusters = make_entities(ledger, judged, sources=numbers)
    graph = project(ledger, Scope(sources=numbers, clusters=clusters))
    whole, roles = find_entities(ledger), protected_people(ledger)
    people = graph.nodes.get("Person")
    protected = {
        one: role
        for one in (() if people is None else people["id"])
        for role in [_role(one, clusters, whole, roles)]
        if role
    }
    return Side(ledger, tuple(rows), clusters, graph, protected)


def _role(one: str, clusters: Clusters, whole: Clusters, roles: Mapping[str, str]) -> str:
    held = (roles.get(whole.entity_of(member), "") for member in clusters.members(one))
    return next(filter(None, held), "")


@contextmanager
def engine_of(side: Side, folder: Path) -> Iterator[GraphEngine]:
    """Lend a graph of a side that answers Cypher; nothing of it is left behind.

    Args:
        side: The side.
        folder: The case's; only its owner may enter what is made in it.
    """
    with unfinished_folder(folder / "graph.kgl") as place:
        engine = open_engine("kglite", place, "side")
        try:
            engine.build(side.graph, Watermark("side", 1, load_schema().version))
            yield engine
        finally:
            engine.close()
