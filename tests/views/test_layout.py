"""Positions follow links, crowd nobody, and are the same every time."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.views.layout import place
from linkgraph.views.packing import pack
from linkgraph.views.part import choose_part
from linkgraph.views.stress import place_by_distance, push_apart
from tests.views.releases import case_of, entity, link, release

LEAST_APART = 70


def placed(given_release):
    part = choose_part(given_release, 100_000)
    index = {one.id: number for number, one in enumerate(part.entities)}
    return part, index, np.array(place(part, index))


def distances(points):
    between = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    np.fill_diagonal(between, np.inf)
    return between


def of_graph(graph, link_type="PAID"):
    things = [entity(f"account-{n:04}") for n in sorted(graph)]
    links = [
        link(n, f"account-{a:04}", f"account-{b:04}", link_type)
        for n, (a, b) in enumerate(sorted(graph.edges()))
    ]
    return release(things, links)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=50),
    st.integers(1, 26),
)
def test_any_network_gets_a_place_for_each_entity_and_none_on_another(pairs, size):
    graph = nx.empty_graph(size)
    graph.add_edges_from((a % size, b % size) for a, b in pairs)

    _, _, points = placed(of_graph(graph))

    assert points.shape == (size, 2)
    assert distances(points).min() >= LEAST_APART


@pytest.mark.parametrize("size", [150, 700, 1500])
def test_a_case_of_any_size_crowds_nobody(size):
    _, _, points = placed(case_of(size))

    assert distances(points).min() >= LEAST_APART * 0.8


@pytest.mark.parametrize(
    "graph",
    [nx.star_graph(40), nx.path_graph(30), nx.complete_graph(12), nx.star_graph(400)],
    ids=["star", "path", "complete", "great star"],
)
def test_a_plain_shape_crowds_nobody(graph):
    _, _, points = placed(of_graph(graph))

    assert distances(points).min() >= LEAST_APART


def test_the_same_network_is_placed_the_same():
    first, again = placed(case_of(400)), placed(case_of(400))

    assert (first[2] == again[2]).all()


def test_linked_entities_stand_nearer_than_others():
    part, index, points = placed(case_of(150))

    between = distances(points)
    linked = [
        between[index[one.start], index[one.end]] for one in part.links if one.start != one.end
    ]
    assert np.median(linked) < 0.4 * np.median(between[np.isfinite(between)])


def test_the_ends_of_a_chain_stand_farthest_apart():
    _, index, points = placed(of_graph(nx.path_graph(9)))

    between = np.where(np.isfinite(distances(points)), distances(points), 0)
    assert between.max() == between[index["account-0000"], index["account-0008"]]


def test_components_do_not_lie_across_each_other():
    graph = nx.disjoint_union_all([nx.star_graph(8), nx.cycle_graph(7), nx.path_graph(5)])

    _, _, points = placed(of_graph(graph))

    boxes = [
        (points[sorted(c)].min(axis=0), points[sorted(c)].max(axis=0))
        for c in nx.connected_components(graph)
    ]
    for number, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[number + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


def test_what_has_no_link_stands_in_rows():
    _, _, points = placed(release([entity(f"phone-{n:02}") for n in range(20)]))

    assert len(set(points[:, 1])) < len(points) / 3
    assert len(set(points[:, 0])) < len(points)


def test_context_pulls_less_than_a_tie():
    things = [entity(name) for name in ("a", "b", "c")]
    links = [link(1, "a", "b", "PAID"), link(2, "a", "c", "NATIONAL_OF")]

    _, index, points = placed(release(things, links))

    between = distances(points)
    assert between[index["a"], index["b"]] < between[index["a"], index["c"]]


def test_nothing_to_place_is_placed():
    assert placed(release())[2].size == 0


@given(st.integers(2, 20))
def test_distances_that_fit_in_a_line_are_met(size):
    line = np.arange(size, dtype=float)
    wanted = np.abs(line[:, None] - line[None])

    points = place_by_distance(wanted)

    actual = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    assert np.abs(actual - wanted).max() < 0.25 * size**0.5


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=2, max_size=15))
def test_what_is_pushed_apart_is_apart(spots):
    points = push_apart(np.array(spots), (90.0, 70.0))

    assert distances(points / np.array((90.0, 70.0))).min() > 0.9


def test_what_is_apart_stays_where_it_is():
    spots = np.array([[0.0, 0.0], [500.0, 0.0], [0.0, 500.0]])

    assert np.abs(push_apart(spots, (90.0, 70.0)) - spots).max() < 0.1


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), max_size=25), st.integers(0, 9))
def test_packed_rectangles_keep_their_gap(sizes, gap):
    corners = pack(sizes, gap)

    boxes = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, sizes, strict=True)]
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            clear = max(other[0] - right, left - other[2], other[1] - bottom, top - other[3])
            assert clear >= gap - 1e-6


def test_packing_makes_a_page_that_is_wider_than_high():
    sizes = [(10, 10)] * 60

    corners = pack(sizes, 1)

    assert max(x for x, _ in corners) > max(y for _, y in corners)
