"""Whom a joint operation can be planned against, as the case tells it: who, where, how tied."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.contacts import contacts
from linkgraph.analysis.leads import leads
from linkgraph.analysis.sums import exact_sum
from linkgraph.case.worth import classes_of, worths
from linkgraph.catalogue.measured.acts import links_of
from linkgraph.catalogue.measured.lead_view import LeadView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from linkgraph.case.worth import Worth
    from linkgraph.graph.base import Projection

__all__ = ["Looking", "Reach", "Subject", "Subjects", "subjects_of"]

# What says that somebody can be found in a country, and what only that it has a say there.
_FOUND = ("warrant", "residence", "place", "stay", "phone", "stated")
_FORMAL = ("nationality", "document", "account")
_BASIS = {
    "account_country": "account", "phone_country_code": "phone", "document_country": "document",
    "place": "place", "stated": "stated",
}  # fmt: skip
_DIRECT = {"WANTED_BY": "warrant", "RESIDES_IN": "residence", "NATIONAL_OF": "nationality"}
_THROUGH = {"LOCATED_AT": "residence", "STAYED_AT": "stay", "HOLDS": "document"}
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Reach:
    """A country where a subject can be acted on.

    Attributes:
        country: ISO 3166-1 alpha-2.
        basis: What says so: warrant, residence, place, stay, phone, stated; or, where none
            of these is known of anywhere, nationality, document, account.
        sources: Ids of the sources that say it.
    """

    country: str
    basis: tuple[str, ...]
    sources: tuple[str, ...]


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
        seen: Per country, what its own sources show by themselves: node ids, and ties.
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
        originators: Source id to the country that gave it, for what each sees by itself.
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
    faces, people = _faces(view)
    kept_out = {
        one: role
        for one, role in view.protected.items()
        if one in people and not (role == "witness" and one in how.lifted)
    }
    barred = {bundle for one, bundle in _bundle_of(view).items() if one in kept_out}
    victims = {b for one, b in _bundle_of(view).items() if view.protected.get(one) == "victim"}
    inside = (view.known | _leads(view, told)) - victims
    name = {bundle: faces.get(bundle, bundle) for bundle in inside}
    candidates = _candidates(view, graph, sorted(view.known - barred - victims), faces, rates)
    return Subjects(
        candidates,
        kept_out,
        tuple(sorted(name.values())),
        _ties(told, name),
        _contacts(acts, name),
        {name[b]: told for b, told in classes_of(graph, _bundle_of(view)).items() if b in name},
        {
            country: _seen_by(country, view, acts, name, how)
            for country in sorted(set(how.originators.values()))
        },
    )


def _seen_by(
    country: str,
    view: LeadView,
    acts: pl.DataFrame,
    name: Mapping[str, str],
    how: Looking,
) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return what the sources of one country show by themselves."""
    own = [one for one, of in how.originators.items() if of == country]
    theirs = pl.col("sources").str.split(" ").list.set_intersection(own).list.len() > 0
    ties = _ties(contacts(acts.filter(theirs)), name).filter(pl.col("strength") >= how.least_tie)
    pairs = frozenset(ties.select("one", "other").iter_rows())
    bundles = _bundle_of(view)
    named = view.claims.filter(theirs)["from_id"].to_list()
    people = {name[bundles[one]] for one in named if bundles.get(one) in name}
    return frozenset(people.union(*pairs)), pairs


def _bundle_of(view: LeadView) -> dict[str, str]:
    return dict(view.members.select("id", "bundle").iter_rows())


def _faces(view: LeadView) -> tuple[dict[str, str], set[str]]:
    """Return bundle to the person it is called by, suspects first; and all suspects."""
    people = set(view.claims["from_id"])
    order = {"Person": 0, "BankAccount": 1, "CryptoWallet": 2, "Phone": 3, "UserAccount": 4}
    ranked = view.members.filter(pl.col("kind") != "Organization").with_columns(
        rank=pl.col("kind").replace_strict(order, default=9),
        other=~pl.col("id").is_in(list(people)),
    )
    first = ranked.sort("other", "rank", "id").group_by("bundle", maintain_order=True).first()
    return dict(first.select("bundle", "id").iter_rows()), people


def _leads(view: LeadView, told: pl.DataFrame) -> set[str]:
    parts = leads(told, view.known, view.silent)
    score = exact_sum(pl.col("part")).round(_DECIMALS)
    ranked = parts.group_by("one").agg(score=score).filter(pl.col("score") > 0)
    return set(ranked["one"])


