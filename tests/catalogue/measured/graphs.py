"""Graphs in bulk written as data, for measures: links alone, their ends as bare entities."""

import polars as pl

from linkgraph.graph.base import LinkShape, Projection
from tests.builders import KINDS


def graph_of(links, nodes=None):
    """Return a projection.

    Args:
        links: (type, from id, to id, properties); ``id``, ``sources`` and ``reliability``
            may be among the properties.
        nodes: Entity id to its properties, beside what the links name.
    """
    shapes, seen = {}, dict(nodes or {})
    for number, (type_, start, end, told) in enumerate(links):
        shape = LinkShape(type_, kind_of(start), kind_of(end))
        row = {"link_id": f"{type_.lower()}:{number:03d}", "from_id": start, "to_id": end,
               "sources": "src-a"} | told  # fmt: skip
        shapes.setdefault(shape, []).append(row)
        for one in (start, end):
            seen.setdefault(one, {})
    kinds = {}
    for one, told in sorted(seen.items()):
        row = {"id": one, "caption": one.partition(":")[2], "sources": "src-a"} | told
        kinds.setdefault(kind_of(one), []).append(row)
    return Projection(
        {kind: pl.DataFrame(rows, infer_schema_length=None) for kind, rows in kinds.items()},
        {
            shape: pl.DataFrame(rows, infer_schema_length=None).sort("link_id")
            for shape, rows in shapes.items()
        },
    )


def kind_of(one):
    return KINDS[one.partition(":")[0]]
