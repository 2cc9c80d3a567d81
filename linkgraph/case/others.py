"""What other agencies plan, beside a plan of one's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.deconflict import OwnAction, PlannedAction, Where, deconflict
from linkgraph.catalogue.measured.chosen import links_as, nodes_as
from linkgraph.catalogue.measured.planned import planned_actions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkgraph.analysis.deconflict import Near
    from linkgraph.catalogue.measured.planned import Planned
    from linkgraph.graph.base import Projection
    from linkgraph.plan import JointPlan

__all__ = ["others_near"]

_AT = {"from_id": pl.String(), "to_id": pl.String(), "link_id": pl.String()}
_PLACE = {"id": pl.String(), "latitude": pl.Float64(), "longitude": pl.Float64()}


def others_near(
    plan: JointPlan, graph: Projection, within: dt.timedelta, km: float
) -> tuple[Near, ...]:
    """Return actions of agencies that come close to a plan's, on one subject or in place and time.

    Args:
        plan: The plan; without a zero hour nothing is close in time.
        graph: The case, in bulk.
        within: How close in time is close.
        km: How close in place, kilometres.

    Returns:
        As of ``deconflict``, of each target and action the closest. ``target`` is the
        target's entity id, whatever of it the action is about. Empty where no file tells of
        planned actions: that is not the same as none being planned.
    """
    own = {
        one: target.entity_id
        for target in plan.targets
        for one in (*target.holders, *target.identifiers, target.entity_id)
    }
    planned = [
        PlannedAction(
            one.agency, _nearest(one, plan.asked.zero_hour), one.where, frozenset(own.get(i, i) for i in one.subjects), one.id
        )
        for one in planned_actions(graph, {})
    ]  # fmt: skip
    near = deconflict(_own(plan, graph), planned, within=within, km=km)
    closest: dict[tuple[str, str], Near] = {}
    for one in near:
        if one.same_subject or {"place", "time"} <= set(one.close_in):
            closest.setdefault((one.own.target, one.planned.reference), one)
    return tuple(closest.values())


def _own(plan: JointPlan, graph: Projection) -> Iterator[OwnAction]:
    """Yield an action for each place where a target is said to be, or one without a place."""
    at = links_as(graph, _AT, lambda shape: shape.type == "LOCATED_AT")
    where = nodes_as(graph, "Location", _PLACE).rename({"id": "to_id"})
    places = at.join(where, on="to_id", how="left").sort("from_id", "to_id")
    held: dict[str, list[Where]] = {}
    for one, place, latitude, longitude in places.select(
        "from_id", "to_id", "latitude", "longitude"
    ).iter_rows():
        held.setdefault(one, []).append(Where(place, latitude, longitude))
    for target in plan.targets:
        for there in held.get(target.entity_id, [Where()]):
            yield OwnAction(target.entity_id, plan.asked.zero_hour, there)


def _nearest(planned: Planned, zero: dt.datetime | None) -> dt.datetime | None:
    """Return the moment of an action that is nearest to the zero hour: some last for weeks."""
    if planned.at_s is None:
        return None
    begin, end = (dt.datetime.fromtimestamp(at, dt.UTC) for at in (planned.at_s, planned.until_s))
    return begin if zero is None else min(max(zero, begin), end)
