"""From a problem in words to arrays in canonical order, and back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from linkgraph.errors import InputError, PlanError
from linkgraph.plan.layout import Ints, Layout
from linkgraph.plan.numbering import canonical_order
from linkgraph.plan.problem import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.plan.problem import Action, Candidate, Problem

__all__ = ["BUDGET", "Prepared", "neighbours", "prepare", "whole_groups"]

# The pool that every candidate draws one from.
BUDGET = ("", "budget")
_MOST_WAYS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A problem as arrays, and what their numbers stand for.

    Attributes:
        layout: The arrays; ``share`` and ``worth`` are set by the objective.
        nodes: Id of each node, or of the tie that it stands for.
        units: Candidates of each unit.
        ways: For each option, the action of each candidate of its unit.
        pools: Country and resource of each pool; ``BUDGET`` for the budget.
    """

    layout: Layout
    nodes: tuple[str, ...]
    units: tuple[tuple[Candidate, ...], ...]
    ways: tuple[tuple[Action, ...], ...]
    pools: tuple[tuple[str, str], ...]


def prepare(problem: Problem) -> Prepared:
    """Return a checked problem as arrays.

    Raises:
        PlanError: Somebody who must be acted on cannot be, as must_not, together and
            reach stand.
        InputError: No candidate is in reach.
    """
    usable = _usable(problem)
    groups = _groups(problem, usable)
    nodes, edges = _split_ties(problem, {one for group in groups for one in group})
    order, countries = _numbered(problem, usable, groups, nodes, edges)
    names = tuple(nodes[i] for i in order)
    place = {name: i for i, name in enumerate(names)}
    units = sorted(
        (sorted(group, key=place.__getitem__) for group in groups), key=lambda g: place[g[0]]
    )
    pools = _pools(problem, countries)
    ways, costs, option_ptr = _options(units, usable, pools, countries)
    ptr, nbr = neighbours(
        len(names), np.array([(place[a], place[b]) for a, b in edges], dtype=np.int64)
    )
    held = [[place[n] for one in unit for n in (one, *usable[one][0].also)] for unit in units]
    unit_of = np.full(len(names), -1, dtype=np.int64)
    for number, own in enumerate(held):
        unit_of[own] = number
    people = set(problem.nodes)
    layout = Layout(
        ptr=ptr,
        nbr=nbr,
        weight=np.array([name in people for name in names], dtype=np.int64),
        role=_role_table(problem, names),
        unit_ptr=_starts([len(own) for own in held]),
        unit_node=np.array([node for own in held for node in own], dtype=np.int64),
        unit_of=unit_of,
        fixed=np.array([bool(set(unit) & problem.must) for unit in units], dtype=np.int64),
        worth=np.zeros(len(units), dtype=np.float64),
        option_ptr=option_ptr,
        cost=costs,
        most=np.array([most for _, most in pools], dtype=np.int64),
        share=np.zeros(3, dtype=np.float64),
    )
    return Prepared(
        layout=layout,
        nodes=names,
        units=tuple(tuple(usable[one][0] for one in unit) for unit in units),
        ways=ways,
        pools=tuple(pool for pool, _ in pools),
    )


_Usable = dict[str, tuple["Candidate", tuple["Action", ...]]]


def _usable(problem: Problem) -> _Usable:
    """Return candidates that may be acted on and their actions in countries that take part."""
    part = set(problem.countries) or {c.country for c in problem.capacities}
    found: _Usable = {}
    for one in problem.candidates:
        actions = tuple(
            a for a in one.actions if not part or a.country in part or a.country == ANYWHERE
        )
        if actions and problem.must_not.isdisjoint((one.id, *one.also)):
            found[one.id] = one, actions
    out = len(problem.must - found.keys())
    if out:
        raise PlanError(
            f"{out} who must be acted on are out of reach of every country that takes part",
            remedy="Add a country that has reach, or take them off must.",
            clash=("must", "candidates"),
        )
    if not found:
        raise InputError(
            "no candidate is in reach of a country that takes part",
            remedy="Add countries, or state where candidates can be acted on.",
        )
    return found


