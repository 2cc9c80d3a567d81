"""A view whose selection comes back into Python, for notebooks that have anywidget."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError
from linkgraph.views.board import draw_inline

if TYPE_CHECKING:
    from linkgraph.share.model import Release

__all__ = ["draw_widget"]

# The page stays in its frame, whose origin is none: it reaches neither notebook nor kernel. It
# says which ids are selected, and only what comes from that frame and bears its word is heard.
_SCRIPT = """
export default {
  render({ model, el }) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    frame.title = model.get("summary");
    frame.style.cssText = `width:100%;height:${model.get("height_px")}px;border:0`;
    frame.srcdoc = model.get("html");
    const hear = ({ source, data }) => {
      if (source !== frame.contentWindow || data?.channel !== model.get("channel")) return;
      if (!Array.isArray(data.selected)) return;
      model.set("selected", data.selected.filter((one) => typeof one === "string"));
      model.save_changes();
    };
    window.addEventListener("message", hear);
    el.append(frame);
    return () => window.removeEventListener("message", hear);
  },
};
"""


def draw_widget(release: Release, *, limit: int = 1500, title: str = "") -> Any:
    """Draw a release's network as a widget; ``selected`` holds the ids selected in it.

    Args:
        release: What to draw.
        limit: Most entities, at least 1.
        title: Heading; empty for the case's name.

    Returns:
        An anywidget. ``observe`` its trait ``selected``, a list of entity ids in no order.

    Raises:
        InputError: anywidget is not installed, or the limit is below 1.
        ReleaseError: As for :func:`linkgraph.views.draw_board`.

    Note:
        Where no kernel runs, as in a notebook that is only looked at, it shows as text.
    """
    try:
        import anywidget
        import traitlets
    except ImportError as cause:
        raise InputError(
            "this view needs anywidget, which is not here",
            remedy='`pip install "linkgraph[widget]"`, or leave the renderer out.',
        ) from cause
    channel = secrets.token_hex(16)
    view = draw_inline(release, limit=limit, title=title, channel=channel)

    class Selecting(anywidget.AnyWidget):
        _esm = _SCRIPT
        html = traitlets.Unicode(view.html).tag(sync=True)
        summary = traitlets.Unicode(view.summary).tag(sync=True)
        height_px = traitlets.Int(view.height_px).tag(sync=True)
        channel = traitlets.Unicode("").tag(sync=True)
        selected = traitlets.List(traitlets.Unicode()).tag(sync=True)

    return Selecting(channel=channel)
