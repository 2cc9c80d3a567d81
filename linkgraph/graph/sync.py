"""Bringing a graph to the ledger's version, and checking that it shows the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from linkgraph.errors import EngineError
from linkgraph.graph.base import Change, Projection, Watermark
from linkgraph.graph.conflicts import SPLIT
from linkgraph.graph.projection import Scope, project
from linkgraph.ledger import frame_digest, sum_digests
from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.clusters import moved_between
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from linkgraph.graph.base import GraphEngine
    from linkgraph.ledger import Ledger
    from linkgraph.resolve.clusters import Clusters

__all__ = ["Outcome", "bring_up_to_date", "projection_digest"]

Outcome = Literal["current", "changed", "built"]

# Where more than this share of the statements is new, making the graph again is cheaper.
_MOST_CHANGED = 0.3
_TRIES = 5


def projection_digest(projection: Projection) -> str:
    """Return the digest of entities and links, the same whatever engine they come from."""
    parts = [frame_digest(kind, frame) for kind, frame in projection.nodes.items()]
    parts += [frame_digest("/".join(shape), frame) for shape, frame in projection.links.items()]
    return sum_digests(parts)


def bring_up_to_date(ledger: Ledger, engine: GraphEngine, *, again: bool = False) -> Outcome:
    """Bring a graph to the ledger's version.

    Args:
        ledger: The truth.
        engine: Where the graph is.
        again: Make it anew whatever it shows.

    Returns:
        ``current`` where nothing was to do, ``changed`` where only what is new or
        withdrawn was written, ``built`` where the whole graph was.

    Raises:
        EngineError: The engine failed, or others keep writing the case.
    """
    case_id = ledger.case_id
    for _ in range(_TRIES):
        found = engine.watermark()
        aim = Watermark(case_id, ledger.version, load_schema().version)
        if found == aim and not again:
            return "current"
        change = None
        if found is not None and not again and _continues(found, aim):
            change = _change(ledger, engine, found, aim)
        projection = None if change else project(ledger)
        if ledger.version != aim.version:
            continue
        if change is not None:
            engine.apply(change)
            return "changed"
        engine.build(projection or Projection(), aim)
        return "built"
    raise EngineError(
        "the case kept changing while its graph was made",
        remedy="Wait until the imports are done, then run the command again.",
    )


def _continues(found: Watermark, aim: Watermark) -> bool:
    same = (found.case_id, found.schema_version) == (aim.case_id, aim.schema_version)
    return same and found.version < aim.version


def _change(ledger: Ledger, engine: GraphEngine, found: Watermark, aim: Watermark) -> Change | None:
    """Return what to write; None where making the graph again is cheaper."""
    added, withdrawn = ledger.changed_since(found.version)
    rows = {row.seq: row.read for row in ledger.sources()}
    if sum(rows[seq] for seq in added) > _MOST_CHANGED * sum(rows.values()):
        return None
    nodes, links = engine.touching(withdrawn) if withdrawn else ([], {})
    entity_ids, link_ids = _ids_of(ledger, added)
    entity_ids |= set(nodes)
    link_ids |= {one for ids in links.values() for one in ids}
    clusters = find_entities(ledger)
    moved = _moved(ledger, found.version, clusters, entity_ids)
    if moved is None or len(moved) > _MOST_CHANGED * sum(rows.values()):
        return None
    whole = {clusters.entity_of(one) for one in moved}
    entity_ids = {clusters.entity_of(one) for one in entity_ids} | whole
    upsert = project(
        ledger, Scope(entities=entity_ids, links=link_ids, ends=whole, clusters=clusters)
    )
    if any(SPLIT in one for one in link_ids) or _has_conflicts(upsert):
        # A conflict that comes or goes renames links that the change does not name.
        return None
    kept_nodes = {one for frame in upsert.nodes.values() for one in frame["id"]}
    kept_links = {one for frame in upsert.links.values() for one in frame["link_id"]}
    gone = {type_: sorted(set(ids) - kept_links) for type_, ids in links.items()}
    countries = {f"country:{c}" for c in _countries()}
    return Change(
        watermark=aim,
        # Whoever may have been or become part of somebody else is written anew, with
        # all links: then nothing need be known of how it was.
        gone_nodes=sorted((set(nodes) - kept_nodes - countries) | moved),
        gone_links={type_: ids for type_, ids in gone.items() if ids},
        upsert=upsert,
    )


def _moved(
    ledger: Ledger, version: int, clusters: Clusters, entity_ids: set[str]
) -> set[str] | None:
    """Return the records that may be part of other entities than at a version.

    They are those whom the judgements of then and of now put together differently; and
    all whom a chain of pairs judged the same, then or since, ties to an entity that a
    source came or went for: what it says of numbers and roles may part or join others,
    and what a withdrawn one said of them is known no more. None where judgements were
    erased since.
    """
    judged = ledger.judged_since(version)
    if judged is None:
        return None
    prefixes = load_schema().resolved_prefixes
    moved = ledger.same_chain(
        (one for one in entity_ids if one.startswith(prefixes)), since=version
    )
    return (
        moved | moved_between(find_entities(ledger, as_of=version), clusters) if judged else moved
    )


def _has_conflicts(upsert: Projection) -> bool:
    return any(
        frame["link_id"].str.contains(SPLIT, literal=True).any() for frame in upsert.links.values()
    )


def _countries() -> tuple[str, ...]:
    from linkgraph.values.countries import country_codes

    return country_codes()


def _ids_of(ledger: Ledger, sources: list[int]) -> tuple[set[str], set[str]]:
    """Return ids of the entities and links that sources speak of."""
    entities: set[str] = set()
    links: set[str] = set()
    if not sources:
        return entities, links
    for table in ledger.tables(part="entity", sources=sources):
        entities |= set(table.frame["id"].unique())
    for table in ledger.tables(part="link", sources=sources):
        links |= set(table.frame["link_id"].unique())
    return entities, links
