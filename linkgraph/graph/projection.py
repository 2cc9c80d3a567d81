"""The ledger as a graph: statements gathered into one node an entity, one link a link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.errors import InputError
from linkgraph.graph.base import NODE_COMMON, LinkShape, Projection
from linkgraph.graph.conflicts import UNNAMED, part_conflicts
from linkgraph.graph.derived import add_derived
from linkgraph.graph.gather import SourceMarks, gather
from linkgraph.graph.merging import Merging
from linkgraph.resolve.applied import find_entities, make_entities
from linkgraph.resolve.clusters import Clusters
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.ledger import Ledger, Left, StoredTable

__all__ = ["LINK_COMMON", "Scope", "project", "project_as_of"]

LINK_COMMON = (
    "link_id",
    "from_id",
    "to_id",
    "sources",
    "handling",
    "reliability",
    "credibility",
    "records",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a case to project; everything where nothing is named.

    Attributes:
        sources: Numbers of the sources whose statements count.
        entities: Ids of the only entities wanted.
        links: Ids of the only links wanted.
        jurisdictions: All countries (``all``), or only those something refers to.
        ends: Ids of entities; all links from or to them are wanted too.
        clusters: Who is who. Where left out: as all judgements have it, or, where
            sources are named, everybody as the files have them: a judgement may rest
            on what the others say.
        left: Gives what of a table's rows counts; all where left out.
    """

    sources: Collection[int] | None = None
    entities: Collection[str] | None = None
    links: Collection[str] | None = None
    jurisdictions: str = "all"
    ends: Collection[str] = ()
    clusters: Clusters | None = None
    left: Left | None = None


def project(ledger: Ledger, scope: Scope | None = None) -> Projection:
    """Return the graph that a ledger's statements make.

    A property that may have many values gets all of them; another gets the value of
    the best-graded statement, and of equally good ones the least. So do the ends of a
    link that two records tell differently. Of kinds that are superseded each property is
    what the newest source says. Records that judgements make one entity are
    one, under the least of their ids.

    Args:
        ledger: The truth.
        scope: Which part; the whole case where left out.

    Note:
        Memory is that of the graph, not of its statements: O(entities + links).
    """
    scope = scope or Scope()
    rows = [r for r in ledger.sources() if scope.sources is None or r.seq in scope.sources]
    marks = SourceMarks.of(rows)
    nodes: dict[str, list[pl.DataFrame]] = defaultdict(list)
    links: dict[LinkShape, list[pl.DataFrame]] = defaultdict(list)
    drawn = {kind.name for kind in load_schema().kinds.values() if kind.projected}
    numbers = [row.seq for row in rows]
    merging = Merging.of(_clusters(ledger, scope))
    for table in ledger.tables(
        part="entity", names=sorted(drawn), sources=numbers, left=scope.left
    ):
        nodes[table.name].append(_wanted(table, merging, "id", scope.entities))
    wanted = _wanted_links(ledger, scope, merging, numbers)
    for table in ledger.tables(part="link", sources=numbers, left=scope.left):
        if not {table.start, table.end} <= drawn:
            continue
        shape = LinkShape(table.name, table.start, table.end)
        links[shape].append(_wanted(table, merging, "link_id", wanted))
    made = _nodes(nodes, marks), _links(links, marks)
    return add_derived(Projection(*made), jurisdictions=scope.jurisdictions, wanted=scope.entities)


def project_as_of(ledger: Ledger, version: int) -> Projection:
    """Return the graph that a ledger made at a version, without what was erased since.

    Sources that came later are left out, and judgements are those in force then.

    Raises:
        InputError: The ledger has no such version.
    """
    if not 1 <= version <= ledger.version:
        raise InputError(
            "the case has no such version", remedy="`linkgraph case history` lists them."
        )
    numbers = [row.seq for row in ledger.sources(version)]
    judged = ledger.verdicts(as_of=version, decisive=True)
    clusters = make_entities(ledger, judged, sources=numbers)
    return project(ledger, Scope(sources=numbers, clusters=clusters))


def _clusters(ledger: Ledger, scope: Scope) -> Clusters:
    if scope.clusters is not None:
        return scope.clusters
    return find_entities(ledger) if scope.sources is None else Clusters()


