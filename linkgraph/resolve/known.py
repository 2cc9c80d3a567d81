"""What the ledger knows that keeps records apart: numbers a person has one of, and roles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from linkgraph.ledger import Ledger, Left

__all__ = ["Known", "find_known"]

_WEIGHED = ("suspect", "victim")
# Scanners read these letters for digits; two numbers that differ in them alone may be one.
_ALIKE = str.maketrans("OI", "01")


@dataclass(frozen=True, slots=True)
class Known:
    """What keeps records apart.

    Attributes:
        exclusive: Record id to domain (``national_id/ID``) to the numbers it has.
        roles: Record id to those of suspect and victim that it has.
    """

    exclusive: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)


def find_known(
    ledger: Ledger,
    ids: Collection[str],
    *,
    sources: Collection[int] | None = None,
    left: Left | None = None,
) -> Known:
    """Return what keeps some records apart.

    A document counts where its kind is one that a person has one of in each country
    (``one_per_country`` in the schema) and the files name just one country for it:
    without a country two numbers may be of two countries, and say nothing.

    Args:
        ledger: The truth.
        ids: Of the records to ask about; nothing is read for none.
        sources: Numbers of the only sources that count; all in force where left out.
        left: Gives what of a table's rows counts; all where left out.
    """
    if not ids:
        return Known()
    wanted = pl.Series("id", sorted(ids), dtype=pl.String).implode()
    return Known(_exclusive(ledger, wanted, sources, left), _roles(ledger, wanted, sources, left))


def _exclusive(
    ledger: Ledger, wanted: pl.Series, sources: Collection[int] | None, left: Left | None
) -> dict[str, dict[str, frozenset[str]]]:
    prefixes = {
        prefix: kind.name
        for kind in load_schema().kinds.values()
        for prefix in kind.one_per_country
    }
    one_of = pl.col("to_id").str.split(":").list.first().is_in(sorted(prefixes))
    held = [
        table.frame.select("from_id", "to_id").filter(pl.col("from_id").is_in(wanted) & one_of)
        for table in ledger.tables(part="link", names=["HOLDS"], sources=sources, left=left)
        if table.end in prefixes.values()
    ]
    pairs = pl.concat(held).unique() if held else pl.DataFrame()
    if not pairs.height:
        return {}
    countries = _countries(ledger, sorted(set(prefixes.values())), pairs["to_id"], sources, left)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for record, document in pairs.iter_rows():
        named = countries.get(document, set())
        if len(named) == 1:
            prefix, _, number = document.partition(":")
            found[record][f"{prefix}/{next(iter(named))}"].add(number.translate(_ALIKE))
    return {
        record: {domain: frozenset(numbers) for domain, numbers in domains.items()}
        for record, domains in found.items()
    }


def _countries(
    ledger: Ledger,
    kinds: list[str],
    documents: pl.Series,
    sources: Collection[int] | None,
    left: Left | None,
) -> dict[str, set[str]]:
    """Return the countries that files name for documents."""
    wanted = documents.unique().implode()
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="entity", names=kinds, sources=sources, left=left):
        if "countries" in table.frame.columns:
            rows = table.frame.select("id", "countries").filter(pl.col("id").is_in(wanted))
            for document, named in rows.explode("countries").drop_nulls().iter_rows():
                found[document].add(named)
    return found


def _roles(
    ledger: Ledger, wanted: pl.Series, sources: Collection[int] | None, left: Left | None
) -> dict[str, frozenset[str]]:
    links = {load_schema().roles[role]: role for role in _WEIGHED}
    found: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables(part="link", names=list(links), sources=sources, left=left):
        ends = table.frame["from_id"]
        for record in ends.filter(ends.is_in(wanted)).unique():
            found[record].add(links[table.name])
    return {record: frozenset(roles) for record, roles in found.items()}
