import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import linalg

from linkgraph.analysis.standing import eigenvector, pagerank
from tests.analysis.drawn import as_networkx, pairs, random_pairs, scores, ties_of


def leading(graph):
    """Return id to eigenvector times eigenvalue, component by component."""
    found = {}
    for part in nx.connected_components(graph):
        ids = sorted(part)
        matrix = nx.to_numpy_array(graph, nodelist=ids, weight="strength")
        values, vectors = np.linalg.eigh(matrix)
        found |= dict(zip(ids, values[-1] * np.abs(vectors[:, -1]), strict=True))
    return found


@given(pairs)
def test_pagerank_is_that_of_networkx_times_the_number_of_entities(told):
    # networkx spreads what falls on whoever has no tie over everybody; here it stays.
    ties = ties_of([pair for pair in told if pair[0] != pair[1]])
    graph = as_networkx(ties)
    expected = nx.pagerank(graph, weight="strength", tol=1e-13, max_iter=1000) if len(graph) else {}

    found = scores(pagerank(ties))

    assert found == pytest.approx({k: v * len(graph) for k, v in expected.items()}, abs=1e-7)


@given(pairs, st.sampled_from([0, 0.5, 0.85, 0.99]))
def test_pagerank_of_a_component_adds_up_to_its_size(told, damping):
    ties = ties_of(told)

    found = scores(pagerank(ties, damping=damping))

    for part in nx.connected_components(as_networkx(ties)):
        assert sum(found[one] for one in part) == pytest.approx(len(part), rel=1e-6)


@pytest.mark.parametrize("damping", [-0.1, 1, 1.5])
def test_damping_out_of_range_is_refused(damping):
    with pytest.raises(ValueError, match="damping"):
        pagerank(ties_of([]), damping=damping)


@given(pairs)
def test_eigenvector_is_that_of_each_component(told):
    ties = ties_of(told)

    expected = leading(as_networkx(ties))

    assert scores(eigenvector(ties)) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_component_is_solved_by_rounds_alike(seed):
    ties = ties_of(random_pairs(seed, 600, 1500))

    assert len(ties) > 500
    assert scores(eigenvector(ties)) == pytest.approx(leading(as_networkx(ties)), abs=1e-6)


def test_even_ways_have_no_twin_that_confuses():
    # All ways between the two sides are even: the leading value has a mirrored twin.
    told = [(f"a{n}", f"b{m}") for n in range(150) for m in range(n % 7 + 1)]

    ties = ties_of(told)

    assert scores(eigenvector(ties)) == pytest.approx(leading(as_networkx(ties)), abs=1e-6)


def test_what_does_not_settle_with_few_vectors_is_tried_with_more(monkeypatch):
    solve, tried = linalg.eigsh, []

    def short(*given, ncv, **more):
        tried.append(ncv)
        if len(tried) == 1:
            raise linalg.ArpackNoConvergence("no", np.zeros(0), np.zeros((0, 0)))
        return solve(*given, ncv=ncv, **more)

    monkeypatch.setattr(linalg, "eigsh", short)
    ties = ties_of(random_pairs(1, 600, 1500))

    assert scores(eigenvector(ties)) == pytest.approx(leading(as_networkx(ties)), abs=1e-6)
    assert len(tried) > 1
    assert tried[1] > tried[0]


def test_what_stays_unsettled_is_said(monkeypatch):
    def never(*_, **__):
        raise linalg.ArpackNoConvergence("no", np.zeros(0), np.zeros((0, 0)))

    monkeypatch.setattr(linalg, "eigsh", never)

    with pytest.raises(ArithmeticError, match="unsettled"):
        eigenvector(ties_of(random_pairs(1, 600, 1500)))


def test_whoever_has_no_tie_has_the_average_and_no_standing():
    ties = ties_of([], entities="a")

    assert pagerank(ties).rows() == [("a", 1.0)]
    assert eigenvector(ties).rows() == [("a", 0.0)]
