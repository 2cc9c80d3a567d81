"""Which phone took over from one that fell silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.handover import handovers
from linkgraph.catalogue.measured.chosen import links_as, narrowed, number, texts, touching, whole
from linkgraph.catalogue.measured.heads import MOST
from linkgraph.catalogue.measured.shielded import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = f"""
title = "Phones that took over from others"
question = "Which phones fell silent, and which began soon after with the same contacts?"
caution = "The same contacts are those of a spouse, a colleague or a workmate too, and records that begin or end look like phones that do: ask for both numbers' records over the whole time before it is said that a number was changed. A phone is not a person. Phones of victims, witnesses and other protected people are not ranked."
identity = ["old_id", "new_id"]
shared = ["since", "until", "countries", "min_grade"]

[params.phones]
type = "entities"
help = "Only successors of these phones or user accounts (ids)"

[params.within_days]
type = "float"
default = 30
least = 0
help = "Longest time from the old one's last to the new one's first contact, days"

[params.overlap_days]
type = "float"
default = 3
least = 0
help = "Longest time that both may have been in use, days"

[params.least_shared]
type = "int"
default = 2
least = 1
help = "Fewest contacts and handsets in common, count"

[params.generic_from]
type = "int"
default = 50
least = 2
help = "A contact of so many phones or more leads from none to another"

[params.least_score]
type = "float"
default = 0.2
help = "Lowest score, 0-1"

{MOST}
[returns]
old_id = "The phone or user account that fell silent"
new_id = "The one that may have taken over"
score = "What they have in common, the rarer the more, over all that either has and 1: 0 to below 1"
reasons = "What speaks for it"
shared = "Contacts and handsets in common"
gap_days = "From the old one's last to the new one's first contact, days; below 0 they overlap"
last_at = "The old one's last contact, UTC"
first_at = "The new one's first contact, UTC"
"""
_CALL = {
    "link_id": pl.String(), "from_id": pl.String(), "to_id": pl.String(), "at": pl.String(),
    "at_s": pl.Int64(), "reliability": pl.String(), "sources": pl.String(),
}  # fmt: skip


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return pairs of phones, those with most that is rare in common first."""
    graph = beside.read()
    calls = links_as(graph, _CALL, lambda shape: shape.type in {"CALLED", "MESSAGED"})
    calls = touching(graph, narrowed(calls, params), params)
    used = links_as(graph, _CALL, lambda s: s.type == "USED_IN")
    seen = touching(graph, narrowed(used, {"min_grade": params["min_grade"]}), params)
    found = handovers(
        calls,
        seen.select(phone="from_id", device="to_id"),
        within_days=number(params, "within_days"),
        overlap_days=number(params, "overlap_days"),
        least_shared=whole(params, "least_shared"),
        generic_from=whole(params, "generic_from"),
    ).filter(pl.col("score") >= number(params, "least_score"))
    wanted = texts(params, "phones")
    if wanted:
        found = found.filter(pl.col("old").is_in(wanted))
    hidden = list(shielded(graph, beside))
    shown = found.filter(~pl.col("old").is_in(hidden) & ~pl.col("new").is_in(hidden))
    return _rows(shown.head(whole(params, "most")), calls, seen)


def _rows(
    found: pl.DataFrame, calls: pl.DataFrame, seen: pl.DataFrame
) -> Iterator[Sequence[object]]:
    ends = pl.concat([found["old"], found["new"]]).unique().implode()
    both = pl.concat(
        [
            calls.select("sources", id="from_id", other="to_id"),
            calls.select("sources", id="to_id", other="from_id"),
            seen.select("sources", id="from_id", other="to_id"),
        ]
    ).filter(pl.col("id").is_in(ends))
    said = dict(both.group_by("id").agg(pl.col("sources").unique()).iter_rows())
    talked = set(both.select("id", "other").unique().iter_rows())
    devices = set(seen["to_id"])
    moments = [
        pl.from_epoch(f"{name}_s").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(f"{name}_at")
        for name in ("last", "first")
    ]
    for row in found.with_columns(moments).iter_rows(named=True):
        old, new = row["old"], row["new"]
        reasons = _reasons(row, devices, talked=(old, new) in talked)
        yield (
            old, new, round(row["score"], 4), reasons, row["shared"], round(row["gap_days"], 2),
            row["last_at"], row["first_at"], said[old] + said[new],
        )  # fmt: skip


def _reasons(row: Mapping[str, object], devices: set[str], *, talked: bool) -> list[str]:
    shared = row["shared"]
    things = [str(one) for one in shared] if isinstance(shared, list) else []
    handsets = sum(one in devices for one in things)
    gap = float(str(row["gap_days"]))
    told = [f"contacts in common: {len(things) - handsets}"]
    if handsets:
        told.append(f"handsets in common: {handsets}")
    told.append(f"began {abs(gap):.1f} days {'after' if gap >= 0 else 'before'} the other's last")
    if talked:
        told.append("the two were in contact, as two people would be")
    return told
