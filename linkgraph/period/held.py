"""Which parts of a joint period hold its release back: for inside alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from linkgraph.errors import ReleaseError
from linkgraph.period.model import chosen
from linkgraph.period.release import of_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkgraph.period.release import Releasing

__all__ = ["held_by"]


def held_by(releasing: Releasing, reference: str) -> tuple[str, ...]:
    """Return which parts of a period hold its release back, for inside alone.

    Args:
        releasing: What the audience may see.
        reference: The period's.

    Returns:
        Kind and reference of each (``plan P1``, ``enquiry E-7``), in the order of a
        release; empty where it would leave.
    """
    plans = of_period(reference, releasing.told.plans)
    periods = chosen(reference, releasing.told.periods, str(releasing.request.own))[:1]
    parts: list[tuple[str, Callable[[], object]]] = []
    for name, rows in (
        ("period", periods),
        ("phase", of_period(reference, releasing.told.phases)),
        ("focal point", of_period(reference, releasing.told.focal_points)),
        ("lesson", of_period(reference, releasing.told.lessons)),
    ):
        parts += [(_called(name, one), partial(releasing.words.written, one)) for one in rows]
    parts += [(_called("plan", one), partial(releasing.plan, one)) for one in plans]
    for period in periods:
        asked = releasing.enquiries_of(period, plans)
        parts += [(_called("enquiry", one), partial(releasing.enquiry, one)) for one in asked]
    return tuple(dict.fromkeys(label for label, make in parts if _is_held(make)))


def _called(name: str, row: Any) -> str:
    if name == "focal point":
        return f"{name} of {row.country}"
    if name == "lesson":
        return f"{name} of {row.plan or row.period}, {row.on}"
    return f"{name} {row.name if name == 'phase' else row.reference}"


def _is_held(make: Callable[[], object]) -> bool:
    try:
        make()
    except ReleaseError:
        return True
    return False
