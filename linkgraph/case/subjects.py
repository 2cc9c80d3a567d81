"""Whom a joint operation can be planned against, as the case tells it: who, where, how tied."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.contacts import contacts
from linkgraph.analysis.leads import leads
from linkgraph.analysis.sums import exact_sum
from linkgraph.case.reach import best_reach, reach_of
from linkgraph.case.worth import classes_of, worths
from linkgraph.catalogue.measured.in_touch import FAMILY, families_in_touch, in_touch
from linkgraph.catalogue.measured.lead_rows import faces, leading
from linkgraph.catalogue.measured.lead_view import LeadView

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from linkgraph.case.reach import Reach
    from linkgraph.case.worth import Worth
    from linkgraph.graph.base import Projection

__all__ = ["Looking", "Subject", "Subjects", "subjects_of"]

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who may be acted on.

    Attributes:
        id: The person's entity.
        caption: What to call the person.
        members: Entities looked at as this one: accounts, phones that nobody else has.
        reach: By country.
        worth: How much speaks for the person's weight in the syndicate.
        sources: Those that name the person as a suspect.
    """

    id: str
    caption: str
    members: tuple[str, ...]
    reach: tuple[Reach, ...]
    worth: Worth
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subjects:
    """The network of a syndicate as far as a plan may look at it.

    Attributes:
        candidates: Known suspects who may be acted on, by id.
        kept_out: Entity id to why nobody acts on it: ``victim``, ``witness``, ``informant``,
            ``protected`` (or whoever may be one), of all whom files name as suspects.
        nodes: Ids: candidates, other suspects but no victims, and whom they lead to.
        ties: ``one``, ``other`` (the lesser id first), ``strength`` (0 to 1), by ids.
        contacts: ``one``, ``other``, ``type``, ``days`` (count), ``last`` (date; null where
            unknown), ``sources`` (ids, a list): what could carry a warning.
        classes: Node to what it does for the syndicate, of ``CHAIN``, where files say so.
        seen: Per country of ``Looking.originators``, what its own sources show by
            themselves: node ids, and ties.
    """

    candidates: Mapping[str, Subject]
    kept_out: Mapping[str, str]
    nodes: tuple[str, ...]
    ties: pl.DataFrame
    contacts: pl.DataFrame
    classes: Mapping[str, frozenset[str]]
    seen: Mapping[str, tuple[frozenset[str], frozenset[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Looking:
    """How a plan looks at a case.

    Attributes:
        lifted: Witnesses whom a person put back on record; nobody else can be.
        link_types: Kinds of act that tie; all where None.
        originators: Source id to the country that gave it, where it is asked for what each
            sees by itself.
        least_tie: Weakest tie that a country sees.
    """

    lifted: Collection[str] = ()
    link_types: Collection[str] | None = None
    originators: Mapping[str, str] = field(default_factory=dict)
    least_tie: float = 0.0


def subjects_of(
    graph: Projection,
    protected: Mapping[str, str],
    rates: pl.DataFrame,
    how: Looking = Looking(),
) -> Subjects:
    """Return whom a plan can be about.

    Args:
        graph: The case, in bulk.
        protected: Entity id to the role that protects it, or may.
        rates: Exchange rates, for what money stays with whom.
        how: Who is lifted, and what ties.

    Note:
        A suspect is whom some file names so. Victims, and whoever may be one, are no part
        of anything here, nor what they hold. O(n log n) for n links.
    """
    view = LeadView.of(graph, protected)
    acts = view.acts
    if how.link_types is not None:
        acts = acts.filter(pl.col("type").is_in(list(how.link_types)))
    told = contacts(acts)
    bundles = dict(view.members.select("id", "bundle").iter_rows())
    people = set(view.claims["from_id"])
    called = dict(faces(view, people).select("bundle", "id").iter_rows())
    kept_out = {
        one: role
        for one, role in view.protected.items()
        if one in people and not (role == "witness" and one in how.lifted)
    }
    barred = {bundles[one] for one in kept_out if one in bundles}
    victims = {b for one, b in bundles.items() if view.protected.get(one) == "victim"}
    leads_to = leading(view, leads(told, view.known, view.silent, near_only=True))["one"]
    name = {one: called.get(one, one) for one in view.known.union(leads_to) - victims}
    who = _Who(view, bundles, called)
    return Subjects(
        who.candidates(graph, sorted(view.known - barred - victims), rates),
        kept_out,
        tuple(sorted(name.values())),
        _ties(told, name),
        _contacts(pl.concat([acts, *_family(graph, view, how)]), name),
        {name[b]: does for b, does in classes_of(graph, bundles).items() if b in name},
        {
            country: who.seen_by(country, acts, name, how)
            for country in sorted(set(how.originators.values()))
        },
    )


@dataclass(frozen=True, slots=True)
class _Who:
    """Who goes together, and by which id.

    Attributes:
        view: The case.
        bundles: Bundle of each entity.
        called: Id that a bundle is called by.
    """

    view: LeadView
    bundles: Mapping[str, str]
    called: Mapping[str, str]

    def seen_by(
        self, country: str, acts: pl.DataFrame, name: Mapping[str, str], how: Looking
    ) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """Return what the sources of one country show by themselves."""
        own = [one for one, of in how.originators.items() if of == country]
        theirs = pl.col("sources").str.split(" ").list.set_intersection(own).list.len() > 0
        ties = _ties(contacts(acts.filter(theirs)), name)
        pairs = frozenset(
            ties.filter(pl.col("strength") >= how.least_tie).select("one", "other").iter_rows()
        )
        named = self.view.claims.filter(theirs)["from_id"]
        people = {name[self.bundles[one]] for one in named if self.bundles.get(one) in name}
        return frozenset(people.union(*pairs)), pairs

    def candidates(
        self, graph: Projection, bundles: list[str], rates: pl.DataFrame
    ) -> dict[str, Subject]:
        """Return the subjects of some bundles, by id."""
        members: dict[str, list[str]] = defaultdict(list)
        for one, bundle in self.bundles.items():
            members[bundle].append(one)
        captions = dict(self.view.members.select("id", "caption").iter_rows())
        said: dict[str, set[str]] = defaultdict(set)
        for one, sources in self.view.claims.select("from_id", "sources").iter_rows():
            if one in self.bundles:
                said[self.bundles[one]].update(sources.split())
        reach = reach_of(graph)
        worth = worths(graph, self.bundles, {one: len(said[one]) for one in bundles}, rates)
        made = {}
        for bundle in bundles:
            face, held = self.called[bundle], tuple(sorted(members[bundle]))
            made[face] = Subject(
                face, captions[face], held, best_reach(reach, held), worth[bundle],
                tuple(sorted(said[bundle])),
            )  # fmt: skip
        return made


def _ties(told: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    both = _named(told, name)
    strength = 1 - exact_sum((1 - pl.col("told").clip(0, 1 - 1e-12)).log()).exp()
    pairs = both.filter(pl.col("one") < pl.col("other")).group_by("one", "other")
    return pairs.agg(strength=strength.round(_DECIMALS)).sort("one", "other")


def _family(graph: Projection, view: LeadView, how: Looking) -> list[pl.DataFrame]:
    asked = how.link_types is None or FAMILY in how.link_types
    return [families_in_touch(graph, view)] if asked else []


def _contacts(acts: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    ends = _named(acts.rename({"from_id": "one", "to_id": "other"}), name)
    return in_touch(ends.rename({"one": "from_id", "other": "to_id"}))


def _named(pairs: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    inside = list(name)
    kept = pairs.filter(pl.col("one").is_in(inside) & pl.col("other").is_in(inside))
    return kept.with_columns(
        pl.col(end).replace_strict(dict(name), return_dtype=pl.String) for end in ("one", "other")
    )
