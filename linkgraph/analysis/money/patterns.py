"""Shapes that large payments between people make within days."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from linkgraph.analysis.money.fans import fans, gathered
from linkgraph.analysis.money.moves import Moves, Onward, PatternRule, Side
from linkgraph.analysis.money.schemes import named_finds
from linkgraph.analysis.money.transfers import found
from linkgraph.analysis.money.ways import passed_on, returned, scattered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    import polars as pl

    Looks = dict[str, Callable[[], Iterator[tuple[list[str], float, list[str]]]]]

__all__ = ["PATTERNS", "PatternRule", "patterns"]

PATTERNS: Mapping[str, str] = MappingProxyType({
    "cycle": "Payments that lead over several accounts back to the first",
    "fan-in": "An account that far more others pay within days than is usual for it",
    "fan-out": "An account that pays far more others within days than is usual for it",
    "gather-scatter": "An account that several pay within days and that then pays several",
    "pass-on": "Payments that hand on nearly the sum that arrived",
    "scatter-gather": "A sum that goes over several accounts, side by side, to one",
})  # fmt: skip


def patterns(
    transfers: pl.DataFrame,
    rule: PatternRule | None = None,
    kinds: Collection[str] = tuple(PATTERNS),
) -> pl.DataFrame:
    """Return shapes that large payments make, one row a transfer of each.

    Args:
        transfers: As ``TRANSFERS``, in any order. Cash, undated and small payments, those
            between accounts of one holder, and, unless the rule says otherwise, those of known
            organizations are not looked at.
        rule: Limits; the ready ones where none are given.
        kinds: Of ``PATTERNS``.

    Returns:
        As ``schemes``: ``scheme_id``, ``kind``, ``link_id``, ``score`` (0-1, how much speaks
        for it, no probability), ``reasons``; best first. A payment may stand in several.

    Note:
        O(n log n), and linear in the pairs of payments of which one can hand on the other
        within the window. Shapes are told without regard to who pays for what: weddings,
        holiday lets, market traders and savings clubs make fans, and whoever pays a bill
        with what he was just paid hands it on. Far more of them are innocent than of the
        finds of ``schemes``.

    Source:
        Altman et al., "Realistic Synthetic Financial Transactions for Anti-Money Laundering
        Models", NeurIPS 2023 (the shapes); FATF, "Professional Money Laundering", 2018.
    """
    limits, wanted = rule or PatternRule(), frozenset(kinds)
    moves = Moves.of(transfers, organizations=limits.organizations)
    onward = Onward.of(moves, limits)
    # Made when a kind that is wanted looks at it, and once.
    into = cache(lambda: Side.of(moves, moves.to, moves.frm, limits.within))
    out = cache(lambda: Side.of(moves, moves.frm, moves.to, limits.within))
    pairs = cache(lambda: onward.pairs(limits.within))
    looks: Looks = {
        "cycle": lambda: returned(moves, onward, limits),
        "fan-in": lambda: fans(moves, into(), limits, "was paid by"),
        "fan-out": lambda: fans(moves, out(), limits, "paid"),
        "gather-scatter": lambda: gathered(moves, into(), out(), limits),
        "pass-on": lambda: passed_on(moves, pairs(), limits),
        "scatter-gather": lambda: scattered(moves, pairs(), limits),
    }
    rows = [found(kind, look()) for kind, look in looks.items() if kind in wanted]
    return named_finds(rows, transfers)
