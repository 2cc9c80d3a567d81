"""A network: an immutable graph in memory, of chosen links, on which measures run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.graph.projection import project
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from linkgraph.graph.base import GraphEngine, Projection
    from linkgraph.ledger import Ledger

__all__ = ["Network", "network_from"]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Entities and links as columns.

    Attributes:
        nodes: Columns ``id``, ``kind``, ``caption``; one row an entity, by id.
        links: Columns ``link_id``, ``type``, ``from_id``, ``to_id``, ``at``,
            ``amount_minor``, ``currency``, ``sources``; one row a link, by id.
            Parallel links are kept.
    """

    nodes: pl.DataFrame
    links: pl.DataFrame

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a networkx graph: parallel links kept, ids as nodes, link ids as keys.

        Entities carry kind and caption, links type, at, amount_minor, currency and
        sources; what is unknown is left out. Costs O(entities + links).
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self.nodes.iter_rows(named=True):
            graph.add_node(row["id"], kind=row["kind"], caption=row["caption"])
        for row in self.links.iter_rows(named=True):
            told = {k: v for k, v in row.items() if v is not None}
            ends = told.pop("from_id"), told.pop("to_id")
            graph.add_edge(*ends, key=told.pop("link_id"), **told)
        return graph

    def __len__(self) -> int:
        return self.nodes.height


_LINK = {
    "link_id": pl.String, "type": pl.String, "from_id": pl.String, "to_id": pl.String,
    "at": pl.String, "amount_minor": pl.Int64, "currency": pl.String, "sources": pl.String,
}  # fmt: skip


def network_from(
    origin: Ledger | GraphEngine | Projection, links: Iterable[str] | None = None
) -> Network:
    """Return the network of some links and the entities at their ends.

    Args:
        origin: Where to take it from: the ledger, an engine, or a projection at hand.
        links: Link types; all that questions follow by themselves where left out.

    Raises:
        UnknownName: The schema has no link of that name.
    """
    wanted = list(links) if links is not None else load_schema().ties()
    for name in wanted:
        load_schema().link(name)
    projection = _projection(origin)
    frames = []
    for shape, frame in projection.links.items():
        if shape.type in wanted:
            frames.append(_link_columns(frame.with_columns(pl.lit(shape.type).alias("type"))))
    joined = pl.concat(frames) if frames else pl.DataFrame(schema=_LINK)
    ends = pl.concat([joined["from_id"], joined["to_id"]]).unique()
    nodes = [
        frame.select("id", pl.lit(kind).alias("kind"), "caption").filter(
            pl.col("id").is_in(ends.implode())
        )
        for kind, frame in projection.nodes.items()
    ]
    empty = pl.DataFrame(schema={"id": pl.String, "kind": pl.String, "caption": pl.String})
    return Network(pl.concat([empty, *nodes]).sort("id"), joined.sort("link_id"))


def _projection(origin: Ledger | GraphEngine | Projection) -> Projection:
    from linkgraph.graph.base import Projection as Made
    from linkgraph.ledger import Ledger as Truth

    if isinstance(origin, Made):
        return origin
    return project(origin) if isinstance(origin, Truth) else origin.read()


def _link_columns(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in _LINK.items()
        if name not in frame.columns
    ]
    return frame.with_columns(missing).select(list(_LINK))
