"""The money of a syndicate as a network: accounts, who controls them, what passed between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.case.money import valued
from linkgraph.case.worth import collectors_of, organisers_of
from linkgraph.catalogue.measured.acts import links_of
from linkgraph.errors import InputError
from linkgraph.plan import Flow, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.case.ground import Ground
    from linkgraph.case.subjects import Subjects
    from linkgraph.plan import Asked

__all__ = ["MoneyFlow", "far_side", "link_name", "money_flow_of", "near_side"]

# What more people have in hand is a hub's: nobody in particular controls it.
_MOST_HANDS = 3
# No id of an account ends like this.
_FAR = " >"


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """What can flow from collection points to organisers, as far as files tell.

    An account whose holders are known is two nodes, one where money comes in and one where
    it goes out, with its holders between them: so whoever is acted on takes all accounts that
    he alone controls with him.

    Attributes:
        nodes: Accounts, people who control them, cash points: those alone through which
            money can come from a collection point to an organiser.
        ties: What can flow along each, and the id by which a link can be acted on.
        flow: Collection points and organisers, as nodes.
        holders: Account to the people who control it, as nodes.
        barred: Accounts that somebody protected holds, alone or with others.
        links: Id of a link to the accounts that it leads from and to.
        paid: What one account paid another, by both.
        unit: Currency that it is counted in.
    """

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...]
    flow: Flow
    holders: Mapping[str, tuple[str, ...]]
    barred: frozenset[str]
    links: Mapping[str, tuple[str, str]]
    paid: Mapping[tuple[str, str], float]
    unit: str


def far_side(account: str) -> str:
    """Return the node from which an account's money goes out."""
    return f"{account}{_FAR}"


def near_side(node: str) -> str:
    """Return the account that a far side is of, and any other node as it is."""
    return node.removesuffix(_FAR)


def link_name(one: str, other: str) -> str:
    """Return the id of all that one account pays another."""
    return f"{one} -> {other}"


def money_flow_of(ground: Ground, seen: Subjects, asked: Asked) -> MoneyFlow:
    """Return the money of a case as a network.

    Args:
        ground: The case.
        seen: Whom the plan can be about.
        asked: Collection points and organisers, where planners name any.

    Raises:
        InputError: There is no collection point or no organiser, or no money on record
            leads from the ones to the others.

    Note:
        Victims, and whoever may be one, are no part of it, nor what they hold: money that
        went through their hands is not counted.
    """
    hands = _Hands.of(ground, seen)
    paid = valued(ground.graph, ground.rates).drop_nulls("value").filter(pl.col("value") > 0)
    sums = (
        paid.group_by("from_id", "to_id").agg(pl.col("value").sort().sum()).sort("from_id", "to_id")
    )
    room = {
        (one, other): value
        for one, other, value in sums.iter_rows()
        if one != other and not hands.of_victims & {one, other}
    }
    starts, ends = _ends(ground, asked, hands, paid)
    arcs = _arcs(room, hands, starts)
    sources, sinks = hands.nodes(starts), hands.nodes(ends)
    nodes = _between(arcs, sources - sinks, sinks)
    if not nodes:
        raise InputError(
            "no money on record leads from collection points to organisers",
            remedy="Name others with --flow-from and --flow-to, or import payments.",
        )
    kept = {pair: value for pair, value in arcs.items() if nodes.issuperset(pair)}
    # An account is known by the side where money comes in, also where none does.
    nodes |= {one for one in hands.holders if far_side(one) in nodes}
    links = {link_name(*pair): pair for pair in room if {*pair} & hands.holders.keys()}
    ties = tuple(_tie(pair, value, links) for pair, value in sorted(kept.items()))
    named = {tie.id for tie in ties}
    return MoneyFlow(
        nodes=tuple(sorted(nodes)),
        ties=ties,
        flow=Flow(frozenset((sources - sinks) & nodes), frozenset(sinks & nodes)),
        holders=hands.holders,
        barred=hands.of_protected,
        links={one: pair for one, pair in links.items() if one in named},
        paid=room,
        unit=str(paid["common"][0]),
    )


