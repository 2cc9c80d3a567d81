"""Which parts of a joint period hold its release back, and which texts it leaves out: for inside alone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from linkgraph.errors import ReleaseError
from linkgraph.period.model import chosen
from linkgraph.period.release import of_period
from linkgraph.period.released import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkgraph.period.release import Releasing

__all__ = ["held_by", "left_out_by"]


def held_by(releasing: Releasing, reference: str) -> tuple[str, ...]:
    """Return which parts of a period hold its release back, for inside alone.

    Args:
        releasing: What the audience may see.
        reference: The period's.

    Returns:
        Kind and reference of each (``plan P1``, ``enquiry E-7``), in the order of a
        release; empty where it would leave.
    """
    parts = _parts(releasing, reference)
    return tuple(dict.fromkeys(label for label, make in parts if _made(make) is None))


def left_out_by(releasing: Releasing, reference: str) -> tuple[str, ...]:
    """Return which texts a release of a period would leave out, for inside alone.

    Args:
        releasing: What the audience may see.
        reference: The period's.

    Returns:
        The part and the place of each in it (``plan P1: title``), in the order of a release;
        empty where no text is left out. What holds the release back is none of them.
    """
    found = []
    for label, make in _parts(releasing, reference):
        found += [f"{label}: {place}" for place in _withheld_in(_made(make))]
    return tuple(dict.fromkeys(found))


def _parts(releasing: Releasing, reference: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what each part of a period is called, and what makes it for the audience."""
    plans = of_period(reference, releasing.told.plans)
    periods = chosen(reference, releasing.told.periods, str(releasing.request.own))[:1]
    for name, rows in (
        ("period", periods),
        ("phase", of_period(reference, releasing.told.phases)),
        ("focal point", of_period(reference, releasing.told.focal_points)),
        ("lesson", of_period(reference, releasing.told.lessons)),
    ):
        for one in rows:
            yield _called(name, one), partial(releasing.words.written, one)
    for plan in plans:
        yield _called("plan", plan), partial(releasing.plan, plan)
    for period in periods:
        for asked in releasing.enquiries_of(period, plans):
            yield _called("enquiry", asked), partial(releasing.enquiry, asked)


def _withheld_in(made: object) -> Iterator[str]:
    """Yield where in a dataclass a text is left out: ``title``, ``tasks 2, title``."""
    if not is_dataclass(made):
        return
    for one in fields(made):
        value = getattr(made, one.name)
        name = one.name.replace("_", " ")
        if value == WITHHELD or (isinstance(value, tuple) and WITHHELD in value):
            yield name
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                yield from (f"{name} {number}, {place}" for place in _withheld_in(inner))


def _called(name: str, row: Any) -> str:
    if name == "focal point":
        return f"{name} of {row.country}"
    if name == "lesson":
        return f"{name} of {row.plan or row.period}, {row.on}"
    return f"{name} {row.name if name == 'phase' else row.reference}"


def _made(make: Callable[[], object]) -> object | None:
    """Return a part as the audience may have it; None where it holds the release back."""
    try:
        return make()
    except ReleaseError:
        return None
