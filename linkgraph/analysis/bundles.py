"""Which people, accounts and phones are looked at as one, since one hand is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from linkgraph.analysis.united import united_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["bundles"]

_MOST_HANDS = 3


def bundles(holds: pl.DataFrame, handsets: pl.DataFrame, suspects: Collection[str]) -> pl.DataFrame:
    """Return which holders and things go together.

    A thing of one to three holders goes with them, and so do numbers seen in one handset,
    if at most three were: they are one person entered twice, a household, or a second
    number. What more than three have is a hub's and joins nobody. Where a suspect is in such
    a group, other people are kept apart from the suspect, with what only they hold:
    otherwise a household would be taken for the suspect.

    Args:
        holds: ``holder`` and ``held``; one row a link.
        handsets: ``phone`` and ``device``; rows may repeat.
        suspects: Holders who are known suspects.

    Returns:
        ``id``, ``bundle`` (the least id of those that go together) and ``group`` (the same
        before others were parted from suspects), by id; ids that go with nothing are left
        out. Empty for no links.

    Note:
        O(n log n) for n rows. Neither order nor names of ids change what goes together.
    """
    held = _few(holds.select("holder", "held").unique(), "held")
    seen = _few(handsets.select("phone", "device").unique(), "device")
    numbers = [
        (phones[0], other)
        for _, phones in seen.group_by("device").agg("phone").iter_rows()
        for other in phones[1:]
    ]
    groups = united_ids([*held.iter_rows(), *numbers])
    known = {one for one in suspects if one in groups}
    mixed = {groups[one] for one in known}
    theirs = set(held.filter(pl.col("holder").is_in(list(known)))["held"])
    parted = united_ids(
        (one, one if other in theirs else other)
        for one, other in held.iter_rows()
        if groups[one] in mixed and one not in known
    )
    core = _least((group, one) for one, group in groups.items() if one not in parted)
    told = [(one, parted.get(one) or core[group], group) for one, group in groups.items()]
    schema = {"id": pl.String, "bundle": pl.String, "group": pl.String}
    return pl.DataFrame(told, schema=schema, orient="row").sort("id")


def _few(pairs: pl.DataFrame, thing: str) -> pl.DataFrame:
    return pairs.filter(pl.len().over(thing) <= _MOST_HANDS).sort(pairs.columns)


def _least(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, one in pairs:
        found[key] = min(one, found.get(key, one))
    return found
