"""Splitting a network into few even parts by tempering."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.plan import Settings, critical_nodes, solve
from linkgraph.plan.aims import part_aims
from linkgraph.plan.layout import blank_state
from linkgraph.plan.prepare import prepare
from linkgraph.plan.split import BETWEEN, HEATS, split
from tests.plan.oracle import best_value, examples, figures, in_reach, problems, shuffled, total_of

SMALL_WORLD = nx.connected_watts_strogatz_graph(60, 4, 0.1, seed=1)


def layout_of(problem):
    return part_aims(prepare(problem), problem).layout


def table_of(layout):
    return np.tile(np.where(layout.unit_of >= 0, BETWEEN, 0), (len(HEATS) + 1, 1))


def shared_out(layout, parts, most, moves, seed=0):
    """Return the labels at each heat with the best in the last row, and what that leaves."""
    table = table_of(layout)
    wanted = np.array([parts, most, moves])
    return table, split(layout, blank_state(layout, seed), table, wanted, HEATS)


def labels(layout, parts, most, moves, seed=0):
    return shared_out(layout, parts, most, moves, seed)[0][-1]


def pairs_within(layout, label):
    """Count pairs of people by label, not by what is tied."""
    sizes = np.bincount(label[label != BETWEEN], layout.weight[label != BETWEEN])
    return (sizes * (sizes - 1) // 2).sum()


def free_between(layout, label):
    units = np.unique(layout.unit_of[label == BETWEEN])
    return (layout.fixed[units] == 0).sum()


def acted_on(problem, layout, label):
    prepared = prepare(problem)
    units = np.unique(layout.unit_of[label == BETWEEN])
    return {one.id for unit in units for one in prepared.units[unit]}


@given(problems(), st.integers(1, 4), st.integers(0, 3), st.integers(0, 30_000))
@examples(80)
def test_parts_are_tied_over_those_between_alone_and_these_are_candidates(problem, parts, most, moves):  # fmt: skip
    assume(in_reach(problem))
    layout = layout_of(problem)
    start = np.repeat(np.arange(len(layout.weight)), np.diff(layout.ptr))
    must = np.isin(layout.unit_of, np.flatnonzero(layout.fixed))

    table, _ = shared_out(layout, parts, most, moves)

    for label in table:
        one, other = label[start], label[layout.nbr]
        apart = (one != BETWEEN) & (other != BETWEEN) & (one != other)
        assert not apart.any()
        assert (layout.unit_of[label == BETWEEN] >= 0).all()
        assert label.max(initial=-1) < parts
        assert (label[must] == BETWEEN).all()


@given(problems(), st.integers(1, 4), st.integers(0, 3), st.integers(0, 30_000))
@examples(80)
def test_what_is_told_of_the_best_is_what_its_parts_hold(problem, parts, most, moves):
    assume(in_reach(problem))
    layout = layout_of(problem)

    table, told = shared_out(layout, parts, most, moves)

    if np.isfinite(told):
        assert told == pairs_within(layout, table[-1])
        assert free_between(layout, table[-1]) <= most
    else:
        assert table[-1].tolist() == table[0].tolist()


@given(problems(), st.integers(1, 4), st.integers(0, 3), st.integers(0, 99))
@examples(80)
def test_acting_on_those_between_leaves_no_more_than_is_told(problem, parts, most, seed):
    assume(in_reach(problem))
    layout = layout_of(problem)

    table, told = shared_out(layout, parts, most, 30_000, seed)

    left = figures(problem, acted_on(problem, layout, table[-1]))["pairwise"]
    assert left <= (told if np.isfinite(told) else pairs_within(layout, table[-1]))


@given(st.integers(4, 9), st.integers(1, 3), st.integers(0, 99))
@examples(40)
def test_small_networks_are_split_as_well_as_trying_everything_does(n, most, seed):
    graph = nx.gnm_random_graph(n, 2 * n, seed=seed)
    assume(graph.number_of_edges() and not list(nx.isolates(graph)))
    problem = critical_nodes([(f"n{a}", f"n{b}") for a, b in graph.edges], most)

    _, told = shared_out(layout_of(problem), n, most, 100_000)

    assert told == best_value(problem, total_of(problem))


def test_more_goes_on_from_where_it_stood():
    layout = layout_of(critical_nodes(SMALL_WORLD.edges, 12))
    state, table = blank_state(layout, 0), table_of(layout)
    wanted = np.array([5, 12, 60_000])

    first = split(layout, state, table, wanted, HEATS)
    before = table.copy()
    told = [split(layout, state, table, wanted, HEATS) for _ in range(5)]

    assert (table[:-1] != before[:-1]).any()
    assert min(told) <= first


@pytest.mark.parametrize("parts", [2, 3])
def test_a_ring_falls_into_even_parts(parts):
    ring = critical_nodes(nx.cycle_graph(30 + parts).edges, parts)

    label = labels(layout_of(ring), parts, parts, 400_000)

    sizes = np.bincount(label[label != BETWEEN], minlength=parts)
    assert (label == BETWEEN).sum() <= parts
    assert sizes.max() - sizes.min() <= 2


def test_the_same_seed_splits_the_same():
    layout = layout_of(critical_nodes(SMALL_WORLD.edges, 12))

    one, same, other = (shared_out(layout, 4, 12, 60_000, seed)[0] for seed in (3, 3, 4))

    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


@given(st.randoms(use_true_random=False))
@examples(2)
def test_split_plans_are_the_same_for_any_order_of_ties_and_people(random):
    ring = nx.connected_watts_strogatz_graph(30, 4, 0.1, seed=2)
    problem = critical_nodes([(f"n{a:02}", f"n{b:02}") for a, b in ring.edges], 6)
    limits = Settings(seconds=60, prove=False, stale=1, rounds=2, splits=1)

    assert solve(shuffled(problem, random), limits) == solve(problem, limits)


def test_a_search_that_splits_keeps_its_limits_and_loses_nothing():
    problem = critical_nodes(SMALL_WORLD.edges, 12)
    limits = {"seconds": 60, "prove": False, "stale": 5, "rounds": 2}

    without = solve(problem, Settings(**limits))
    found = solve(problem, Settings(**limits, splits=2))

    assert len(found.targets) <= 12
    assert found.value <= without.value
    assert found == solve(problem, Settings(**limits, splits=2))
