"""Ways that money takes over several accounts within days: on, back, and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.money.cycles import closed_walks
from linkgraph.analysis.money.transfers import expand, later
from linkgraph.analysis.united import grouped, united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.analysis.money.moves import Moves, Onward, PatternRule

    Ints = NDArray[np.int64]
    Finds = Iterator[tuple[list[str], float, list[str]]]

__all__ = ["passed_on", "returned", "scattered"]

# Payments after the first, at most, until money is back.
_STEPS = 11


def returned(moves: Moves, onward: Onward, rule: PatternRule) -> Finds:
    """Yield ways back to their beginning over three accounts or more, whatever the sums.

    Note:
        All ways are followed at once to the end of their windows; only where one comes back
        is it gone through. Linear in the payments on ways out of each.
    """
    firsts, before, after = _returning(moves, onward, rule)
    walks = list(
        closed_walks(
            before, after, moves.frm, moves.to, firsts=firsts, at=moves.at, within=rule.within
        )
    )
    left = np.array([row for walk in walks for row in walk[:-1]], dtype=np.int64)
    right = np.array([row for walk in walks for row in walk[1:]], dtype=np.int64)
    for group in _together(left, right):
        accounts = moves.accounts(group)
        told = f"payments lead over {accounts} accounts back in {moves.days(group):.1f} days"
        yield [moves.links[row] for row in group], 0.5 + 0.05 * min(accounts, 8), [told]


def _returning(moves: Moves, onward: Onward, rule: PatternRule) -> tuple[Ints, Ints, Ints]:
    """Return first payments of ways that come back, and the pairs of payments on their ways."""
    size = moves.at.size
    begin, end = onward.windows(rule.within)
    # A way is at its end when its account is paid for the last time within the window.
    into = np.argsort(moves.to, kind="stable")
    paid = moves.at[into]
    first, last = later(moves.frm, moves.at - 1, rule.within + 1, moves.to[into], paid)
    until = paid[last - 1] if size else paid
    origin = front = np.flatnonzero(first < last)
    pairs, comes_back = [np.zeros((3, 0), dtype=np.int64)], np.zeros(size, dtype=np.bool_)
    for _ in range(_STEPS):
        asked, place = expand(begin[front], end[front])
        begun, rows = origin[asked], onward.order[place]
        in_time = moves.at[rows] <= until[begun]
        asked, begun, rows = asked[in_time], begun[in_time], rows[in_time]
        pairs.append(np.stack([begun, front[asked], rows]))
        back = moves.to[rows] == moves.frm[begun]
        comes_back[begun[back]] = True
        # Sorted, since looking each up in a table of millions takes ten times as long.
        met = np.sort(begun[~back] * size + rows[~back])
        met = met[np.diff(met, prepend=-1) != 0]
        if not met.size:
            break
        origin, front = met // size, met % size
    held = np.concatenate(pairs, axis=1)
    held = np.unique(held[1:, comes_back[held[0]]], axis=1)
    return np.flatnonzero(comes_back), held[0], held[1]


def passed_on(moves: Moves, pairs: tuple[Ints, Ints], rule: PatternRule) -> Finds:
    """Yield payments that hand on nearly the sum that arrived; those that meet are one find.

    Linear in ``pairs``: payments of which the second can hand on the first.
    """
    before, after = pairs
    share = moves.value[after] / moves.value[before]
    like = (moves.unit[before] == moves.unit[after]) & (share >= rule.keep)
    like &= share <= 1 / rule.keep
    for group in _together(before[like], after[like]):
        told = (
            f"{group.size} payments of nearly one sum follow each other"
            f" over {moves.accounts(group)} accounts in {moves.days(group):.1f} days"
        )
        yield [moves.links[row] for row in group], 0.2 + 0.05 * min(group.size, 8), [told]


def scattered(moves: Moves, pairs: tuple[Ints, Ints], rule: PatternRule) -> Finds:
    """Yield sums that go from one account over several, side by side, to another.

    Linear in ``pairs``: payments of which the second can hand on the first.
    """
    before, after = pairs
    ways = pl.DataFrame({
        "source": moves.frm[before], "middle": moves.to[before], "target": moves.to[after],
        "at": moves.at[before], "before": before, "after": after,
    }).filter(pl.col("source") != pl.col("target")).sort("source", "target", "at", "before", "after")  # fmt: skip
    new = pl.any_horizontal(pl.col(end).diff() != 0 for end in ("source", "target")) | (
        pl.col("at").diff() > rule.within
    )
    runs = ways.with_columns(run=new.fill_null(value=True).cum_sum())
    wide = runs.filter(pl.col("middle").n_unique().over("run") >= rule.strands)
    for group in wide.partition_by("run", maintain_order=True):
        rows = np.union1d(group["before"].to_numpy(), group["after"].to_numpy())
        strands = group["middle"].n_unique()
        told = f"one account paid another over {strands} accounts side by side"
        yield [moves.links[row] for row in rows], 0.5 + 0.05 * min(strands, 8), [told]


def _together(left: Ints, right: Ints) -> list[Ints]:
    kept, numbers = np.unique(np.concatenate([left, right]), return_inverse=True)
    roots = united(kept.size, *np.split(numbers, 2))
    return [kept[group] for group in grouped(roots, np.arange(kept.size))]
