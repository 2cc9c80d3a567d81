"""How much speaks for a suspect's weight in a syndicate, beside who is tied to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.sums import exact_sum
from linkgraph.case.money import valued
from linkgraph.catalogue.measured.acts import links_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from linkgraph.graph.base import Projection

__all__ = ["CHAIN", "Worth", "classes_of", "collectors_of", "organisers_of", "worths"]

# Without one of each a syndicate does no work; and which parts of HTCDS and ours are which.
CHAIN = ("recruiter", "transporter", "harbourer", "exploiter", "launderer")
_CLASSES = {
    "RecruiterOrIntermediary": "recruiter", "BrokerTravelAgent": "recruiter",
    "Transporter": "transporter", "Smuggler": "transporter", "Harbourer": "harbourer",
    "Exploiter": "exploiter", "ScamOperator": "exploiter", "Abuser": "exploiter",
    "MoneyMule": "launderer", "Financier": "launderer", "CashCollector": "launderer",
    "HawalaDealer": "launderer",
}  # fmt: skip

# How much each sign tells, as independent witnesses. Judgement, not measurement: a planner who
# knows better sets the worth of a candidate in the plan file.
_LEADS, _WARRANT, _AGENCY, _KEPT = 0.9, 0.4, 0.2, 0.7
_PARTS = {
    "Organiser": 0.9, "Financier": 0.5, "HawalaDealer": 0.5, "ScamOperator": 0.5, "Exploiter": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worth:
    """A candidate's weight.

    Attributes:
        value: 0 to 1; no probability, and no measure of guilt.
        reasons: What speaks for it.
    """

    value: float
    reasons: tuple[str, ...]


def worths(
    graph: Projection, of: Mapping[str, str], named: Mapping[str, int], rates: pl.DataFrame
) -> dict[str, Worth]:
    """Return the worth of some bundles of people.

    Organisers keep away from calls and travel: what tells them is that a file says so, that a
    warrant is out, that several agencies name them, and that money stays with them, where
    those who only carry it hand it on. Signs count as independent: ``1 - product(1 - each)``.

    Args:
        graph: The case, in bulk.
        of: Bundle of each entity.
        named: The bundles asked about, and how many sources name each as a suspect.
        rates: Exchange rates; money in other currencies is not compared.
    """
    kept = _kept(graph, of, named, rates)
    most = max(kept.values(), default=0.0)
    leading = _bundles(of, links_of(graph, ["LEADS"])["from_id"])
    warrants = _bundles(of, links_of(graph, ["WANTED_BY"])["from_id"])
    parts = _parts(graph, of)
    made = {}
    for one, sources in named.items():
        signs = [(_LEADS, "is said to lead the syndicate")] * (one in leading)
        signs += [(_PARTS[part], f"a file names the part: {part}") for part in parts[one]]
        signs += [(_WARRANT, "a warrant is on record")] * (one in warrants)
        if sources > 1:
            told = f"{sources} sources name the person as a suspect"
            signs.append((1 - (1 - _AGENCY) ** (sources - 1), told))
        if kept.get(one, 0.0) > 0:
            signs.append((_KEPT * kept[one] / most, "money of the network stays with the person"))
        left = 1.0
        for part, _ in signs:
            left *= 1 - part
        made[one] = Worth(round(1 - left, 4), tuple(words for _, words in signs))
    return made


def _parts(graph: Projection, of: Mapping[str, str]) -> defaultdict[str, list[str]]:
    """Return the parts in the process that files give, those that weigh alone, each once."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, part in _said(graph):
        if part in _PARTS and one in of:
            found[of[one]].add(part)
    return defaultdict(list, {one: sorted(parts) for one, parts in found.items()})


def classes_of(graph: Projection, of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return, by bundle, its classes of ``CHAIN``, as far as files name parts in the process."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, part in _said(graph):
        if part in _CLASSES and one in of:
            found[of[one]].add(_CLASSES[part])
    return {one: frozenset(classes) for one, classes in found.items()}


def organisers_of(graph: Projection) -> set[str]:
    """Return the people whom files say to lead, or to organise."""
    leading = set(links_of(graph, ["LEADS"])["from_id"])
    return leading | {one for one, part in _said(graph) if part == "Organiser"}


def collectors_of(graph: Projection) -> set[str]:
    """Return the people whom files say to collect cash."""
    return {one for one, part in _said(graph) if part == "CashCollector"}


def _said(graph: Projection) -> Iterator[tuple[str, str]]:
    for shape, frame in graph.links.items():
        if shape.type == "SUSPECT_IN" and "role_in_process" in frame.columns:
            yield from frame.select("from_id", "role_in_process").iter_rows()


def _bundles(of: Mapping[str, str], ids: Iterable[str]) -> set[str]:
    return {of[one] for one in ids if one in of}


def _kept(
    graph: Projection, of: Mapping[str, str], bundles: Collection[str], rates: pl.DataFrame
) -> dict[str, float]:
    """Return what each bundle was paid less what it paid and drew, in the common currency."""
    paid = valued(graph, rates)
    ends = [
        paid.select(one=end, value=sign * pl.col("value"))
        for end, sign in (("to_id", 1.0), ("from_id", -1.0))
    ]
    mine = {one: bundle for one, bundle in of.items() if bundle in bundles}
    moved = pl.concat(ends).filter(pl.col("one").is_in(list(mine)))
    sums = moved.with_columns(pl.col("one").replace_strict(mine, return_dtype=pl.String))
    totals = sums.group_by("one").agg(exact_sum(pl.col("value")).alias("value"))
    return {one: round(total, 2) for one, total in totals.iter_rows() if total > 0}
