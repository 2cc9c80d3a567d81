"""Who is a suspect, and whom to protect, in a case as a measure sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.acts import links_of
from linkgraph.catalogue.measured.chosen import names_of
from linkgraph.statements.done_to import acts_done, done_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.graph.base import Projection

__all__ = ["HIDES", "SAYS_SUSPECT", "People", "families_of", "gravest", "hiding", "sources_of"]

SAYS_SUSPECT = ("SUSPECT_IN", "WANTED_BY")
HIDES = {
    "VICTIM_IN": "victim", "WITNESS_IN": "witness", "INFORMANT_IN": "informant",
    "PROTECTED_IN": "protected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """People by what files say of them.

    Attributes:
        names: Entity id to what to call it and to the sources that tell of it, of all entities.
        suspects: People named as suspects to the sources that say so; no victim among them.
        protected: Entity id to the gravest role that protects it, also where it only may be
            such a person.
        families: Of victims.
        hidden: Of protected people and families: the sources that say so.
    """

    names: Mapping[str | None, tuple[str | None, str | None]]
    suspects: Mapping[str, tuple[str, ...]]
    protected: Mapping[str, str]
    families: frozenset[str]
    hidden: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, graph: Projection, protected: Mapping[str, str]) -> People:
        """Return the people of a graph; ``protected`` as ``Surroundings`` gives it."""
        marks = hiding(graph)
        roles = gravest(marks) | dict(protected)
        claims = links_of(graph, SAYS_SUSPECT)
        suspects: dict[str, set[str]] = {}
        for one, sources in claims.select("from_id", "sources").iter_rows():
            if roles.get(one) != "victim":
                suspects.setdefault(one, set()).update(sources.split())
        families = families_of(graph, roles)
        return cls(
            names_of(graph),
            {one: tuple(sorted(said)) for one, said in suspects.items()},
            roles,
            frozenset(families),
            sources_of(marks, {*roles, *families}, families),
        )


def hiding(graph: Projection) -> pl.DataFrame:
    """Return what says that somebody is to be hidden: ``from_id`` whom, ``type`` of ``HIDES``, ``sources``.

    Also whoever was done what makes a victim, though no file names the role.
    """
    columns = ("from_id", "type", "sources")
    told = [links_of(graph, HIDES).select(columns)]
    acts = acts_done()
    for shape, frame in graph.links.items():
        if shape.type in acts and shape.end == "Person":
            done = frame.filter(done_to(shape.type, frame.columns))
            victim = pl.lit("VICTIM_IN").alias("type")
            told.append(done.select(pl.col("to_id").alias("from_id"), victim, "sources"))
    return pl.concat(told)


def gravest(hidden: pl.DataFrame) -> dict[str, str]:
    """Return the gravest hiding role of each whom a row of ``hiding`` names."""
    order = list(HIDES)
    rows = sorted(
        hidden.select("from_id", "type").iter_rows(), key=lambda row: -order.index(row[1])
    )
    return {one: HIDES[type_] for one, type_ in rows}


def families_of(graph: Projection, roles: Mapping[str, str]) -> dict[str, set[str]]:
    """Return those whom a file names as family of a victim, and whom no role hides.

    Each with the sources that name them so.
    """
    found: dict[str, set[str]] = {}
    for start, end, said in (
        links_of(graph, ["FAMILY_OF"]).select("from_id", "to_id", "sources").iter_rows()
    ):
        for one, of in ((start, end), (end, start)):
            if roles.get(of) == "victim" and one not in roles:
                found.setdefault(one, set()).update(said.split())
    return found


def sources_of(
    hidden: pl.DataFrame, people: set[str], families: Mapping[str, set[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the sources that say what hides each of some people.

    Of whoever only may be such a person, and of families, those of all protected people: a
    match rests on records of others. Of families also those that name them so.
    """
    said: dict[str, set[str]] = {}
    for one, sources in hidden.select("from_id", "sources").iter_rows():
        said.setdefault(one, set()).update(sources.split())
    every = set().union(*said.values())
    return {one: tuple(sorted(said.get(one, every) | families.get(one, set()))) for one in people}
