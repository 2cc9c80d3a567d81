"""The network view: who and what is linked, on one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import InputError, ReleaseError
from linkgraph.views.drawing import bundle_links, draw
from linkgraph.views.layout import place
from linkgraph.views.page import NetworkView, make_page
from linkgraph.views.part import choose_part
from linkgraph.views.shown import describe

if TYPE_CHECKING:
    from linkgraph.share.model import Release

__all__ = ["NetworkView", "draw_network"]


def draw_network(release: Release, *, limit: int = 1500, title: str = "") -> NetworkView:
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
    _check_ends(release)
    part = choose_part(release, limit)
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    lines = bundle_links(part.links, index)
    drawn = draw(part, place(part, index), lines)
    shown = describe(release, part, title)
    return NetworkView(html=make_page(shown, drawn), summary=shown["summary"])


def _check_ends(release: Release) -> None:
    known = {entity.id for entity in release.entities}
    if len(known) != len(release.entities):
        raise ReleaseError("two entities of the release have one id")
    if any(link.start not in known or link.end not in known for link in release.links):
        raise ReleaseError("a link ends at an entity that the release does not hold")
