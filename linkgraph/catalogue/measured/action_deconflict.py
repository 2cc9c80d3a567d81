"""Which planned actions of different agencies come close to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.analysis.deconflict import distance_km
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
caution = "What an agency does not tell is not seen: no conflict found is not the same as none. Two phones or accounts of one person are one subject only once a file says who has them. That two agencies act on one person is a reason for a call between them, and for nothing else."
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
hours = "Time between the two, hours; empty where one has no moment"
km = "Distance, kilometres; empty where a place is not known"
at = "When the one is planned, UTC"
other_at = "When the other is"
"""

_HOUR_S = 3600.0


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of actions: on one subject first, then by distance and time."""
    planned = planned_actions(beside.read(), params)
    rows = [row for pair in _pairs(planned, params) if (row := _told(*pair, params))]
    rows.sort(key=lambda row: ("subject" not in row[4], row[7] is None, row[7], row[6] is None, row[6], row[0], row[2]))  # type: ignore[operator]  # fmt: skip
    return rows[: whole(params, "most")]


def _pairs(
    planned: Sequence[Planned], params: Mapping[str, Param]
) -> Iterator[tuple[Planned, Planned]]:
    """Yield pairs of two agencies that may be close: of one subject, or near in time."""
    about: dict[str, list[int]] = {}
    for place, one in enumerate(planned):
        for subject in one.subjects:
            about.setdefault(subject, []).append(place)
    met = {(a, b) for held in about.values() for n, a in enumerate(held) for b in held[n + 1 :]}
    dated = sorted((one.at_s, place) for place, one in enumerate(planned) if one.at_s is not None)
    within = number(params, "within_hours") * _HOUR_S
    first = 0
    for n, (at, place) in enumerate(dated):
        while at - dated[first][0] > within:
            first += 1
        met.update((min(place, other), max(place, other)) for _, other in dated[first:n])
    for a, b in sorted(met):
        if planned[a].agency != planned[b].agency:
            yield planned[a], planned[b]


def _told(one: Planned, other: Planned, params: Mapping[str, Param]) -> tuple[object, ...] | None:
    shared = sorted(one.subjects.keys() & other.subjects.keys())
    hours = None
    if one.at_s is not None and other.at_s is not None:
        hours = round(abs(one.at_s - other.at_s) / _HOUR_S, 2)
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
        shared, hours, None if km is None else round(km, 2), one.at, other.at,
        sorted({*one.sources, *other.sources, *said}),
    )  # fmt: skip
