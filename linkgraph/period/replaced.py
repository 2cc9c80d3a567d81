"""What some sources say of joint periods otherwise than all of them do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.period.model import UNMARKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.period.reading import Told

__all__ = ["replaced_since"]


def replaced_since(seen: Told, whole: Told) -> tuple[str, ...]:
    """Return what some sources say otherwise than all of them do: its newest word is not theirs.

    Args:
        seen: What an audience's sources say.
        whole: What all say. That it differs is an inside matter.

    Returns:
        Kind and reference of each (``plan P1``), sorted.
    """
    newest = dict(_by_key(whole))
    held = {key: row for key, row in _by_key(seen) if newest.get(key, row) != row}
    return tuple(sorted({f"{kind} {reference}" for kind, reference, _ in held}))


def _by_key(told: Told) -> Iterator[tuple[tuple[str, str, object], object]]:
    for one in told.periods:
        yield ("period", one.reference, one.marks.originators), replace(one, marks=UNMARKED)
    for phase in told.phases:
        days = replace(phase, marks=UNMARKED, version=0, digest="", frozen="")
        yield ("phase", f"{phase.period} {phase.name}", phase.marks.originators), days
    for plan in told.plans:
        planned = replace(plan.as_planned(), marks=UNMARKED)
        yield ("plan", plan.reference, plan.marks.originators), planned
        for task in plan.tasks:
            said = tuple(replace(word, marks=UNMARKED) for word in task.words)
            yield ("task", f"{plan.reference}/{task.id}", plan.marks.originators), said
    for enquiry in told.enquiries:
        # What an answer brought leaves with nothing: without it no word is an earlier one.
        told_of = replace(enquiry, marks=UNMARKED, answer_sources=())
        yield ("enquiry", enquiry.reference, enquiry.id), told_of
