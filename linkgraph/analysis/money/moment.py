"""Payments of one moment: in which order the money can have gone on."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["circling", "turns"]


def turns(payer: Ints, payee: Ints, holds: Bools) -> Ints:
    """Return the turn of each payment among those of its moment: the lower goes first.

    Whoever is paid and pays at one moment pays after all that came to him. Round a circle
    nobody is last: there the money starts from whoever held some before, or was paid from
    outside the circle, and goes from hand to hand.

    Args:
        payer: Account and moment as one number, per payment.
        payee: The same of the other end.
        holds: Per payment, whether its payer can have money from before the moment.

    Returns:
        Turns from 0; only those of one moment mean anything beside each other.

    Note:
        Linear in payments whose payer is also paid at the moment, after sorting.
    """
    turn = np.zeros(payer.size, dtype=np.int64)
    later = np.isin(payer, payee)
    if not later.any():
        return turn
    # Who only pays has the first turn, and who is only paid needs none.
    nodes, place = np.unique(payer[later], return_inverse=True)
    inner = np.isin(payee, nodes)
    to = np.searchsorted(nodes, payee[inner])
    frm = np.where(later[inner], np.searchsorted(nodes, payer[inner]), -1)
    known = frm >= 0
    circle = _circles(nodes.size, frm[known], to[known])
    opens = np.zeros(nodes.size, dtype=np.bool_)
    opens[place[holds[later]]] = True
    opens[to[~known]] = True
    between = circle[frm[known]] != circle[to[known]]
    opens[to[known][between]] = True
    level = _levels(circle, frm[known][between], to[known][between])
    within = _from_hand_to_hand(opens, frm[known][~between], to[known][~between])
    turn[later] = 1 + (level * (int(within.max()) + 1) + within)[place]
    return turn


def circling(before: Ints, after: Ints, size: int) -> Bools:
    """Return whether a pair of payments is part of a circle of pairs.

    Args:
        before: Payment, per pair of one moment of which the second can hand on the first.
        after: The second.
        size: How many payments there are.
    """
    if not before.size:
        return np.zeros(0, dtype=np.bool_)
    circle = _circles(size, before, after)
    return np.asarray(circle[before] == circle[after])


def _circles(size: int, frm: Ints, to: Ints) -> Ints:
    """Return, per node, the number of its circle; a node in none is one by itself."""
    # It takes a third of a second to load, and most questions do without.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ties = coo_array((np.ones(frm.size, dtype=np.int8), (frm, to)), shape=(size, size))
    return np.asarray(connected_components(ties, connection="strong")[1], dtype=np.int64)


def _levels(circle: Ints, frm: Ints, to: Ints) -> Ints:
    """Return, per node, the longest way to its circle over others: a circle after all before it."""
    follow: dict[int, list[int]] = defaultdict(list)
    waits: dict[int, int] = defaultdict(int)
    for one, other in zip(circle[frm].tolist(), circle[to].tolist(), strict=True):
        follow[one].append(other)
        waits[other] += 1
    level = np.zeros(int(circle.max(initial=-1)) + 1, dtype=np.int64)
    ready = deque(one for one in follow if not waits[one])
    while ready:
        one = ready.popleft()
        for other in follow.get(one, ()):
            level[other] = max(level[other], level[one] + 1)
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return level[circle]


def _from_hand_to_hand(opens: Bools, frm: Ints, to: Ints) -> Ints:
    """Return, per node, how many payments of its circle lie between it and one that opens."""
    follow: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(frm.tolist(), to.tolist(), strict=True):
        follow[one].append(other)
    hands = np.zeros(opens.size, dtype=np.int64)
    seen = opens.copy()
    front = deque(one for one in np.flatnonzero(opens).tolist() if one in follow)
    while front:
        one = front.popleft()
        for other in follow.get(one, ()):
            if not seen[other]:
                seen[other] = True
                hands[other] = hands[one] + 1
                front.append(other)
    return hands
