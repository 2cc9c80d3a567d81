"""The network page that pyvis's vis-network draws: one file that reaches no network."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from linkgraph.errors import LinkgraphError
from linkgraph.views.markup import banner, inline, page_text, policy, read, script_json, static

if TYPE_CHECKING:
    from linkgraph.views.drawing import Drawing

__all__ = ["facts", "make_page"]

_SCRIPTS = ("text", "chart", "labels", "panel", "table", "filters", "saving", "start")


def make_page(shown: dict[str, Any], drawing: Drawing) -> str:
    """Return the page of a drawing.

    Args:
        shown: What :func:`linkgraph.views.shown.describe` gives.
        drawing: What vis-network draws.
    """
    data = {
        **{name: value for name, value in shown.items() if name != "summary"},
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "icons": drawing.icons,
    }
    library, script, style = _library(), _script(), static("network.css")
    return Template(static("network.html")).substitute(
        policy=policy(style, library, script),
        title=page_text(shown["title"]),
        style=style,
        banner=banner(shown),
        facts=facts(shown),
        cautions="".join(
            f'<li dir="auto">{page_text(caution)}</li>'
            for caution in [shown["part"], *shown["cautions"]]
            if caution
        ),
        data=script_json(data),
        library=library,
        script=script,
    )


def facts(shown: dict[str, Any]) -> str:
    """Return what a page says of itself: case, size, moment, version."""
    told = [
        f"Case {shown['case']}",
        shown["size"],
        f"made {shown['made']}",
        f"ledger version {shown['version']}",
    ]
    return "".join(f'<span dir="auto">{page_text(fact)}</span>' for fact in told)


@cache
def _script() -> str:
    parts = "\n".join(static(f"{name}.js") for name in _SCRIPTS)
    return inline(f'(() => {{\n"use strict";\n{parts}}})();\n')


@cache
def _library() -> str:
    """Return vis-network as pyvis carries it, with its licence at its head."""
    kept = files("pyvis") / "lib"
    versions = sorted(
        (folder for folder in kept.iterdir() if folder.name.startswith("vis-")),
        key=lambda folder: [int(number) for number in re.findall(r"\d+", folder.name)],
    )
    if not versions:
        raise LinkgraphError("pyvis holds no vis-network", remedy="Install pyvis 0.3.2 again.")
    # A debugger would ask for the map.
    text = read(versions[-1] / "vis-network.min.js")
    return inline(re.sub(r"//# sourceMappingURL=.*", "", text))
