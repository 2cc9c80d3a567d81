"""The targeting board and its single panes: one file in which everything is one linked picture."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Any, Literal

from linkgraph.errors import InputError
from linkgraph.views.board_data import board_data, digest_of
from linkgraph.views.checking import check_ends
from linkgraph.views.columns import pack_json
from linkgraph.views.markup import View, banner, inline, page_text, policy, script_json, static
from linkgraph.views.page import facts
from linkgraph.views.part import choose_part
from linkgraph.views.targets import targeting_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.share.model import Release

__all__ = ["MOST_ENTITIES", "Pane", "draw_board", "draw_inline"]

Pane = Literal["time", "map", "money"]

# Above this a browser without a graphics card no longer keeps up.
MOST_ENTITIES = 50_000
_SLOW_FROM = 20_000
_BOARD_HEIGHT_PX = 900
_INLINE_HEIGHT_PX = 560


def draw_board(
    release: Release, *, limit: int = 0, title: str = "", pane: Pane | None = None
) -> View:
    """Draw a release as a board: network, map, time, money, list and, where it has any, targets.

    Args:
        release: What to draw; nothing else of the case is read.
        limit: Most entities to draw, chosen as :func:`linkgraph.views.part.choose_part`
            says; 0 for all.
        title: Heading; empty for the case's name.
        pane: Only this pane, with what it needs; the whole board where None.

    Returns:
        The page. Equal releases give equal bytes. Above a million and a half characters its
        data are compressed.

    Raises:
        InputError: The limit is below 0, there are more than 50,000 entities and no limit,
            or the pane is not known.
        ReleaseError: Two entities have one id, or a link ends at an entity that the
            release does not hold.

    Note:
        Where an entity stands comes from the links alone: near or central says nothing
        about what anybody did. Above 20,000 entities the page says that it may be slow.
    """
    if limit < 0 or pane not in {None, "time", "map", "money"}:
        raise InputError(
            "a board has a limit of 0 or more, and panes time, map and money",
            remedy="Leave the limit out for all; leave the pane out for the whole board.",
        )
    if not limit and len(release.entities) > MOST_ENTITIES:
        raise InputError(
            f"a board holds at most {MOST_ENTITIES:,} entities",
            remedy="Choose a part with --around, or the most relevant with --limit.",
        )
    check_ends(release)
    part = choose_part(release, limit or MOST_ENTITIES)
    data = board_data(release, part, title)
    if pane:
        data["show"] = pane
    else:
        data |= targeting_data(release, part)
    if len(part.entities) > _SLOW_FROM:
        data["head"]["cautions"].append("This board is large: it may answer slowly.")
    return _page(data, "board", static("world50.json"), _BOARD_HEIGHT_PX)


def draw_inline(
    release: Release,
    *,
    limit: int = 1500,
    title: str = "",
    selected: Iterable[str] = (),
    channel: str = "",
) -> View:
    """Draw a release's network for a notebook: a small page that draws on a canvas.

    Args:
        release: What to draw.
        limit: Most entities, at least 1; of a larger release the most relevant part is
            drawn, and page and summary say so.
        title: Heading; empty for the case's name.
        selected: Ids of entities that are selected as it opens; those not drawn count for
            nothing.
        channel: A word by which the page tells the window around it what is selected;
            it tells nothing where empty.

    Raises:
        InputError: The limit is below 1.
        ReleaseError: As for :func:`draw_board`.
    """
    if limit < 1:
        raise InputError("a drawing holds at least one entity", remedy="Give a higher limit.")
    check_ends(release)
    part = choose_part(release, limit)
    data = board_data(release, part, title, slim=True)
    if chosen := set(selected):
        data["selected"] = [n for n, one in enumerate(part.entities) if one.id in chosen]
    if channel:
        data["channel"] = channel
    return _page(data, "slim", "", _INLINE_HEIGHT_PX)


def _page(data: dict[str, Any], name: str, world: str, height_px: int) -> View:
    digest = digest_of(data)
    head = data["head"]
    head["digest"] = digest
    style, script = static(f"{name}.css"), inline(static(f"{name}.js"))
    html = Template(static("board.html")).substitute(
        policy=policy(style, script),
        title=page_text(head["title"]),
        style=style,
        banner=banner(head),
        facts=facts(head),
        digest=digest[:16],
        part=page_text(head["part"]),
        data=pack_json(script_json(data)) if name == "board" else script_json(data),
        world=f'<script type="application/json" id="world">{inline(world)}</script>\n'
        * bool(world),
        script=script,
    )
    return View(html, head["summary"], height_px)
