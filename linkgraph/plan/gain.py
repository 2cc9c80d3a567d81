"""What countries gain by working together, with the same means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.plan.effect import gauge_of
from linkgraph.plan.lost_contacts import lost_contacts
from linkgraph.plan.placed import placed
from linkgraph.plan.separate import View, alone, is_network, rest_of, shared_out
from linkgraph.plan.solve import solve
from linkgraph.plan.why import QUICK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.plan.effect import Gauge, Left, NewTie
    from linkgraph.plan.placed import Placed
    from linkgraph.plan.plan import Plan, Target
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.separate import Shares
    from linkgraph.plan.solve import Settings

__all__ = ["Gains", "InTurn", "View", "Way", "gains"]

_EVERY_ORDER = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way for countries to act, and what it leaves.

    Attributes:
        order: Countries, in the order in which they act; empty where all act at once.
        targets: Whom they act on in all, each once.
        twice: How many targets more than one country set out to act on.
        left: What is left of the whole network, on the scale of the problem.
        ratio: How many times as much as the joint plan leaves; None where that leaves 0.
    """

    order: tuple[str, ...]
    targets: tuple[Target, ...]
    twice: int
    left: Left
    ratio: float | None


@dataclass(frozen=True, slots=True)
class InTurn:
    """How countries act one after another.

    Attributes:
        order: All countries, the first to act first; empty to look for the best order and
            the worst.
        new_ties: Ties that survivors add before the next country acts, 0 or more.
    """

    order: tuple[str, ...] = ()
    new_ties: int = 6


@dataclass(frozen=True, slots=True)
class Gains:
    """Four ways to use the same means.

    Attributes:
        own_view: Each country alone, on what it sees by itself; None where no views are
            given.
        full_view: Each country alone, on the whole network.
        in_turn: One country after another, each on what is left after survivors have found
            each other: the best order met and the worst, or the one asked for, once.
        joint: All at one zero hour. Leaves no more than any other.
        every_order: Whether all orders were tried, so that best and worst are such.
        new_ties: Ties that survivors add between one country's action and the next.
    """

    own_view: Way | None
    full_view: Way
    in_turn: tuple[Way, ...]
    joint: Way
    every_order: bool
    new_ties: int


def gains(
    problem: Problem,
    views: Mapping[str, View] | None = None,
    settings: Settings = QUICK,
    *,
    turn: InTurn = InTurn(),
    known: Plan | None = None,
) -> Gains:
    """Return what acting jointly leaves beside what the same means leave otherwise.

    Args:
        problem: What is asked; its countries are those that act.
        views: What each country sees by itself; a country without one sees nothing but
            those it must act on, and one that does not take part counts for nothing. None
            to leave that way out.
        settings: Limits of each search.
        turn: How countries act one after another.
        known: A joint plan found before, to begin with.

    Raises:
        InputError: The problem is not well-formed, the order is not one of all countries,
            or new ties are fewer than none.
        PlanError: What must be done cannot be.

    Note:
        About ``n^2 + 3 n`` searches for n countries. With more than three, orders are
        found step by step, each time whoever leaves least (most) next. Those who must be
        acted on are shared out beforehand; a budget in all is shared out evenly. Who goes
        together with somebody whom another country leads is acted on in the joint plan
        alone.

        Real countries do not plan alone as well as a search does, nor see each other's
        choices: the gain is one of this model.
    """
    if turn.new_ties < 0:
        raise InputError("survivors cannot add fewer than no ties")
    named = placed(problem, gauge_of(problem))
    asked = named.problem
    gauge, shares = gauge_of(asked), shared_out(asked)
    if turn.order and sorted(turn.order) != list(shares.countries):
        raise InputError("the order does not name each country of the plan once")
    full = _at_once(gauge, [alone(asked, shares, c, settings) for c in shares.countries])
    own = None if views is None else _at_once(gauge, _on_own_views(named, shares, settings, views))
    turns = _Turns((asked, shares), gauge, settings, turn.new_ties)
    in_turn = (turns.taken(turn.order),) if turn.order else turns.best_and_worst()
    separate = [way for way in (full, own, *in_turn) if way is not None]
    start = [way.targets for way in separate] + ([named.targets(known.targets)] if known else [])
    targets = solve(asked, settings, start).targets
    joint = Way((), targets, 0, gauge.left(target.id for target in targets), None)

    def compared(way: Way) -> Way:
        least = joint.left.value
        ratio = way.left.value / least if least > 0 else None
        return replace(way, targets=named.back(way.targets), ratio=ratio)

    return Gains(
        own_view=None if own is None else compared(own),
        full_view=compared(full),
        in_turn=tuple(map(compared, in_turn)),
        joint=compared(joint),
        every_order=not turn.order and len(shares.countries) <= _EVERY_ORDER,
        new_ties=turn.new_ties,
    )


