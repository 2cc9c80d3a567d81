"""Pictures of a release, for a notebook or a file. They see nothing else of a case."""

from __future__ import annotations

from linkgraph.views.board import draw_board, draw_inline
from linkgraph.views.figure import Figure, draw_figure
from linkgraph.views.markup import View
from linkgraph.views.network import draw_network
from linkgraph.views.widget import draw_widget

__all__ = [
    "Figure",
    "View",
    "draw_board",
    "draw_figure",
    "draw_inline",
    "draw_network",
    "draw_widget",
]
