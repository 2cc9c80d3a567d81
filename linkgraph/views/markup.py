"""What every page is made of: its frame, its policy, text that cannot run, files of the package."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from linkgraph.views.writing import write_text

if TYPE_CHECKING:
    from os import PathLike

__all__ = [
    "View",
    "banner",
    "inline",
    "page_text",
    "policy",
    "read",
    "script_json",
    "shown_text",
    "static",
    "visible_marks",
]

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
class View:
    """A drawn release. The last expression of a notebook cell shows it.

    Attributes:
        html: The whole page.
        summary: One line: how much is drawn, its handling and its originators.
        height_px: How high a notebook shows it.
    """

    html: str
    summary: str
    height_px: int = 760

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
            f'title="{page_text(self.summary)}" '
            f'style="width:100%;height:{self.height_px}px;border:0" srcdoc="{escape(self.html)}"></iframe>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows, and the words for one that shows no pages."""
        return {"text/plain": self.summary, "text/html": self._repr_html_()}


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


def shown_text(text: str) -> str:
    """Return a text as a person may read it: direction marks made visible, no control signs."""
    return visible_marks(_UNSAFE_IN_TEXT.sub("\ufffd", text))


def page_text(text: str) -> str:
    """Return a text as it can stand in a page, direction marks made visible."""
    return escape(shown_text(text))


def banner(shown: dict[str, Any]) -> str:
    """Return what a banner says: handling, for whom, from whom."""
    whom = " (own agency)" if shown["own"] else ""
    parts = [
        ("", shown["handling"]),
        ("For ", f"{shown['audience']}{whom}"),
        ("From ", shown["originators"]),
    ]
    return "".join(
        f'<span>{word}<b dir="auto">{page_text(value)}</b></span>' for word, value in parts
    )


def policy(style: str, *scripts: str) -> str:
    """Return the policy of a page that runs these scripts alone, and reaches nothing."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def static(name: str) -> str:
    """Return a file of the package as text."""
    return read(files("linkgraph.views") / "_static" / name)


def inline(script: str) -> str:
    """Return a script that ends nowhere but at its end."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def read(file: Any) -> str:
    """Return a file as a browser reads it: lines end in LF, or its hash would not fit."""
    text: str = file.read_bytes().decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