def _tie(pair: tuple[str, str], value: float, links: Mapping[str, tuple[str, str]]) -> Tie:
    one, other = pair
    name = link_name(near_side(one), other)
    return Tie(one, other, value, name if name in links else "")


@dataclass(frozen=True, slots=True)
class _Hands:
    """Who controls what.

    Attributes:
        called: Person to the id that stands for all that go together.
        holders: Account to those who control it, by these ids.
        of_victims: What a victim holds, and victims.
        of_protected: What anybody holds whom a role protects, and nobody lifted.
    """

    called: Mapping[str, str]
    holders: Mapping[str, tuple[str, ...]]
    of_victims: frozenset[str]
    of_protected: frozenset[str]

    @classmethod
    def of(cls, ground: Ground, seen: Subjects) -> _Hands:
        called = {one: face for face, who in seen.candidates.items() for one in who.members}
        held: dict[str, set[str]] = defaultdict(set)
        victims = {one for one, role in ground.protected.items() if role == "victim"}
        theirs, barred = set(victims), set()
        hands = links_of(ground.graph, ("HOLDS", "USES")).select("from_id", "to_id")
        for one, thing in hands.iter_rows():
            if one in victims:
                theirs.add(thing)
            if one in ground.protected and one not in called:
                barred.add(thing)
            held[thing].add(called.get(one, one))
        holders = {
            thing: tuple(sorted(people))
            for thing, people in held.items()
            if len(people) <= _MOST_HANDS and thing not in theirs
        }
        return cls(called, holders, frozenset(theirs), frozenset(barred | theirs))

    def nodes(self, ids: Iterable[str]) -> set[str]:
        """Return the nodes of some people, accounts or cash points."""
        return {one if one in self.holders else self.called.get(one, one) for one in ids}


def _ends(
    ground: Ground, asked: Asked, hands: _Hands, paid: pl.DataFrame
) -> tuple[set[str], set[str]]:
    """Return where money is collected and for whom: as planners say, else as files do."""
    cash = set(paid.filter(pl.col("from_kind") == "CashPoint")["from_id"])
    starts = set(asked.flow_from) or cash | collectors_of(ground.graph)
    ends = set(asked.flow_to) or organisers_of(ground.graph)
    starts, ends = starts - hands.of_victims, ends - hands.of_victims
    if not starts or not ends:
        raise InputError(
            "flow needs collection points and organisers, and no file names any",
            remedy="Name them with --flow-from and --flow-to: people, accounts or cash points.",
        )
    return starts, ends


def _arcs(
    room: Mapping[tuple[str, str], float], hands: _Hands, starts: set[str]
) -> dict[tuple[str, str], float]:
    """Return what can flow between nodes: payments, and through the hands of holders."""
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    arcs = {}
    for (one, other), value in room.items():
        into[other] += value
        out[one] += value
        arcs[far_side(one) if one in hands.holders else one, other] = value
    for account in sorted((into.keys() | out.keys()) & hands.holders.keys()):
        # What came in is all that can pass on, whoever of several holders passes it; what was
        # collected into an account came from nowhere on record.
        within = into[account] + (out[account] if account in starts else 0.0)
        for person in hands.holders[account]:
            arcs[account, person] = within
            arcs[person, far_side(account)] = out[account]
    return {pair: value for pair, value in arcs.items() if value > 0}


def _between(
    arcs: Mapping[tuple[str, str], float], sources: set[str], sinks: set[str]
) -> frozenset[str]:
    """Return the nodes on some way from a source to a sink."""
    ahead: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    for one, other in arcs:
        ahead[one].add(other)
        behind[other].add(one)
    return frozenset(_reached(sources, ahead) & _reached(sinks, behind))


def _reached(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        new = ways.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
