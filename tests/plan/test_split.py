"""Splitting a network into few even parts by annealing."""

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
from tests.plan.oracle import examples, in_reach, problems

SMALL_WORLD = nx.connected_watts_strogatz_graph(60, 4, 0.1, seed=1)


def layout_of(problem):
    return part_aims(prepare(problem), problem).layout


def labels(layout, parts, most, moves, seed=0):
    label = np.where(layout.unit_of >= 0, BETWEEN, 0)
    split(layout, blank_state(layout, seed), label, np.array([parts, most, moves]), HEATS)
    return label


@given(problems(), st.integers(1, 4), st.integers(0, 3), st.integers(0, 500))
@examples(80)
def test_parts_are_tied_over_those_between_alone_and_these_are_candidates(problem, parts, most, moves):  # fmt: skip
    assume(in_reach(problem))
    layout = layout_of(problem)
    start = np.repeat(np.arange(len(layout.weight)), np.diff(layout.ptr))

    label = labels(layout, parts, most, moves)

    one, other = label[start], label[layout.nbr]
    apart = (one != BETWEEN) & (other != BETWEEN) & (one != other)
    assert not apart.any()
    assert (layout.unit_of[label == BETWEEN] >= 0).all()
    assert label.max(initial=-1) < parts
    assert (label[np.isin(layout.unit_of, np.flatnonzero(layout.fixed))] == BETWEEN).all()


@pytest.mark.parametrize("parts", [2, 3])
def test_a_ring_falls_into_even_parts(parts):
    ring = critical_nodes(nx.cycle_graph(30 + parts).edges, parts)

    label = labels(layout_of(ring), parts, parts, 200_000)

    sizes = np.bincount(label[label != BETWEEN], minlength=parts)
    assert (label == BETWEEN).sum() <= parts
    assert sizes.max() - sizes.min() <= 2


def test_the_same_seed_splits_the_same():
    layout = layout_of(critical_nodes(SMALL_WORLD.edges, 12))

    assert labels(layout, 4, 12, 5000, 3).tolist() == labels(layout, 4, 12, 5000, 3).tolist()
    assert labels(layout, 4, 12, 5000, 3).tolist() != labels(layout, 4, 12, 5000, 4).tolist()


def test_a_search_that_splits_keeps_its_limits_and_loses_nothing():
    problem = critical_nodes(SMALL_WORLD.edges, 12)
    limits = {"seconds": 60, "prove": False, "stale": 5, "rounds": 2}

    without = solve(problem, Settings(**limits))
    found = solve(problem, Settings(**limits, splits=2))

    assert len(found.targets) <= 12
    assert found.value <= without.value
    assert found == solve(problem, Settings(**limits, splits=2))
