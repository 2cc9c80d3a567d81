"""What figures are made of: a picture's parts, and texts that an SVG can hold."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from linkgraph.views.markup import visible_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Picture", "label", "shortened"]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a figure shows between its bands.

    Attributes:
        width: Pixels.
        height: Pixels.
        parts: SVG elements, their texts escaped.
    """

    width: int
    height: int
    parts: Sequence[str]


def label(text: str) -> str:
    """Return a text on one line as an SVG can hold it, direction marks made visible."""
    kept = "".join("\ufffd" if _is_unseen(sign) else sign for sign in text)
    return escape(visible_marks(" ".join(kept.split())))


def _is_unseen(sign: str) -> bool:
    number = ord(sign)
    control = (number < ord(" ") and not sign.isspace()) or 0x7F <= number < 0xA0  # noqa: PLR2004
    return control or 0xD800 <= number < 0xE000 or number in {0xFFFE, 0xFFFF}  # noqa: PLR2004


def shortened(text: str, most: int) -> str:
    """Return a text of so many signs at most, an ellipsis for what is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
