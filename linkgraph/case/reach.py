"""Where somebody can be acted on, and what says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.catalogue.measured.acts import links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linkgraph.graph.base import Projection

__all__ = ["Reach", "best_reach", "reach_of"]

# What says that somebody can be found in a country, and what only that it has a say there.
_FOUND = ("warrant", "residence", "place", "stay", "phone", "stated")
_FORMAL = ("nationality", "document", "account")
_BASIS = {
    "account_country": "account", "phone_country_code": "phone", "document_country": "document",
    "place": "place", "stated": "stated",
}  # fmt: skip
_DIRECT = {"WANTED_BY": "warrant", "RESIDES_IN": "residence", "NATIONAL_OF": "nationality"}
_THROUGH = {"LOCATED_AT": "residence", "STAYED_AT": "stay", "HOLDS": "document"}


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


def best_reach(
    reach: Mapping[str, list[tuple[str, str, str]]], members: Iterable[str]
) -> tuple[Reach, ...]:
    """Return where some entities that go together can be acted on, by country.

    Args:
        reach: As ``reach_of`` gives.
        members: Their ids.
    """
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


def reach_of(graph: Projection) -> dict[str, list[tuple[str, str, str]]]:
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
