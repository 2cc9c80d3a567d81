"""The schema as Neo4j has it: constraints, indexes, and the statements that load tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import EngineError
from linkgraph.graph.columns import link_columns, node_columns
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.graph.base import LinkShape, Projection

__all__ = ["Table", "first_ddl", "later_ddl", "tables_of"]

_ENDS = ("from_id", "to_id")


@dataclass(frozen=True, slots=True)
class Table:
    """Entities of one kind, or links of one shape, with what writes them.

    Attributes:
        name: The kind or the link type.
        frame: Columns with any value at all; an empty list has become null.
        create: Cypher that adds rows and returns how many it added, from a list per
            column ($c0, $c1, ... in the frame's order) and the last row's number ($last).
        replace: The same, where each row takes the place of what had its id.
    """

    name: str
    frame: pl.DataFrame
    create: str
    replace: str


def first_ddl() -> dict[str, str]:
    """Return by name the constraints that loading itself needs."""
    return {
        f"linkgraph_{label.lower()}_id": (
            f"CREATE CONSTRAINT `linkgraph_{label.lower()}_id` IF NOT EXISTS "
            f"FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        )
        for label in ("Entity", "LinkgraphWatermark")
    }


def later_ddl(link_types: Iterable[str]) -> dict[str, str]:
    """Return by name what is made faster on data that is there, for links of some types."""
    found = {}
    for name in sorted(set(link_types)):
        pattern = f"FOR ()-[r:`{name}`]-()"
        unique = f"linkgraph_{name}_link_id"
        found[unique] = (
            f"CREATE CONSTRAINT `{unique}` IF NOT EXISTS {pattern} REQUIRE r.link_id IS UNIQUE"
        )
        if "at" in load_schema().link(name).properties:
            at = f"linkgraph_{name}_at"
            found[at] = f"CREATE INDEX `{at}` IF NOT EXISTS {pattern} ON (r.at)"
    return found


def tables_of(projection: Projection) -> list[Table]:
    """Return what is to be written, entities first, in one order for one projection.

    Raises:
        UnknownName: The schema has no such kind or link type.
        EngineError: A frame has a column that the schema does not know.
    """
    nodes = [_nodes(kind, projection.nodes[kind]) for kind in sorted(projection.nodes)]
    links = [_links(shape, projection.links[shape]) for shape in sorted(projection.links)]
    return [table for table in nodes + links if table.frame.height]


def _nodes(kind: str, frame: pl.DataFrame) -> Table:
    load_schema().kind(kind)
    frame = _loadable(kind, frame, node_columns(kind), ("id",))
    properties = _property_map(frame, ())
    others = "".join(f":`{other}`" for other in load_schema().kinds if other != kind)
    rows = "UNWIND range(0, $last) AS i"
    return Table(
        name=kind,
        frame=frame,
        create=f"{rows} CREATE (:Entity:`{kind}` {properties}) RETURN count(*)",
        replace=(
            f"{rows} MERGE (n:Entity {{id: $c{frame.columns.index('id')}[i]}}) "
            f"SET n = {properties} REMOVE n{others} SET n:`{kind}` RETURN count(*)"
        ),
    )


def _links(shape: LinkShape, frame: pl.DataFrame) -> Table:
    load_schema().link(shape.type)
    frame = _loadable(shape.type, frame, link_columns(shape.type), ("link_id", *_ENDS))
    at = {name: f"$c{frame.columns.index(name)}[i]" for name in ("link_id", *_ENDS)}
    rows = "UNWIND range(0, $last) AS i"
    # On a small graph the planner prefers a scan, and keeps that plan while it grows.
    delete = (
        f"CALL (i) {{ MATCH ()-[r:`{shape.type}`]->() USING INDEX SEEK r:`{shape.type}`(link_id) "
        f"WHERE r.link_id = {at['link_id']} DELETE r }}"
    )
    create = (
        "MATCH (a:Entity) USING INDEX SEEK a:Entity(id) "
        f"WHERE a.id = {at['from_id']} "
        "MATCH (b:Entity) USING INDEX SEEK b:Entity(id) "
        f"WHERE b.id = {at['to_id']} "
        f"CREATE (a)-[:`{shape.type}` {_property_map(frame, _ENDS)}]->(b) RETURN count(*)"
    )
    return Table(
        name=shape.type,
        frame=frame,
        create=f"{rows} {create}",
        replace=f"{rows} {delete} {create}",
    )


def _property_map(frame: pl.DataFrame, without: tuple[str, ...]) -> str:
    pairs = (f"`{c}`: $c{i}[i]" for i, c in enumerate(frame.columns) if c not in without)
    return "{" + ", ".join(pairs) + "}"


def _loadable(
    name: str, frame: pl.DataFrame, known: Mapping[str, pl.DataType], needed: tuple[str, ...]
) -> pl.DataFrame:
    if strange := sorted(set(frame.columns) - set(known)):
        raise EngineError(
            f"the projection of {name} has a column that the schema lacks: {strange[0]}",
            remedy="Add the property to schema.yaml, or leave it out of the projection.",
        )
    if any(column not in frame.columns for column in needed):
        raise EngineError(f"the projection of {name} lacks one of: {', '.join(needed)}")
    lists = [c for c, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    frame = frame.with_columns(
        pl.when(pl.col(column).list.len() > 0).then(pl.col(column)) for column in lists
    )
    filled = [c for c in frame.columns if c in needed or frame[c].null_count() < frame.height]
    return frame.select(filled)
