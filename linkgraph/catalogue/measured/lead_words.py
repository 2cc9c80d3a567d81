"""What leads to somebody, and what would confirm it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["confirmations", "reasons"]

# Kind of act, and whether the one led to gives: what to say of so many suspects.
_SAYS = {
    ("PAID", False): "paid by {n}",
    ("PAID", True): "pays {n}",
    ("CALLED", False): "called by {n}",
    ("CALLED", True): "calls {n}",
    ("MESSAGED", False): "messaged by {n}",
    ("MESSAGED", True): "messages {n}",
    ("PAID_FOR", False): "travel or stay paid for by {n}",
    ("PAID_FOR", True): "pays for the travel or stay of {n}",
    ("BOOKED_FOR", False): "booked for by {n}",
    ("BOOKED_FOR", True): "contact on bookings of {n}",
    ("ASSOCIATE_OF", False): "named as an associate by {n}",
    ("ASSOCIATE_OF", True): "names as an associate {n}",
    ("SHARES", False): "shares an account, number or document with {n}",
    ("SHARES", True): "shares an account, number or document with {n}",
    ("TOGETHER", False): "on a booking, in a room or at an address with {n}",
    ("TOGETHER", True): "on a booking, in a room or at an address with {n}",
}
_MONEY = {"PAID"}
_TALK = {"CALLED", "MESSAGED"}
_TRAVEL = {"PAID_FOR", "BOOKED_FOR", "TOGETHER"}


def reasons(
    direct: pl.DataFrame, channels: pl.DataFrame, ways: pl.DataFrame, people: int
) -> list[str]:
    """Return what leads to one, each a few words.

    Args:
        direct: Channels (``contacts``) that lead to known suspects.
        channels: All that speak for it.
        ways: Ties (``leads``) that speak for it.
        people: How many people are looked at as this one.
    """
    known = direct["other"].n_unique()
    further = ways.height - known
    told = [f"tied to {_suspects(known)}"] if known else []
    for (type_, gives), of in direct.partition_by("type", "gives", as_dict=True).items():
        said = _SAYS[str(type_), bool(gives)].format(n=_suspects(of["other"].n_unique()))
        told.append(said)
    ends = direct.filter(pl.col("type").is_in(list(_MONEY | _TALK)))
    twice = ends.group_by("other", "type").agg(pl.col("gives").n_unique())
    both = twice.filter(pl.col("gives") > 1)["other"].n_unique()
    if both:
        told.append(f"both ways with {_suspects(both)}")
    if further:
        told.append(f"tied to {further} other{'s' * (further > 1)} whom suspects lead to")
    if channels["type"].n_unique() > 1:
        told.append(f"{channels['type'].n_unique()} kinds of evidence")
    if people > 1:
        told.append(f"{people} records of people that share what they hold: one, or several")
    return told


def confirmations(channels: pl.DataFrame, things: Sequence[str], people: int) -> list[str]:
    """Return what would confirm that somebody belongs to the circle, or rule it out."""
    types = set(channels["type"])
    told = ["whether the person is a victim, a witness or under protection: ask first"]
    if not people:
        told.append("who holds it: bank's or operator's customer record")
    if types & _MONEY:
        told.append("what the payments are for, and where the money goes on: statements")
    money = channels.filter(pl.col("type").is_in(list(_MONEY)))
    if money.height and money["gives"].all():
        told.append("whether it pays as one who was cheated or smuggled, and so is a victim")
    if types & _TALK:
        told.append("who uses the number, when and where: subscriber, handset and cell records")
    if types & _TRAVEL:
        told.append("who travelled or stayed, and who paid: booking, payment and border records")
    if types & {"SHARES", "ASSOCIATE_OF"}:
        told.append("whether they are one person, one household or partners: documents")
    if people and any(one.startswith("account:") for one in things):
        told.append("whether the holder or somebody else operates the account: log-ins, cards")
    return told


def _suspects(count: int) -> str:
    return f"{count} suspect{'s' * (count != 1)}"
