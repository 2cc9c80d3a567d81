"""The most that can flow: against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.plan.max_flow import most_flow

quick = settings(max_examples=80, deadline=None)
node = st.integers(0, 6)
rooms = st.integers(0, 9).map(float) | st.floats(0, 1e9) | st.floats(0, 1).map(lambda x: x / 3)
arcs = st.lists(st.tuples(node, node, rooms), max_size=25)
ends = st.sets(node, min_size=2, max_size=4).flatmap(
    lambda chosen: st.tuples(
        st.sets(st.sampled_from(sorted(chosen)), min_size=1, max_size=len(chosen) - 1),
        st.just(chosen),
    )
)


def by_networkx(listed, sources, sinks):
    graph = nx.DiGraph()
    graph.add_nodes_from(["in", "out"])
    for start, end, room in listed:
        held = graph.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
        graph.add_edge(start, end, capacity=held + room)
    graph.add_edges_from(("in", one) for one in sources)
    graph.add_edges_from((one, "out") for one in sinks)
    return nx.maximum_flow_value(graph, "in", "out")


def flowing(listed, sources, sinks):
    table = np.array([one[:2] for one in listed], dtype=np.int64).reshape(-1, 2)
    room = np.array([one[2] for one in listed], dtype=np.float64)
    return most_flow(table, room, np.array(sorted(sources)), np.array(sorted(sinks)), 7)


@given(arcs, ends)
@quick
def test_as_much_flows_as_networkx_finds(listed, ends_):
    sources, chosen = ends_
    sinks = chosen - sources
    listed = [one for one in listed if one[0] != one[1]]

    found = flowing(listed, sources, sinks)

    whole = sum(one[2] for one in listed)
    assert found == pytest.approx(by_networkx(listed, sources, sinks), abs=1e-9 * max(1.0, whole))


@given(arcs, ends, st.data())
@quick
def test_less_room_never_lets_more_flow(listed, ends_, data):
    sources, chosen = ends_
    fewer = data.draw(st.lists(st.sampled_from(listed), unique_by=id)) if listed else []

    assert flowing(fewer, sources, chosen - sources) <= flowing(
        listed, sources, chosen - sources
    ) * (1 + 1e-9) + 1e-9 * sum(one[2] for one in listed)


def test_nothing_flows_where_there_is_no_arc():
    assert flowing([], {0}, {1}) == 0


def test_what_went_a_wrong_way_is_taken_back():
    # The shortest way through the middle would block both of the others.
    crossed = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)]
    longer = [
        (0, 1, 1.0),
        (1, 4, 1.0),
        (4, 6, 1.0),
        (0, 3, 1.0),
        (3, 5, 1.0),
        (5, 4, 1.0),
        (1, 6, 1.0),
    ]

    assert flowing(crossed, {0}, {3}) == 2
    assert flowing(longer, {0}, {6}) == 2