def _ties(told: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    both = _named(told, name)
    strength = 1 - exact_sum((1 - pl.col("told").clip(0, 1 - 1e-12)).log()).exp()
    pairs = both.filter(pl.col("one") < pl.col("other")).group_by("one", "other")
    return pairs.agg(strength=strength.round(_DECIMALS)).sort("one", "other")


def _contacts(acts: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    ends = acts.rename({"from_id": "one", "to_id": "other"})
    both = _named(ends, name).select(
        "type", "day", "sources",
        one=pl.min_horizontal("one", "other"), other=pl.max_horizontal("one", "other"),
    )  # fmt: skip
    dated = pl.when(pl.col("day").str.contains(r"^\d{4}-\d{2}-\d{2}$")).then("day")
    return (
        both.group_by("one", "other", "type")
        .agg(
            days=pl.col("day").n_unique(),
            last=dated.max(),
            sources=pl.col("sources").str.split(" ").explode().unique().sort(),
        )
        .sort("one", "other", "type")
    )


def _named(pairs: pl.DataFrame, name: Mapping[str, str]) -> pl.DataFrame:
    inside = list(name)
    kept = pairs.filter(pl.col("one").is_in(inside) & pl.col("other").is_in(inside))
    return kept.with_columns(
        pl.col(end).replace_strict(dict(name), return_dtype=pl.String) for end in ("one", "other")
    )


def _candidates(
    view: LeadView,
    graph: Projection,
    bundles: list[str],
    faces: Mapping[str, str],
    rates: pl.DataFrame,
) -> dict[str, Subject]:
    members: dict[str, list[str]] = defaultdict(list)
    for one, bundle in _bundle_of(view).items():
        members[bundle].append(one)
    captions = dict(view.members.select("id", "caption").iter_rows())
    said: dict[str, set[str]] = defaultdict(set)
    for one, sources in view.claims.select("from_id", "sources").iter_rows():
        said[one].update(sources.split())
    reach = _reach(graph)
    worth = worths(graph, view, bundles, rates)
    made = {}
    for bundle in bundles:
        face, held = faces[bundle], tuple(sorted(members[bundle]))
        sources = tuple(sorted(set().union(*(said.get(one, set()) for one in held))))
        made[face] = Subject(
            face, captions[face], held, _best(reach, held), worth[bundle], sources
        )  # fmt: skip
    return made


def _best(
    reach: Mapping[str, list[tuple[str, str, str]]], members: Iterable[str]
) -> tuple[Reach, ...]:
    basis: dict[str, set[str]] = defaultdict(set)
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in members:
        for country, why, told in reach.get(one, ()):
            basis[country].add(why)
            sources[country, why].update(told.split())
    found = {c for c, whys in basis.items() if whys & {*_FOUND}}
    counted = _FOUND if found else (*_FOUND, *_FORMAL)
    return tuple(
        Reach(
            country,
            tuple(why for why in counted if why in basis[country]),
            tuple(sorted(set().union(*(sources[country, w] for w in counted)))),
        )
        for country in sorted(found or basis)
    )


def _reach(graph: Projection) -> dict[str, list[tuple[str, str, str]]]:
    """Return entity to (country, basis, sources), of all that says where it can be found."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for type_, why in _DIRECT.items():
        for one, country, told in _ends(graph, type_):
            found[one].append((_code(country), why, told))
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for shape, frame in graph.links.items():
        if shape.type == "IN_JURISDICTION":
            rows = frame.select("from_id", "to_id", "basis", "sources").iter_rows()
            for one, country, why, told in rows:
                found[one].append((_code(country), _BASIS.get(why, "stated"), told))
                places[one].append((_code(country), told))
    for type_, why in _THROUGH.items():
        for one, place, told in _ends(graph, type_):
            # An account speaks for itself where it is a person's own.
            if type_ != "HOLDS" or not place.startswith(("account:", "wallet:")):
                found[one] += [(c, why, f"{told} {said}") for c, said in places.get(place, ())]
    return found


def _ends(graph: Projection, type_: str) -> Iterator[tuple[str, str, str]]:
    yield from links_of(graph, [type_]).select("from_id", "to_id", "sources").iter_rows()


def _code(jurisdiction: str) -> str:
    return jurisdiction.removeprefix("country:")
