"""Likely overlaps of two encodings: Dice similarity of their bits, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from linkgraph.resolve.blind.file import Encoding

    Packed = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

__all__ = ["THRESHOLD", "Overlap", "match_encodings"]

THRESHOLD = 0.58
_LEAST_THRESHOLD = 0.4
_ROWS, _COLUMNS = 2048, 8192
_CANDIDATES = 65_536
_MOST_PAIRS = 5_000_000
# Beyond so many pairs, a first look at a quarter of the bits chooses those to compare whole.
_ALL_BITS_PAIRS = 400_000_000
_FIRST_LOOK_PART = 4
# Similarity on that part strays from the whole by about 0.04.
_FIRST_LOOK_SLACK = 0.1
# Sums in single precision stray by less; what they let through is compared exactly.
_NEARLY = -0.5
_ONES = np.array([value.bit_count() for value in range(256)], np.uint8)


class Overlap(NamedTuple):
    """A likely overlap: two opaque ids and a score, 0 to 1."""

    left: str
    right: str
    score: float


def match_encodings(
    left: Encoding, right: Encoding, *, threshold: float = THRESHOLD, one_to_one: bool = False
) -> list[Overlap]:
    """Return pairs of records whose bits are alike, the most alike first.

    Args:
        left: One side's encoding.
        right: The other side's.
        threshold: Least score, 0.4 to 1.
        one_to_one: Let each record stand in one pair at most: the best pairs are taken
            first, of equal ones that with the least ids.

    Raises:
        InputError: Keys or settings differ, the threshold is none, or it lets more than
            five million pairs through.

    Note:
        A score is a lead, not a finding: common names with one birth date score high.
        Cost: pairs times bits, 20,000 by 20,000 records in about half a minute on two
        cores. Beyond that a first look at a quarter of the bits saves three quarters of
        it and misses about one pair of a hundred that lie right at the threshold.
        Memory: some 200 MB beside the files.
    """
    _fit(left, right)
    if not _LEAST_THRESHOLD <= threshold <= 1:
        raise InputError(f"a threshold lies between {_LEAST_THRESHOLD} and 1")
    first_look = len(left.ids) * len(right.ids) > _ALL_BITS_PAIRS
    found: list[tuple[Numbers, Numbers, NDArray[np.float64]]] = []
    total = 0
    for rows, columns in _candidates(left.bits, right.bits, threshold, first_look=first_look):
        one, other, score = _compared(left.bits, right.bits, rows, columns, threshold)
        found.append((one, other, score))
        total += len(score)
        if total > _MOST_PAIRS:
            raise InputError(
                "more than five million pairs pass the threshold",
                remedy="Raise it with --threshold.",
            )
    one, other, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((other, one, -score))
    one, other, score = one[order], other[order], score[order]
    if one_to_one:
        kept = _first_of_each(one.tolist(), other.tolist())
        one, other, score = one[kept], other[kept], score[kept]
    return [
        Overlap(left.ids[a], right.ids[b], round(s, 4))
        for a, b, s in zip(one.tolist(), other.tolist(), score.tolist(), strict=True)
    ]


def _fit(left: Encoding, right: Encoding) -> None:
    differing = left.settings.differing(right.settings)
    if differing:
        raise InputError(
            f"the two encodings were made with other settings: {', '.join(differing)}",
            remedy="Encode one side again with the settings of the other.",
        )
    if left.key_check != right.key_check:
        raise InputError(
            "the two encodings were made with different keys",
            remedy="Encode again with the key that both sides hold.",
        )
    if set(left.ids) == set(right.ids):
        raise InputError("both are one encoding", remedy="Name your own and your partner's.")


def _candidates(
    left: Packed, right: Packed, threshold: float, *, first_look: bool
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of rows that may pass, chunk by chunk; every chunk, also with none.

    One product of matrices tells for a chunk which pairs pass: twice the bits in common
    less the threshold's share of the bits of both is not negative.
    """
    seen = slice(0, left.shape[1] // _FIRST_LOOK_PART) if first_look else slice(None)
    least = threshold - _FIRST_LOOK_SLACK if first_look else threshold
    for top in range(0, len(left), _ROWS):
        rows = _weighed(left[top : top + _ROWS, seen], 2.0, -least, counts_first=True)
        for side in range(0, len(right), _COLUMNS):
            columns = _weighed(right[side : side + _COLUMNS, seen], 1.0, -least, counts_first=False)
            passing = np.flatnonzero((rows @ columns.T) >= _NEARLY)
            yield passing // len(columns) + top, passing % len(columns) + side


def _weighed(
    packed: Packed, times: float, share: float, *, counts_first: bool
) -> NDArray[np.float32]:
    """Return unpacked bits with two more columns that add the share of each side's count."""
    bits = np.unpackbits(packed, axis=1).astype(np.float32)
    counts = share * bits.sum(axis=1, keepdims=True)
    ones = np.ones_like(counts)
    return np.hstack((times * bits, *((counts, ones) if counts_first else (ones, counts))))


def _compared(
    left: Packed, right: Packed, rows: Numbers, columns: Numbers, threshold: float
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Return the pairs that pass on all bits, and their Dice similarity."""
    scores: list[NDArray[np.float64]] = [np.empty(0)]
    for at in range(0, len(rows), _CANDIDATES):
        a, b = left[rows[at : at + _CANDIDATES]], right[columns[at : at + _CANDIDATES]]
        common, all_a, all_b = (_ONES[x].sum(axis=1, dtype=np.int64) for x in (a & b, a, b))
        scores.append(2 * common / np.maximum(all_a + all_b, 1))
    score = np.concatenate(scores)
    passing = score >= threshold
    return rows[passing], columns[passing], score[passing]


def _first_of_each(one: list[int], other: list[int]) -> list[int]:
    """Return the places of pairs whose ends no earlier pair took."""
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for place, (a, b) in enumerate(zip(one, other, strict=True)):
        if a not in taken[0] and b not in taken[1]:
            taken[0].add(a)
            taken[1].add(b)
            kept.append(place)
    return kept
