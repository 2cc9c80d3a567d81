"""The network view: who and what is linked, on one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.views.checking import check_ends
from linkgraph.views.drawing import bundle_links, draw
from linkgraph.views.layout import place
from linkgraph.views.markup import View
from linkgraph.views.page import make_page
from linkgraph.views.part import choose_part
from linkgraph.views.shown import describe

if TYPE_CHECKING:
    from linkgraph.share.model import Release

__all__ = ["View", "draw_network"]


def draw_network(release: Release, *, limit: int = 1500, title: str = "") -> View:
    """Draw a release as a network of entities and links.

    Args:
        release: What to draw; nothing else of the case is read.
        limit: Most entities to draw, at least 1. Of a larger release the part is
            drawn that :func:`linkgraph.views.part.choose_part` describes, and page
            and summary say so.
        title: Heading of the page; empty for the case's name.

    Returns:
        The page. Equal releases give equal bytes.

    Raises:
        InputError: The limit is below 1.
        ReleaseError: Two entities have one id, or a link ends at an entity that the
            release does not hold.

    Note:
        A position on the page comes from the links alone: near or central says
        nothing about what anybody did.
    """
    if limit < 1:
        raise InputError("a drawing holds at least one entity", remedy="Give a higher limit.")
    check_ends(release)
    part = choose_part(release, limit)
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    lines = bundle_links(part.links, index)
    drawn = draw(part, place(part, index), lines)
    shown = describe(release, part, title)
    return View(html=make_page(shown, drawn), summary=shown["summary"])
