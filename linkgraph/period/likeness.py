"""Whether two outcomes are one: by whom they concern, by country and day, by whose books they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.period.outcomes import PEOPLE, WITHIN_DAYS
from linkgraph.period.units import days_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.period.outcomes import OutcomeRow
    from linkgraph.period.units import Unit

__all__ = ["ONE", "WITHIN_DAYS", "Deciding", "alike"]

# Kinds of what is done once to a person or thing; enquiries about one person may be many.
_DONE_ONCE = {"warrants_executed", "new_investigations", "assets_restrained", "documents_seized"}
ONE = "one"


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is known of who and what is the same.

    Attributes:
        within_days: Days within which two reports of one person are one outcome.
        decided: Pairs of outcome ids to whether people said that they are one.
        unsure: Pairs of people, as entity ids, the lesser first, who may be one.
    """

    within_days: int = WITHIN_DAYS
    decided: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    unsure: Collection[tuple[str, str]] = ()

    def word(self, one: Iterable[OutcomeRow], other: Iterable[OutcomeRow]) -> bool | None:
        """Return what people said of two; None where nobody did, False where anybody parted them."""
        ids = {row.id for row in one}, {row.id for row in other}
        said = [
            self.decided[min(a, b), max(a, b)]
            for a in ids[0]
            for b in ids[1]
            if (min(a, b), max(a, b)) in self.decided
        ]
        return all(said) if said else None


def alike(one: Unit, other: Unit, how: Deciding) -> str:
    """Return ``ONE`` where two units are one, in words why they may be, or nothing.

    Args:
        one: What is counted.
        other: Something else of its kind.
        how: What is known of who is who, and how many days apart is the same.
    """
    apart = days_apart(one, other)
    if apart is not None and apart[0] > how.within_days:
        return ""
    if any(not i.startswith("syndicate:") for i in one.subjects & other.subjects):
        return _alike_by_subject(one, other, apart, how)
    if _own_books(one, other):
        return ""
    pairs = ((a, b) for a in one.subjects for b in other.subjects)
    if any((min(pair), max(pair)) in how.unsure for pair in pairs):
        return "they concern people who may be one"
    return _alike_without_names(one, other, apart)


def _alike_by_subject(one: Unit, other: Unit, apart: tuple[int, int] | None, how: Deciding) -> str:
    books = _own_books(one, other)
    if one.kind not in PEOPLE or not one.low == one.high == other.low == other.high == 1:
        once = one.kind in _DONE_ONCE or one.kind in PEOPLE
        return "they concern the same" if once and not books else ""
    if books:
        return "the same person in two reports of one agency"
    if apart is None or apart[1] > how.within_days:
        return "the same person, but not on known days"
    return ONE


def _own_books(one: Unit, other: Unit) -> bool:
    """Tell whether one agency keeps two under different numbers, or in one file."""
    same = bool(one.originators & other.originators)
    if {row.source for row in one.rows} & {row.source for row in other.rows}:
        return True
    return same and bool(one.references) and bool(other.references)


def _alike_without_names(one: Unit, other: Unit, apart: tuple[int, int] | None) -> str:
    if not one.countries & other.countries or (one.named and other.named):
        return ""
    recorded = [unit.rows[0].recorded for unit in (one, other)]
    if all(recorded):
        return ""
    if any(recorded) and max(one.high, other.high) > 1:
        # Enquiries on record may be among those that a line counts together.
        return "a line that counts enquiries, and an enquiry on record"
    # One night is two days, and one moment two days in two zones.
    same_day = apart is not None and apart[1] <= 1
    if same_day and (one.low, one.high) == (other.low, other.high):
        return "the same country and count, at most a day apart, from two sources"
    return ""
