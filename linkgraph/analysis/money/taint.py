"""How money mixes in an account: by which rule a payment out holds some that came in."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["NOTHING", "TAINT_RULES", "Account", "Parcel", "open_account"]

TAINT_RULES = ("poison", "haircut", "fifo", "lowest")
# Less than this part of a unit is what arithmetic leaves over.
NOTHING = 1e-9
# Of what was held less is left than a number can tell beside what arrives.
_SPENT = 1e-100


@dataclass(slots=True)
class Parcel:
    """Money that arrived together: its value, how much is tainted, when, at which step."""

    value: float
    tainted: float
    at: int
    step: int


class _Mixed:
    """An account whose money mixes; what came before the records is not seen.

    What leaves takes the same share of everything: one factor for all that is held tells
    what is left of it, so that a payment out costs nothing for each receipt.
    """

    def __init__(self, *, poison: bool) -> None:
        self.poison = poison
        self.clean = 0.0
        self._open()

    def _open(self) -> None:
        self.parcels: deque[Parcel] = deque()
        self.spent = 0
        self.value = self.tainted = 0.0
        self.left = 1.0
        self.steps: Counter[int] = Counter()

    def receive(self, parcel: Parcel) -> None:
        if parcel.tainted <= NOTHING:
            self.clean += parcel.value
            return
        parcel.value /= self.left
        parcel.tainted /= self.left
        self.parcels.append(parcel)
        self.value += parcel.value
        self.tainted += parcel.tainted
        self.steps[parcel.step] += 1

    def pay(self, value: float, since: int) -> tuple[float, int]:
        """Take a payment out; return how much of it is tainted, and its step."""
        self._forget(since)
        held = self.clean + self.value * self.left
        if not self.parcels or held <= NOTHING:
            self.clean = max(0.0, self.clean - value)
            return 0.0, 0
        share, step = min(1.0, value / held), min(self.steps) + 1
        taken = min(value, share * self.tainted * self.left)
        self.clean *= 1 - share
        self.left *= 1 - share
        if self.poison:
            taken = value
            if self.left < _SPENT:
                # Nothing of them is left, and yet they poison.
                self.spent, self.value, self.tainted, self.left = len(self.parcels), 0.0, 0.0, 1.0
        elif self.tainted * self.left <= NOTHING or self.left < _SPENT:
            self.clean += self.value * self.left
            self._open()
        return taken, step

    def _forget(self, since: int) -> None:
        while self.parcels and self.parcels[0].at < since:
            old = self.parcels.popleft()
            self.steps[old.step] -= 1
            self.steps += Counter()
            if self.spent:
                self.spent -= 1
                continue
            self.value -= old.value
            self.tainted -= old.tainted
            self.clean += old.value * self.left
        if not self.parcels:
            self._open()


class _Queue:
    """An account whose money leaves in the order in which it came."""

    def __init__(self) -> None:
        self.parcels: deque[Parcel] = deque()

    def receive(self, parcel: Parcel) -> None:
        self.parcels.append(parcel)

    def pay(self, value: float, since: int) -> tuple[float, int]:
        """Take a payment out; return how much of it is tainted, and its step."""
        taken, steps = 0.0, []
        while self.parcels and value > NOTHING:
            first = self.parcels[0]
            part = min(1.0, value / first.value)
            if first.tainted > NOTHING and first.at >= since:
                steps.append(first.step + 1)
                taken += part * first.tainted
            value -= part * first.value
            first.tainted *= 1 - part
            first.value *= 1 - part
            if first.value <= NOTHING:
                self.parcels.popleft()
        return taken, min(steps, default=0)


class _Lowest:
    """An account that spends its other money first: the lowest intermediate balance."""

    def __init__(self) -> None:
        self.clean = 0.0
        self.parcels: deque[Parcel] = deque()

    def receive(self, parcel: Parcel) -> None:
        self.clean += parcel.value - parcel.tainted
        if parcel.tainted > NOTHING:
            self.parcels.append(parcel)

    def pay(self, value: float, since: int) -> tuple[float, int]:
        """Take a payment out; return how much of it is tainted, and its step."""
        while self.parcels and self.parcels[0].at < since:
            self.clean += self.parcels.popleft().tainted
        own = min(value, self.clean)
        self.clean, rest = self.clean - own, value - own
        taken, steps = 0.0, []
        while self.parcels and rest > NOTHING:
            first = self.parcels[0]
            part = min(rest, first.tainted)
            steps.append(first.step + 1)
            taken, rest, first.tainted = taken + part, rest - part, first.tainted - part
            if first.tainted <= NOTHING:
                self.parcels.popleft()
        return taken, min(steps, default=0)


Account: TypeAlias = _Mixed | _Queue | _Lowest


def open_account(taint: str) -> Account:
    """Return an account of which nothing is known yet; ``taint`` is one of ``TAINT_RULES``."""
    if taint == "fifo":
        return _Queue()
    return _Lowest() if taint == "lowest" else _Mixed(poison=taint == "poison")
