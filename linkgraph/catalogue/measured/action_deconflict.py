"""Which planned actions of different agencies come close to each other."""

from __future__ import annotations

from heapq import nsmallest
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from linkgraph.analysis.deconflict import Span, close_pairs, distance_km
from linkgraph.catalogue.measured.chosen import number, whole
from linkgraph.catalogue.measured.planned import planned_actions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.measured.planned import Planned
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Actions that come close to each other"
question = "Which planned actions of different agencies are about one subject, or close in both time and place?"
caution = "What an agency does not tell is not seen: no conflict found is not the same as none. An action that is done or called off counts like any other. Two phones or accounts of one person are one subject only once a file says who has them. That two agencies act on one person is a reason for a call between them, and for nothing else."
identity = ["action_id", "other_id"]
shared = ["since", "until", "countries", "min_grade", "most"]

[params.within_hours]
type = "float"
default = 72
least = 0
most = 8766
help = "How close in time is close, hours"

[params.within_km]
type = "float"
default = 5
least = 0
most = 20100
help = "How close in place is close, kilometres; one place by its address is close"

[returns]
action_id = "One action"
agency = "Whose it is"
other_id = "The other"
other_agency = "Whose that is"
close_in = "subject, place, time: in what they are close"
subject_ids = "Whom or what both are about"
hours = "Time from the end of the one to the begin of the other, hours; 0 where one goes on while the other begins; empty where one has no moment"
km = "Distance, kilometres; empty where a place is not known"
at = "When the one is planned, UTC"
other_at = "When the other is"
status = "What its file says of it: planned, done, called off"
other_status = "The same of the other"
"""

_HOUR_S = 3600.0


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of actions: on one subject first, then by distance and time."""
    planned = planned_actions(beside.read(), params)
    rows = (row for pair in _pairs(planned, params) if (row := _told(*pair, params)))
    # However many pairs there are, no more are held than are shown.
    return nsmallest(whole(params, "most"), rows, key=_rank)


def _rank(row: tuple[Any, ...]) -> tuple[object, ...]:
    one, _, other, _, close_in, _, hours, km, *_ = row
    return "subject" not in close_in, km is None, km, hours is None, hours, one, other


def _pairs(
    planned: Sequence[Planned], params: Mapping[str, Param]
) -> Iterator[tuple[Planned, Planned]]:
    """Yield each pair of two agencies that may be close: of one subject, or near in time and place."""
    about: dict[str, list[int]] = {}
    for place, one in enumerate(planned):
        for subject in one.subjects:
            about.setdefault(subject, []).append(place)
    met = (
        (planned[a], planned[b])
        for subject, held in about.items()
        for a, b in combinations(held, 2)
        if subject == min(planned[a].subjects.keys() & planned[b].subjects.keys())
    )
    spans = [Span(one.at_s, one.until_s, one.where) for one in planned]
    close = close_pairs(spans, number(params, "within_hours") * _HOUR_S, number(params, "within_km"))  # fmt: skip
    near = (
        (planned[a], planned[b])
        for a, b in close
        if planned[a].subjects.keys().isdisjoint(planned[b].subjects)
    )
    for one, other in chain(met, near):
        if one.agency.casefold() != other.agency.casefold():
            yield one, other


def _told(one: Planned, other: Planned, params: Mapping[str, Param]) -> tuple[object, ...] | None:
    shared = sorted(one.subjects.keys() & other.subjects.keys())
    hours = None
    if one.at_s is not None and other.at_s is not None:
        apart = max(one.at_s - other.until_s, other.at_s - one.until_s, 0)
        hours = round(apart / _HOUR_S, 2)
    km = distance_km(one.where, other.where)
    close = {
        "subject": bool(shared),
        "place": km is not None and km <= number(params, "within_km"),
        "time": hours is not None and hours <= number(params, "within_hours"),
    }
    if not (close["subject"] or (close["place"] and close["time"])):
        return None
    said = {s for subject in shared for own in (one, other) for s in own.subjects[subject]}
    return (
        one.id, one.agency, other.id, other.agency, [name for name, near in close.items() if near],
        shared, hours, None if km is None else round(km, 2), one.at, other.at, one.status, other.status,
        sorted({*one.sources, *other.sources, *said}),
    )  # fmt: skip
