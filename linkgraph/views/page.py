"""One page that holds all it needs, runs only our script, and asks no network for anything."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from linkgraph.errors import LinkgraphError
from linkgraph.views.writing import write_text

if TYPE_CHECKING:
    from os import PathLike

    from linkgraph.views.drawing import Drawing

__all__ = ["NetworkView", "make_page", "script_json", "visible_marks"]

_SCRIPTS = ("text", "chart", "labels", "panel", "table", "filters", "saving", "start")
_FRAME_HEIGHT_PX = 760
_FRAME_STYLE = f"width:100%;height:{_FRAME_HEIGHT_PX}px;border:0"

# What JSON leaves as it is and a script element, or UTF-8, would trip over.
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_UNSAFE_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows, so that a text reads as another.
_TURNING = dict(
    zip(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"),
        strict=True,
    )
)
_TURNS = str.maketrans({mark: f"\u27e6{name}\u27e7" for mark, name in _TURNING.items()})


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A drawn release. The last expression of a notebook cell shows it.

    Attributes:
        html: The whole page.
        summary: One line: how much is drawn, its handling and its originators.
    """

    html: str
    summary: str

    def write(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, whole or not at all.

        Args:
            path: A file in a folder that exists; one that is there is replaced. On
                systems that know owners, only its writer may read a new file.

        Raises:
            InputError: The place cannot be written.
            StoreError: Writing failed half-way, as on a full disk; what was there
                before is unharmed.
        """
        write_text(path, self.html)

    def __repr__(self) -> str:
        return f"<{self.summary}>"

    def _repr_html_(self) -> str:
        """Return the page in a frame that may run its script and save files, and no more."""
        return (
            '<iframe sandbox="allow-scripts allow-downloads" '
            f'title="{_text(self.summary)}" '
            f'style="{_FRAME_STYLE}" srcdoc="{escape(self.html)}"></iframe>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows, and the words for one that shows no pages."""
        return {"text/plain": self.summary, "text/html": self._repr_html_()}


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
    library, script, style = _library(), _script(), _static("network.css")
    return Template(_static("network.html")).substitute(
        policy=_policy(style, library, script),
        title=_text(shown["title"]),
        style=style,
        banner=_banner(shown),
        facts=_facts(shown),
        cautions="".join(
            f'<li dir="auto">{_text(caution)}</li>'
            for caution in [shown["part"], *shown["cautions"]]
            if caution
        ),
        data=script_json(data),
        library=library,
        script=script,
    )


def script_json(data: object) -> str:
    r"""Return data as JSON that can stand in a script element.

    Examples:
        >>> script_json("</script>")
        '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def visible_marks(text: str) -> str:
    r"""Return a text with its direction marks made visible, so that it reads as it is.

    Examples:
        >>> visible_marks("Lee\u202egnaW")
        'Lee⟦RLO⟧gnaW'
    """
    return text.translate(_TURNS)


def _text(text: str) -> str:
    return escape(visible_marks(_UNSAFE_IN_TEXT.sub("\ufffd", text)))


def _banner(shown: dict[str, Any]) -> str:
    whom = " (own agency)" if shown["own"] else ""
    parts = [
        ("", shown["handling"]),
        ("For ", f"{shown['audience']}{whom}"),
        ("From ", shown["originators"]),
    ]
    return "".join(f'<span>{word}<b dir="auto">{_text(value)}</b></span>' for word, value in parts)


def _facts(shown: dict[str, Any]) -> str:
    facts = [
        f"Case {shown['case']}",
        shown["size"],
        f"made {shown['made']}",
        f"ledger version {shown['version']}",
    ]
    return "".join(f'<span dir="auto">{_text(fact)}</span>' for fact in facts)


def _policy(style: str, *scripts: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _static(name: str) -> str:
    return _read(files("linkgraph.views") / "_static" / name)


@cache
def _script() -> str:
    parts = "\n".join(_static(f"{name}.js") for name in _SCRIPTS)
    return _inline(f'(() => {{\n"use strict";\n{parts}}})();\n')


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
    text = _read(versions[-1] / "vis-network.min.js")
    return _inline(re.sub(r"//# sourceMappingURL=.*", "", text))


def _inline(script: str) -> str:
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _read(file: Any) -> str:
    # A browser reads CR as LF, and the hash would not fit what it runs.
    text: str = file.read_bytes().decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
