"""The embedded engine: kglite, in this process, one file in the case folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import warnings
from importlib.metadata import version as package_version
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.errors import EngineError
from linkgraph.folder import private, sweep, unfinished, unfinished_folder
from linkgraph.graph.base import Change, LinkShape, Param, Projection, Rows, Watermark
from linkgraph.graph.columns import link_columns, node_columns, pandas_frame, typed
from linkgraph.graph.kglite_files import write_files
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import kglite

__all__ = ["KgliteEngine"]

_ROWS_A_CALL = 100_000
_ROWS_A_CHANGE = 10_000
# What the engine would else remark on and go on: a stand-in for a missing end of a link, say.
_DOUBTS = ["declarations", "stubs", "data_shape", "data_quality"]


class KgliteEngine:
    """A graph held in memory and saved to a file beside the ledger.

    The watermark stands in a small file with the digest of the graph's: where they
    disagree (a kill between the two, a damaged disk) the graph counts as missing and
    is made again.

    Args:
        path: The graph's file; it need not be there.
    """

    name = "kglite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks = path.with_name(path.name + ".json")
        self._graph: kglite.KnowledgeGraph | None = None
        self._frozen: kglite.FrozenGraph | None = None
        self._watermark: Watermark | None = None
        self._looked = False

    def watermark(self) -> Watermark | None:
        """Return what the graph was made from; None where missing or damaged."""
        if not self._looked:
            self._looked = True
            self._load()
        return self._watermark

    def build(self, projection: Projection, watermark: Watermark) -> None:
        """Replace the whole graph."""
        with _translated(), unfinished_folder(self._path) as folder:
            graph = _from_files(write_files(folder, projection))
        with _translated():
            for kind, frame in projection.nodes.items():
                graph.add_label(kind, frame["id"].to_list(), "Entity")
            _check_whole(graph, projection)
        self._keep(graph, watermark)

    def apply(self, change: Change) -> None:
        """Bring the graph to the change's version."""
        self.watermark()
        if self._graph is None:
            raise EngineError("there is no graph to change", remedy="Run `linkgraph graph sync`.")
        graph = self._graph.copy()
        with _translated():
            for type_, ids in _replaced(change).items():
                _delete_links(graph, type_, ids)
            for chunk in _parts(list(change.gone_nodes)):
                graph.cypher(
                    "MATCH (n:Entity) WHERE n.id IN $ids DETACH DELETE n", params={"ids": chunk}
                )
            self._upsert_nodes(graph, change.upsert)
            for shape, frame in change.upsert.links.items():
                _link_beside(graph, shape, frame)
        self._keep(graph, change.watermark)

    def _upsert_nodes(self, graph: kglite.KnowledgeGraph, upsert: Projection) -> None:
        for kind, frame in upsert.nodes.items():
            _add_nodes(graph, kind, frame, replace=True)

    def run(self, cypher: str, params: Mapping[str, Param]) -> Rows:
        """Answer one read on a frozen snapshot, which no text can write to."""
        frozen = self._snapshot()
        with _translated("the embedded engine refused the question's text"):
            result = frozen.cypher(cypher, params=dict(params))
            columns = tuple(result.columns)
            rows = tuple(tuple(row[c] for c in columns) for row in result.to_list())
        return Rows(columns, rows)

    def read(self) -> Projection:
        """Return all entities and links, as they were projected."""
        frozen = self._snapshot()
        nodes: dict[str, pl.DataFrame] = {}
        links: dict[LinkShape, pl.DataFrame] = {}
        with _translated():
            for kind in load_schema().kinds:
                if kind in frozen.node_types:
                    nodes[kind] = _read_nodes(frozen, kind)
            for shape in _shapes(frozen):
                links[shape] = _read_links(frozen, shape)
        return Projection(
            {kind: frame for kind, frame in nodes.items() if frame.height},
            {shape: frame for shape, frame in links.items() if frame.height},
        )

    def touching(self, sources: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
        """Return ids of entities, and of links per type, that any of the sources says."""
        frozen = self._snapshot()
        nodes: set[str] = set()
        links: dict[str, set[str]] = {}
        with _translated():
            for source in sources:
                found = frozen.cypher(
                    "MATCH (n:Entity) WHERE n.sources CONTAINS $s RETURN n.id AS id",
                    params={"s": source},
                )
                nodes |= {row["id"] for row in found.to_list()}
                found = frozen.cypher(
                    "MATCH ()-[r]->() WHERE r.sources CONTAINS $s"
                    " RETURN type(r) AS type, r.link_id AS id",
                    params={"s": source},
                )
                for row in found.to_list():
                    links.setdefault(row["type"], set()).add(row["id"])
        return sorted(nodes), {type_: sorted(ids) for type_, ids in sorted(links.items())}

    def info(self) -> dict[str, str | int]:
        """Return engine, its version, entities, links and where it keeps them."""
        told: dict[str, str | int] = {
            "engine": self.name,
            "version": package_version("kglite"),
            "place": self._path.name,
        }
        if self.watermark() is not None:
            count = self.run("MATCH (n:Entity) RETURN count(n) AS n", {}).rows
            links = self.run("MATCH ()-[r]->() RETURN count(r) AS n", {}).rows
            told |= {"entities": int(str(count[0][0])), "links": int(str(links[0][0]))}
        return told

    def close(self) -> None:
        """Let go of the graph."""
        self._graph = self._frozen = None
        self._looked = False

    def _snapshot(self) -> kglite.FrozenGraph:
        if self.watermark() is None or self._graph is None:
            raise EngineError("there is no graph to ask", remedy="Run `linkgraph graph sync`.")
        if self._frozen is None:
            self._frozen = self._graph.freeze()
        return self._frozen

    def _load(self) -> None:
        import kglite

        try:
            marks = json.loads(self._marks.read_text(encoding="utf-8"))
            with self._path.open("rb") as file:
                digest = hashlib.file_digest(file, "blake2b").hexdigest()
            if digest != marks["digest"]:
                return
            watermark = Watermark(marks["case_id"], marks["version"], marks["schema_version"])
            self._graph = kglite.load(str(self._path))
        # Whatever is wrong with the files, the graph is made again from the ledger.
        except (OSError, ValueError, KeyError, TypeError, kglite.KgError):
            return
        _quiet()
        self._watermark = watermark

    def _keep(self, graph: kglite.KnowledgeGraph, watermark: Watermark) -> None:
        sweep(self._path)
        fresh = unfinished(self._path)
        try:
            with _translated("the graph's file could not be written", where=self._path.name):
                # Without its marks the former graph counts as missing from here on.
                self._marks.unlink(missing_ok=True)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    graph.save(str(fresh), layout="compact")
                private(fresh)
                with fresh.open("rb") as file:
                    digest = hashlib.file_digest(file, "blake2b").hexdigest()
                fresh.replace(self._path)
                self._write_marks(watermark, digest)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
        _quiet()
        self._graph, self._frozen = graph, None
        self._watermark, self._looked = watermark, True

    def _write_marks(self, watermark: Watermark, digest: str) -> None:
        marks = {
            "case_id": watermark.case_id,
            "version": watermark.version,
            "schema_version": watermark.schema_version,
            "digest": digest,
        }
        fresh = unfinished(self._marks)
        try:
            private(fresh)
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(marks, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._marks)
        finally:
            fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def _translated(what: str = "the embedded engine failed", where: str = "") -> Iterator[None]:
    import kglite

    try:
        yield
    # The engine's own words can quote a value, so they stay in the cause alone.
    except (kglite.KgError, pl.exceptions.PolarsError, OSError, ValueError, TypeError) as cause:
        raise EngineError(
            what, where=where, remedy="Run `linkgraph graph check`; the ledger is not touched."
        ) from cause


def _quiet() -> None:
    """Keep the engine from writing remarks on absent kinds to stderr."""
    import kglite

    kglite.set_query_warning_policy("silent")


def _from_files(plan: Path) -> kglite.KnowledgeGraph:
    """Return the graph that files tell of; refuse one that the engine has doubts about."""
    import kglite

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kglite.from_blueprint(plan, save=False, strict=_DOUBTS)


def _check_whole(graph: kglite.KnowledgeGraph, projection: Projection) -> None:
    """Refuse a graph that holds less than it was given: its answers would be wrong."""
    frozen = graph.freeze()
    links = frozen.cypher("MATCH ()-[r]->() RETURN count(r) AS n").to_list()[0]["n"]
    nodes = frozen.cypher("MATCH (n:Entity) RETURN count(n) AS n").to_list()[0]["n"]
    if (nodes, links) != projection.counts():
        raise EngineError(
            "the embedded engine did not take all entities and links",
            remedy="Report this; meanwhile ask Neo4j with --engine neo4j.",
        )


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _ROWS_A_CALL):
        yield items[start : start + _ROWS_A_CALL]


