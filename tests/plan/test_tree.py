"""What pairs a plan must leave, against trying everything."""

from dataclasses import replace
from itertools import combinations, count

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.plan import Action, Candidate, Capacity, Problem, Settings, Tie, solve, tree
from linkgraph.plan.aims import part_aims
from linkgraph.plan.nearness import pairs_near
from linkgraph.plan.planes import Planes
from linkgraph.plan.prepare import prepare
from linkgraph.plan.reductions import outdone, reduced
from linkgraph.plan.tree import Tree
from tests.plan.oracle import (
    COUNTRIES,
    best_value,
    examples,
    feasible,
    figures,
    in_reach,
    keeps,
    problems,
    total_of,
)

shares = st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])


@st.composite
def networks(draw):
    """Make a network with people of any weight on its nodes, as rows of neighbours."""
    n = draw(st.integers(2, 8))
    graph = nx.gnm_random_graph(n, draw(st.integers(1, 14)), seed=draw(st.integers(0, 99)))
    near = [sorted(graph[node]) for node in range(n)]
    ptr = np.r_[0, np.cumsum([len(one) for one in near])].astype(np.int64)
    nbr = np.array([other for one in near for other in one], dtype=np.int64)
    weight = np.array(draw(st.lists(st.integers(1, 4), min_size=n, max_size=n)), dtype=np.int64)
    return graph, ptr, nbr, weight


def gone_of(draw, n):
    return np.array(draw(st.lists(shares, min_size=n, max_size=n)))


def near(network, gone, groups=3):
    _, ptr, nbr, weight = network
    made = np.zeros(groups), np.zeros((groups, len(weight)))
    pairs_near(ptr, nbr, weight, gone, made)
    return made


def pairs_by_ways(network, gone):
    """Return the same by all ways between each two."""
    graph, _, _, weight = network
    left = 0.0
    for one, other in combinations(graph, 2):
        ways = nx.all_simple_paths(graph, one, other)
        least = min((gone[way].sum() for way in map(list, ways)), default=1.0)
        left += weight[one] * weight[other] * max(0.0, 1.0 - least)
    return left


@st.composite
def crowds(draw):
    """Make a problem of up to ten people, some in reach of two countries, and few teams."""
    n = draw(st.integers(4, 10))
    drawn = nx.gnm_random_graph(n, draw(st.integers(n - 1, 2 * n)), seed=draw(st.integers(0, 999)))
    nodes = tuple(f"n{i}" for i in range(n))
    made = []
    for node in draw(st.lists(st.sampled_from(nodes), unique=True, min_size=2, max_size=8)):
        reach = draw(st.lists(st.sampled_from(COUNTRIES), unique=True, min_size=1, max_size=2))
        cost = draw(st.integers(1, 2))
        made.append(Candidate(node, tuple(Action(c, (("arrest", cost),)) for c in reach)))
    return Problem(
        nodes=nodes,
        ties=tuple(Tie(nodes[a], nodes[b]) for a, b in drawn.edges),
        candidates=tuple(made),
        capacities=tuple(Capacity(c, "arrest", draw(st.integers(0, 2))) for c in COUNTRIES),
    )


def planned(problem, seconds=30.0, value=None):
    layout = part_aims(prepare(problem), problem).layout
    small = reduced(layout, layout.share, layout.worth)
    most = figures(problem, set())["pairwise"]
    return Tree(layout, small, most if value is None else value, seconds)


@given(st.data(), networks())
@examples(60)
def test_pairs_are_as_near_as_the_way_with_least_gone(data, network):
    gone = gone_of(data.draw, len(network[0]))

    values, _ = near(network, gone)

    assert values.sum() == pytest.approx(pairs_by_ways(network, gone), abs=1e-6)


@given(st.data(), networks(), st.integers(1, 4))
@examples(80)
def test_a_plane_through_one_point_is_above_no_other(data, network, groups):
    here, there = gone_of(data.draw, len(network[0])), gone_of(data.draw, len(network[0]))

    values, slopes = near(network, here, groups)
    others, _ = near(network, there, groups)

    assert (values + slopes @ (there - here) <= others + 1e-6).all()


def test_nothing_is_near_what_is_gone():
    path = nx.path_graph(3)
    network = path, np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1]), np.ones(3, dtype=np.int64)

    assert near(network, np.array([0.0, 1.0, 0.0]))[0].sum() == 0.0
    assert near(network, np.zeros(3))[0].sum() == pytest.approx(3.0)
    assert near(network, np.array([0.0, 0.5, 0.0]))[0].sum() == pytest.approx(1.5)


@given(problems() | crowds())
@examples(150)
def test_some_best_plan_acts_on_nobody_who_is_outdone_alone(problem):
    assume(in_reach(problem))
    prepared = prepare(problem)
    layout = part_aims(prepared, problem).layout
    small = reduced(layout, layout.share, layout.worth)
    rules = [[prepared.units[unit][0].id for unit in pair] for pair in outdone(small)]
    dropped = {prepared.units[unit][0].id for unit in np.flatnonzero(small.dropped)}
    ids = sorted(c.id for c in in_reach(problem))

    kept = [
        figures(problem, set(acted))["pairwise"]
        for k in range(len(ids) + 1)
        for acted in combinations(ids, k)
        if feasible(problem, acted)
        and not dropped & set(acted)
        and all(more in acted for less, more in rules if less in acted)
    ]

    assert min(kept) == best_value(problem, total_of(problem))