def _on_own_views(
    named: Placed, shares: Shares, settings: Settings, views: Mapping[str, View]
) -> list[tuple[Target, ...]]:
    plans = []
    for country in shares.countries:
        view = views.get(country, View())
        known = named.place.keys()
        ties = frozenset(
            (named.place[one], named.place[other])
            for one, other in view.ties
            if one in known and other in known
        )
        seen = View(named.ids(view.nodes), ties)
        plans.append(alone(named.problem, shares, country, settings, seen))
    return plans


def _at_once(gauge: Gauge, plans: Sequence[tuple[Target, ...]]) -> Way:
    """Return all plans carried out at once, whoever is in several of them once."""
    lead: dict[str, Target] = {}
    for plan in plans:
        for target in plan:
            lead.setdefault(target.id, target)
    united = tuple(sorted(lead.values()))
    twice = sum(len(plan) for plan in plans) - len(united)
    return Way((), united, twice, gauge.left(lead), None)


@dataclass(frozen=True, slots=True)
class _After:
    """What countries have done so far.

    Attributes:
        targets: Whom they acted on.
        new: Ties that survivors had added by the time that the last of them acted.
        since: Ties that they add after that.
        rest: The network that is left, with all those ties.
    """

    targets: tuple[Target, ...]
    new: tuple[NewTie, ...]
    since: tuple[NewTie, ...]
    rest: Problem


class _Turns:
    """Countries that act one after another, on what the ones before have left."""

    def __init__(
        self, asked: tuple[Problem, Shares], gauge: Gauge, settings: Settings, new_ties: int
    ) -> None:
        problem, self._shares = asked
        self._gauge = gauge
        self._settings = settings
        self._new_ties = new_ties
        begun = _After((), (), (), rest_of(problem, frozenset(), ()))
        self._known: dict[tuple[str, ...], _After] = {(): begun}

    def best_and_worst(self) -> tuple[Way, Way]:
        """Return the order that leaves least of those tried, and the one that leaves most."""
        countries = self._shares.countries
        if len(countries) <= _EVERY_ORDER:
            tried = [self.taken(order) for order in permutations(countries)]
        else:
            tried = [self._step_by_step(1.0), self._step_by_step(-1.0)]
        ranked = sorted(tried, key=self._rank)
        return ranked[0], ranked[-1]

    def _step_by_step(self, sign: float) -> Way:
        order: tuple[str, ...] = ()
        while len(order) < len(self._shares.countries):
            ahead = [c for c in self._shares.countries if c not in order]
            ways = [self.taken((*order, country)) for country in ahead]
            order = min(ways, key=lambda way: self._rank(way, sign)).order
        return self.taken(order)

    def _rank(self, way: Way, sign: float = 1.0) -> tuple[float, int, list[int]]:
        turns = [self._shares.ranks[country] for country in way.order]
        return sign * way.left.value, len(way.targets), turns

    def taken(self, order: tuple[str, ...]) -> Way:
        """Return what is left when these countries have acted in this order."""
        after = self._after(order)
        left = self._gauge.left((target.id for target in after.targets), after.new)
        return Way(order, tuple(sorted(after.targets)), 0, left, None)

    def _after(self, order: tuple[str, ...]) -> _After:
        if order not in self._known:
            self._known[order] = self._next(self._after(order[:-1]), order[-1])
        return self._known[order]

    def _next(self, before: _After, country: str) -> _After:
        plan = alone(before.rest, self._shares, country, self._settings)
        ids = frozenset(target.id for target in plan)
        since: tuple[NewTie, ...] = ()
        # Who is there no more, such as a tie whose end was taken, was nobody's contact.
        there = ids & {one.id for one in before.rest.candidates}
        if there and self._new_ties and is_network(before.rest):
            gauge = gauge_of(before.rest)
            there &= gauge.unit_of.keys()
            since = lost_contacts(before.rest, gauge).new_ties(there, self._new_ties)
        return _After(
            targets=(*before.targets, *plan),
            new=(*before.new, *before.since),
            since=since,
            rest=rest_of(before.rest, ids, since),
        )
