"""Who bears the whole name of somebody protected, where nothing else tells the two apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.values.names import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.ledger import Ledger
    from linkgraph.resolve.clusters import Clusters
    from linkgraph.resolve.settled import PairWord

__all__ = ["namesakes"]

_NAMES = ("names", "aliases")
# A name that more entities bear points at nobody.
_MOST_BEARERS = 12


def namesakes(
    ledger: Ledger,
    protected: Mapping[str, str],
    words: Mapping[tuple[str, str], PairWord],
    clusters: Clusters,
) -> dict[str, str]:
    """Return who bears a protected person's whole name, where of one of the two little else is told.

    A model asks for more than a name before it finds two records alike. But where one of
    them tells no birth date and holds no document, nothing speaks against it either, and
    nobody has looked. Whoever a person told apart is none, nor whose name a dozen others bear.

    Args:
        ledger: The truth.
        protected: Entity id to the gravest of its hiding roles.
        words: What stands on each judged pair.
        clusters: Who is who.

    Returns:
        Entity id to that role; empty where nobody is protected. One word is no whole name.
    """
    records = [one for entity in protected for one in clusters.members(entity)]
    pairs = _of_one_name(ledger, records, clusters) if records else pl.DataFrame()
    if pairs.is_empty():
        return {}
    known = {clusters.entity_of(one) for one in _known_by_more(ledger)}
    apart = {
        frozenset(map(clusters.entity_of, pair))
        for pair, word in words.items()
        if word.by_person and word.verdict == "different"
    }
    found: dict[str, str] = {}
    for pair in pairs.iter_rows():
        hidden, one = map(clusters.entity_of, pair)
        both = frozenset((hidden, one))
        if one not in protected and not both <= known and both not in apart:
            found.setdefault(one, protected[hidden])
    return found


def _of_one_name(ledger: Ledger, records: list[str], clusters: Clusters) -> pl.DataFrame:
    """Return ``hidden``, one of some records, and ``id``, any other that bears its whole name."""
    parts = [
        table.frame.select("id", pl.col(name).alias("name")).explode("name").drop_nulls()
        for table in ledger.tables(part="entity", names=["Person"])
        for name in _NAMES
        if name in table.frame.columns
    ]
    if not parts:
        return pl.DataFrame()
    named = pl.concat(parts).unique()
    keys = {one: name_key(one) for one in named["name"].unique()}
    named = named.select(
        "id", pl.col("name").replace_strict(keys, return_dtype=pl.String).alias("key")
    ).filter(pl.col("key").str.contains(" ", literal=True))
    wanted = pl.Series(records, dtype=pl.String).implode()
    ours = named.filter(pl.col("id").is_in(wanted)).rename({"id": "hidden"})
    alike = ours.join(named, on="key").filter(pl.col("id") != pl.col("hidden"))
    entity = pl.col("id").map_elements(clusters.entity_of, return_dtype=pl.String)
    few = entity.n_unique().over("key") <= _MOST_BEARERS
    return alike.filter(few).select("hidden", "id").unique().sort("hidden", "id")


def _known_by_more(ledger: Ledger) -> set[str]:
    """Return records of which a birth date is told or a document, so that namesakes can be told apart."""
    found: set[str] = set()
    for table in ledger.tables(part="entity", names=["Person"]):
        if "birth_dates" in table.frame.columns:
            dated = table.frame.filter(pl.col("birth_dates").list.len() > 0)
            found.update(dated["id"])
    for table in ledger.tables(part="link", names=["HOLDS"]):
        if (table.start, table.end) == ("Person", "IdentityDocument"):
            found.update(table.frame["from_id"])
    return found
