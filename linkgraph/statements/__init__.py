"""What a case is made of: sources, records and statements."""

from __future__ import annotations

from linkgraph.statements.batch import Batch, EntityTable, LinkTable, Rejected
from linkgraph.statements.identity import keyed_id, link_id, places_head, value_id
from linkgraph.statements.source import Originator, Source, read_sidecar

__all__ = [
    "Batch",
    "EntityTable",
    "LinkTable",
    "Originator",
    "Rejected",
    "Source",
    "keyed_id",
    "link_id",
    "places_head",
    "read_sidecar",
    "value_id",
]
