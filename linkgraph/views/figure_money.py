"""The money of a figure: who paid whom most, one currency under another."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from linkgraph.views.figure_parts import Picture, label, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.share.model import Release

__all__ = ["money_picture"]

_AMOUNT = re.compile(r"([0-9,]+)(?:\.([0-9]+))? ([A-Z]{3})")
_WIDTH = 900
_ROW = 26
_MOST = 12
_NAME = 250
_BAR = 170

Sums = dict[tuple[str, str], tuple[int, int]]


def money_picture(release: Release) -> tuple[Picture, str]:
    """Return the largest flows of each currency, and how many payments there are.

    A thing that one alone holds stands for its holder. Sums are of one currency; the
    figure says how many smaller flows it leaves out.
    """
    held = _holders(release)
    captions = {one.id: one.caption for one in release.entities}
    flows: dict[tuple[str, int], Sums] = defaultdict(dict)
    payments = 0
    for link in release.links:
        if not (found := _AMOUNT.fullmatch(link.amount)):
            continue
        minor = int(found[1].replace(",", "") + (found[2] or ""))
        sums = flows[found[3], len(found[2] or "")]
        ends = held.get(link.start, link.start), held.get(link.end, link.end)
        before = sums.get(ends, (0, 0))
        sums[ends] = before[0] + minor, before[1] + 1
        payments += 1
    parts: list[str] = []
    y = 10
    for (currency, digits), sums in sorted(
        flows.items(), key=lambda told: (-len(told[1]), told[0])
    ):
        rows = _table(sums, captions, y, (currency, digits))
        parts += rows[0]
        y = rows[1]
    if not flows:
        parts = [
            f'<text x="{_WIDTH // 2}" y="50" text-anchor="middle">No payment has an amount.</text>'
        ]
        y = 90
    return Picture(_WIDTH, y + 10, parts), f"Money: {payments:,} payments with an amount"


def _holders(release: Release) -> dict[str, str]:
    by: dict[str, set[str]] = defaultdict(set)
    for link in release.links:
        if link.type == "HOLDS":
            by[link.end].add(link.start)
    return {thing: next(iter(those)) for thing, those in by.items() if len(those) == 1}


def _table(
    sums: Sums, captions: Mapping[str, str], y: int, money: tuple[str, int]
) -> tuple[list[str], int]:
    currency, digits = money
    ranked = sorted(sums.items(), key=lambda told: (-told[1][0], told[0]))
    most = ranked[0][1][0] or 1
    total = sum(minor for minor, _ in sums.values())
    words = f"{currency}: {_written(total, digits)} in all"
    parts = [
        f'<text x="20" y="{y + 16}" font-size="14" font-weight="700" fill="#1c2733">{words}</text>'
    ]
    y += 30
    for (payer, taker), (minor, many) in ranked[:_MOST]:
        wide = max(1.0, minor / most * _BAR)
        for x, name, anchor in ((20 + _NAME, payer, "end"), (40 + _NAME + _BAR, taker, "start")):
            parts.append(f'<text x="{x}" y="{y + 14}" font-size="12" fill="#1c2733" text-anchor="{anchor}">{label(shortened(captions[name], 34))}</text>')  # fmt: skip
        left = 30 + _NAME
        parts.append(f'<path d="M{left} {y + 5}h{wide:.1f}l6 5-6 5h{-wide:.1f}z" fill="#8a5a00" fill-opacity="0.75"/>')  # fmt: skip
        words = f"{_written(minor, digits)} in {many:,}"
        parts.append(f'<text x="{_WIDTH - 20}" y="{y + 14}" font-size="12" fill="#4c5a68" text-anchor="end">{words}</text>')  # fmt: skip
        y += _ROW
    if len(ranked) > _MOST:
        parts.append(f'<text x="20" y="{y + 12}" font-size="11.5" fill="#4c5a68">{len(ranked) - _MOST:,} smaller flows are left out.</text>')  # fmt: skip
        y += _ROW
    return parts, y + 8


def _written(minor: int, digits: int) -> str:
    whole, rest = divmod(minor, 10**digits)
    return f"{whole:,}" + (f".{rest:0{digits}}" if digits else "")
