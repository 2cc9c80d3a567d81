import networkx as nx
import pytest
from hypothesis import given

from linkgraph.analysis.cutting import bridges, cut_points
from tests.analysis.drawn import as_networkx, pairs, random_pairs, ties_of


def pieces_without(graph, one):
    rest = nx.node_connected_component(graph, one) - {one}
    return [len(part) for part in nx.connected_components(graph.subgraph(rest))]


def check(ties):
    graph = as_networkx(ties)
    points, lines = cut_points(ties), bridges(ties)

    assert set(points["id"]) == set(nx.articulation_points(graph))
    for one, parts, cut_off in points.iter_rows():
        sizes = pieces_without(graph, one)
        assert (parts, cut_off) == (len(sizes), sum(sizes) - max(sizes))

    assert {(a, b) for a, b, *_ in lines.iter_rows()} == {
        tuple(sorted(edge)) for edge in nx.bridges(graph)
    }
    for one, other, strength, cut_off in lines.iter_rows():
        assert strength == graph.edges[one, other]["strength"]
        graph.remove_edge(one, other)
        sides = [len(nx.node_connected_component(graph, end)) for end in (one, other)]
        assert cut_off == min(sides)
        graph.add_edge(one, other, strength=strength)


@given(pairs)
def test_cut_points_and_bridges_are_those_of_networkx(told):
    check(ties_of(told))


@pytest.mark.parametrize("seed", range(4))
def test_a_larger_network_has_those_of_networkx(seed):
    check(ties_of(random_pairs(seed, 120, 130)))


def test_those_who_strand_most_come_first():
    ties = ties_of([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")])

    assert cut_points(ties).rows() == [("c", 2, 2), ("b", 2, 1), ("d", 2, 1)]
    assert bridges(ties).rows() == [
        ("b", "c", 1.0, 2),
        ("c", "d", 1.0, 2),
        ("a", "b", 1.0, 1),
        ("d", "e", 1.0, 1),
    ]


def test_a_second_way_makes_neither():
    ties = ties_of([("a", "b"), ("b", "c"), ("c", "a")])

    assert cut_points(ties).is_empty()
    assert bridges(ties).is_empty()


def test_of_no_links_there_are_none():
    assert cut_points(ties_of([])).columns == ["id", "parts", "cut_off"]
    assert bridges(ties_of([])).columns == ["one", "other", "strength", "cut_off"]
