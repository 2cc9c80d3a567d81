"""Figures for a report: one picture of a release as SVG or PNG, made without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from unicodedata import east_asian_width

from linkgraph.errors import InputError
from linkgraph.views.checking import check_ends
from linkgraph.views.figure_map import map_picture
from linkgraph.views.figure_money import money_picture
from linkgraph.views.figure_network import network_picture
from linkgraph.views.figure_parts import Picture, label
from linkgraph.views.figure_time import time_picture
from linkgraph.views.markup import visible_marks
from linkgraph.views.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from linkgraph.share.model import Release

__all__ = ["Figure", "FigureOf", "draw_figure"]

FigureOf = Literal["network", "timeline", "map", "money"]

_OTHERS = {"timeline": time_picture, "map": map_picture, "money": money_picture}
# What one or the other system has; a family that is not there leaves no text at all.
_FONTS = (
    "'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'DejaVu Sans', 'Liberation Sans', sans-serif"
)
# A bold letter is about 0.68 of its size wide, one of Chinese or of kana as wide as high.
_SIZE, _LETTER, _WIDE_LETTER = 13, 0.68, 1.05
_LINE = 18
_ZOOM = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure; the last expression of a notebook cell shows it.

    Attributes:
        svg: The picture, its handling above and below.
        summary: One line: what it shows, its handling and its originators.
    """

    svg: str
    summary: str

    def write(self, path: str | PathLike[str]) -> None:
        """Write it to a file, whole or not at all; what it is follows from the name.

        Args:
            path: ``.svg`` or ``.png``. A PNG uses the fonts of the machine.

        Raises:
            InputError: The name ends otherwise, or the place cannot be written.
            StoreError: Writing failed half-way; what was there before is unharmed.
        """
        ending = Path(path).suffix.lower()
        if ending not in {".svg", ".png"}:
            raise InputError(
                "a figure is an SVG or a PNG", remedy="End the file's name in .svg or .png."
            )
        write_bytes(path, self.png() if ending == ".png" else self.svg.encode("utf-8"))

    def png(self) -> bytes:
        """Return it as a PNG, twice as fine as its pixels.

        Raises:
            InputError: The machine has no font: the caveat could not be read.
        """
        from resvg_py import svg_to_bytes

        if not _can_write():
            raise InputError(
                "this machine has no font that a PNG's caveat could be written in",
                remedy="Write an SVG, or install a font such as DejaVu Sans.",
            )
        return bytes(svg_to_bytes(svg_string=self.svg, zoom=_ZOOM))

    def __repr__(self) -> str:
        return f"<{self.summary}>"

    def _repr_svg_(self) -> str:
        return self.svg


@cache
def _can_write() -> bool:
    from resvg_py import svg_to_bytes

    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
    text = f'<text y="30" font-size="30" font-family="{_FONTS}">H2</text>'
    drawn = [bytes(svg_to_bytes(svg_string=frame.format(inside))) for inside in ("", text)]
    return drawn[0] != drawn[1]


def draw_figure(release: Release, of: FigureOf = "network", *, limit: int = 60) -> Figure:
    """Draw a figure of a release.

    Args:
        release: What to draw.
        of: ``network``, ``timeline``, ``map`` or ``money``.
        limit: Most entities of a network, chosen as
            :func:`linkgraph.views.part.choose_part` says, at least 1; the figure says how
            many there are. The others count all.

    Returns:
        The figure. Equal releases give equal bytes of SVG.

    Raises:
        InputError: There is no such figure, or the limit is below 1.
        ReleaseError: Two entities have one id, or a link ends at an entity that the
            release does not hold.
    """
    if of not in {"network", *_OTHERS}:
        names = ", ".join(["network", *_OTHERS])
        raise InputError("no such figure", remedy=f"Choose one of {names}.")
    if limit < 1:
        raise InputError("a drawing holds at least one entity", remedy="Give a higher limit.")
    check_ends(release)
    picture, words = network_picture(release, limit) if of == "network" else _OTHERS[of](release)
    return _framed(release, picture, words)


def _framed(release: Release, picture: Picture, words: str) -> Figure:
    handling = release.handling or "not stated: treat as H3 RED"
    originators = ", ".join(release.originators) or "not stated"
    whom = f"{release.audience}{' (own agency)' if release.own else ''}"
    head = f"{handling} | For {whom} | From {originators}"
    foot = f"{release.case_name} | {words} | made {release.made} | a link shows what a source says"
    wide = max(picture.width, 760)
    above, below = _lines(head, wide - 40), _lines(foot, wide - 40)
    top, end = _high(above), _high(above) + picture.height
    high = end + _high(below)
    left = (wide - picture.width) // 2
    svg = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" font-family="{_FONTS}">',
            f"<title>{label(head)}</title>",
            f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
            f'<g transform="translate({left} {top})">',
            *picture.parts,
            "</g>",
            _band(0, wide, above),
            _band(end, wide, below),
            "</svg>\n",
        ]
    )
    summary = f"{words}; handling {handling}; originators {originators}"
    return Figure(svg, summary)


def _lines(words: str, wide: int) -> list[str]:
    """Return a text as lines of so many pixels at most: a caveat is never cut off."""
    lines, room = [""], 0.0
    for word in _words(visible_marks(words), wide):
        length = _width(word)
        if room < length:
            lines.append("")
            room = wide
        lines[-1] += word
        room -= length
    return [line.strip() for line in lines if line.strip()]


def _words(text: str, wide: int) -> Iterator[str]:
    for word in re.findall(r"\S+\s*", text):
        most = int(wide / (_SIZE * _WIDE_LETTER))
        yield from (word[at : at + most] for at in range(0, len(word), most))


def _width(text: str) -> float:
    return sum(
        _SIZE * (_WIDE_LETTER if east_asian_width(sign) in "WF" else _LETTER) for sign in text
    )


def _high(lines: list[str]) -> int:
    return 16 + _LINE * len(lines)


def _band(y: int, wide: int, lines: list[str]) -> str:
    box = f'<rect y="{y}" width="{wide}" height="{_high(lines)}" fill="#16202c"/>'
    return box + "".join(
        f'<text x="{wide / 2:g}" y="{y + 21 + _LINE * number}" fill="#ffffff" font-size="{_SIZE}"'
        f' font-weight="600" text-anchor="middle">{label(line)}</text>'
        for number, line in enumerate(lines)
    )