def whole_groups(together: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return what goes together, overlapping groups as one."""
    groups: list[frozenset[str]] = []
    for group in together:
        touching = [other for other in groups if other & group]
        groups = [other for other in groups if not other & group]
        groups.append(group.union(*touching))
    return groups


def _groups(problem: Problem, usable: _Usable) -> list[frozenset[str]]:
    """Return what goes together, and everybody else alone."""
    groups = whole_groups(problem.together)
    grouped = frozenset().union(*groups)
    kept = []
    for group in groups:
        if group <= usable.keys():
            kept.append(group)
        elif group & problem.must:
            raise PlanError(
                "must and together clash: one of a group must, another is out of reach or must_not",
                clash=("must", "together"),
            )
    kept += [frozenset({one}) for one in usable if one not in grouped]
    kept = [group for group in kept if group]
    if not kept:
        raise InputError("no candidate is left: each goes together with one who is out of reach")
    return kept


def _split_ties(problem: Problem, used: set[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return nodes and ties, each tie that may be acted on a node of its own in its middle."""
    nodes = list(problem.nodes)
    edges = []
    for tie in problem.ties:
        if tie.one == tie.other:
            continue
        if tie.id and tie.id in used:
            nodes.append(tie.id)
            edges += [(tie.one, tie.id), (tie.id, tie.other)]
        else:
            edges.append((tie.one, tie.other))
    nodes += sorted(used.difference(nodes))
    return nodes, sorted({(min(edge), max(edge)) for edge in edges})


def _numbered(
    problem: Problem,
    usable: _Usable,
    groups: list[frozenset[str]],
    nodes: list[str],
    edges: list[tuple[str, str]],
) -> tuple[list[int], dict[str, int]]:
    """Return the canonical order of the nodes and a rank of each country."""
    means: dict[str, list[tuple[str, int]]] = {}
    for capacity in problem.capacities:
        means.setdefault(capacity.country, []).append((capacity.resource, capacity.most))
    countries = sorted(
        means.keys() | {a.country for _, actions in usable.values() for a in actions}
    )
    bound = [group for group in groups if len(group) > 1]
    names = [
        *(f"n{n}" for n in nodes),
        *(f"c{c}" for c in countries),
        *(f"g{min(g)}" for g in bound),
    ]
    people = set(problem.nodes)
    colors = [_color(problem, usable, people, node) for node in nodes]
    colors += [("country", sorted(means.get(country, []))) for country in countries]
    colors += [("group",) for _ in bound]
    at = {name: i for i, name in enumerate(names)}
    told: list[tuple[int, int, object]] = [(at[f"n{a}"], at[f"n{b}"], "tie") for a, b in edges]
    for node, (_, actions) in usable.items():
        told += [
            (at[f"n{node}"], at[f"c{a.country}"], sorted(a.costs))
            for a in actions
            if f"n{node}" in at
        ]
    told += [(at[f"g{min(g)}"], at[f"n{one}"], "member") for g in bound for one in g]
    told += [
        (at[f"n{node}"], at[f"n{other}"], "also")
        for node, (one, _) in usable.items()
        for other in one.also
        if f"n{node}" in at
    ]
    order = canonical_order(names, colors, told).tolist()
    ranks = [i - len(nodes) for i in order if len(nodes) <= i < len(nodes) + len(countries)]
    return [i for i in order if i < len(nodes)], {
        countries[c]: rank for rank, c in enumerate(ranks)
    }


def _color(problem: Problem, usable: _Usable, people: set[str], node: str) -> tuple[object, ...]:
    candidate = (usable[node][0].success, usable[node][0].value) if node in usable else ()
    roles = sorted(problem.roles.get(node, frozenset()) & set(problem.chain))
    ends = node in problem.flow.sources, node in problem.flow.sinks
    return "node", node in people, candidate, node in problem.must, roles, ends


def _pools(problem: Problem, countries: dict[str, int]) -> list[tuple[tuple[str, str], int]]:
    limited = sorted({c.resource for c in problem.capacities})
    held = {(c.country, c.resource): c.most for c in problem.capacities}
    pools = [
        ((country, resource), held.get((country, resource), 0))
        for country in sorted(countries, key=countries.__getitem__)
        for resource in limited
    ]
    return pools + ([(BUDGET, problem.budget)] if problem.budget is not None else [])


def _options(
    units: list[list[str]],
    usable: _Usable,
    pools: Sequence[tuple[tuple[str, str], int]],
    countries: dict[str, int],
) -> tuple[tuple[tuple[Action, ...], ...], Ints, Ints]:
    """Return the ways of each unit that differ in what they draw, and what they draw."""
    column = {pool: i for i, (pool, _) in enumerate(pools)}
    ways: list[tuple[Action, ...]] = []
    costs: list[tuple[int, ...]] = []
    lengths = []
    for unit in units:
        made: dict[tuple[int, ...], tuple[Action, ...]] = {}
        each = [sorted(usable[one][1], key=lambda a: countries[a.country]) for one in unit]
        if np.prod([float(len(actions)) for actions in each]) > _MOST_WAYS:
            raise InputError(
                "a group that goes together can be acted on in too many ways to try",
                remedy="Split it, or name one country for some of its members.",
            )
        for way in product(*each):
            made.setdefault(_drawn(way, column), way)
        ways += made.values()
        costs += made.keys()
        lengths.append(len(made))
    table = np.array(costs, dtype=np.int64).reshape(len(costs), len(pools))
    return tuple(ways), table, _starts(lengths)


def _drawn(way: Iterable[Action], column: dict[tuple[str, str], int]) -> tuple[int, ...]:
    drawn = [0] * len(column)
    for action in way:
        if BUDGET in column:
            drawn[column[BUDGET]] += 1
        for resource, cost in action.costs:
            at = column.get((action.country, resource))
            if at is not None:
                drawn[at] += cost
    return tuple(drawn)


def _role_table(problem: Problem, names: Sequence[str]) -> Ints:
    table = np.zeros((len(names), len(problem.chain)), dtype=np.int64)
    for i, name in enumerate(names):
        for r, role in enumerate(problem.chain):
            table[i, r] = role in problem.roles.get(name, ())
    return table


def _starts(lengths: Sequence[int]) -> Ints:
    starts: Ints = np.r_[0, np.cumsum(np.array(lengths, dtype=np.int64))].astype(np.int64)
    return starts


def neighbours(n: int, edges: Ints) -> tuple[Ints, Ints]:
    """Return where each node's neighbours begin, n + 1, and the neighbours, in order.

    Args:
        n: How many nodes.
        edges: Both ends of each tie, none twice, no loop.
    """
    one, other = edges.reshape(-1, 2).T
    start, end = np.r_[one, other], np.r_[other, one]
    order = np.lexsort((end, start))
    return _starts(np.bincount(start, minlength=n).tolist()), end[order]
