"""The graph in Neo4j 5.26 or newer: one case fills one database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.graph.base import LinkShape, Projection, Watermark
from linkgraph.graph.columns import link_columns, node_columns
from linkgraph.graph.neo4j_driver import connect
from linkgraph.graph.neo4j_load import apply_change, build_graph
from linkgraph.graph.neo4j_settings import Neo4jSettings, settings_from_environment
from linkgraph.graph.neo4j_writer import refuse_others, version_shown
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.graph.base import Change, Param, Rows
    from linkgraph.graph.neo4j_driver import Run, Server

__all__ = ["Neo4jEngine", "Neo4jSettings", "open_neo4j", "settings_from_environment"]

_WATERMARK = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) WHERE w.state = 'ready'
RETURN w.case_id, w.version, w.schema_version, w.entities, w.links
"""
_COUNTS = """
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH ()-[r]->() RETURN count(r) AS links }
RETURN entities, links
"""
_NODES_OF_SOURCES = """
MATCH (n:Entity)
WHERE any(id IN $sources WHERE ' ' + n.sources + ' ' CONTAINS ' ' + id + ' ')
RETURN n.id
"""
_LINKS_OF_SOURCES = """
MATCH (:Entity)-[r]->()
WHERE any(id IN $sources WHERE ' ' + r.sources + ' ' CONTAINS ' ' + id + ' ')
RETURN type(r), r.link_id
"""
_LABELS_USED = "MATCH (n:Entity) UNWIND labels(n) AS label RETURN DISTINCT label"
_TYPES_USED = "MATCH (:Entity)-[r]->(:Entity) RETURN DISTINCT type(r)"
_KIND = "[label IN labels({}) WHERE label IN $kinds][0]"


class Neo4jEngine:
    """A case's graph in a Neo4j database.

    Entities carry ``:Entity`` and their kind. Beside them stands one node,
    ``:LinkgraphWatermark``, that tells what the graph shows. What people add to the
    entities in Neo4j itself goes when the graph is made again.
    """

    name = "neo4j"

    def __init__(self, server: Server) -> None:
        self._server = server

    def watermark(self) -> Watermark | None:
        """Return what the graph was made from; None where missing, damaged or half-made.

        Damaged is a graph with fewer entities or links than were written.
        """
        marks, counts = self._server.read(lambda run: (run(_WATERMARK), run(_COUNTS)))
        if not marks or None in marks[0]:
            return None
        case_id, version, schema_version, entities, links = marks[0]
        if counts[0][0] < entities or counts[0][1] < links:
            return None
        return Watermark(case_id, version, schema_version)

    def build(self, projection: Projection, watermark: Watermark) -> None:
        """Replace the whole graph, or finish what a killed process had begun of the same.

        Raises:
            EngineError: The database holds anything else, the projection breaks its own
                form, another process took over, or the server failed.
        """
        build_graph(self._server, projection, watermark)

    def apply(self, change: Change) -> None:
        """Bring the graph to the change's version.

        Raises:
            EngineError: The graph is missing or unfinished, or as ``build``.
        """
        apply_change(self._server, change)

    def run(self, cypher: str, params: Mapping[str, Param]) -> Rows:
        """Answer one read on the graph as it stands, in the query's own order.

        Entities and links come back as their ids, a path as the ids along it.

        Raises:
            EngineError: The text is not Cypher 5, does more than read its own graph,
                lacks a parameter, or the server failed.
        """
        return self._server.ask(cypher, params, version_shown)

    def read(self) -> Projection:
        """Return all entities and links, as they were projected; types included.

        Columns that no entity of a kind, or link of a shape, has a value in are left
        out.
        """
        return self._server.read(_read)

    def touching(self, sources: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
        """Return ids of entities, and of links per type, that any of the sources says; sorted."""
        wanted = sorted(set(sources))

        def work(run: Run) -> tuple[list[list[Any]], list[list[Any]]]:
            version_shown(run)
            return run(_NODES_OF_SOURCES, sources=wanted), run(_LINKS_OF_SOURCES, sources=wanted)

        nodes, links = self._server.read(work)
        per_type: dict[str, list[str]] = {}
        for link_type, link_id in sorted(links):
            per_type.setdefault(link_type, []).append(link_id)
        return sorted(node_id for (node_id,) in nodes), per_type

    def info(self) -> dict[str, str | int]:
        """Return engine, its version, entities, links and where it keeps them."""
        entities, links = self._server.read(lambda run: run(_COUNTS)[0])
        return {
            "engine": self.name,
            "version": self._server.version,
            "entities": entities,
            "links": links,
            "place": self._server.place,
        }

    def close(self) -> None:
        """Close the connections; safe to call twice."""
        self._server.close()


def open_neo4j(
    uri: str, user: str, password: str, database: str | None = None, *, case_id: str
) -> Neo4jEngine:
    """Return a case's graph in a Neo4j database, which may be empty yet.

    Args:
        uri: Such as ``bolt://localhost:7687`` or ``neo4j+s://graph.example.org``.
        user: Whom to log in as.
        password: Goes to the server and nowhere else.
        database: None for the user's default.
        case_id: The case's own random id.

    Raises:
        EngineError: The address is none, or unencrypted to another machine; no Neo4j
            5.26 or newer answers there, or it refuses the user; the database holds
            another case or anything else; or the driver is not installed.
    """
    server = connect(uri, user, password, database)
    try:
        server.read(lambda run: refuse_others(run, case_id))
    except BaseException:
        server.close()
        raise
    return Neo4jEngine(server)


def _read(run: Run) -> Projection:
    version_shown(run)
    schema = load_schema()
    # Not db.labels() and db.relationshipTypes(): they name all that constraints name.
    labels = {name for (name,) in run(_LABELS_USED)}
    types = {name for (name,) in run(_TYPES_USED)}
    nodes = {kind: _read_nodes(run, kind) for kind in schema.kinds if kind in labels}
    links: dict[LinkShape, pl.DataFrame] = {}
    for link_type in schema.links:
        if link_type in types:
            links |= _read_links(run, link_type)
    return Projection(nodes, links)


def _read_nodes(run: Run, kind: str) -> pl.DataFrame:
    columns = node_columns(kind)
    values = ", ".join(f"n.`{name}`" for name in columns)
    rows = run(f"MATCH (n:Entity:`{kind}`) RETURN {values}")
    return _frame(rows, columns)


def _read_links(run: Run, link_type: str) -> dict[LinkShape, pl.DataFrame]:
    columns = link_columns(link_type)
    ends = {"from_id": "a.id", "to_id": "b.id"}
    values = ", ".join(ends.get(name, f"r.`{name}`") for name in columns)
    kinds = f"{_KIND.format('a')}, {_KIND.format('b')}"
    rows = run(
        f"MATCH (a:Entity)-[r:`{link_type}`]->(b:Entity) RETURN {kinds}, {values}",
        kinds=list(load_schema().kinds),
    )
    per_shape: dict[LinkShape, list[list[Any]]] = {}
    for start, end, *row in rows:
        per_shape.setdefault(LinkShape(link_type, start, end), []).append(row)
    return {shape: _frame(per_shape[shape], columns) for shape in sorted(per_shape)}


def _frame(rows: list[list[Any]], columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return rows as a frame in order of the first column, their id."""
    frame = pl.DataFrame(rows, schema=dict(columns), orient="row").sort(pl.nth(0))
    return frame.select(pl.nth(0), *(c for c in frame.columns[1:] if _is_filled(frame[c])))


def _is_filled(column: pl.Series) -> bool:
    return column.null_count() < len(column)
