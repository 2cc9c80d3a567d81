"""Lines that a later word of the same agency puts right, also where that belongs elsewhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from linkgraph.period.model import folded as called
from linkgraph.period.reference_numbers import folded, is_running
from linkgraph.statements.stated import is_stated
from linkgraph.values.day_spans import first_and_last

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.period.outcomes import OutcomeRow

__all__ = ["moved_elsewhere", "rank_of", "remark_on_moved", "replaces"]

_Number = tuple[str, str, str]


def rank_of(row: OutcomeRow) -> tuple[bool, int]:
    """Return what puts the word that holds last: the newest, an agency's own before one passed on."""
    return not row.passed_on, row.order


def replaces(newer: OutcomeRow, older: OutcomeRow, within_days: int) -> bool:
    """Tell whether a later line means what an earlier one of its number does, of another period.

    It does where it names neither period nor day, and so takes back what was said; else where
    the number is none that lists begin anew, and somebody entered it or it is days away at
    most. Lists of two periods may number what they hold alike.

    Args:
        newer: A line of the newest source under the number.
        older: A line of an earlier one, of the same agency, kind and number.
        within_days: How far apart two days are that may be one put right.
    """
    if not newer.period and not newer.day:
        return True
    if is_running(newer.reference):
        return False
    return is_stated(newer.file) or _days_between(newer.day, older.day) <= within_days


def _days_between(one: str, other: str) -> int:
    """Return the fewest days between two days, months or years; 0 where either is not known."""
    if not one or not other:
        return 0
    (first, last), (begin, end) = first_and_last(one), first_and_last(other)
    return max((begin - last).days, (first - end).days, 0)


def moved_elsewhere(
    rows: Iterable[OutcomeRow], held: Iterable[OutcomeRow], within_days: int
) -> list[OutcomeRow]:
    """Return the lines of some that a later word takes out of them, since it is not among them.

    Args:
        rows: All lines.
        held: Those that belong to a period.
        within_days: As for ``replaces``.

    Returns:
        In the order given. Enquiries on record are never among them, nor lines without a number.
    """
    newest: dict[_Number, list[OutcomeRow]] = defaultdict(list)
    for row in rows:
        if number := _number_of(row):
            best = newest[number]
            if best and rank_of(best[0]) < rank_of(row):
                best.clear()
            if not best or rank_of(best[0]) == rank_of(row):
                best.append(row)
    some = list(held)
    inside = {id(row) for row in some}
    gone = []
    for row in some:
        last = newest.get(_number_of(row) or ("", "", ""), [row])
        if not any(id(one) in inside for one in last) and any(
            replaces(one, row, within_days) for one in last
        ):
            gone.append(row)
    return gone


def _number_of(row: OutcomeRow) -> _Number | None:
    key = folded(row.reference)
    return (row.kind, row.originator, key) if key and not row.recorded else None


def remark_on_moved(rows: Iterable[OutcomeRow], source: str, within_days: int) -> str:
    """Return what becomes of what was said in another period under a number that a source tells of.

    Args:
        rows: All lines.
        source: Id of the source that was entered.
        within_days: As for ``replaces``.

    Returns:
        In words; empty where nothing was said elsewhere.
    """
    some = list(rows)
    now = next((row for row in some if row.source == source), None)
    if now is None or not folded(now.reference):
        return ""
    before = [row for row in some if row.source != source and _number_of(row) == _number_of(now)]
    last = {called(row.period): row for row in sorted(before, key=rank_of)}
    newest = max(before, key=rank_of, default=now)
    if called(newest.period) == called(now.period):
        # It was told when the period was entered.
        return ""
    # What is taken back, or has another's place taken, is not so again.
    held = [
        row
        for period, row in last.items()
        if period not in {"", called(now.period)}
        and row.count
        and (row is newest or not replaces(newest, row, within_days))
    ]
    gone = [row.period for row in held if replaces(now, row, within_days)]
    if gone:
        return f"it takes the place of what was said under this number in {_periods(gone)}"
    if not held:
        return ""
    return (
        f"what was said under this number in {_periods([row.period for row in held])} counts there"
        f" still: enter it with --count 0 --period {held[0].period} if that was a mistake"
    )


def _periods(names: Collection[str]) -> str:
    return f"the period{'s' if len(names) > 1 else ''} {' and '.join(sorted(names))}"
