"""Writing a projection or a change to Neo4j, so that a killed process can go on where it was.

One node, the watermark, tells what the graph shows. While a graph is being made it has no version
but a digest of what is being made, how many rows stand, and a token of the process that makes it.
Every transaction locks that node first and looks whether token and rows are as it left them: of
two processes that write one graph the former gives way.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from linkgraph.errors import EngineError
from linkgraph.graph.neo4j_schema import first_ddl, later_ddl, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from linkgraph.graph.base import Change, Projection, Watermark
    from linkgraph.graph.neo4j_driver import Run, Server
    from linkgraph.graph.neo4j_schema import Table

__all__ = ["apply_change", "build_graph", "refuse_others"]

_BATCH_ROWS = 10_000
_BATCH_BYTES = 16 * 1024 * 1024
_DELETE_ROWS = 20_000
# More than this is changed in several transactions, and loaded before it is indexed.
_MANY = 50_000
_INDEX_WAIT_S = 3600

_COUNTS = """
CALL () { MATCH (n) RETURN count(n) AS nodes }
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH (n:LinkgraphWatermark) RETURN count(n) AS marks, collect(n.case_id) AS cases }
RETURN nodes, entities, marks, cases
"""
_LOCK = """
MERGE (w:LinkgraphWatermark {id: 'linkgraph'}) ON CREATE SET w.case_id = $case_id
SET w.lock = $owner
"""
_CLAIM = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'})
WITH w, coalesce(w.build = $build, false) AS goes_on
SET w = {id: 'linkgraph', case_id: $case_id, owner: $owner, build: $build,
         state: CASE WHEN goes_on THEN w.state ELSE $state END,
         done: CASE WHEN goes_on THEN w.done ELSE 0 END}
RETURN w.state, w.done
"""
# SET waits for whoever holds the node; only then is it read what stands there.
_HOLD = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.lock = $owner
WITH w WHERE w.owner = $owner AND w.done = $done
RETURN w.state
"""
_HOLD_WHOLE = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.lock = $owner
WITH w WHERE w.case_id = $case_id AND (w.state = 'ready' OR w.build = $build)
RETURN w.state
"""
_STEP = """
MATCH (w:LinkgraphWatermark {id: 'linkgraph'}) SET w.state = $state, w.done = $done
"""
_FINISH = """
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH ()-[r]->() RETURN count(r) AS links }
MATCH (w:LinkgraphWatermark {id: 'linkgraph'})
SET w = {id: 'linkgraph', case_id: $case_id, state: 'ready', version: $version,
         schema_version: $schema_version, entities: entities, links: links}
"""
_DELETE_SOME = (
    "MATCH (:Entity)-[r]->() WITH r LIMIT $rows DELETE r RETURN count(*)",
    "MATCH (n:Entity) WITH n LIMIT $rows DETACH DELETE n RETURN count(*)",
)
_GONE_NODES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n RETURN count(*)"


def refuse_others(run: Run, case_id: str) -> None:
    """Check that a database is empty or holds this case.

    Raises:
        EngineError: It holds anything else, or another case.
    """
    nodes, entities, marks, cases = run(_COUNTS)[0]
    if nodes and (not marks or nodes != entities + marks):
        raise EngineError(
            "the database holds data that is not linkgraph's; nothing in it was changed",
            remedy="Name an empty one in LINKGRAPH_NEO4J_DATABASE: a case fills a database.",
        )
    if any(case != case_id for case in cases):
        raise EngineError(
            "the database holds another case; nothing in it was changed",
            remedy="Name an empty one in LINKGRAPH_NEO4J_DATABASE: a case fills a database.",
        )


def build_graph(server: Server, projection: Projection, watermark: Watermark) -> None:
    """Replace the whole graph, or finish what a killed process had begun of the same."""
    tables = tables_of(projection)
    rows = sum(table.frame.height for table in tables)
    server.read(lambda run: refuse_others(run, watermark.case_id))
    _ensure(server, first_ddl())
    writer = _Writer(server, watermark, _digest(tables, watermark))
    if writer.claim("clearing") == "clearing":
        _clear(writer, rows)
        writer.step("loading", ())
    _load(writer, tables)
    _ensure(server, later_ddl())
    writer.finish()
