"""Small cases written as data: sources with entities and links, taken into a real ledger."""

from __future__ import annotations

import hashlib
from itertools import count

import polars as pl

from linkgraph.graph.base import NODE_COMMON, LinkShape, Projection
from linkgraph.ledger import Ledger
from linkgraph.schema import load_schema
from linkgraph.statements import Batch, EntityTable, LinkTable, Originator, Source
from linkgraph.statements import link_id as id_of_link
from linkgraph.statements.batch import RECORD_SCHEMA
from linkgraph.values.instants import instant_to_epoch_s

KINDS = {kind.prefix: kind.name for kind in load_schema().kinds.values()} | {
    "passport": "IdentityDocument",
    "national_id": "IdentityDocument",
}
# Enough people that a name is worth something.
CROWD = [
    (f"person:crowd{n:02d}", {"names": [f"{given} {family}"], "birth_dates": [f"19{50 + n}-03-{n + 1:02d}"]})
    for n, (given, family) in enumerate(
        (given, family)
        for given in ("Suresh", "Malar", "Deepa", "Arun", "Kavitha")
        for family in ("Nadarajah", "Ponnambalam", "Shanmugam", "Vinayagam", "Yogarajah")
    )
]  # fmt: skip


def kind_of(entity_id):
    return KINDS[entity_id.partition(":")[0]]


def make_source(name="A", **marks):
    """Return a source with marks as loose as they come unless told otherwise."""
    told = {"originator": "NZ/Immigration", "handling": "H0", "tlp": "CLEAR", "releasable_to": ()}
    told |= marks
    told["originator"] = Originator.parse(told["originator"])
    told["releasable_to"] = tuple(told["releasable_to"])
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Source(sha256=digest, file=f"{name}.csv", **told)


def make_batch(name, entities=(), links=(), rejected=()):
    """Return one batch: each entity and link is a record of its own, ends of links included.

    Args:
        name: Of the source; link ids come from it where none is given.
        entities: (id, properties).
        links: (type, from id, to id, properties); ``id`` among them names the link.
        rejected: What was set aside.
    """
    locators, node_rows, link_rows = [], {}, {}
    for entity_id, told in entities:
        node_rows.setdefault(kind_of(entity_id), []).append(
            {"record": len(locators), "id": entity_id} | told
        )
        locators.append(str(len(locators) + 2))
    for number, (type_, start, end, told) in enumerate(links):
        record = len(locators)
        locators.append(str(record + 2))
        for one in (start, end):
            node_rows.setdefault(kind_of(one), []).append({"record": record, "id": one})
        own = f"{type_.lower()}:{name}-{number}"
        if not load_schema().links[type_].event:
            own = id_of_link(type_, (start, end))
        row = {"record": record, "link_id": told.get("id", own), "from_id": start, "to_id": end}
        row |= {key: value for key, value in told.items() if key != "id"}
        if "at" in row:
            row["at_s"] = instant_to_epoch_s(row["at"])
        link_rows.setdefault((type_, kind_of(start), kind_of(end)), []).append(row)
    return Batch(
        read=len(locators) + len(rejected),
        records=pl.DataFrame(
            {"record": range(len(locators)), "locator": locators}, schema=RECORD_SCHEMA
        ),
        entities=[EntityTable(kind, entity_frame(kind, rows)) for kind, rows in node_rows.items()],
        links=[LinkTable(*shape, link_frame(shape[0], rows)) for shape, rows in link_rows.items()],
        rejected=rejected,
    )


def entity_frame(kind, rows):
    return frame_of(rows, {"id": pl.String()}, load_schema().kinds[kind].properties)


def link_frame(type_, rows):
    first = {"link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String()}
    return frame_of(rows, first, load_schema().links[type_].properties)


def frame_of(rows, first, properties):
    types = {"record": pl.Int32()} | first
    types |= {p.name: p.dtype for p in properties.values() if any(p.name in row for row in rows)}
    return pl.DataFrame([{k: row.get(k) for k in types} for row in rows], schema=types)


def fill(ledger, name, *, entities=(), links=(), **marks):
    """Take one source in; return it."""
    source = make_source(name, **marks)
    ledger.append(source, [make_batch(name, entities, links)], who="tester")
    return source


def new_ledger(folder, case_id="case-1"):
    folder.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(folder / "ledger.sqlite", create=True)
    ledger.set_up(case_id, "tester")
    return ledger


def ledger_of(folder, sources):
    """Return a ledger of sources written as data; one marked ``withdrawn`` comes and goes."""
    ledger = new_ledger(folder)
    for told in sources:
        held = dict(told)
        withdrawn = held.pop("withdrawn", False)
        source = fill(ledger, held.pop("name"), **held)
        if withdrawn:
            ledger.withdraw(source.id, who="tester", reason="the originator asks")
    return ledger


def graph_of(links):
    """Return a graph of (type, from, to, properties)."""
    rows, ids, numbers = {}, set(), count()
    for type_, one, other, told in links:
        ids |= {one, other}
        shape = LinkShape(type_, kind_of(one), kind_of(other))
        rows.setdefault(shape, []).append(
            {"link_id": f"{type_.lower()}:{next(numbers)}", "from_id": one, "to_id": other}
            | {"sources": "src-1"}
            | told
        )
    nodes = {}
    for one in sorted(ids):
        common = dict.fromkeys(NODE_COMMON) | {"id": one, "caption": one, "sources": "src-1"}
        nodes.setdefault(kind_of(one), []).append(common)
    frames = {shape: pl.DataFrame(told, infer_schema_length=None) for shape, told in rows.items()}
    return Projection({kind: pl.DataFrame(told) for kind, told in nodes.items()}, frames)
