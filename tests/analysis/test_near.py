import networkx as nx
import pytest
from hypothesis import given

from linkgraph.analysis.near import closeness
from linkgraph.analysis.ties import FAR
from tests.analysis.drawn import as_networkx, pairs, random_pairs, scores, ties_of


@given(pairs)
def test_scores_are_those_of_wasserman_and_faust_for_all_others(told):
    ties = ties_of(told)
    graph = as_networkx(ties)

    expected = {
        one: score * FAR * (len(graph) - 1)
        for one, score in nx.closeness_centrality(graph, distance="far").items()
    }

    assert scores(closeness(ties)) == pytest.approx(expected, rel=1e-8)


def test_near_to_many_comes_before_near_to_few():
    found = closeness(ties_of([("a", "b"), ("b", "c"), ("b", "d"), ("x", "y")]))

    assert found.select("id", "score").rows() == [
        ("b", 3.0),
        ("a", 1.8),
        ("c", 1.8),
        ("d", 1.8),
        ("x", 1.0),
        ("y", 1.0),
    ]


def test_strong_ties_are_short():
    found = scores(closeness(ties_of([("a", "b")] * 4 + [("b", "c")])))

    assert found["a"] == pytest.approx(2 / ((0.25 + 1.25) / 2))


def test_whoever_has_no_tie_is_near_to_nobody():
    assert closeness(ties_of([], entities="a")).rows() == [("a", 0.0, 0.0)]


def test_a_sample_comes_as_near_as_its_error_says():
    ties = ties_of(random_pairs(7, 400, 1000))
    true = scores(closeness(ties))

    told = closeness(ties, exact_to=100, sample=60)

    off = [abs(score - true[one]) / error for one, score, error in told.iter_rows() if error > 0]
    assert len(off) > 350
    assert sum(one <= 2 for one in off) > 0.85 * len(off)


def test_counted_scores_have_no_error():
    assert closeness(ties_of([("a", "b")]))["error"].to_list() == [0.0, 0.0]


def test_one_tells_no_error():
    with pytest.raises(ValueError, match="less than two"):
        closeness(ties_of([]), sample=1)
