import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from linkgraph.analysis.ways import Ways, distances_from, pivots
from tests.analysis.drawn import as_networkx, pairs, ties_of


def ways_of(ties):
    for block in ties.blocks():
        yield [ties.ids[int(at)] for at in block.nodes], Ways.of(block.distances())


@given(pairs)
def test_each_entity_sends_one_over_its_shortest_ways(told):
    ties = ties_of(told)
    graph = as_networkx(ties)
    for ids, ways in ways_of(ties):
        for start, distance in distances_from(ways.far, np.arange(len(ids))):
            walk = ways.carried(start, distance)
            through = dict.fromkeys(ids, 0.0)
            over = {}
            for end in ids:
                found = list(nx.all_shortest_paths(graph, ids[start], end, weight="far"))
                for way in found if end != ids[start] else []:
                    for inner in way[1:-1]:
                        through[inner] += 1 / len(found)
                    for arc in nx.utils.pairwise(way):
                        over[arc] = over.get(arc, 0) + 1 / len(found)
            assert dict(zip(ids, walk.through, strict=True)) == pytest.approx(through)
            arcs = zip(ways.source[walk.arcs], ways.target[walk.arcs], strict=True)
            named = [(ids[one], ids[other]) for one, other in arcs]
            assert dict(zip(named, walk.over, strict=True)) == pytest.approx(over)


def test_what_sends_nothing_carries_nothing():
    ((_, ways),) = ways_of(ties_of([("a", "b"), ("b", "c")]))
    ((start, distance),) = distances_from(ways.far, np.array([0]))

    walk = ways.carried(start, distance, np.array([1.0, 1.0, 0.0]))

    assert walk.through.tolist() == [0.0, 0.0, 0.0]
    assert walk.over.tolist() == [1.0, 0.0]


def test_drawn_places_are_the_same_each_time_and_never_twice():
    drawn = pivots(1000, 50)

    assert drawn.tolist() == pivots(1000, 50).tolist()
    assert len(set(drawn.tolist())) == 50


def test_more_than_there_are_is_all():
    assert pivots(3, 10).tolist() == [0, 1, 2]