def _wanted_links(
    ledger: Ledger, scope: Scope, merging: Merging, numbers: list[int]
) -> Collection[str] | None:
    """Return the ids of the only links wanted, those at some ends among them.

    All statements of a link are then looked at, also those that tell other ends.
    """
    if scope.links is None or not scope.ends:
        return scope.links
    found = set(scope.links)
    ends = pl.Series(sorted(scope.ends), dtype=pl.String).implode()
    kinds = set(load_schema().resolved_kinds)
    for table in ledger.tables(part="link", sources=numbers):
        if table.start in kinds or table.end in kinds:
            hits = pl.col("from_id").is_in(ends) | pl.col("to_id").is_in(ends)
            found.update(merging.table(table).filter(hits)["link_id"])
    return found


def _wanted(
    table: StoredTable, merging: Merging, column: str, only: Collection[str] | None
) -> pl.DataFrame:
    frame = merging.table(table)
    if only is not None:
        frame = frame.filter(pl.col(column).is_in(list(only)))
    return frame.drop("record").with_columns(pl.lit(table.source, pl.Int32).alias("source"))


def _nodes(tables: dict[str, list[pl.DataFrame]], marks: SourceMarks) -> dict[str, pl.DataFrame]:
    made = {}
    for kind in load_schema().kinds.values():
        if kind.name not in tables:
            continue
        held, newest = tables.pop(kind.name), kind.superseded
        frame = gather(held, "id", kind.properties, marks, originators=True, newest=newest)
        if frame.height:
            made[kind.name] = _ordered(frame, NODE_COMMON, kind.properties)
    return made


def _links(
    tables: dict[LinkShape, list[pl.DataFrame]], marks: SourceMarks
) -> dict[LinkShape, pl.DataFrame]:
    made = {}
    settled = _settle_shapes(tables)
    for shape in sorted(settled):
        properties = load_schema().links[shape.type].properties
        frame = gather(settled.pop(shape), "link_id", properties, marks, ends=True)
        if frame.height:
            made[shape] = _ordered(frame, LINK_COMMON, properties)
    return made


def _settle_shapes(
    tables: dict[LinkShape, list[pl.DataFrame]],
) -> dict[LinkShape, list[pl.DataFrame]]:
    """Put all statements of one event under one shape, where records name its ends differently.

    A record may name the machine that another leaves unnamed, or gives as an account.
    Where they agree on all that both name, the shape of the one that names more keeps
    the link; where they do not, they are different links.
    """
    by_type: dict[str, list[LinkShape]] = defaultdict(list)
    for shape in sorted(tables):
        by_type[shape.type].append(shape)
    for shapes in by_type.values():
        for place, shape in enumerate(shapes):
            for later in shapes[place + 1 :]:
                _settle(tables, shape, later)
    return {shape: frames for shape, frames in tables.items() if any(f.height for f in frames)}


def _settle(tables: dict[LinkShape, list[pl.DataFrame]], one: LinkShape, two: LinkShape) -> None:
    held = [pl.concat(tables[shape], how="diagonal") for shape in (one, two)]
    shared = held[0].select("link_id").unique().join(held[1], on="link_id", how="semi")
    if not shared.height:
        return
    apart = [frame.join(shared, on="link_id", how="anti") for frame in held]
    both = pl.concat(
        (
            frame.join(shared, on="link_id", how="semi").with_columns(pl.lit(n).alias("shape"))
            for n, frame in enumerate(held)
        ),
        how="diagonal",
    )
    unnamed = pl.concat_str("from_id", "to_id").str.contains(UNNAMED, literal=True)
    ordered = (
        part_conflicts(both).with_columns(unnamed.alias("vague")).sort("vague", "shape", "to_id")
    )
    firsts = ordered.group_by("link_id", maintain_order=True).agg(
        pl.col("from_id", "to_id", "shape").first()
    )
    settled = ordered.drop("from_id", "to_id", "shape", "vague").join(firsts, on="link_id")
    for n, shape in enumerate((one, two)):
        mine = settled.filter(pl.col("shape") == n).drop("shape")
        tables[shape] = [pl.concat([apart[n], mine], how="diagonal")]


def _ordered(frame: pl.DataFrame, first: Iterable[str], then: Iterable[str]) -> pl.DataFrame:
    names = [name for name in (*first, *then) if name in frame.columns]
    return frame.select(names).sort(names[0])
