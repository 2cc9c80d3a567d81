import networkx as nx
import pytest
from hypothesis import given

from linkgraph.analysis.cohesion import communities, components, cores, triangles
from tests.analysis.drawn import as_networkx, pairs, random_pairs, scores, ties_of


def groups(table):
    return {frozenset(part["id"]) for part in table.partition_by("group")}


@given(pairs)
def test_components_are_those_of_networkx(told):
    ties = ties_of(told)

    expected = {frozenset(part) for part in nx.connected_components(as_networkx(ties))}

    assert groups(components(ties)) == expected


@given(pairs)
def test_cores_are_those_of_networkx(told):
    ties = ties_of(told)

    assert scores(cores(ties), "core") == nx.core_number(as_networkx(ties))


@given(pairs)
def test_triangles_are_those_of_networkx(told):
    ties = ties_of(told)
    graph = as_networkx(ties)

    found = triangles(ties)

    assert scores(found, "triangles") == nx.triangles(graph)
    assert scores(found, "clustering") == pytest.approx(nx.clustering(graph), rel=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_a_larger_network_has_the_cores_and_triangles_of_networkx(seed):
    ties = ties_of(random_pairs(seed, 80, 700))
    graph = as_networkx(ties)

    assert scores(cores(ties), "core") == nx.core_number(graph)
    assert scores(triangles(ties), "triangles") == nx.triangles(graph)


@given(pairs)
def test_a_community_is_connected_and_inside_one_component(told):
    ties = ties_of(told)
    graph = as_networkx(ties)

    for group in groups(communities(ties)):
        assert nx.is_connected(graph.subgraph(group))


@pytest.mark.parametrize("seed", range(4))
def test_communities_are_as_good_as_those_of_networkx(seed):
    told = [
        (f"n{10 * group + one:03}", f"n{10 * group + other:03}")
        for group in range(12)
        for one, other in [(int(a[1:]), int(b[1:])) for a, b in random_pairs(seed + group, 10, 25)]
    ]
    ties = ties_of(told + random_pairs(seed, 120, 90))
    graph = as_networkx(ties)
    parts = list(nx.connected_components(graph))
    if len(parts) > 1:
        graph = graph.subgraph(max(parts, key=len))

    ours = [group for group in groups(communities(ties)) if group <= set(graph)]

    best = nx.community.louvain_communities(graph, weight="strength", seed=1)
    quality = nx.community.modularity(graph, ours, weight="strength")
    assert quality >= nx.community.modularity(graph, best, weight="strength") - 0.01


def test_two_dense_groups_with_one_tie_between_are_two_communities():
    told = [(a, b) for group in ("abcd", "wxyz") for a in group for b in group if a < b]

    found = groups(communities(ties_of([*told, ("d", "w")])))

    assert found == {frozenset("abcd"), frozenset("wxyz")}


def test_a_higher_resolution_gives_more_communities():
    ties = ties_of(random_pairs(2, 100, 300))

    few, many = (len(groups(communities(ties, resolution=r))) for r in (0.2, 5))

    assert few < many


@pytest.mark.parametrize("resolution", [0, -1, float("nan")])
def test_no_resolution_is_refused(resolution):
    with pytest.raises(ValueError, match="resolution"):
        communities(ties_of([]), resolution=resolution)


def test_the_largest_group_comes_first():
    found = components(ties_of([("x", "y"), ("a", "b"), ("b", "c")], entities="z"))

    assert found.rows() == [
        ("a", "a", 3),
        ("b", "a", 3),
        ("c", "a", 3),
        ("x", "x", 2),
        ("y", "x", 2),
        ("z", "z", 1),
    ]
