"""Pictures of a release, for a notebook or a file. They see nothing else of a case."""

from __future__ import annotations

from linkgraph.views.network import draw_network
from linkgraph.views.page import NetworkView

__all__ = ["NetworkView", "draw_network"]
