"""Who and what lies between others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.analysis.between import betweenness
from linkgraph.catalogue.measured.chosen import one_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, KIND, MOST, SAMPLING, TOGETHER
from linkgraph.catalogue.measured.tied import Tied, opens, with_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Those between others"
question = "Who and what lies on the shortest ways between others, or which ties carry most of these ways?"
caution = "A broker is a position on file, not a role: a taxi company, a shop or an agency lies between many. One missing link makes a broker, or hides one. Distance is 1 / number of links of a tie: two who call often are near, which is not to say that they trust each other. A row rests on all that its entity is connected with. Victims, witnesses and other protected people are not ranked; ways through them count."
identity = ["entity_id", "other_id"]
shared = ["since", "until", "countries", "min_grade"]

[params.of]
type = "text"
default = "entities"
help = "What to rank: entities or ties"
{CHOOSING}{KIND}{TOGETHER}{SAMPLING}{MOST}
[returns]
entity_id = "The broker, or one end of the tie"
kind = "Its kind"
caption = "What to call it"
other_id = "The other end of the tie; none for an entity"
pairs = "Pairs of others that it lies between, by the share of their shortest ways"
error = "Standard error of pairs, where they were sampled; else 0"
bound = "Where sampled: the true pairs are farther off than this with a chance of 1 in 20 at most; else 0"
others = "Distinct others that the entity is tied to, count"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return brokers, those between most pairs first."""
    of = one_of(params, "of", ("entities", "ties"))
    tied = Tied.of(beside, params)
    found = betweenness(
        tied.ties,
        exact_to=whole(params, "exact_to"),
        sample=whole(params, "sample"),
        ties_too=of == "ties",
    )
    if of == "ties":
        rows = tied.seen(found.ties.rename({"one": "id"}), params, "id", "other")
    else:
        rows = tied.seen(found.entities.filter(found.entities["score"] > 0), params, "id")
    others, sources = tied.others(), tied.sources(rows["id"])
    for row in rows.iter_rows(named=True):
        yield (
            row["id"], row["kind"], row["caption"], row.get("other"), row["score"], row["error"], row["bound"],
            others[row["id"]], with_named(sources[row["id"]], row["sources"]),
        )  # fmt: skip
