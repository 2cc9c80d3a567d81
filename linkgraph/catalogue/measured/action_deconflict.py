"""Which planned actions of different agencies come close to each other."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.analysis.deconflict import Span, Where, close_pairs, distance_km
from linkgraph.catalogue.measured.chosen import links_as, narrowed, nodes_as, number, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

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

_ACTION = {
    "id": pl.String(), "agencies": pl.List(pl.String), "originators": pl.List(pl.String),
    "countries": pl.List(pl.String), "at": pl.String(),
    "until": pl.String(), "status": pl.String(), "latitude": pl.Float64(), "longitude": pl.Float64(), "sources": pl.String(),
}  # fmt: skip
_LINK = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "at": pl.String(),
    "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
_HOUR_S = 3600.0
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class _Planned:
    """An action, with all that it can be close in."""

    id: str
    agency: str
    at: str | None
    at_s: int | None
    until_s: int
    status: str | None
    where: Where
    subjects: Mapping[str, frozenset[str]]
    sources: frozenset[str]


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of actions: on one subject first, then by distance and time."""
    planned = _planned(beside.read(), params)
    rows = (row for pair in _pairs(planned, params) if (row := _told(*pair, params)))
    # However many pairs there are, no more are held than are shown.
    return nsmallest(whole(params, "most"), rows, key=_rank)


def _rank(row: tuple[Any, ...]) -> tuple[object, ...]:
    one, _, other, _, close_in, _, hours, km, *_ = row
    return "subject" not in close_in, km is None, km, hours is None, hours, one, other


def _pairs(
    planned: Sequence[_Planned], params: Mapping[str, Param]
) -> Iterator[tuple[_Planned, _Planned]]:
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


def _told(one: _Planned, other: _Planned, params: Mapping[str, Param]) -> tuple[object, ...] | None:
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


def _planned(graph: Projection, params: Mapping[str, Param]) -> list[_Planned]:
    actions = narrowed(
        nodes_as(graph, "Action", _ACTION).with_columns(reliability=pl.lit(None, pl.String)),
        {name: params[name] for name in ("since", "until")},
    )
    moments = {f"{one}_s": pl.col(one).str.to_datetime(_MOMENT).dt.epoch("s") for one in ("at", "until")}  # fmt: skip
    actions = actions.with_columns(**moments)
    countries = params["countries"]
    if isinstance(countries, list):
        actions = actions.filter(
            pl.col("countries").list.set_intersection(countries).list.len() > 0
        )
    held = links_as(graph, _LINK, lambda shape: shape.type in {"HOLDS", "USES"})
    by: dict[str, dict[str, frozenset[str]]] = {}
    for who, what, said in held.select("from_id", "to_id", "sources").iter_rows():
        by.setdefault(what, {})[who] = frozenset(said.split())
    about: dict[str, dict[str, frozenset[str]]] = {}
    for action, subject, said in _links(graph, "CONCERNS", params):
        own = about.setdefault(action, {})
        own[subject] = own.get(subject, frozenset()) | said
        # Whoever has the phone is the subject too.
        for who, held_by in by.get(subject, {}).items():
            own[who] = own.get(who, frozenset()) | said | held_by
    places: dict[str, tuple[str, frozenset[str]]] = {}
    for action, place, said in _links(graph, "LOCATED_AT", params):
        places.setdefault(action, (place, said))
    made = []
    for row in actions.sort("id").iter_rows(named=True):
        place, said = places.get(row["id"], ("", frozenset()))
        agency = ", ".join(row["agencies"] or row["originators"] or [])
        where = Where(place, row["latitude"], row["longitude"])
        own = about.get(row["id"], {})
        made.append(_Planned(
            row["id"], agency, row["at"], row["at_s"], max(row["at_s"] or 0, row["until_s"] or 0),
            row["status"], where, own, frozenset(row["sources"].split()) | said,
        ))  # fmt: skip
    return made


def _links(
    graph: Projection, type_: str, params: Mapping[str, Param]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    found = links_as(graph, _LINK, lambda shape: shape.type == type_ and shape.start == "Action")
    chosen = narrowed(found, {"min_grade": params["min_grade"]})
    for action, other, said in chosen.select("from_id", "to_id", "sources").iter_rows():
        yield action, other, frozenset(said.split())
