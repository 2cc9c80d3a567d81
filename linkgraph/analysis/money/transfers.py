"""The form in which payments are looked at, and windows of time over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "DAY",
    "FOUND",
    "TRANSFERS",
    "between_two",
    "by_link",
    "codes",
    "expand",
    "found",
    "later",
    "overlapping",
]

DAY = 86400

# What a rule may know of a transfer. ``value`` is in ``unit``: the common currency where a
# rate is given, otherwise the payment's own; values of unlike units are never compared.
# ``least`` (smallest value that counts as large) and ``limit`` (from which cash is reported)
# are in the same unit. A holder is whoever is named as one, otherwise the account itself;
# ``*_person`` is null where no holder is known, false where one is an organization.
TRANSFERS = {
    "link_id": pl.String, "from_id": pl.String, "to_id": pl.String, "currency": pl.String,
    "value": pl.Float64, "unit": pl.String, "least": pl.Float64, "limit": pl.Float64,
    "at_s": pl.Int64, "remark": pl.String, "from_cash": pl.Boolean, "to_cash": pl.Boolean,
    "from_holder": pl.String, "to_holder": pl.String, "from_person": pl.Boolean,
    "to_person": pl.Boolean,
}  # fmt: skip

# What a rule finds: one row a transfer; ``group`` tells the finds of one rule apart.
FOUND = {
    "kind": pl.String, "group": pl.Int64, "link_id": pl.String, "score": pl.Float64,
    "reasons": pl.String,
}  # fmt: skip


def found(kind: str, finds: Iterable[tuple[Iterable[str], float, Sequence[str]]]) -> pl.DataFrame:
    """Return finds of a rule as columns (``FOUND``).

    Args:
        kind: Kind of scheme.
        finds: Per find its link ids, score (cut to 0-1) and reasons in words.
    """
    rows: list[tuple[Any, ...]] = [
        (kind, group, link, round(min(1.0, max(0.0, score)), 2), "; ".join(reasons))
        for group, (links, score, reasons) in enumerate(finds)
        for link in links
    ]
    return pl.DataFrame(rows, schema=FOUND, orient="row")


def between_two(*, organizations: bool = False) -> pl.Expr:
    """Return whether a transfer passes between two holders: dated, and no cash.

    Args:
        organizations: Whether those of known organizations count too; else only those of
            people, and of holders who may be some.
    """
    two = (
        ~pl.col("from_cash") & ~pl.col("to_cash") & pl.col("at_s").is_not_null()
        & (pl.col("from_holder") != pl.col("to_holder"))
    )  # fmt: skip
    if organizations:
        return two
    return two & pl.all_horizontal(
        pl.col(end).fill_null(value=True) for end in ("from_person", "to_person")
    )


def by_link(transfers: pl.DataFrame) -> pl.DataFrame:
    """Return transfers in order of their links: most come so, and texts are slow to sort."""
    ids = transfers["link_id"]
    return transfers if ids.is_sorted() else transfers.sort("link_id")


def codes(*columns: pl.Series) -> list[NDArray[np.int64]]:
    """Return whole numbers that stand for texts: the same text the same number in all.

    They follow the alphabet; 0 stands for no text.
    """
    texts = pl.concat([column.rename("text") for column in columns])
    # Each text is looked up once: sorting a million of them would take seconds.
    known = pl.Enum(texts.drop_nulls().unique().sort())
    numbers = (texts.cast(known).to_physical().cast(pl.Int64) + 1).fill_null(0).to_numpy()
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return [np.asarray(part) for part in np.split(numbers, ends)]


def later(
    whom: NDArray[np.int64],
    after: NDArray[np.int64],
    wait: int | NDArray[np.int64],
    key: NDArray[np.int64],
    at: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, per asked row, the range of rows of one key in a window after a moment.

    Args:
        whom: Key asked for.
        after: Moment, seconds; the window is open there and closed at its end.
        wait: Length of the window, seconds; one for all, or one each.
        key: Keys of the rows, sorted with ``at``: by key, then moment.
        at: Moments of the rows, seconds.

    Returns:
        First row and row after the last. O((n + m) log m).
    """
    if not at.size:
        none = np.zeros(whom.size, dtype=np.int64)
        return none, none
    start = min(int(at.min()), int(after.min()) if after.size else int(at.min()))
    longest = int(np.max(wait, initial=0))
    span = max(int(at.max()), int(after.max()) if after.size else 0) - start + longest + 2
    line = key * span + (at - start)
    asked = whom * span + (after - start)
    ends = np.minimum(asked + wait, (whom + 1) * span - 1)
    # Neighbours are looked for one after another: in any order each would wait for memory.
    order = np.argsort(asked)
    first, last = np.empty_like(asked), np.empty_like(asked)
    first[order] = np.searchsorted(line, asked[order], side="right")
    last[order] = np.searchsorted(line, ends[order], side="right")
    return first, np.maximum(first, last)


def expand(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (asked row, row found) of ranges: O(pairs)."""
    sizes = last - first
    asked = np.repeat(np.arange(first.size), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return asked, within + np.repeat(first, sizes)


def overlapping(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return ranges joined where they share a row, directly or through others.

    Args:
        first: First row of each range, never falling.
        last: Row after the last of each, never falling, and past the first.

    Returns:
        Where each joined range begins among the ranges given, its first row, and the row
        after its last. Linear in the ranges, whatever they hold.
    """
    if not first.size:
        return first, first, last
    begins = np.flatnonzero(np.r_[True, first[1:] >= last[:-1]])
    return begins, first[begins], last[np.r_[begins[1:], first.size] - 1]
