"""A case as ties between entities, for questions that measure a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from linkgraph.analysis.ties import Ties, project_ties, standing_for, united_links
from linkgraph.catalogue.measured.chosen import (
    chosen_links,
    links_as,
    nodes_of,
    placements,
    texts,
)
from linkgraph.catalogue.measured.people import hiding
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linkgraph.catalogue.answer import Answer
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["Tied", "opens", "with_named"]

_HELD = {
    "link_id": pl.String(),
    "from_id": pl.String(),
    "to_id": pl.String(),
    "sources": pl.String(),
}

# A handset that one number was seen in goes with the number, and so with whoever uses it.
_HANDS = ("HOLDS", "USES", "USED_IN")


@dataclass(frozen=True, slots=True, eq=False)
class Tied:
    """What a question that measures a network looks at.

    Attributes:
        ties: Made of the links that the parameters choose.
        links: These links, between those that their ends are looked at as: ``from_id``,
            ``to_id``, ``sources``.
        nodes: ``id``, ``kind``, ``caption``, ``sources`` of all entities.
        countries: ``id`` and ``country``; of whoever has none of its own, those of what it
            alone holds.
        rests_on: ``id`` and ``sources``: what else says that an entity is looked at so.
        hidden: Whom and what no ranking may hold.
        hidden_by: The sources that say whom roles protect.
    """

    ties: Ties
    links: pl.DataFrame
    nodes: pl.DataFrame
    countries: pl.DataFrame
    rests_on: pl.DataFrame
    hidden: frozenset[str]
    hidden_by: tuple[str, ...]

    @classmethod
    def of(cls, beside: Surroundings, params: Mapping[str, Param]) -> Tied:
        """Return the ties that a question's parameters choose.

        ``within``, where given, keeps to some entities and whoever is tied to them; a
        syndicate among them then joins nobody by itself.
        """
        graph = beside.read()
        links = chosen_links(graph, params)
        held = _held(graph) if params["together"] else pl.DataFrame(schema=_HELD)
        hands = held.select("sources", holder="from_id", held="to_id")
        used = pl.concat([links["from_id"], links["to_id"]]).unique()
        rests_on = hands.filter(pl.col("held").is_in(used.implode()))
        told = united_links(links.select("from_id", "to_id", "sources"), hands)
        countries = _countries(graph, hands)
        told = _within(told, texts(params, "within"))
        return cls(
            project_ties(told),
            told,
            nodes_of(graph),
            countries.select("id", "country").unique(),
            pl.concat(
                [rests_on.select("sources", id="holder"), countries.select("sources", "id")]
            ).unique(),
            shielded(graph, beside),
            tuple(hiding(graph)["sources"].unique().sort()),
        )

    def seen(self, rows: pl.DataFrame, params: Mapping[str, Param], *ids: str) -> pl.DataFrame:
        """Return the first rows that may be shown: none of a hidden entity, of ``kind`` only.

        Columns ``kind``, ``caption`` and ``sources`` of the first of ``ids`` are added.
        """
        hidden, most = list(self.hidden), int(str(params["most"]))
        shown = rows.filter(~pl.col(name).is_in(hidden) for name in ids) if hidden else rows
        if not params.get("kind"):
            shown = shown.head(most)
        named = shown.join(
            self.nodes, left_on=ids[0], right_on="id", how="left", maintain_order="left"
        )
        if params.get("kind"):
            named = named.filter(pl.col("kind") == params["kind"])
        return named.head(most)

    def others(self) -> dict[str, int]:
        """Return how many others each entity is tied to."""
        count = np.bincount(np.r_[self.ties.one, self.ties.other], minlength=len(self.ties))
        return {
            one: many
            for one, many in zip(self.ties.ids.to_list(), count.tolist(), strict=True)
            if many
        }

    def sources(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return for some entities the sources of all that each is connected with.

        A place in a network hangs on the whole component: whoever may see a score can tell
        something of each of its links.
        """
        part = pl.DataFrame({"id": self.ties.ids, "part": self.ties.components})
        wanted = part.filter(pl.col("id").is_in(list(ids)))
        near = part.join(wanted.select("part").unique(), on="part", how="semi")
        # Both ends of a link are of one component.
        said = pl.concat(
            [self.links.select("sources", id="from_id"), self.rests_on.select("sources", "id")]
        )
        by_part = (
            said.join(near, on="id").group_by("part").agg(pl.col("sources").drop_nulls().unique())
        )
        told = {
            at: sorted({one for text in held for one in text.split()})
            for at, held in by_part.iter_rows()
        }
        return {one: told[at] for one, at in wanted.iter_rows() if at in told}


