"""Writing a projection or a change to Neo4j, so that a killed process can go on where it was."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from linkgraph.graph.neo4j_schema import first_ddl, later_ddl, tables_of
from linkgraph.graph.neo4j_writer import Statement, Writer, refuse_others
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from linkgraph.graph.base import Change, Projection, Watermark
    from linkgraph.graph.neo4j_driver import Run, Server
    from linkgraph.graph.neo4j_schema import Table

__all__ = ["apply_change", "build_graph"]

_BATCH_ROWS = 10_000
_BATCH_BYTES = 16 * 1024 * 1024
_DELETE_ROWS = 20_000
# More than this is changed in several transactions, and loaded before it is indexed.
_MANY = 50_000
_INDEX_WAIT_S = 3600

_DELETE_SOME = (
    "MATCH (:Entity)-[r]->() WITH r LIMIT $rows DELETE r RETURN count(*)",
    "MATCH (n:Entity) WITH n LIMIT $rows DETACH DELETE n RETURN count(*)",
)
_SIZE = """
CALL () { MATCH (n:Entity) RETURN count(n) AS entities }
CALL () { MATCH ()-[r]->() RETURN count(r) AS links }
RETURN entities + links
"""
_GONE_LINKS = (
    "UNWIND $ids AS id MATCH ()-[r:`{0}`]->() USING INDEX SEEK r:`{0}`(link_id) "
    "WHERE r.link_id = id DELETE r RETURN count(*)"
)
_GONE_NODES = (
    "UNWIND $ids AS id MATCH (n:Entity) USING INDEX SEEK n:Entity(id) "
    "WHERE n.id = id DETACH DELETE n RETURN count(*)"
)


def build_graph(server: Server, projection: Projection, watermark: Watermark) -> None:
    """Replace the whole graph, or finish what a killed process had begun of the same.

    Raises:
        EngineError: The database holds anything else, the projection breaks its own
            form, another process took over, or the server failed.
    """
    tables = tables_of(projection)
    server.read(lambda run: refuse_others(run, watermark.case_id))
    _ensure(server, first_ddl())
    writer = Writer(server, watermark, _digest(tables, watermark))
    if writer.claim("clearing") == "clearing":
        _clear(writer, sum(table.frame.height for table in tables))
    first = 0
    for table in tables:
        for start, part in _parts(table.frame, max(writer.done - first, 0)):
            writer.step("loading", first + start + part.height, [_written(table.create, part)])
        first += table.frame.height
    _ensure(server, later_ddl(shape.type for shape in projection.links))
    writer.finish()


def apply_change(server: Server, change: Change) -> None:
    """Bring a finished graph to the change's version, in one transaction where it is small.

    Raises:
        EngineError: The graph is missing or unfinished, or as ``build_graph``.
    """
    tables = tables_of(change.upsert)
    link_types = {*change.gone_links, *(shape.type for shape in change.upsert.links)}
    _ensure(server, later_ddl(link_types))
    size = len(change.gone_nodes) + sum(map(len, change.gone_links.values()))
    writer = Writer(server, change.watermark, f"change to {change.watermark.version}")
    if size + sum(table.frame.height for table in tables) <= _MANY:
        writer.whole(list(_statements(change, tables)))
        return
    writer.claim("changing")
    for statement in _statements(change, tables):
        writer.step("changing", 0, [statement])
    writer.finish()


def _ensure(server: Server, ddl: Mapping[str, str]) -> None:
    """Make the constraints and indexes that are not there, and wait until they are in force."""
    there = server.read(_index_names)
    missing = [text for name, text in ddl.items() if name not in there]
    if missing:
        server.write(lambda run: [run(text) for text in missing])
        server.read(lambda run: run("CALL db.awaitIndexes($seconds)", seconds=_INDEX_WAIT_S))


def _index_names(run: Run) -> set[str]:
    """Return the names of all indexes; that of a constraint has the constraint's name."""
    return {name for (name,) in run("SHOW INDEXES YIELD name")}


def _clear(writer: Writer, rows: int) -> None:
    there = writer.server.read(lambda run: run(_SIZE)[0][0])
    if there + rows > _MANY:
        _drop_later(writer.server)
    for text in _DELETE_SOME:
        some = [Statement(text, {"rows": _DELETE_ROWS})]
        while writer.step("clearing", 0, some) == _DELETE_ROWS:
            pass


def _drop_later(server: Server) -> None:
    there = server.read(_index_names)
    drops = [
        f"DROP {text.split()[1]} `{name}` IF EXISTS"
        for name, text in later_ddl(load_schema().links).items()
        if name in there
    ]
    server.write(lambda run: [run(text) for text in drops])


def _statements(change: Change, tables: Sequence[Table]) -> Iterator[Statement]:
    """Yield what a change does: what goes, entities, then links."""
    for link_type in sorted(change.gone_links):
        yield from _gone(_GONE_LINKS.format(link_type), change.gone_links[link_type])
    yield from _gone(_GONE_NODES, change.gone_nodes)
    for table in tables:
        for _, part in _parts(table.frame, 0):
            yield _written(table.replace, part)


def _gone(text: str, ids: Sequence[str]) -> Iterator[Statement]:
    for start in range(0, len(ids), _BATCH_ROWS):
        yield Statement(text, {"ids": list(ids[start : start + _BATCH_ROWS])})


def _written(text: str, part: pl.DataFrame) -> Statement:
    # A list per column rather than a map per row: a third faster, as no key is said twice.
    columns = {f"c{i}": column.to_list() for i, column in enumerate(part.get_columns())}
    return Statement(text, {"last": part.height - 1, **columns}, part.height)


def _parts(frame: pl.DataFrame, start: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield slices from a row on, each with its first row's number, bounded in rows and bytes."""
    row_bytes = int(frame.estimated_size()) // frame.height + 1
    size = max(1, min(_BATCH_ROWS, _BATCH_BYTES // row_bytes))
    for at in range(start, frame.height, size):
        yield at, frame.slice(at, size)


def _digest(tables: Sequence[Table], watermark: Watermark) -> str:
    """Return a digest of what is to be written, in its order."""
    digest = hashlib.sha256(repr(watermark).encode())
    for table in tables:
        digest.update(f"{table.create} {table.frame.schema}".encode())
        digest.update(table.frame.hash_rows(0).to_numpy().tobytes())
    return digest.hexdigest()
