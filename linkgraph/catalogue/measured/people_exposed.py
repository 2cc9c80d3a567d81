"""People who stand near suspects and are none: to protect, never to target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import countries_of, in_countries, whole
from linkgraph.catalogue.measured.people import People
from linkgraph.catalogue.measured.person_ties import person_ties, reached
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "People near suspects: to protect"
question = "Which people whom no file names as suspects stand near several suspects, over family, household or other ties?"
caution = "For protection only: those who stand near suspects can be threatened, recruited, exploited or taken for one of them. Standing near is no sign of guilt, this is no ranking, and it may not be used to choose whom to act on. Victims, witnesses and their families stand here too: handle the list as what could get them killed."
identity = ["person_id"]
shared = ["since", "until", "countries", "min_grade", "most"]

[params.hops]
type = "int"
default = 1
least = 1
most = 3
help = "Most steps from a suspect, count of people on the way"

[params.over]
type = "text"
default = "all"
help = "Ties to follow: all, family (FAMILY_OF) or household (one address, and family)"

[params.min_suspects]
type = "int"
default = 2
least = 1
help = "Fewest suspects within the steps, count; victims and others under protection are listed with one"

[params.max_sharers]
type = "int"
default = 8
least = 2
help = "Leave out phones, addresses and other things that more people than this share, count"

[returns]
person_id = "Whom to protect"
name = "What to call the person"
why = "What is known: under which protection, or near how many suspects"
hops = "Fewest steps to a suspect, count"
suspects = "Suspects within the steps, count"
over = "Kinds of tie by which the person is reached"
link_ids = "The links of the last step, up to 50"
"""

_OVER = {
    "all": None,
    "family": frozenset({"FAMILY_OF"}),
    "household": frozenset({"FAMILY_OF", "LOCATED_AT"}),
}
_MOST_LINKS = 50


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return people to protect by id: no score and no ranking."""
    if params["over"] not in _OVER:
        raise InputError("'over' is no kind of tie that is known", remedy=", ".join(_OVER))
    graph = beside.read()
    people = People.of(graph, beside.protected())
    ties = person_ties(graph, params, _OVER[str(params["over"])])
    found = reached(ties, sorted(people.suspects), whole(params, "hops"))
    hidden = list({*people.protected, *people.families})
    asked = found.filter(~pl.col("person").is_in(list(people.suspects))).filter(
        (pl.col("suspects").list.len() >= whole(params, "min_suspects"))
        | pl.col("person").is_in(hidden)
    )
    placed = asked.join(countries_of(graph).rename({"id": "person"}), on="person", how="left")
    kept = placed.filter(in_countries(params, "countries")).sort("person")
    for row in kept.head(whole(params, "most")).iter_rows(named=True):
        one = row["person"]
        name, named_by = people.names[one]
        said = [source for suspect in row["suspects"] for source in people.suspects[suspect]]
        yield (
            one, name, _why(people, one, len(row["suspects"])), row["hops"],
            len(row["suspects"]), row["types"], row["link_ids"][:_MOST_LINKS],
            [row["sources"], named_by, said, list(people.hidden.get(one, ()))],
        )  # fmt: skip


def _why(people: People, one: str, suspects: int) -> list[str]:
    near = f"near {suspects} suspect{'s' * (suspects != 1)}"
    if one in people.protected:
        return [near, f"to protect: {people.protected[one]}, or may be one"]
    return [near, "to protect: family of a victim"] if one in people.families else [near]
