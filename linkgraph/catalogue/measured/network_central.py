"""Who stands at the centre, by the measure that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.cohesion import cores, triangles
from linkgraph.analysis.near import closeness
from linkgraph.analysis.standing import eigenvector, pagerank
from linkgraph.catalogue.measured.chosen import number, one_of, whole
from linkgraph.catalogue.measured.heads import CHOOSING, KIND, MOST, SAMPLING, TOGETHER
from linkgraph.catalogue.measured.tied import Tied, opens, with_named
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from linkgraph.analysis.ties import Ties
    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer", "opens"]

HEAD = f"""
title = "Those at the centre"
question = "Who and what stands at the centre of the network, by closeness, PageRank, eigenvector, core or triangles?"
caution = "A centre is a place in what was recorded: banks, shops, agencies and whoever was watched longest stand there too. It says nothing of rank or of guilt, and each measure means something else by centre. What no file holds is not counted. A row rests on all that its entity is connected with. Victims, witnesses and other protected people are not ranked; ties with them count."
identity = ["entity_id"]
shared = ["since", "until", "countries", "min_grade"]

[params.measure]
type = "text"
default = "pagerank"
help = "pagerank (1 is the average), eigenvector (standing of those tied to it, summed), closeness (others within reach / their mean distance), core (largest k of a k-core), triangles (pairs of its others that are tied)"

[params.above]
type = "float"
default = 0
help = "Only scores above this"
{CHOOSING}{KIND}{TOGETHER}{SAMPLING}{MOST}
[returns]
entity_id = "Who or what"
kind = "Its kind"
caption = "What to call it"
score = "By the measure"
error = "Standard error of the score, where closeness was sampled; else 0"
others = "Distinct others that it is tied to, count"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return entities, the highest score first."""
    measure = _MEASURES[one_of(params, "measure", _MEASURES)]
    tied = Tied.of(beside, params)
    others = tied.others()
    # Of whoever deals only with what it holds itself, a measure of ties tells nothing.
    tells = pl.col("id").is_in(list(others)) & (pl.col("score") > number(params, "above"))
    try:
        scores = measure(tied.ties, params)
    except ArithmeticError as cause:
        raise InputError(
            "the measure settles on no answer in a network of such long chains",
            remedy="Ask for another measure, or fewer links (-p link_types=..., -p since=...).",
        ) from cause
    rows = tied.seen(scores.filter(tells), params, "id")
    sources = tied.sources(rows["id"])
    for row in rows.iter_rows(named=True):
        yield (
            row["id"], row["kind"], row["caption"], float(row["score"]), row.get("error", 0.0),
            others[row["id"]], with_named(sources[row["id"]], row["sources"]),
        )  # fmt: skip


def _close(ties: Ties, params: Mapping[str, Param]) -> pl.DataFrame:
    return closeness(ties, exact_to=whole(params, "exact_to"), sample=whole(params, "sample"))


_MEASURES: dict[str, Callable[[Ties, Mapping[str, Param]], pl.DataFrame]] = {
    "pagerank": lambda ties, _: pagerank(ties),
    "eigenvector": lambda ties, _: eigenvector(ties),
    "closeness": _close,
    "core": lambda ties, _: cores(ties).rename({"core": "score"}),
    "triangles": lambda ties, _: triangles(ties).select("id", score="triangles"),
}
