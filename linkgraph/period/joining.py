"""Numbers joined into parts, and which joins bring together what must stay apart."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Union", "contradicted", "joined"]


class Union:
    """Which of some numbers are one, as joined."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, one: int) -> int:
        """Return the least number of its part."""
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Make two parts one."""
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first

    def parts(self) -> dict[int, list[int]]:
        """Return the parts by their least number, each sorted."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in range(len(self._above)):
            found[self.of(one)].append(one)
        return dict(found)


def contradicted(
    size: int, pairs: Sequence[tuple[int, int]], parted: Callable[[int, int], bool]
) -> set[tuple[int, int]]:
    """Return the pairs that, joined, would bring two together whom a person parted."""
    whole = joined(size, pairs)
    against = {
        root
        for root, members in whole.parts().items()
        if any(parted(one, other) for one, other in combinations(members, 2))
    }
    return {pair for pair in pairs if whole.of(pair[0]) in against}


def joined(size: int, pairs: Iterable[tuple[int, int]]) -> Union:
    """Return the parts that pairs make of the numbers below a size."""
    whole = Union(size)
    for one, other in pairs:
        whole.join(one, other)
    return whole
