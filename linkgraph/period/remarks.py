"""What somebody who entered something of a joint period should look at again: it is on record, and odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.period.model import chosen, folded
from linkgraph.period.told import is_to_come

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from linkgraph.period.entered_outcome import OutcomeTold
    from linkgraph.period.model import InvestigationPlan, Period
    from linkgraph.period.reading import Told

__all__ = ["TO_COME", "remarks_on", "remarks_on_period"]

TO_COME = "its day is still to come: is the year right?"


def remarks_on(
    outcome: OutcomeTold, day: str, told: Told, today: dt.date, own: str = ""
) -> Iterator[str]:
    """Yield what is odd about an outcome, in words that name nobody; nothing where nothing is.

    None of it is refused: a partner's plan need not be on record here, nor need a period be yet.

    Args:
        outcome: What was entered.
        day: Its day as it is kept.
        told: What the case holds of joint periods.
        today: The day it was entered.
        own: The own agency, whose period comes before a partner's of the name.
    """
    named = chosen(outcome.period, told.periods, own) if outcome.period else []
    period = next(iter(named), None)
    if outcome.period and period is None:
        yield "no joint period of this reference is on record: it counts in none until one is"
    if not outcome.period and not day:
        yield "it names neither a period nor a day: it counts in no period"
    if is_to_come(day, today):
        yield TO_COME
    if outcome.plan:
        yield from _on_plan(outcome.plan, period, told)
    if period is not None and not set(outcome.countries) <= set(period.countries):
        yield "a country that it names takes no part in the period, and gets a column of its own"


def remarks_on_period(
    former: Period, now: Period, plans: Iterable[InvestigationPlan]
) -> Iterator[str]:
    """Yield what a period lost when it was entered anew: what is not said again is gone.

    Args:
        former: As it was.
        now: As it is.
        plans: Of the case.
    """
    gone = sorted(set(former.countries) - set(now.countries))
    if gone:
        left = [one.reference for one in plans if _is_left(one, now, gone)]
        still = f"; plans that still name them: {', '.join(left)}" if left else ""
        yield f"took part before, and do not any more: {', '.join(gone)}{still}"
    if former.title and not now.title:
        yield "it had a title before, and has none now"


def _is_left(plan: InvestigationPlan, period: Period, gone: Iterable[str]) -> bool:
    return folded(plan.period) == folded(period.reference) and not set(gone).isdisjoint(
        plan.countries
    )


def _on_plan(plan: str, period: Period | None, told: Told) -> Iterator[str]:
    held = chosen(plan, told.plans)
    if not held:
        yield "no investigation plan of this reference is on record"
    elif period and all(folded(one.period) != folded(period.reference) for one in held):
        yield "the plan is of another period"