def _add_nodes(
    graph: kglite.KnowledgeGraph, kind: str, frame: pl.DataFrame, *, replace: bool = False
) -> None:
    for part in frame.iter_slices(_ROWS_A_CALL):
        held = part.select(c for c in part.columns if part[c].null_count() < part.height)
        graph.add_nodes(
            pandas_frame(held),
            kind,
            "id",
            columns=[c for c in held.columns if c != "id"],
            conflict_handling="replace" if replace else None,
        )
        graph.add_label(kind, part["id"].to_list(), "Entity")


def _link_beside(graph: kglite.KnowledgeGraph, shape: LinkShape, frame: pl.DataFrame) -> None:
    """Add links beside whatever links their ends have already."""
    props = [c for c in frame.columns if c not in {"from_id", "to_id"}]
    # Kinds, type and columns are the schema's words, never a caller's text.
    told = ", ".join(f"`{name}`: row.`{name}`" for name in props)
    text = (
        f"UNWIND $rows AS row MATCH (a:{shape.start} {{id: row.from_id}}),"
        f" (b:{shape.end} {{id: row.to_id}}) CREATE (a)-[:{shape.type} {{{told}}}]->(b)"
    )
    for part in frame.iter_slices(_ROWS_A_CHANGE):
        graph.cypher(text, params={"rows": part.to_dicts()})


