"""Signs that guidance on smuggling and trafficking names, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.measured.chosen import countries_of, ids_in, in_countries, whole
from linkgraph.catalogue.measured.flags import INDICATORS, find_flags
from linkgraph.catalogue.measured.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "People who show signs that guidance names"
question = "Which people show several of the signs of smuggling or trafficking that FATF, FinCEN and FINTRAC name?"
caution = "Victims and others under protection show no sign here, and no tie of a family to its victim counts as one. A sign is what guidance says to look at, and each has an innocent reading: seasonal workers move from town to town, relatives buy tickets, agencies share a phone; before resolution one person in several files counts as several. Those who are moved and exploited show the same signs in their own names: ask first whether the person is a victim. The score counts signs; it is no probability."
identity = ["person_id"]
shared = ["since", "until", "countries", "min_grade", "most"]

[params.kinds]
type = "list"
help = "Only these signs, by comma: adverts, advert contact, deposits elsewhere, documents of others, shared contact, short stays, tickets for others"

[params.min_signs]
type = "int"
default = 2
least = 1
help = "Fewest different signs, count"

[params.stays]
type = "int"
default = 3
least = 2
help = "Fewest places of short stays, count"

[params.stay_nights]
type = "int"
default = 3
least = 0
help = "Longest short stay, nights"

[params.stay_days]
type = "int"
default = 60
least = 1
help = "Window of the short stays, days"

[params.tickets]
type = "int"
default = 3
least = 2
help = "Fewest others whose travel or stay one pays or books, count"

[params.sharers]
type = "int"
default = 3
least = 2
help = "Fewest people with one phone, e-mail, online account or address, count"

[params.max_sharers]
type = "int"
default = 20
least = 2
help = "Leave out what more people than this share, count"

[params.payments]
type = "int"
default = 4
least = 2
help = "Fewest payments for adverts, count"

[params.deposits]
type = "int"
default = 3
least = 2
help = "Fewest cash deposits outside the account's country or at different points, count"

[returns]
person_id = "Person"
name = "What to call the person"
score = "Different signs, count"
signs = "The signs"
reasons = "What was found, and who names the sign"
link_ids = "The links that say so, up to 100 of each sign"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return people, those with most signs first; nobody whom a role protects."""
    graph = beside.read()
    people = People.of(graph, beside.protected())
    wanted = ids_in(params, "kinds") or list(INDICATORS)
    victims = [one for one, role in people.protected.items() if role == "victim"]
    flags = find_flags(graph, params, wanted, (list(people.families), victims))
    flags = flags.filter(~pl.col("person").is_in(list(people.protected)))
    places = countries_of(graph).rename({"id": "person"})
    asked = flags.join(places, on="person", how="left").filter(in_countries(params, "countries"))
    found = (
        asked.sort("sign")
        .group_by("person")
        .agg(
            pl.col("sign").n_unique().alias("score"),
            pl.col("sign").unique().sort(),
            pl.col("reason").unique().sort(),
            pl.col("link_ids").explode().unique().sort(),
            pl.col("sources").explode().unique(),
        )
        .filter(pl.col("score") >= whole(params, "min_signs"))
        .sort(["score", "person"], descending=[True, False])
        .head(whole(params, "most"))
    )
    for row in found.iter_rows(named=True):
        name, named_by = people.names[row["person"]]
        yield (
            row["person"], name, row["score"], row["sign"], row["reason"], row["link_ids"],
            [row["sources"], named_by],
        )  # fmt: skip
