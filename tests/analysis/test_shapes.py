import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.shapes import alike
from tests.analysis.drawn import as_networkx, pairs, ties_of


def shape_by_id(ties):
    return dict(zip(ties.ids.to_list(), alike(ties.matrix).tolist(), strict=True))


@given(pairs, st.permutations("abcdefghij"))
def test_names_change_no_shape(told, names):
    new = dict(zip("abcdefghij", names, strict=True))
    shapes = shape_by_id(ties_of(told))

    renamed = shape_by_id(ties_of([(new[a], new[b]) for a, b in told]))

    assert renamed == {new[one]: shape for one, shape in shapes.items()}


@given(pairs, pairs)
def test_what_is_not_connected_changes_no_shape(told, more):
    apart = [(a + "2", b + "2") for a, b in more]

    assert shape_by_id(ties_of(told)).items() <= shape_by_id(ties_of(told + apart)).items()


@given(pairs)
def test_those_who_can_change_places_are_alike(told):
    ties = ties_of(told)
    graph = as_networkx(ties)
    shapes = shape_by_id(ties)
    same = nx.isomorphism.categorical_edge_match("strength", 0)

    for one in graph:
        for other in graph:
            swapped = nx.relabel_nodes(graph, {one: other, other: one})
            if nx.utils.graphs_equal(swapped, graph):
                assert shapes[one] == shapes[other]
    assert nx.is_isomorphic(graph, graph, edge_match=same)


def test_strength_and_place_tell_shapes_apart():
    shapes = shape_by_id(ties_of([("a", "b"), ("b", "c"), ("b", "c"), ("x", "y")]))

    assert len(set(shapes.values())) == 4
    assert shapes["x"] == shapes["y"]


def test_those_without_ties_are_all_alike():
    assert len(set(shape_by_id(ties_of([], entities="abc")).values())) == 1
