"""Many who pay one, or are paid by one, within days: fans, and what is gathered and spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkgraph.analysis.money.transfers import DAY, later, overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.analysis.money.moves import Moves, PatternRule, Side

    Ints = NDArray[np.int64]
    Finds = Iterator[tuple[list[str], float, list[str]]]

__all__ = ["fans", "gathered"]


def fans(moves: Moves, side: Side, rule: PatternRule, did: str) -> Finds:
    """Yield accounts that deal with far more others within days than is usual for them.

    Args:
        moves: All payments.
        side: Those in, or those out.
        rule: Limits.
        did: What the account did, for the reason told.

    Note:
        Each account is held against its own other dealings, by Poisson's law; windows that
        share a payment are one find. O(n log n).
    """
    first, last, usual = _unusual(moves, side, rule)
    begins, starts, stops = overlapping(first, last)
    least = np.minimum.reduceat(usual, begins) if begins.size else usual
    for start, stop, few in zip(starts.tolist(), stops.tolist(), least.tolist(), strict=True):
        group = np.arange(start, stop)
        rows = side.every(int(side.account[start]), side.at[group].min(), side.at[group].max())
        told = (
            f"one account {did} {group.size} others in {moves.days(rows):.1f} days, where"
            f" {few:.1f} in {rule.within_days:g} days are usual for it"
        )
        yield [moves.links[row] for row in rows], 0.3 + 0.04 * min(group.size, 15), [told]


def _unusual(moves: Moves, side: Side, rule: PatternRule) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Return windows with more others than chance gives: first row, row after the last, usual."""
    beside = int(rule.usual_days * DAY)
    first, last = side.window(rule.within)
    low, high = side.window(rule.within + beside, before=beside)
    number, (begun, ended) = last - first, moves.active()
    since = np.maximum(begun[side.account], side.at - beside)
    until = np.minimum(ended[side.account], side.at + rule.within + beside)
    elsewhere = np.maximum(rule.within, until - since - rule.within)
    # As if half another had been seen: little is known of who deals little.
    usual = (high - low - number + 0.5) * rule.within / np.maximum(1, elsewhere)
    enough = number >= rule.fan
    # So many are told whatever their chance: it need not be found, term by term.
    few = enough & (number < rule.many)
    enough[few] = _tail(number[few], usual[few]) <= rule.chance
    return first[enough], last[enough], usual[enough]


def _tail(number: Ints, mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of so many or more, where so many are usual (Poisson)."""
    term = below = np.exp(-mean)
    for k in range(1, int(number.max()) if number.size else 0):
        term = term * mean / k
        below = np.where(k < number, below + term, below)
    return np.maximum(0.0, 1.0 - below)


def gathered(moves: Moves, into: Side, out: Side, rule: PatternRule) -> Finds:
    """Yield accounts that several pay within days and that then pay several others.

    Of windows that overlap the one with most others is told. O(n log n).
    """
    first, last = into.window(rule.within)
    begin, end = later(into.account, into.at - 1, 2 * rule.within + 1, out.account, out.at)
    payers, payees = last - first, end - begin
    many = (payers >= rule.strands) & (payees >= rule.strands)
    many &= payers + payees >= rule.fan + rule.strands
    for one in _widest(into, np.flatnonzero(many), payers + payees, 3 * rule.within):
        account, at = int(into.account[one]), int(into.at[one])
        came = into.every(account, at, at + rule.within)
        went = out.every(account, at, at + 2 * rule.within)
        told = f"one account was paid by {payers[one]} others and then paid {payees[one]}"
        rows = np.union1d(came, went)
        yield [moves.links[row] for row in rows], 0.4 + 0.03 * min(rows.size, 20), [told]


def _widest(side: Side, windows: Ints, width: Ints, apart: int) -> Iterator[int]:
    """Yield, of windows of one account that open within some time, that with most others."""
    order = windows[np.lexsort((windows, -width[windows]))]
    taken: dict[int, list[int]] = {}
    for one in order.tolist():
        opened = taken.setdefault(int(side.account[one]), [])
        if all(abs(int(side.at[one]) - at) > apart for at in opened):
            opened.append(int(side.at[one]))
            yield one
