"""Key players: whose absence breaks a network, who reaches most of it."""

import csv
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan.key_players import most_fragmenting, most_reaching

KREBS = Path(__file__).parents[3] / "shared/data/public/covert/krebs60/edges.csv"

pairs = st.lists(
    st.sampled_from(list(combinations("abcdefg", 2))), min_size=3, max_size=12, unique=True
)


def fragmentation(graph, gone):
    left = graph.copy()
    left.remove_nodes_from(gone)
    n = len(left)
    reaching = sum(len(part) * (len(part) - 1) for part in nx.connected_components(left))
    return 1 - reaching / (n * (n - 1))


def reach(graph, chosen, steps):
    near = {
        other
        for one in chosen
        for other in nx.single_source_shortest_path_length(graph, one, cutoff=steps)
    }
    return len(near) / len(graph)


@given(pairs)
@settings(max_examples=30, deadline=None)
def test_no_pair_of_nodes_breaks_a_network_more(ties):
    graph = nx.Graph(ties)

    found = most_fragmenting(ties, 1)

    assert found.proved
    assert found.share == pytest.approx(fragmentation(graph, found.nodes))
    assert found.share == pytest.approx(max(fragmentation(graph, {one}) for one in graph))


@given(pairs, st.integers(1, 2), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_no_nodes_reach_more_of_a_network(ties, size, steps):
    graph = nx.Graph(ties)

    found = most_reaching(ties, size, steps)

    assert found.proved
    assert found.share == pytest.approx(reach(graph, found.nodes, steps))
    best = max(reach(graph, chosen, steps) for chosen in combinations(sorted(graph), size))
    assert found.share == pytest.approx(best)


@pytest.mark.skipif(not KREBS.exists(), reason="the shared data set is not beside the checkout")
@pytest.mark.parametrize(
    ("size", "apart", "near"), [(1, 0.0999, 0.6333), (2, 0.4870, 0.9000), (3, 0.5307, 0.9667)]
)
def test_a_published_network_has_its_published_figures(size, apart, near):
    with KREBS.open(encoding="utf-8", newline="") as lines:
        ties = [(row["source"], row["target"]) for row in csv.DictReader(lines)]

    assert most_fragmenting(ties, size).share == pytest.approx(apart, abs=5e-5)
    assert most_reaching(ties, size).share == pytest.approx(near, abs=5e-5)


@pytest.mark.parametrize("size", [0, 3])
def test_a_set_of_nobody_or_of_all_is_refused(size):
    with pytest.raises(InputError):
        most_fragmenting([("a", "b"), ("b", "c")], size)
    with pytest.raises(InputError):
        most_reaching([("a", "b"), ("b", "c")], size)


def test_reach_of_no_step_is_refused():
    with pytest.raises(InputError, match="step"):
        most_reaching([("a", "b"), ("b", "c")], 1, 0)
