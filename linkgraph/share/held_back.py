"""For which identifiers nothing is compared with a partner, told inside: whose they are, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.share.comparable import COMPARED, offered
from linkgraph.share.looking import sight_for
from linkgraph.share.sight import roles_inside, struck_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.statements import Originator

__all__ = ["HeldBack", "held_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """An identifier for which nothing is compared.

    Attributes:
        id: The identifier's.
        people: Ids of records, tied to it by all that the case holds, of whom a role protects;
            empty where it is hers by more steps, such as a number in her handset.
        sources: Ids of sources that speak of it or of them and that the partner may not see.
        originators: Whose these sources are, sorted: who could let the partner see them.
    """

    id: str
    people: tuple[str, ...]
    sources: tuple[str, ...]
    originators: tuple[str, ...]


def held_back(
    ledger: Ledger,
    audience: Originator,
    today: dt.date,
    kinds: Sequence[str] = tuple(COMPARED),
) -> tuple[HeldBack, ...]:
    """Return the identifiers that hold a comparison back, sorted; empty where nothing does.

    Args:
        ledger: The case's.
        audience: The partner.
        today: Overdue sources give nothing.
        kinds: Keys of ``COMPARED``.

    Raises:
        UnknownName: Identifiers of a kind are not compared.

    Note:
        As costly as ``comparable``; where something is held back, two passes more over links
        and entities.
    """
    sight = sight_for(ledger, audience, today)
    everything = roles_inside(ledger, sight)
    held = sorted(offered(ledger, sight, kinds) & struck_in(ledger, sight, everything))
    if not held:
        return ()
    tied = _tied(ledger, held, everything.all_hidden())
    seen = set(sight.numbers)
    unseen = {row.seq: row.source for row in ledger.sources() if row.seq not in seen}
    spoken = _spoken(ledger, unseen, {*held}.union(*tied.values()))
    found = []
    for one in held:
        behind = [unseen[seq] for seq in sorted(set().union(*(spoken.get(of, set()) for of in (one, *tied[one]))))]  # fmt: skip
        found.append(
            HeldBack(
                id=one,
                people=tuple(sorted(tied[one])),
                sources=tuple(source.id for source in behind),
                originators=tuple(sorted({str(source.originator) for source in behind})),
            )
        )
    return tuple(found)


def _tied(ledger: Ledger, things: Sequence[str], people: Collection[str]) -> dict[str, set[str]]:
    """Return which of some people links tie to things, by thing."""
    found: dict[str, set[str]] = {one: set() for one in things}
    wanted, known = (pl.Series(sorted(ids), dtype=pl.String).implode() for ids in (things, people))
    for table in ledger.tables(part="link"):
        if table.start == "Person":
            told = table.frame.filter(pl.col("to_id").is_in(wanted), pl.col("from_id").is_in(known))
            for person, thing in told.select("from_id", "to_id").iter_rows():
                found[thing].add(person)
    return found


def _spoken(ledger: Ledger, sources: Collection[int], ids: Collection[str]) -> dict[str, set[int]]:
    """Return the numbers of those sources that speak of some entities, by entity."""
    found: dict[str, set[int]] = {}
    wanted = pl.Series(sorted(ids), dtype=pl.String).implode()
    for table in ledger.tables(part="entity", sources=list(sources)):
        for one in table.frame.filter(pl.col("id").is_in(wanted))["id"].unique():
            found.setdefault(one, set()).add(table.source)
    return found
