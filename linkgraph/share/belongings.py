"""What people have that tells who they are: numbers, papers, homes, cars, flights, files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from linkgraph.graph.base import LinkShape, Projection
    from linkgraph.ledger import Ledger, Left

__all__ = ["enquiries_of", "had_by", "owned_by_number", "owned_things", "with_what_is_theirs"]

_Key = TypeVar("_Key")

# What a person has that tells who it is; shared with somebody shown, it stays shown.
_TIES = (
    "HOLDS", "USES", "LOCATED_AT", "STAYED_AT", "USED_IN", "OWNS", "OPERATES", "TRAVELLED_ON",
    "CONTACT_IN",
)  # fmt: skip
# What stands on her booking, or pays for it, is hers where nobody is said to have it.
_FOR = ("BOOKED_FOR", "PAID_FOR")
# Of these, a number's to the handset that it was used in.
_INSERTED = "USED_IN"
# A handset is reached over the number in it, and other numbers over the handset.
_ROUNDS = 3
# What identifies one person by its value; no place, vehicle fleet or company.
_NUMBERED = frozenset(
    {"Phone", "Email", "UserAccount", "BankAccount", "CryptoWallet", "IdentityDocument", "Device"}
)


def owned_things(projection: Projection, people: set[str]) -> dict[str, str]:
    """Return things that only hidden people have, each with the first of them.

    A number that nobody is said to use is theirs where the handset that it was used in is, or
    where it is the contact, or the payer, of bookings for one of them and nobody else. An action
    that concerns them alone is theirs, and a case file in which one of them stands alone.
    """
    if not people:
        return {}
    holders = _holders(projection)
    owned: dict[str, str] = {}
    known = set(people)
    for _ in range(_ROUNDS):
        for thing, held in holders.items():
            if held <= known and thing not in known:
                owned[thing] = owned.get(min(held), min(held))
        known |= owned.keys()
    return owned


def with_what_is_theirs(graph: Projection, people: set[str]) -> set[str]:
    """Return people with the things that only they have."""
    return people | owned_things(graph, people).keys()


def had_by(graph: Projection, people: Collection[str]) -> set[str]:
    """Return the things that some people have, alone or with others, as ``owned_things`` sees it.

    Also what stands in the place of them: the handset of a number, the number or account that
    books or pays for one of them and nobody else.
    """
    holders = _holders(graph)
    found = set(people)
    for _ in range(_ROUNDS):
        found |= {thing for thing, held in holders.items() if not held.isdisjoint(found)}
    return found - set(people)


def enquiries_of(graph: Projection, ids: Collection[str]) -> set[str]:
    """Return the enquiries that by some source's word ask of some people and their things alone.

    Another source that adds somebody does not let such an enquiry out: whoever guesses its
    number could.
    """
    about = _grouped(
        (asked, (one, source))
        for shape, frame in graph.links.items()
        if (shape.type, shape.start) == ("CONCERNS", "Enquiry")
        for one, asked, sources in frame.select("from_id", "to_id", "sources").iter_rows()
        for source in sources.split()
    )
    return {one for (one, _), asked in about.items() if asked <= set(ids)}


def _holders(projection: Projection) -> dict[str, set[str]]:
    """Return who has each thing, by all ties that tell whose it is."""
    pairs: dict[str, list[tuple[str, str]]] = {
        "held": [],
        "inserted": [],
        "booked": [],
        "stands": [],
    }
    for shape, frame in projection.links.items():
        way = _way(shape)
        if way:
            holder, thing = ("to_id", "from_id") if way == "concerned" else ("from_id", "to_id")
            rows = frame.select(holder, thing).iter_rows()
            pairs["held" if way == "concerned" else way] += rows
    holders = _grouped(pairs["held"])
    held_directly = set(holders)
    for number, handset in pairs["inserted"]:
        is_free = number not in held_directly and handset in held_directly
        holder, thing = (handset, number) if is_free else (number, handset)
        holders.setdefault(thing, set()).add(holder)
    booked = _grouped((one, thing) for thing, one in pairs["booked"] if thing not in holders)
    alone = booked | _grouped(pairs["stands"])
    return holders | {thing: people for thing, people in alone.items() if len(people) == 1}


def _way(shape: LinkShape) -> str:
    """Return what a shape of links tells of whose something is; empty where nothing."""
    if shape.type == _INSERTED:
        return "inserted"
    if shape.type in _TIES:
        return "held"
    if shape.type in _FOR and shape.start in _NUMBERED:
        return "booked"
    if shape.type == "CONSENT_IN" or shape.type in load_schema().roles.values():
        return "stands"
    return "concerned" if (shape.type, shape.start) == ("CONCERNS", "Action") else ""


def _grouped(pairs: Iterable[tuple[str, _Key]]) -> dict[_Key, set[str]]:
    found: dict[_Key, set[str]] = {}
    for holder, thing in pairs:
        found.setdefault(thing, set()).add(holder)
    return found


def owned_by_number(
    ledger: Ledger, people: Collection[str], *, left: Left | None = None
) -> set[str]:
    """Return numbers, accounts and the like that only some people have, by all that a case holds.

    Args:
        ledger: The truth.
        people: Ids of their records.
        left: Gives what of a table's rows an audience is told: what is theirs by that is theirs
            too, whoever else has it by what is not told.

    Note:
        Places are left out: that a hidden person alone lives in a city does not make the
        city a thing of hers. O(links of these types), in columns.
    """
    owned = _owned_by_number(ledger, people, None)
    return owned | _owned_by_number(ledger, people, left) if left else owned


def _owned_by_number(ledger: Ledger, people: Collection[str], left: Left | None) -> set[str]:
    direct, inserted, booked = (
        _tied(ledger, names, left)
        for names in ([one for one in _TIES if one != _INSERTED], [_INSERTED], _FOR)
    )
    if not people or (direct.is_empty() and booked.is_empty()):
        return set()
    named = direct["to_id"].unique().implode()
    nobodys = ~pl.col("from_id").is_in(named) & pl.col("to_id").is_in(named)
    number_of_handset = _turned(inserted.filter(nobodys))
    held = pl.concat([direct, inserted.filter(~nobodys), number_of_handset])
    for_one = _turned(booked).filter(
        ~pl.col("to_id").is_in(held["to_id"].implode()),
        pl.col("from_id").n_unique().over("to_id") == 1,
    )
    held = pl.concat([held, for_one])
    known = pl.Series("known", sorted(people), dtype=pl.String)
    owned = pl.Series("to_id", [], dtype=pl.String)
    for _ in range(_ROUNDS):
        both = pl.concat([known, owned.rename("known")]).implode()
        alone = pl.col("from_id").is_in(both).all()
        owned = held.group_by("to_id").agg(alone.alias("alone")).filter("alone")["to_id"]
    return set(owned)


def _tied(ledger: Ledger, types: Collection[str], left: Left | None) -> pl.DataFrame:
    """Return the ends of links of some types between people and numbers, as columns."""
    ends = {"from_id": pl.String, "to_id": pl.String}
    tables = ledger.tables(part="link", names=types, left=left)
    frames = (
        table.frame.select("from_id", "to_id")
        for table in tables
        if (table.start if table.name in _FOR else table.end) in _NUMBERED
    )
    return pl.concat([pl.DataFrame(schema=ends), *frames])


def _turned(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.select(pl.col("to_id").alias("from_id"), pl.col("from_id").alias("to_id"))
