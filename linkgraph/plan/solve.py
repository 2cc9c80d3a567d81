"""From a problem to the best plan that can be found, and what can be proved of it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError
from linkgraph.plan.aims import part_aims
from linkgraph.plan.checks import check_problem
from linkgraph.plan.flow import FlowAims, flow_aims
from linkgraph.plan.layout import blank_state
from linkgraph.plan.max_flow import most_flow
from linkgraph.plan.must import plan_of_must
from linkgraph.plan.plan import Plan, Target, Used
from linkgraph.plan.prepare import prepare
from linkgraph.plan.problem import critical_nodes
from linkgraph.plan.proof import Proof
from linkgraph.plan.search import Effort, Search
from linkgraph.plan.split import BETWEEN, HEATS, split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.plan.aims import Aims
    from linkgraph.plan.layout import Ints
    from linkgraph.plan.prepare import Prepared
    from linkgraph.plan.problem import Problem
    from linkgraph.plan.search import Found

__all__ = ["Settings", "as_options", "carried_out", "objective_of", "solve", "targets_of"]

_LESS = 1e-9
_FLOW_STEPS = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """How to look for a plan.

    Attributes:
        seconds: Time limit of all, above 0; compiling the search, once on a machine, comes
            on top. The search ends by its work long before, so
            that the same problem gives the same plan; the exact model has the rest.
        seed: Where chances begin.
        steps: Most swaps of the search.
        stale: Crossings in a row without gain that end a round of the search.
        rounds: How often to begin anew with other plans; the best of all counts.
        prove: Whether to run the exact model.
        ranked: Whether to begin with the rankings' plans too where others are given to
            start from: they are most of the time that a short search takes.
        splits: With how many plans of few even parts to begin each round but the first, where
            the best so far leaves few: seconds each, and of use in small worlds, where parts
            have no edges for swaps to work along.
    """

    seconds: float = 60.0
    seed: int = 0
    steps: int = 1_000_000
    stale: int = 60
    rounds: int = 1
    prove: bool = True
    ranked: bool = True
    splits: int = 0


def solve(
    problem: Problem, settings: Settings = Settings(), start_from: Iterable[Iterable[Target]] = ()
) -> Plan:
    """Return the best plan found within the limits, and what is proved of it.

    Args:
        problem: What is asked.
        settings: Limits and seed.
        start_from: Plans known before, as targets; what breaks the limits together is
            left out. The result leaves no more than the best of those that keep them.

    Raises:
        InputError: The problem is not well-formed, nobody is in reach, or the time limit
            is not above 0.
        PlanError: What must be done cannot be; it says which limits clash.

    Note:
        A plan says whom to look at together, never what anyone did: it is as good as the
        ties on record, and a missing tie can make anybody look dispensable.
    """
    if not settings.seconds > 0 or math.isnan(settings.seconds):
        raise InputError("the time limit is not above 0", remedy="Give it seconds, such as 60.")
    if settings.steps < 1 or settings.stale < 0 or settings.rounds < 1:
        raise InputError("the search is given no step to make")
    _ready(flow=any(one.name == "flow" for one in problem.objectives))
    deadline = time.monotonic() + settings.seconds
    check_problem(problem)
    prepared = prepare(problem)
    aims = objective_of(prepared, problem)
    given = plan_of_must(prepared)
    known = [as_options(prepared, plan, given) for plan in start_from]
    effort = Effort(
        settings.steps, settings.stale, settings.rounds, deadline, settings.ranked, settings.splits
    )
    if isinstance(aims, FlowAims):
        # Swaps know what can pass through each, not what flows: the exact model has the time.
        effort = replace(effort, steps=min(settings.steps, _FLOW_STEPS), rounds=1)
    found = Search(aims.layout, given, settings.seed, effort).run(known)
    return _concluded(prepared, aims, found, settings, deadline)


def carried_out(problem: Problem, targets: Iterable[Target], like: Plan) -> Plan:
    """Return what other targets leave of a problem, beside the bound that was found for it.

    Args:
        problem: What is asked.
        targets: Whom to act on; they keep the limits.
        like: A plan of the same problem, for its bound.
    """
    prepared = prepare(problem)
    aims = objective_of(prepared, problem)
    chosen = as_options(prepared, targets, plan_of_must(prepared))
    left = aims.left(chosen)
    worth = aims.total(left)
    proved = like.bound is not None and worth <= like.bound + _LESS * max(1.0, worth)
    return replace(
        like,
        targets=targets_of(prepared, chosen),
        value=worth,
        left=left,
        used=_used(prepared, chosen),
        proved=proved,
    )


@lru_cache(maxsize=2)
def _ready(*, flow: bool) -> None:
    """Have the search's loops compiled, so that no time limit is spent on that."""
    if flow:
        one = np.ones(1, dtype=np.int64)
        most_flow(np.array([[0, 1]]), one.astype(np.float64), 0 * one, one, 2)
    tiny = critical_nodes([("a", "b"), ("b", "c")], 1)
    prepared = prepare(tiny)
    aims = objective_of(prepared, tiny)
    Search(aims.layout, plan_of_must(prepared), 0, Effort(9, 1, 1, math.inf)).run()
    labels, wanted = np.full((len(HEATS) + 1, 3), BETWEEN), np.array([2, 1, 9])
    split(aims.layout, blank_state(aims.layout, 0), labels, wanted, HEATS)


