"""The timeline of a figure: how many dated links each month holds, by family."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from linkgraph.views.drawing import FAMILIES, family
from linkgraph.views.figure_parts import Picture, label
from linkgraph.views.moments import UNDATED, moment_of

if TYPE_CHECKING:
    from linkgraph.share.model import Release

__all__ = ["time_picture"]

_WIDTH, _HEIGHT = 900, 260
_LEFT, _BASE, _TOP = 56, 196, 20
_BARS = 90
_DAY = 24 * 60
_FIRST = dt.date(1, 1, 1)
_DAY_WIDE = 72


def time_picture(release: Release) -> tuple[Picture, str]:
    """Return bars by period, and how many links are dated."""
    told = [(moment_of(link.at), family(link.type)) for link in release.links]
    dated = [(moment.minute // _DAY, kind) for moment, kind in told if moment.minute != UNDATED]
    words = f"Timeline: {len(dated):,} dated links, {len(told) - len(dated):,} undated"
    if not dated:
        nothing = f'<text x="{_WIDTH // 2}" y="{_HEIGHT // 2}" text-anchor="middle">No link has a date.</text>'
        return Picture(_WIDTH, _HEIGHT, [nothing]), words
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    step = max(1, -(-(last - first + 1) // _BARS))
    counts = Counter(((day - first) // step, kind) for day, kind in dated)
    bars = (last - first) // step + 1
    tops = Counter[int]()
    for (bar, _), many in counts.items():
        tops[bar] += many
    most = max(tops.values())
    parts = [*_axis(first, step, bars, most), *_bars(counts, bars, most), *_legend(counts)]
    return Picture(_WIDTH, _HEIGHT, parts), words


def _bars(counts: Counter[tuple[int, str]], bars: int, most: int) -> list[str]:
    wide = (_WIDTH - _LEFT - 20) / bars
    made = []
    for bar in range(bars):
        y = float(_BASE)
        for name, (colour, _) in FAMILIES.items():
            high = counts[bar, name] / most * (_BASE - _TOP)
            if high:
                y -= high
                made.append(
                    f'<rect x="{_LEFT + bar * wide:.1f}" y="{y:.1f}" width="{max(1.0, wide - 1):.1f}"'
                    f' height="{high:.1f}" fill="{colour}"/>'
                )
    return made


def _axis(first: int, step: int, bars: int, most: int) -> list[str]:
    made = [f'<path d="M{_LEFT} {_BASE}H{_WIDTH - 20}" stroke="#7d8a96"/>']
    for value in sorted({most, most // 2} - {0}):
        y = _BASE - value / most * (_BASE - _TOP)
        made.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - 20}" stroke="#e3e8ec"/>')
        made.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" font-size="11" text-anchor="end" fill="#4c5a68">{value:,}</text>')  # fmt: skip
    every = max(1, bars // 7)
    wide = (_WIDTH - _LEFT - 20) / bars
    # The last day stands only where there is room for it.
    for bar in range(0, min(bars, int((_WIDTH - _LEFT - _DAY_WIDE) / wide) + 1), every):
        day = _FIRST + dt.timedelta(days=first + bar * step)
        made.append(f'<text x="{_LEFT + bar * wide:.1f}" y="{_BASE + 16}" font-size="11" fill="#4c5a68">{day.isoformat()}</text>')  # fmt: skip
    return made


def _legend(counts: Counter[tuple[int, str]]) -> list[str]:
    sums = Counter[str]()
    for (_, kind), many in counts.items():
        sums[kind] += many
    made, x = [], _LEFT
    for name, (colour, _) in FAMILIES.items():
        if sums[name]:
            words = f"{name} {sums[name]:,}"
            made.append(f'<rect x="{x}" y="{_BASE + 34}" width="11" height="11" fill="{colour}"/>')
            made.append(f'<text x="{x + 16}" y="{_BASE + 44}" font-size="11.5" fill="#1c2733">{label(words)}</text>')  # fmt: skip
            x += 34 + 7 * len(words)
    return made
