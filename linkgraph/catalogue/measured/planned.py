"""Actions that agencies plan, as files tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.deconflict import Where
from linkgraph.catalogue.measured.chosen import links_as, narrowed, nodes_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.graph.base import Param, Projection

__all__ = ["Planned", "planned_actions"]

_ACTION = {
    "id": pl.String(), "agencies": pl.List(pl.String), "originators": pl.List(pl.String),
    "countries": pl.List(pl.String), "at": pl.String(), "until": pl.String(), "status": pl.String(),
    "latitude": pl.Float64(), "longitude": pl.Float64(), "sources": pl.String(),
}  # fmt: skip
_LINK = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "at": pl.String(),
    "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Planned:
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


def planned_actions(graph: Projection, params: Mapping[str, Param]) -> list[Planned]:
    """Return planned actions by id, whoever has a phone or account that one is about among its subjects.

    Args:
        graph: In bulk.
        params: Of ``since``, ``until``, ``countries`` and ``min_grade`` those that are given.
    """
    actions = narrowed(
        nodes_as(graph, "Action", _ACTION).with_columns(reliability=pl.lit(None, pl.String)),
        {name: params.get(name) for name in ("since", "until")},
    )
    moments = {
        f"{one}_s": pl.col(one).str.to_datetime(_MOMENT).dt.epoch("s") for one in ("at", "until")
    }
    actions = actions.with_columns(**moments)
    countries = params.get("countries")
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
        made.append(Planned(
            row["id"], agency, row["at"], row["at_s"], max(row["at_s"] or 0, row["until_s"] or 0),
            row["status"], where, own, frozenset(row["sources"].split()) | said,
        ))  # fmt: skip
    return made


def _links(
    graph: Projection, type_: str, params: Mapping[str, Param]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    found = links_as(graph, _LINK, lambda shape: shape.type == type_ and shape.start == "Action")
    chosen = narrowed(found, {"min_grade": params.get("min_grade")})
    for action, other, said in chosen.select("from_id", "to_id", "sources").iter_rows():
        yield action, other, frozenset(said.split())