def _replaced(change: Change) -> dict[str, list[str]]:
    found = {type_: list(ids) for type_, ids in change.gone_links.items()}
    for shape, frame in change.upsert.links.items():
        found.setdefault(shape.type, []).extend(frame["link_id"].to_list())
    return found


def _delete_links(graph: kglite.KnowledgeGraph, type_: str, ids: list[str]) -> None:
    for part in _parts(ids):
        # The type is one of the schema's names, never a caller's text.
        graph.cypher(
            f"MATCH ()-[r:{type_}]->() WHERE r.link_id IN $ids DELETE r", params={"ids": part}
        )


def _shapes(frozen: kglite.FrozenGraph) -> list[LinkShape]:
    found = frozen.cypher(
        "MATCH (a)-[r]->(b) RETURN DISTINCT type(r) AS type, labels(a) AS a, labels(b) AS b"
    ).to_list()
    kinds = load_schema().kinds

    def kind(labels: list[str]) -> str:
        return next(label for label in labels if label in kinds)

    return sorted({LinkShape(row["type"], kind(row["a"]), kind(row["b"])) for row in found})


def _read_nodes(frozen: kglite.FrozenGraph, kind: str) -> pl.DataFrame:
    wanted = node_columns(kind)
    picked = ", ".join(f"n.`{name}` AS `{name}`" for name in wanted)
    rows = frozen.cypher(f"MATCH (n:{kind}) RETURN {picked}").to_list()
    return typed(rows, wanted, "id")


def _read_links(frozen: kglite.FrozenGraph, shape: LinkShape) -> pl.DataFrame:
    wanted = link_columns(shape.type)
    special = {"from_id": "a.id", "to_id": "b.id"}
    picked = ", ".join(f"{special.get(name, f'r.`{name}`')} AS `{name}`" for name in wanted)
    rows = frozen.cypher(
        f"MATCH (a:{shape.start})-[r:{shape.type}]->(b:{shape.end}) RETURN {picked}"
    ).to_list()
    return typed(rows, wanted, "link_id")
