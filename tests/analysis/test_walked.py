"""Walks in machine code carry what walks on arrays do."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from linkgraph.analysis import ways as module
from linkgraph.analysis.between import betweenness
from linkgraph.analysis.compiled import COMPILED
from linkgraph.analysis.walked import Walker, can_hold
from linkgraph.analysis.ways import Ways, walks_from
from tests.analysis.drawn import as_networkx, pairs, random_pairs, scores, ties_of

needs_code = pytest.mark.skipif(not COMPILED, reason="there is no Numba here")


def dense(ways, walk):
    over = np.zeros(len(ways.source))
    over[walk.arcs] = walk.over
    return over


def walked(ways, starts, stands_for, sends, from_arcs):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_COMPILED_FROM", from_arcs)
        return [
            (start, distance.copy(), carried(sends))
            for start, distance, carried in walks_from(ways, starts, stands_for)
        ]


@settings(max_examples=60)
@given(pairs, st.data())
def test_both_carry_the_same(told, data):
    for block in ties_of(told).blocks():
        ways = Ways.of(block.distances())
        size = len(block.nodes)
        many = st.lists(st.integers(1, 4), min_size=size, max_size=size)
        sends = np.array(data.draw(many), dtype=float)
        stands_for = data.draw(st.none() | many.map(lambda told: np.array(told, dtype=float)))

        slow = walked(ways, np.arange(size), stands_for, sends, 10**9)
        quick = walked(ways, np.arange(size), stands_for, sends, 0)

        for (start, far, walk), (same, near, other) in zip(slow, quick, strict=True):
            assert start == same
            assert far.tolist() == near.tolist()
            assert other.through == pytest.approx(walk.through)
            assert dense(ways, other) == pytest.approx(dense(ways, walk))


@pytest.mark.parametrize("exact_to", [0, 1000])
def test_scores_are_the_same(monkeypatch, exact_to):
    ties = ties_of(random_pairs(8, 200, 500))
    expected = betweenness(ties, exact_to=exact_to, sample=40)

    monkeypatch.setattr(module, "_COMPILED_FROM", 0)
    found = betweenness(ties, exact_to=exact_to, sample=40)

    for column in ("score", "error", "bound"):
        assert scores(found.entities, column) == pytest.approx(scores(expected.entities, column))


@needs_code
def test_a_long_ring_is_counted_through_in_seconds():
    ring = [(f"n{n:04}", f"n{(n + 1) % 3001:04}") for n in range(3001)]

    found = betweenness(ties_of(ring))

    # From each entity, all pairs of others whose shorter way passes it: all are alike.
    half = 1500
    assert set(found.entities["score"]) == {half * (half - 1) / 2}


def test_a_ring_is_that_of_networkx(monkeypatch):
    monkeypatch.setattr(module, "_COMPILED_FROM", 0)
    ties = ties_of([(f"n{n}", f"n{(n + 1) % 30}") for n in range(30)])

    expected = nx.betweenness_centrality(as_networkx(ties), weight="far", normalized=False)

    assert scores(betweenness(ties).entities) == pytest.approx(expected)


def test_lengths_are_told_in_their_own_unit():
    far = csr_array(np.array([[0.0, 840.0, 0.0], [840.0, 0.0, 2520.0], [0.0, 2520.0, 0.0]]))

    walker = Walker.of(far)

    assert walker.unit == 840
    assert walker.settle(0, np.ones(3))[1].tolist() == [0.0, 840.0, 3360.0]


@pytest.mark.parametrize(("length", "held"), [(5_040, True), (2**31, False)])
def test_only_distances_that_it_can_hold_are_walked_so(length, held):
    far = csr_array(np.array([[0.0, length], [length, 0.0]]))

    assert can_hold(far) is held
    ways = Ways.of(far)
    ((_, distance, _),) = walked(ways, np.array([0]), None, np.ones(2), 0)
    assert distance.tolist() == [0.0, length]
