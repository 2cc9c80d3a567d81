"""What one country would do alone: its own means, its own reach, and what it sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.plan.checks import check_problem
from linkgraph.plan.must import plan_of_must
from linkgraph.plan.prepare import prepare, whole_groups
from linkgraph.plan.problem import Capacity, Flow, Tie
from linkgraph.plan.solve import solve, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.plan.effect import NewTie
    from linkgraph.plan.plan import Target
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.solve import Settings

__all__ = ["Shares", "View", "alone", "is_network", "rest_of", "shared_out"]


@dataclass(frozen=True, slots=True)
class View:
    """What one country sees of a network by itself.

    Attributes:
        nodes: Ids; others than those of the network count for nothing.
        ties: Pairs of ids, no order counts; likewise.
    """

    nodes: frozenset[str] = frozenset()
    ties: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Shares:
    """How what binds all countries is shared out among them.

    Attributes:
        countries: All that act, in order.
        ranks: A number of each that hangs on its means and reach, and on its name only
            among equals.
        must: By country, the targets that it has to act on.
        budgets: By country, how many it may act on; None for no limit.
        groups: Who goes together, but for those who must be acted on.
    """

    countries: tuple[str, ...]
    ranks: Mapping[str, int]
    must: Mapping[str, tuple[Target, ...]]
    budgets: Mapping[str, int | None]
    groups: tuple[frozenset[str], ...]


def shared_out(problem: Problem) -> Shares:
    """Share out who must be acted on, as one plan that can be kept to, and the budget evenly.

    Raises:
        InputError: The problem is not well-formed.
        PlanError: The means do not suffice for those who must be acted on.
    """
    check_problem(problem)
    prepared = prepare(problem)
    must = targets_of(prepared, plan_of_must(prepared))
    asked = {target.id for target in must}
    named = problem.countries or tuple({c.country for c in problem.capacities})
    acting = {action.country for way in prepared.ways for action in way}
    countries = tuple(sorted({*named, *acting}))
    by_country = {c: tuple(t for t in must if t.country == c) for c in countries}
    spare = None if problem.budget is None else (problem.budget - len(must)) // len(countries)
    in_turn = dict.fromkeys(country for country, _ in prepared.pools if country in countries)
    return Shares(
        countries=countries,
        ranks={c: i for i, c in enumerate(dict.fromkeys([*in_turn, *countries]))},
        must=by_country,
        budgets={c: None if spare is None else spare + len(by_country[c]) for c in countries},
        groups=tuple(g for g in whole_groups(problem.together) if not g & asked),
    )


def alone(
    problem: Problem,
    shares: Shares,
    country: str,
    settings: Settings,
    view: View | None = None,
) -> tuple[Target, ...]:
    """Return whom one country would act on by itself.

    Args:
        problem: What is asked of all; its ``must`` and ``together`` stand in ``shares``.
        shares: What of it falls to whom.
        country: The country.
        settings: Limits of the search.
        view: What it sees; None for all.

    Returns:
        Targets by id: those it must act on alone where it sees no network, or nobody in
        its reach.
    """
    seen = problem if view is None else _seen(problem, shares, country, view)
    must = shares.must.get(country, ())
    held = {one.id for one in seen.candidates}
    # A tie to cut is no more once an end of it is gone; its means stay put by for it.
    moot = tuple(target for target in must if target.id not in held)
    own = _own(seen, shares, country, moot)
    if not is_network(own) or not own.candidates:
        return must
    return tuple(sorted((*solve(own, settings).targets, *moot)))


def is_network(problem: Problem) -> bool:
    """Tell whether a network has a tie, and both ends where flow is asked for."""
    tied = any(tie.one != tie.other for tie in problem.ties)
    flow = any(one.name == "flow" for one in problem.objectives)
    return tied and bool(not flow or (problem.flow.sources and problem.flow.sinks))


def _seen(problem: Problem, shares: Shares, country: str, view: View) -> Problem:
    asked = {target.id for target in shares.must.get(country, ())}
    nodes = (view.nodes | asked) & set(problem.nodes)
    # Whoever must act on a tie knows of it.
    nodes |= {end for tie in problem.ties if tie.id in asked for end in tie[:2]}
    pairs = view.ties | {(other, one) for one, other in view.ties}
    return _narrowed(
        problem,
        nodes,
        [
            tie
            for tie in problem.ties
            if tie.id in asked or ({*tie[:2]} <= nodes and tie[:2] in pairs)
        ],
    )


def _narrowed(problem: Problem, nodes: set[str] | frozenset[str], ties: Iterable[Tie]) -> Problem:
    """Return a problem of these nodes and ties alone."""
    kept = tuple(ties)
    held = nodes | {tie.id for tie in kept if tie.id}
    return replace(
        problem,
        nodes=tuple(sorted(nodes)),
        ties=kept,
        candidates=tuple(
            replace(one, also=tuple(node for node in one.also if node in nodes))
            for one in problem.candidates
            if one.id in held
        ),
        must=frozenset(),
        together=(),
        flow=Flow(problem.flow.sources & nodes, problem.flow.sinks & nodes),
    )


def _own(problem: Problem, shares: Shares, country: str, moot: tuple[Target, ...]) -> Problem:
    """Return a problem that holds what is one country's alone, less the means for ``moot``."""
    put_by = {target.id for target in moot}
    mine = frozenset(target.id for target in shares.must.get(country, ())) - put_by
    others = {t.id for each in shares.must.values() for t in each} - mine
    reached = [
        replace(one, actions=tuple(a for a in one.actions if a.country == country))
        for one in problem.candidates
        if one.id not in others and problem.must_not.isdisjoint((one.id, *one.also))
    ]
    candidates = [one for one in reached if one.actions]
    ids = {one.id for one in candidates}
    groups = tuple(group for group in shares.groups if group <= ids)
    budget = shares.budgets[country]
    split = frozenset().union(*shares.groups) - frozenset().union(*groups)
    return replace(
        problem,
        candidates=tuple(one for one in candidates if one.id not in split),
        capacities=_own_means(problem, country, moot),
        countries=(country,),
        budget=None if budget is None else budget - len(moot),
        must=mine,
        together=groups,
    )


def _own_means(problem: Problem, country: str, moot: tuple[Target, ...]) -> tuple[Capacity, ...]:
    """Return one country's capacities: a resource that others alone have is 0, not unlimited."""
    left = dict.fromkeys((c.resource for c in problem.capacities), 0)
    left.update({c.resource: c.most for c in problem.capacities if c.country == country})
    for resource, cost in (drawn for target in moot for drawn in target.costs):
        if resource in left:
            left[resource] -= cost
    return tuple(Capacity(country, resource, left[resource]) for resource in sorted(left))


def rest_of(problem: Problem, acted: frozenset[str], new: Iterable[NewTie]) -> Problem:
    """Return what is left of a problem once these are acted on and survivors have new ties.

    ``must`` and ``together`` are left out.
    """
    also = {node for one in problem.candidates if one.id in acted for node in one.also}
    nodes = set(problem.nodes) - acted - also
    kept = [tie for tie in problem.ties if {*tie[:2]} <= nodes and not (tie.id and tie.id in acted)]
    if any(one.name == "flow" for one in problem.objectives):
        for tie in new:
            kept += [Tie(tie.one, tie.other, tie.forth), Tie(tie.other, tie.one, tie.back)]
    else:
        kept += [Tie(tie.one, tie.other, tie.strength) for tie in new]
    return _narrowed(problem, nodes, kept)
