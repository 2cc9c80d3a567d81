"""Accounts and links that a plan can act on: whose they are, where, and what passed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.case.reach import best_reach, reach_of
from linkgraph.catalogue.measured.payments import payments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkgraph.case.ground import Ground
    from linkgraph.case.money_flow import MoneyFlow
    from linkgraph.case.reach import Reach
    from linkgraph.case.subjects import Subjects
    from linkgraph.graph.base import Projection

__all__ = ["Thing", "things_of"]


@dataclass(frozen=True, slots=True)
class Thing:
    """An account that can be frozen, or a link between two that can be blocked.

    Attributes:
        id: The account's, or the link's name.
        caption: What to call it.
        kind: ``account`` or ``link``.
        accounts: Ids: the account, or those that the link leads from and to.
        holders: Suspects who control it, by entity id.
        reach: By country.
        reasons: What passed there.
        sources: Ids of those that tell of it.
    """

    id: str
    caption: str
    kind: str
    accounts: tuple[str, ...]
    holders: tuple[str, ...]
    reach: tuple[Reach, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


def things_of(ground: Ground, seen: Subjects, money: MoneyFlow) -> dict[str, Thing]:
    """Return what can be acted on besides people, by id.

    Accounts of suspects who may be acted on themselves, and what such an account pays or
    is paid. What somebody protected holds, alone or with others, is none of it.
    """
    makes = _Things(ground, seen, money)
    nodes = set(money.nodes)
    own = [one for one in sorted(money.holders) if one in nodes and makes.may(one)]
    made = [makes.account(one) for one in own]
    for name, pair in sorted(money.links.items()):
        if money.barred.isdisjoint(pair) and not set(own).isdisjoint(pair):
            made.append(makes.link(name, pair))
    return {one.id: one for one in made}


class _Things:
    """Makes things of what a case tells of accounts."""

    def __init__(self, ground: Ground, seen: Subjects, money: MoneyFlow) -> None:
        self._seen, self._money = seen, money
        self._reach = reach_of(ground.graph)
        self._captions, self._said = _told(ground.graph)
        self._paid_by = _payment_sources(ground.graph)

    def may(self, account: str) -> bool:
        """Tell whether an account may be acted on."""
        return account not in self._money.barred and bool(self._holders((account,)))

    def account(self, one: str) -> Thing:
        came = sum(value for (_, to), value in self._money.paid.items() if to == one)
        went = sum(value for (by, _), value in self._money.paid.items() if by == one)
        unit = self._money.unit
        reasons = [f"{unit} {came:,.2f} came in and {unit} {went:,.2f} went out on record"]
        if set(self._money.holders[one]) - self._seen.candidates.keys():
            reasons.append("somebody who is no suspect holds it too")
        return Thing(
            one, self._captions.get(one, one), "account", (one,), self._holders((one,)),
            best_reach(self._reach, [one]), tuple(reasons), self._said.get(one, ()),
        )  # fmt: skip

    def link(self, name: str, pair: tuple[str, str]) -> Thing:
        captions = [self._captions.get(one, one) for one in pair]
        reasons = (f"{self._money.unit} {self._money.paid[pair]:,.2f} passed on record",)
        return Thing(
            name, " to ".join(captions), "link", pair, self._holders(pair),
            best_reach(self._reach, pair), reasons, self._paid_by.get(pair, ()),
        )  # fmt: skip

    def _holders(self, accounts: tuple[str, ...]) -> tuple[str, ...]:
        found = {one for account in accounts for one in self._money.holders.get(account, ())}
        return tuple(sorted(found & self._seen.candidates.keys()))


def _told(graph: Projection) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    captions, said = {}, {}
    for frame in graph.nodes.values():
        for one, caption, sources in frame.select("id", "caption", "sources").iter_rows():
            captions[one] = caption or one
            said[one] = tuple((sources or "").split())
    return captions, said


def _payment_sources(graph: Projection) -> Mapping[tuple[str, str], tuple[str, ...]]:
    told = (
        payments(graph)
        .group_by("from_id", "to_id")
        .agg(pl.col("sources").str.split(" ").explode().unique().sort())
    )
    return {(one, other): tuple(sources) for one, other, sources in told.iter_rows()}