def opens(
    beside: Surroundings, answer: Answer, told: Mapping[str, object]
) -> Iterator[tuple[str, ...]]:
    """Yield the links between those that a row names, or at the one that it names, by link.

    A link of a thing that one alone holds is looked at as its holder's: the links that say
    who holds it come after it.
    """
    graph, params = beside.read(), answer.params
    held = _held(graph) if params["together"] else pl.DataFrame(schema=_HELD)
    links = chosen_links(graph, params).select("link_id", "from_id", "to_id")
    hands = held.select(holder="from_id", held="to_id")
    seen = united_links(links, hands).select(one="from_id", other="to_id")
    ids = [told.get("entity_id"), told.get("other_id"), *_listed(told.get("members"))]
    one, other = (pl.col(end).is_in([str(i) for i in ids if i]) for end in ("one", "other"))
    both = pl.concat([links, seen], how="horizontal").filter(pl.col("one") != pl.col("other"))
    between = both.filter(one & other)
    rows = between if between.height else both.filter(one | other)
    holds = _holds(held, standing_for(hands))
    for link, *ends in rows.select("link_id", "from_id", "to_id").iter_rows():
        yield (link, *(way for end in ends for way in _hands_to(end, holds)))


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple | list) else ()


def _holds(held: pl.DataFrame, alone: pl.DataFrame) -> dict[str, tuple[str, list[str]]]:
    """Return, by thing that one alone holds, who holds it, and the links that say so."""
    known = held.filter(pl.col("to_id").is_in(alone["id"].implode())).sort("link_id")
    found = known.group_by("to_id").agg(pl.col("from_id").first(), "link_id")
    return {thing: (holder, links) for thing, holder, links in found.iter_rows()}


def _hands_to(thing: str, holds: Mapping[str, tuple[str, list[str]]]) -> Iterator[str]:
    """Yield the links from a thing to whom it stands for: over two hands at most."""
    for _ in range(2):
        if thing in holds:
            thing, links = holds[thing]
            yield from links


def with_named(said: Iterable[str], named_by: str | None) -> list[str]:
    """Return the sources of a place in the network and of what its entity is called."""
    return sorted({*said, *(named_by or "").split()})


def _held(graph: Projection) -> pl.DataFrame:
    return links_as(graph, _HELD, lambda shape: shape.type in _HANDS)


def _countries(graph: Projection, hands: pl.DataFrame) -> pl.DataFrame:
    own = placements(graph)
    through = (
        standing_for(hands)
        .join(own, on="id")
        .select("sources", "country", id="holder")
        .join(own, on="id", how="anti")
    )
    return pl.concat([own.select("sources", "country", "id"), through])


def _within(links: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    if not ids:
        return links
    touch = pl.col("from_id").is_in(ids) | pl.col("to_id").is_in(ids)
    ends = links.filter(touch)
    near = pl.concat([ends["from_id"], ends["to_id"]]).unique().implode()
    groups = [one for one in ids if one.startswith("syndicate:")]
    apart = pl.col("from_id").is_in(groups) | pl.col("to_id").is_in(groups)
    return links.filter(pl.col("from_id").is_in(near) & pl.col("to_id").is_in(near) & ~apart)