def test_of_equals_one_outdoes_the_other():
    square = Problem(
        nodes=tuple("abcd"),
        ties=tuple(Tie(*pair) for pair in ("ab", "bc", "cd", "da")),
        candidates=tuple(map(Candidate, "abcd")),
        budget=2,
    )
    layout = part_aims(prepare(square), square).layout

    pairs = outdone(reduced(layout, layout.share, layout.worth))

    assert len(pairs) == 2
    assert all((more, less) not in pairs for less, more in pairs)


def test_somebody_is_not_outdone_by_a_tie():
    """The tie between two who share all others cuts nobody off that one of them would."""
    ends = ("ab", "ad", "ae", "af", "bc", "bd", "be", "cd", "ce", "cf")
    problem = Problem(
        nodes=tuple("abcdef"),
        ties=(Tie("a", "c", id="t"), *(Tie(*pair) for pair in ends)),
        candidates=(Candidate("a"), Candidate("b"), Candidate("t")),
        budget=2,
    )
    grown = planned(problem)

    grown.grow()

    assert grown.bound == grown.value == best_value(problem, total_of(problem)) == 6


@given(problems() | crowds())
@examples(120)
def test_the_tree_finds_and_proves_what_trying_everything_does(problem):
    assume(in_reach(problem))
    grown = planned(problem)

    grown.grow()

    best = best_value(problem, total_of(problem))
    assert grown.bound == grown.value == best
    if grown.better is None:
        assert best == figures(problem, set())["pairwise"]
        return
    prepared = prepare(problem)
    leads = {
        one.id: action.country
        for unit in np.flatnonzero(grown.better >= 0)
        for one, action in zip(prepared.units[unit], prepared.ways[grown.better[unit]], strict=True)
    }
    assert keeps(problem, leads)
    assert figures(problem, set(leads))["pairwise"] == best


@given(crowds(), st.integers(0, 12), st.integers(0, 6))
@examples(120)
def test_a_tree_cut_short_never_claims_more_than_the_best(problem, turns, above):
    assume(in_reach(problem))
    best = best_value(problem, total_of(problem))
    with pytest.MonkeyPatch.context() as patch:
        clock = count()
        patch.setattr(tree.time, "monotonic", lambda: float(next(clock)))
        grown = planned(problem, turns, best + above)
        grown.grow()

    assert grown.bound <= best <= grown.value <= best + above


@given(crowds())
@examples(60)
def test_a_relaxed_bound_is_below_the_best_however_rough(problem):
    assume(in_reach(problem))
    layout = part_aims(prepare(problem), problem).layout
    planes = Planes(layout, reduced(layout, layout.share, layout.worth), 30.0)
    best = best_value(problem, total_of(problem))

    for close in (1.0, 0.1, 0.0):
        told = planes.below(planes.free, np.inf, close)
        assert told.bound <= best + 1e-6
        assert told.bound <= told.above + 1e-6


def test_no_plan_within_limits_that_clash_leaves_anything():
    problem = Problem(
        nodes=("a", "b"), ties=(Tie("a", "b"),), candidates=(Candidate("a"), Candidate("b")),
        budget=1,
    )  # fmt: skip
    layout = part_aims(prepare(problem), problem).layout
    whole = Problem(
        nodes=tuple("abcd"), ties=tuple(Tie(*p) for p in ("ab", "bc", "cd", "da")),
        candidates=tuple(map(Candidate, "abcd")), budget=1,
    )  # fmt: skip
    layout = part_aims(prepare(whole), whole).layout
    planes = Planes(layout, reduced(layout, layout.share, layout.worth), 30.0)
    _, high = planes.free

    free = planes.below(planes.free, np.inf, 0.0).bound
    held = planes.held()

    assert planes.below((high, high), np.inf, 0.0).bound == np.inf
    assert planes.tried((high, high), held) >= free


def test_means_that_halve_what_can_be_done_are_still_proved():
    """Cells in a ring, few means: the relaxed model alone is far from the best."""
    graph = nx.ring_of_cliques(6, 5)
    nodes = tuple(f"n{i:02}" for i in graph)
    problem = Problem(
        nodes=nodes,
        ties=tuple(Tie(nodes[a], nodes[b]) for a, b in graph.edges),
        candidates=tuple(
            Candidate(node, (Action(COUNTRIES[i % 3], (("arrest", 1),)),))
            for i, node in enumerate(nodes)
        ),
        capacities=tuple(Capacity(c, "arrest", 1) for c in COUNTRIES),
    )

    plan = solve(problem, Settings(seconds=60))
    loose = solve(replace(problem, capacities=()), Settings(seconds=60))

    assert plan.proved
    assert plan.bound == plan.value > loose.value == 0
