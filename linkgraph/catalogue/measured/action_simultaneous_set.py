"""Whom to act on together, since they would warn each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.united import united_columns
from linkgraph.analysis.warning import warned_together
from linkgraph.catalogue.measured.chosen import number, placements, texts, whole
from linkgraph.catalogue.measured.in_touch import (
    DAY,
    contacts_in,
    families_in_touch,
    in_touch,
    months_on_record,
    quick_enough,
)
from linkgraph.catalogue.measured.lead_view import LeadView
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.analysis.warning import Warned
    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer", "opens"]

HEAD = """
title = "Whom to act on together"
question = "Which of these targets would warn each other within hours, and so have to be acted on at once?"
caution = "How fast a warning goes is reckoned from how often and how lately two were in touch, and is an assumption. Contacts that no file holds warn too: whoever is in no group may still be warned. People whom a role protects, and what they have, alone or with others, are no targets and are refused; families of victims are not followed."
identity = ["group_id"]
shared = ["most"]

[params.ids]
type = "entities"
required = true
help = "Ids of the targets: people, or accounts and phones that stand for whoever has them"

[params.within_hours]
type = "float"
default = 24
least = 0
most = 8766
help = "Longest time from the first action to the last, hours"

[params.moment]
type = "instant"
help = "From when recency is counted, UTC; from the last contact on record where left out"

[returns]
group_id = "Least id of the group"
target_ids = "Targets that would warn each other"
countries = "Countries where one of them can be acted on"
quickest_hours = "Least time in which one would warn another, hours"
slowest_hours = "Longest that a warning takes from one to the next, hours"
"""

_HOUR = dt.timedelta(hours=1)


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return groups, the largest first, then by id."""
    graph, ids = beside.read(), sorted(set(texts(params, "ids")))
    view = LeadView.of(graph, beside.protected())
    hidden = pl.col("from_id").is_in(list(view.protected))
    theirs = {*view.protected, *view.hands.filter(hidden)["to_id"]}
    if not theirs.isdisjoint(ids):
        raise InputError(
            "'ids' names somebody whom a role protects, or what such a person has: no target",
            remedy="Leave such people out: `linkgraph entity show` tells who has which role.",
        )
    acts, bundle = _seen(graph, view)
    own: dict[str, list[str]] = {}
    for one in ids:
        own.setdefault(bundle.get(one, one), []).append(one)
    hours, moment = number(params, "within_hours"), _moment(params, acts)
    on_record = in_touch(acts)
    months = months_on_record(on_record)
    contacts = contacts_in(quick_enough(on_record, hours, moment, months), months)
    groups = warned_together(own, contacts, hours * _HOUR, as_of=moment)
    groups = groups[: whole(params, "most")]
    said = _said(acts, view, groups)
    places = placements(graph)
    for group in groups:
        told = sorted(one for member in group.ids for one in own[member])
        here = places.filter(pl.col("id").is_in(told))
        yield (
            told[0], told, sorted(set(here["country"])), *_hours(group),
            [said[group.ids[0]], list(here["sources"])],
        )  # fmt: skip


def opens(beside: Surroundings, _: Answer, told: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield the links by which those of a group are in touch directly."""
    graph = beside.read()
    view = LeadView.of(graph, beside.protected())
    acts, bundle = _seen(graph, view)
    ids = told["target_ids"]
    group = [bundle.get(one, one) for one in ids] if isinstance(ids, tuple | list) else []
    near = acts.filter(pl.col("from_id").is_in(group) & pl.col("to_id").is_in(group))
    for link in near.sort("link_id")["link_id"]:
        yield tuple(link.split())


def _seen(graph: Projection, view: LeadView) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return all by which people are in touch, and who goes together, by id."""
    acts = pl.concat([view.acts, families_in_touch(graph, view)])
    return acts, dict(view.members.select("id", "bundle").iter_rows())


def _moment(params: Mapping[str, Param], acts: pl.DataFrame) -> dt.datetime:
    given = params["moment"]
    if given:
        return dt.datetime.fromisoformat(str(given))
    days = acts.filter(pl.col("day").str.contains(DAY))["day"].sort(descending=True)
    last = next(iter(days), "1970-01-01")
    return dt.datetime.fromisoformat(f"{last}T00:00:00+00:00")


def _said(acts: pl.DataFrame, view: LeadView, groups: Iterable[Warned]) -> dict[str, list[str]]:
    """Return, by the first of each group, the sources of all that it is connected with.

    A warning may go over any of it.
    """
    firsts = [group.ids[0] for group in groups]
    parts = united_columns(acts["from_id"], acts["to_id"])
    held = view.hands.join(view.members.select("id", "bundle"), left_on="from_id", right_on="id")
    told = pl.concat([acts.select("sources", id="from_id"), held.select("sources", id="bundle")])
    ours = parts.filter(pl.col("id").is_in(firsts))
    each = (
        told.join(parts, on="id")
        .filter(pl.col("root").is_in(ours["root"].unique().implode()))
        .group_by("root")
        .agg(pl.col("sources").unique().str.split(" ").explode().unique().sort())
    )
    return dict(ours.join(each, on="root").select("id", "sources").iter_rows())


def _hours(group: Warned) -> tuple[float, float]:
    return round(group.quickest / _HOUR, 1), round(group.slowest / _HOUR, 1)
