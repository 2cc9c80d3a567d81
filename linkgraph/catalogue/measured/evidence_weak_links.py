"""Ties that stand on little, and what one more report would confirm."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.catalogue.explanation import grade_rank
from linkgraph.catalogue.measured.chosen import (
    chosen_links,
    countries_of,
    ids_in,
    in_countries,
    names_of,
    whole,
)
from linkgraph.catalogue.measured.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param, Projection

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Key ties that stand on little"
question = "Which ties of these subjects, or of known suspects, rest on one source, a low grade or old dates, and what would one more report confirm?"
caution = "A tie on one source may be true, and one on three may go back to one informant: look who told whom. That nothing else is on file says what was collected, not what is."
identity = ["from_id", "to_id", "link_type"]
shared = ["since", "until", "countries", "most"]
explain = '''
MATCH (a:Entity {id: $row_from_id})-[r]->(b:Entity {id: $row_to_id})
WHERE type(r) = $row_link_type
  AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
RETURN [r.link_id] AS links
ORDER BY r.link_id
LIMIT $paths
'''

[params.ids]
type = "entities"
help = "Ids of subjects; all known suspects where none is given"

[params.link_types]
type = "links"
default = "ties"
help = "Link types to look at"

[params.firm_grade]
type = "grade"
default = "B"
help = "A tie whose best source is graded worse than this in its own scheme, or not at all, is weak"

[params.stale_days]
type = "int"
default = 365
least = 1
most = 36600
help = "A tie last told more than so long before as_of is weak, days"

[params.as_of]
type = "date"
help = "The day to count from; the latest that any link or source tells where left out"

[params.min_weak]
type = "int"
default = 2
least = 1
most = 3
help = "Fewest of the three reasons (one originator, low grade, old or no date), count"

[returns]
from_id = "Where the tie starts"
from_name = "What to call it"
to_id = "Where it ends"
to_name = "What to call it"
link_type = "Its type"
links = "Links that make it, count"
sources_count = "Sources that say so, count"
best_grade = "Reliability of the best-graded source, as its scheme has it"
last_told = "The last day told of it: when it happened, else when a source that says so was received"
weak = "Why it is weak"
ways_round = "Others that both ends are tied to, count: with none, the two hang together by this tie alone"
would_confirm = "What one more report would have to be"
"""

