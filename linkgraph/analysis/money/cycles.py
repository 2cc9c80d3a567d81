"""Ways of money that lead back to the account it left."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["SHORTEST", "closed_walks"]

# Two who pay each other are a loan and its return.
SHORTEST = 3
_WIDEST = 12


def closed_walks(  # noqa: PLR0913
    before: Ints,
    after: Ints,
    start: Ints,
    end: Ints,
    *,
    firsts: Ints | None = None,
    at: Ints | None = None,
    within: int = 0,
) -> Iterator[list[int]]:
    """Return walks over moves that end in the account where they began.

    Args:
        before: Move, per pair of moves that follow each other in time.
        after: The move that follows it.
        start: Account, per move, from which it goes.
        end: Account to which it goes.
        firsts: Moves that may be the first; all where left out.
        at: Moment, per move, seconds; only where a walk as a whole is bounded.
        within: Longest time from the first move to the last, seconds.

    Returns:
        Moves in order, three to thirteen of them, through accounts that differ; by first move.

    Note:
        Linear in the moves that follow a first one within thirteen steps; walks are gone
        through only where some way leads back, and their number is that of the cycles and
        of the ways beside them.
    """
    follow: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(before.tolist(), after.tolist(), strict=True):
        follow[one].append(other)
    frm, to = start.tolist(), end.tolist()
    when = at.tolist() if at is not None else []
    for first in sorted(follow) if firsts is None else firsts.tolist():
        until = when[first] + within if when else None
        leads = _leads_back(first, follow, to, frm[first])
        if until is not None:
            leads = {move for move in leads if when[move] <= until}
        held = [([first], {to[first]})] if first in leads else []
        while held:
            path, seen = held.pop()
            # Another way may lead on later than this one is allowed to.
            for move in follow.get(path[-1], ()):
                if move not in leads:
                    continue
                if to[move] != frm[first]:
                    if to[move] not in seen and len(path) < _WIDEST:
                        held.append(([*path, move], seen | {to[move]}))
                elif len(path) + 1 >= SHORTEST:
                    yield [*path, move]


def _leads_back(first: int, follow: dict[int, list[int]], to: list[int], home: int) -> set[int]:
    """Return moves on some way from the first back to its account: nearly always none."""
    levels, seen = [[first]], {first}
    while levels[-1] and len(levels) <= _WIDEST:
        onward = {
            m
            for move in levels[-1]
            if to[move] != home or move == first
            for m in follow.get(move, ())
        }
        levels.append(sorted(onward - seen))
        seen |= onward
    leads = {move for move in seen if to[move] == home and move != first}
    if leads:
        _spread(leads, seen, follow)
    return leads


def _spread(leads: set[int], seen: set[int], follow: dict[int, list[int]]) -> None:
    grown = True
    while grown:
        more = {move for move in seen - leads if not leads.isdisjoint(follow.get(move, ()))}
        leads |= more
        grown = bool(more)