def objective_of(prepared: Prepared, problem: Problem) -> Aims:
    """Return what a problem asks to make small."""
    if any(one.name == "flow" for one in problem.objectives):
        return flow_aims(prepared, problem)
    return part_aims(prepared, problem)


def as_options(prepared: Prepared, plan: Iterable[Target], given: Ints) -> Ints:
    """Return a known plan as options; units it does not hold whole are left out."""
    lead = {target.id: target.country for target in plan}
    chosen = given.copy()
    for unit, members in enumerate(prepared.units):
        if all(one.id in lead for one in members):
            begin, end = prepared.layout.option_ptr[unit : unit + 2]
            wanted = [lead[one.id] for one in members]
            same = (o for o in range(begin, end) if [a.country for a in prepared.ways[o]] == wanted)
            chosen[unit] = next(same, begin)
    return chosen


def _concluded(
    prepared: Prepared, aims: Aims, found: Found, settings: Settings, deadline: float
) -> Plan:
    chosen, left = found.chosen, aims.left(found.chosen)
    proof = Proof(None, None, "no bound was asked for")
    if settings.prove:
        proof = aims.prove(chosen, aims.total(left), deadline - time.monotonic())
    if proof.better is not None:
        then = aims.left(proof.better)
        if aims.total(then) < aims.total(left) - _LESS:
            chosen, left = proof.better, then
    chosen = aims.lean(chosen)
    left = aims.left(chosen)
    worth = aims.total(left)
    proved = proof.bound is not None and worth <= proof.bound + _LESS * max(1.0, worth)
    bound = worth if proved else proof.bound
    return Plan(
        targets=targets_of(prepared, chosen),
        value=worth,
        bound=bound,
        left=left,
        before=aims.before,
        used=_used(prepared, chosen),
        seeds={n: aims.total(aims.left(one)) for n, one in found.seeds.items()},
        seed=settings.seed,
        proved=proved,
        in_time=found.in_time and (proved or not proof.ran),
        note=proof.note,
    )


def targets_of(prepared: Prepared, chosen: Ints) -> tuple[Target, ...]:
    """Return options as targets, by id."""
    made = []
    for unit in np.flatnonzero(chosen >= 0):
        way = prepared.ways[chosen[unit]]
        for one, action in zip(prepared.units[unit], way, strict=True):
            made.append(Target(one.id, action.country, tuple(sorted(action.costs))))
    return tuple(sorted(made))


def _used(prepared: Prepared, chosen: Ints) -> tuple[Used, ...]:
    layout = prepared.layout
    used = layout.cost[chosen[chosen >= 0]].sum(axis=0)
    out = np.isin(layout.unit_of_option(), np.flatnonzero(chosen < 0))
    over = used + layout.cost[out] > layout.most
    made = [
        Used(*pool, int(used[p]), int(layout.most[p]), bool(over[:, p].any()))
        for p, pool in enumerate(prepared.pools)
    ]
    return tuple(sorted(made))
