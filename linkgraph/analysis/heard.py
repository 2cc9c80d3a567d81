"""Who was heard at one place within minutes of whom, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.ways import ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Heard"]

_HOUR_S = 3_600
_PAIR = ("a", "b", "where", "hour")
# Pairs of calls looked at together.
_AT_ONCE = 3_000_000
# Rows gathered at most, about, before what they make is handed on.
_HELD = 20_000_000


@dataclass(frozen=True, slots=True)
class Heard:
    """Calls by place and moment.

    Attributes:
        who: Number of who called, of each call; calls go by place, then moment.
        where: Number of the place.
        moment: Seconds.
        key: One number for place and moment: calls of two places are farther apart than any
            two that count.
        within_s: Longest time between two that count, seconds.
    """

    who: NDArray[np.int64]
    where: NDArray[np.int64]
    moment: NDArray[np.int64]
    key: NDArray[np.int64]
    within_s: int

    @classmethod
    def of(cls, calls: pl.DataFrame, within_s: int) -> Heard:
        """Return calls ready to be looked at.

        Args:
            calls: ``who`` and ``where`` (numbers from 0), ``at_s``; by where, then at_s.
            within_s: Longest time between two that count, seconds.
        """
        who, where, moment = (calls[name].to_numpy() for name in ("who", "where", "at_s"))
        first = int(moment.min()) if len(moment) else 0
        span = (int(moment.max()) - first if len(moment) else 0) + within_s + 1
        return cls(who, where, moment, where * span + moment - first, within_s)

    def pairs(self, asked: NDArray[np.bool_]) -> Iterator[pl.DataFrame]:
        """Yield in which hours, and where, two were heard within the time, pair by pair.

        Args:
            asked: By number of who calls: only pairs with one of these are told.

        Yields:
            ``a``, ``b`` (numbers, the lesser first), ``where``, ``hour`` (since 1970, of the
            earlier call), ``first``, ``last`` (the earliest and the latest earlier call of
            that hour, seconds); in no order, all of a pair in one table. None for no calls.

        Note:
            O(n log n + n c) for n calls where c, at each place, is the lesser of how many
            call there and how many calls come within the time: a crowd at one mast costs no
            more than its phones. However many pairs there are, some million rows are held.
        """
        for lesser in self._shares(len(asked)):
            found = [self._gathered(*told) for told in self._met(asked, lesser)]
            if any(told.height for told in found):
                yield (
                    pl.concat(found)
                    .group_by(_PAIR)
                    .agg(pl.col("first").min(), pl.col("last").max())
                )

    def _shares(self, size: int) -> Iterator[NDArray[np.bool_]]:
        """Yield shares of all numbers: a pair goes with its lesser one."""
        work = self._work().sum()
        count = np.bincount(self.who, minlength=size)
        share = np.cumsum(count) * (1 + int(work) // _HELD) // (len(self.who) + 1)
        for one in np.unique(share).tolist():
            yield share == one

    def _work(self) -> NDArray[np.int64]:
        """Return for each place how much its calls take, by phone or by pair, whichever is less."""
        near = np.cumsum(np.r_[0, self._ahead() - np.searchsorted(self.key, self.key)])
        return np.array([
            min(near[end] - near[first], (end - first) * len(np.unique(self.who[first:end])))
            for first, end in self._places()
        ], dtype=np.int64)  # fmt: skip

    def _ahead(self) -> NDArray[np.int64]:
        return np.searchsorted(self.key, self.key + self.within_s, side="right")

    def meeting(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some calls that come within the time of any of some others.

        Args:
            one: Places of calls.
            other: Places of others, ascending.
        """
        near = self.key[other]
        at = np.searchsorted(near, self.key[one] - self.within_s)
        met = at < len(near)
        met[met] = near[at[met]] <= self.key[one][met] + self.within_s
        return one[met]

    def _met(
        self, asked: NDArray[np.bool_], lesser: NDArray[np.bool_]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Yield earlier calls with who called within the time after each: ``a``, ``b``, call."""
        ahead = self._ahead()
        # Of calls at one moment either may be the earlier one.
        begin = np.searchsorted(self.key, self.key)
        crowded = np.zeros(len(self.key), dtype=bool)
        for first, end in self._places():
            phones = len(np.unique(self.who[first:end]))
            crowded[first:end] = int((ahead - begin)[first:end].sum()) > phones * (end - first)
            if crowded[first]:
                yield from self._by_phone(first, end, asked, lesser)
        calls = np.flatnonzero(~crowded)
        parts = np.cumsum((ahead - begin)[calls]) // _AT_ONCE
        for part in np.split(calls, np.flatnonzero(np.diff(parts)) + 1):
            earlier = np.repeat(part, (ahead - begin)[part])
            later = ranges(np.stack([begin, ahead], axis=1)[part].ravel(), 2 * np.arange(len(part)))
            one, other = self.who[earlier], self.who[later]
            kept = (one != other) & _told(one, other, asked, lesser)
            yield one[kept], other[kept], earlier[kept]

    def _places(self) -> Iterator[tuple[int, int]]:
        begins = np.flatnonzero(np.diff(self.where, prepend=-1)).tolist()
        yield from zip(begins, [*begins, len(self.where)][1:], strict=True)

    def _by_phone(
        self, first: int, end: int, asked: NDArray[np.bool_], lesser: NDArray[np.bool_]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the calls of one place that somebody's call follows, somebody by somebody."""
        here = np.arange(first, end)
        order = np.argsort(self.who[here], kind="stable") + first
        for calls in np.split(order, np.flatnonzero(np.diff(self.who[order])) + 1):
            other = int(self.who[calls[0]])
            some = here[_told(self.who[here], np.int64(other), asked, lesser)]
            next_ = np.searchsorted(self.key[calls], self.key[some])
            met = next_ < len(calls)
            met[met] = self.key[calls[next_[met]]] <= self.key[some][met] + self.within_s
            earlier = some[met & (self.who[some] != other)]
            yield self.who[earlier], np.full(len(earlier), other), earlier

    def _gathered(
        self, one: NDArray[np.int64], other: NDArray[np.int64], call: NDArray[np.int64]
    ) -> pl.DataFrame:
        told = pl.DataFrame({
            "a": np.minimum(one, other), "b": np.maximum(one, other), "where": self.where[call],
            "hour": self.moment[call] // _HOUR_S, "at": self.moment[call],
        })  # fmt: skip
        return told.group_by(_PAIR).agg(first=pl.col("at").min(), last=pl.col("at").max())


def _told(
    one: NDArray[np.int64],
    other: NDArray[np.int64] | np.int64,
    asked: NDArray[np.bool_],
    lesser: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    return np.asarray((asked[one] | asked[other]) & lesser[np.minimum(one, other)])