_PAIR = ["from_id", "to_id", "type"]
_CONFIRMS = {
    "PAID": "the bank's own statement of either account",
    "CALLED": "the operator's call records of either number",
    "MESSAGED": "the operator's or service's records of either number",
    "HOLDS": "the bank's or issuer's customer record",
    "USES": "the subscriber record, or the handset itself",
    "LOCATED_AT": "a register of residents, a lease or an observation",
    "STAYED_AT": "the place's register of guests",
    "TRAVELLED_ON": "the carrier's list of passengers, or a border crossing",
    "PAID_FOR": "the carrier's or place's record of payment",
    "BOOKED_FOR": "the carrier's or place's booking",
    "FAMILY_OF": "a civil register",
    "OWNS": "a register of owners",
    "OPERATES": "a register of companies or licences",
}
_OTHERWISE = "a report of another originator that does not go back to the same origin"


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return weak ties, those with most reasons and fewest ways round first."""
    graph = beside.read()
    links = chosen_links(graph, params)
    claims = {} if params["ids"] else People.of(graph, beside.protected()).suspects
    asked = ids_in(params, "ids") or sorted(claims)
    at_subject = pl.any_horizontal(pl.col(end).is_in(asked) for end in ("from_id", "to_id"))
    told = _told(links.filter(at_subject), beside)
    latest = str(params["as_of"] or _latest(links, beside))
    ties = _tied(told, params, latest).filter(
        pl.col("weak").list.len() >= whole(params, "min_weak")
    )
    ties = ties.join(_ways_round(links, ties), on=_PAIR, how="left").with_columns(
        pl.col("ways_round").fill_null(0), reasons=pl.col("weak").list.len()
    )
    shown = _placed(graph, ties, params).sort(
        ["reasons", "ways_round", *_PAIR], descending=[True, False, False, False, False]
    )
    names = names_of(graph)
    for row in shown.head(whole(params, "most")).iter_rows(named=True):
        (from_name, from_said), (to_name, to_said) = names[row["from_id"]], names[row["to_id"]]
        yield (
            row["from_id"], from_name, row["to_id"], to_name,
            row["type"], row["links"], row["sources_count"], row["best"], row["last_told"],
            row["weak"], row["ways_round"], _CONFIRMS.get(row["type"], _OTHERWISE),
            [row["sources"], from_said, to_said, row["round_said"] or [],
             *(claims.get(row[end], ()) for end in ("from_id", "to_id"))],
        )  # fmt: skip


def _told(links: pl.DataFrame, beside: Surroundings) -> pl.DataFrame:
    """Return links with each source that says so, its originator and when it was received."""
    marks = [
        (
            one,
            str(source.originator),
            source.reliability or None,
            grade_rank(source)[0],
            source.received or None,
        )
        for one, source in beside.sources.items()
    ]
    columns = ("source", "originator", "graded", "place", "received")
    schema = dict.fromkeys(columns, pl.String) | {"place": pl.Int64}
    frame = pl.DataFrame(marks, schema=schema, orient="row")
    each = links.with_columns(source=pl.col("sources").str.split(" ")).explode("source")
    return each.join(frame, on="source", how="left")


def _tied(told: pl.DataFrame, params: Mapping[str, Param], latest: str) -> pl.DataFrame:
    """Return ties with what speaks against them (``weak``)."""
    firm = params["firm_grade"]
    good = firm if isinstance(firm, list) else []
    limit = ""
    if latest:
        # Of a year or month alone the first day stands for it.
        whole_day = latest + "-01-01"[len(latest) - 4 :]
        day = dt.date.fromisoformat(whole_day) - dt.timedelta(days=whole(params, "stale_days"))
        limit = day.isoformat()
    last = pl.coalesce(pl.col("at").max().str.slice(0, 10), pl.col("received").max())
    ties = told.group_by(_PAIR).agg(
        pl.col("link_id").n_unique().alias("links"),
        pl.col("source").n_unique().alias("sources_count"),
        pl.col("originator").n_unique().alias("originators"),
        # Codes of several schemes stand side by side: 3 of one is no better than A of another.
        pl.col("graded").sort_by("place", "graded").drop_nulls().first().alias("best"),
        # The best of a scheme that has no such code is no worse than it.
        (pl.col("graded").is_in(good) | (pl.col("place") == 0)).any().alias("firm"),
        last.alias("last_told"),
        pl.col("sources").unique(),
    )
    why = [
        pl.when(pl.col("originators") == 1).then(
            pl.when(pl.col("sources_count") == 1)
            .then(pl.lit("one source"))
            .otherwise(pl.lit("one originator"))
        ),
        pl.when(~pl.col("firm").fill_null(value=False)).then(
            pl.when(pl.col("best").is_null())
            .then(pl.lit("ungraded"))
            .otherwise(pl.lit("low grade"))
        ),
        pl.when(pl.col("last_told").is_null())
        .then(pl.lit("no date"))
        .when(pl.col("last_told") < limit)
        .then(pl.lit("old")),
    ]
    return ties.with_columns(weak=pl.concat_list(why).list.drop_nulls())


def _latest(links: pl.DataFrame, beside: Surroundings) -> str:
    told = [str(links["at"].max() or "")[:10], *(one.received for one in beside.sources.values())]
    return max(told, default="")


def _ways_round(links: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """Return how many others both ends of each tie are tied to (``ways_round``).

    ``round_said`` holds the sources of these ties. Of each tie the others of whichever end
    has fewer are gone through: a switchboard's thousands are looked at once, not once a tie.
    """
    ends = pl.concat([ties["from_id"], ties["to_id"]]).unique()
    both = pl.concat(
        links.select(pl.col(a).alias("one"), pl.col(b).alias("other"), "sources")
        for a, b in (("from_id", "to_id"), ("to_id", "from_id"))
    ).filter(pl.col("one").is_in(ends.implode()) & (pl.col("one") != pl.col("other")))
    near = both.group_by("one", "other").agg(said=pl.col("sources").unique())
    many = near.group_by("one").agg(others=pl.len())
    pairs = ties.select(_PAIR)
    for end in ("from_id", "to_id"):
        pairs = pairs.join(many.rename({"one": end, "others": f"{end}_others"}), on=end, how="left")
    turned = pl.col("from_id_others") > pl.col("to_id_others")
    pairs = pairs.with_columns(
        one=pl.when(turned).then("to_id").otherwise("from_id"),
        end=pl.when(turned).then("from_id").otherwise("to_id"),
    )
    met = pairs.join(near, on="one").join(
        near.rename({"one": "end", "said": "end_said"}), on=["end", "other"]
    )
    return met.group_by(_PAIR).agg(
        pl.col("other").n_unique().alias("ways_round"),
        pl.concat_list("said", "end_said").explode().unique().alias("round_said"),
    )


def _placed(graph: Projection, ties: pl.DataFrame, params: Mapping[str, Param]) -> pl.DataFrame:
    places = countries_of(graph).select("id", "countries")
    for end in ("from", "to"):
        named = places.rename({"id": f"{end}_id", "countries": f"{end}_places"})
        ties = ties.join(named, on=f"{end}_id", how="left")
    return ties.filter(in_countries(params, "from_places", "to_places"))
