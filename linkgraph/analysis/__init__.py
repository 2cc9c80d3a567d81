"""Measures over a network: no ledger, no engine, no screen, no clock.

``project_ties`` makes a weighted graph of chosen links; the other functions measure it. Each
says what it returns, in which order, at what cost, and what a high value does not prove.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkgraph.analysis.between import Between, betweenness
    from linkgraph.analysis.border import Border, border_brokers
    from linkgraph.analysis.cohesion import communities, components, cores, triangles
    from linkgraph.analysis.cutting import bridges, cut_points
    from linkgraph.analysis.degree import degrees
    from linkgraph.analysis.delta import changes
    from linkgraph.analysis.handover import handovers
    from linkgraph.analysis.near import closeness
    from linkgraph.analysis.standing import eigenvector, pagerank
    from linkgraph.analysis.ties import Ties, project_ties

__all__ = [
    "Between",
    "Border",
    "Ties",
    "betweenness",
    "border_brokers",
    "bridges",
    "changes",
    "closeness",
    "communities",
    "components",
    "cores",
    "cut_points",
    "degrees",
    "eigenvector",
    "handovers",
    "pagerank",
    "project_ties",
    "triangles",
]

_HOME = {
    "between": ("Between", "betweenness"),
    "border": ("Border", "border_brokers"),
    "delta": ("changes",),
    "cohesion": ("communities", "components", "cores", "triangles"),
    "cutting": ("bridges", "cut_points"),
    "degree": ("degrees",),
    "handover": ("handovers",),
    "near": ("closeness",),
    "standing": ("eigenvector", "pagerank"),
    "ties": ("Ties", "project_ties"),
}


def __getattr__(name: str) -> Any:
    """Load a measure when it is first used."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"linkgraph.analysis.{module}"), name)
    raise AttributeError(name)
