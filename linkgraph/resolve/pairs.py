"""One pair explained: each property compared, what both say, and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.comparisons import COMPARISONS
from linkgraph.resolve.verdicts import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.resolve.model import Model

__all__ = ["Compared", "explain_codes", "told_by"]

# Which of a record's columns each comparison looks at.
_LOOKS_AT: Mapping[str, tuple[str, ...]] = {
    "name": ("names", "aliases"), "generation": ("names", "aliases"), "birth": ("births",), "document": ("documents",),
    "phone": ("phones",), "email": ("emails",), "account": ("accounts",),
    "address": ("addresses",), "context": ("around",), "sex": ("sex",),
    "country": ("countries",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """One property of two records.

    Attributes:
        name: Of the comparison.
        outcome: agree, differ or missing (one of the two does not tell).
        says: In words.
        left: What the one record says.
        right: What the other says.
        bits: What it weighs: above zero for one person, below for two; 0 where missing.
    """

    name: str
    outcome: str
    says: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    bits: float


def told_by(record: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return what a record says of the property that a comparison looks at."""
    found: list[str] = []
    for column in _LOOKS_AT[name]:
        value = record.get(column)
        found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(found)


def explain_codes(
    codes: Iterable[str], records: pl.DataFrame, pair: tuple[str, str], model: Model
) -> tuple[str, list[Compared]]:
    """Return why a pair waits for people, and each property compared.

    Args:
        codes: A model's reasons on the pair.
        records: As ``read_records`` gives them; both of the pair among them.
        pair: Ids.
        model: The one that scored.

    Returns:
        The reason in words (empty where it does not wait), and one row a comparison, in
        the order in which they are made.
    """
    shown = dict(code.split(":", 1) for code in codes if ":" in code)
    why = next((REASONS[code] for code in codes if code in REASONS), "")
    rows = {
        row["id"]: row for row in records.filter(pl.col("id").is_in(pair)).iter_rows(named=True)
    }
    left, right = (rows.get(one, {}) for one in pair)
    made = []
    for one in COMPARISONS:
        level = next((lv for lv in one.levels if lv.name == shown.get(one.name)), None)
        place = one.levels.index(level) if level else -1
        made.append(
            Compared(
                one.name,
                _outcome(place, len(one.levels), one.agree),
                level.says if level else "one of the two does not tell",
                told_by(left, one.name),
                told_by(right, one.name),
                model.weight(one.name, level.name) if level else 0.0,
            )
        )
    return why, made


def _outcome(place: int, levels: int, agree: int) -> str:
    if place < 0:
        return "missing"
    # Sex and country have no level that is evidence by itself; the same is still agreement.
    return "agree" if place < max(agree, levels - 1 if levels <= 2 else agree) else "differ"  # noqa: PLR2004
