import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from linkgraph.analysis.counted import count_through
from linkgraph.analysis.solid import Solids
from tests.analysis.drawn import as_networkx, pairs, ties_of

ALL = np.ones((1, 1))


def components(told):
    ties = ties_of(told)
    for block in ties.blocks():
        ids = [ties.ids[int(at)] for at in block.nodes]
        yield ids, block.distances(), Solids.of(block, np.ones((len(ids), 1)))


def ties_at(ids, far, places):
    source = np.repeat(np.arange(len(ids)), np.diff(far.indptr))
    return {frozenset((ids[source[at]], ids[far.indices[at]])) for at in places}


@given(pairs)
def test_parts_are_those_of_networkx(told):
    graph = as_networkx(ties_of(told))
    expected = {frozenset(part) for part in nx.biconnected_components(graph) if len(part) > 2}

    found = set()
    for ids, far, solids in components(told):
        for part in solids.parts(far):
            found.add(frozenset(ids[at] for at in part.nodes))
            assert solids.largest >= len(part.nodes)

    assert found == expected


@given(pairs)
def test_each_tie_is_a_bridge_or_in_one_part(told):
    bridges = {frozenset(tie) for tie in nx.bridges(as_networkx(ties_of(told)))}
    for ids, far, solids in components(told):
        joined = solids.bridging(far, ALL)
        inside = [at for part in solids.parts(far) for at in part.arcs.tolist()]

        assert sorted([*inside, *np.flatnonzero(joined).tolist()]) == list(range(far.nnz))
        assert ties_at(ids, far, np.flatnonzero(joined)) == bridges & ties_at(ids, far, range(far.nnz))  # fmt: skip


@given(pairs)
def test_a_part_stands_for_all_of_its_component(told):
    for ids, far, solids in components(told):
        for part in solids.parts(far):
            assert part.held.sum() == len(ids)
            assert (part.held >= 1).all()
            assert (part.far != far[part.nodes][:, part.nodes]).nnz == 0


@given(pairs)
def test_whatever_way_is_taken_a_cut_point_lies_between_what_it_parts(told):
    graph = as_networkx(ties_of(told))
    for ids, _, solids in components(told):
        between = dict(zip(ids, solids.branching(ALL), strict=True))
        for one in ids:
            rest = graph.subgraph(set(ids) - {one})
            sizes = [len(part) for part in nx.connected_components(rest)]
            assert between[one] == sum(sizes) ** 2 / 2 - sum(size**2 for size in sizes) / 2


@given(pairs)
def test_counted_part_by_part_it_is_what_networkx_counts(told):
    graph = as_networkx(ties_of(told))
    nodes = nx.betweenness_centrality(graph, weight="far", normalized=False)
    for ids, far, solids in components(told):
        through, _ = count_through(solids, far, ALL)
        assert dict(zip(ids, through, strict=True)) == pytest.approx({one: nodes[one] for one in ids})  # fmt: skip


def test_a_pair_is_one_bridge_and_no_part():
    ((_, far, solids),) = components([("a", "b")])

    assert list(solids.parts(far)) == []
    assert solids.bridging(far, ALL).tolist() == [1.0, 1.0]
    assert solids.largest == 2
