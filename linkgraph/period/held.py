"""Which parts of a joint period hold its release back, and which texts it leaves out: for inside alone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from linkgraph.errors import ReleaseError
from linkgraph.period.release import of_period
from linkgraph.period.released import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkgraph.period.release import Releasing

__all__ = ["Withheld", "places_left_out", "withheld_by"]


class Withheld(NamedTuple):
    """What an audience does not get of a period, in the order of a release.

    Attributes:
        parts: Kind and reference of each part that holds the release back (``plan P1``,
            ``enquiry E-7``, ``case name``); empty where it would leave.
        texts: The part and the place in it of each text that is left out (``plan P1: title``,
            ``case name``).
    """

    parts: tuple[str, ...]
    texts: tuple[str, ...]


def withheld_by(releasing: Releasing, reference: str) -> Withheld:
    """Return what holds the release of a period back, and what it leaves out, for inside alone.

    Args:
        releasing: What the audience may see.
        reference: The period's.

    Raises:
        InputError: The audience may see no such period, so that nothing of it would leave.
    """
    parts, texts = [], []
    for label, make in _parts(releasing, reference):
        try:
            made = make()
        except ReleaseError:
            parts.append(label)
        else:
            texts += [label] if made == WITHHELD else []
            texts += [f"{label}: {place}" for place in places_left_out(made)]
    return Withheld(tuple(dict.fromkeys(parts)), tuple(dict.fromkeys(texts)))


def _parts(releasing: Releasing, reference: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what each part of a period is called, and what makes it for the audience."""
    period = releasing.period_named(reference)
    reference = period.reference
    plans = of_period(reference, releasing.told.plans)
    yield "case name", releasing.case_name
    for name, rows in (
        ("period", [period]),
        ("phase", of_period(reference, releasing.told.phases)),
        ("focal point", of_period(reference, releasing.told.focal_points)),
        ("lesson", of_period(reference, releasing.told.lessons)),
    ):
        for one in rows:
            yield _called(name, one), partial(releasing.words.written, one)
    for plan in plans:
        yield _called("plan", plan), partial(releasing.plan, plan)
    for asked in releasing.enquiries_of(period, plans):
        yield _called("enquiry", asked), partial(releasing.enquiry, asked)


def places_left_out(made: object) -> Iterator[str]:
    """Yield where in what an audience gets a text is left out: ``title``, ``tasks 2, title``."""
    if not is_dataclass(made):
        return
    for one in fields(made):
        value = getattr(made, one.name)
        name = one.name.replace("_", " ")
        if value == WITHHELD or (isinstance(value, tuple) and WITHHELD in value):
            yield name
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                yield from (f"{name} {number}, {place}" for place in places_left_out(inner))


def _called(name: str, row: Any) -> str:
    if name == "focal point":
        return f"{name} of {row.country}"
    if name == "lesson":
        return f"{name} of {row.plan or row.period}, {row.on}"
    return f"{name} {row.name if name == 'phase' else row.reference}"
