"""Layers, circles and rows: everybody has a place of their own, the same each time."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.views.arranged import place_in_circles, place_in_layers, rows_by_time, ties_of
from linkgraph.views.moments import moment_of
from linkgraph.views.part import choose_part
from tests.views.releases import case_of, link, person, release

graphs = st.integers(1, 40).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=80),
    )
)


def part_of(size, pairs, days=()):
    people = [person(n, id=f"p{n:03}") for n in range(size)]
    links = [
        link(n, f"p{a:03}", f"p{b:03}", at=days[n] if n < len(days) else "")
        for n, (a, b) in enumerate(pairs)
    ]
    part = choose_part(release(people, links), 10_000)
    return part, {one.id: n for n, one in enumerate(part.entities)}


def ties(size, pairs):
    return ties_of(*part_of(size, pairs))


@given(graphs)
def test_nobody_stands_on_another(graph):
    told = ties(*graph)

    for placed in (place_in_layers(told, []), place_in_circles(told)):
        assert len(set(placed)) == len(told)


@given(graphs)
def test_ties_go_both_ways_and_nobody_has_one_with_oneself(graph):
    told = ties(*graph)

    for one, others in enumerate(told):
        assert one not in others
        assert all(one in told[other] for other in others)


@given(graphs, st.randoms())
def test_the_order_of_links_counts_for_nothing(graph, rng):
    size, pairs = graph
    again = list(pairs)
    rng.shuffle(again)

    assert place_in_layers(ties(size, pairs), [0]) == place_in_layers(ties(size, again), [0])
    assert place_in_circles(ties(size, pairs)) == place_in_circles(ties(size, again))


def test_a_layer_is_a_step_away():
    told = ties(5, [(0, 1), (0, 2), (1, 3), (2, 4)])

    rows = [y for _, y in place_in_layers(told, [0])]

    assert rows[0] < rows[1] == rows[2] < rows[3] == rows[4]


def test_a_layer_too_wide_to_read_goes_on_below():
    told = ties(101, [(0, n) for n in range(1, 101)])

    widths = {x for x, _ in place_in_layers(told, [0])}

    assert max(widths) - min(widths) < 45 * 96


def test_whoever_is_tied_to_most_is_in_the_middle():
    told = ties(9, [(4, n) for n in range(9) if n != 4])

    places = place_in_circles(told)

    middle = [sum(axis) / len(places) for axis in zip(*places, strict=True)]
    away = [abs(x - middle[0]) + abs(y - middle[1]) for x, y in places]
    assert away.index(min(away)) == 4


def days(count):
    rng = random.Random(1)  # noqa: S311
    return [f"2024-{rng.randint(1, 12):02}-01" if rng.random() < 0.7 else "" for _ in range(count)]


@settings(max_examples=50)
@given(graphs)
def test_rows_are_for_those_with_a_dated_link_and_are_used_once(graph):
    size, pairs = graph
    part, index = part_of(size, pairs, days(len(pairs)))
    begins = [moment_of(one.at).minute for one in part.links]

    rows = rows_by_time(part, index, begins)

    dated = {
        index[end]
        for one, minute in zip(part.links, begins, strict=True)
        if minute >= 0
        for end in (one.start, one.end)
    }
    assert {n for n, row in enumerate(rows) if row >= 0} == dated
    assert sorted(row for row in rows if row >= 0) == list(range(len(dated)))


def test_large_cases_are_placed_whole():
    part = choose_part(case_of(1200, links_per_entity=3), 10_000)
    told = ties_of(part, {one.id: n for n, one in enumerate(part.entities)})

    assert len(set(place_in_layers(told, []))) == len(set(place_in_circles(told))) == 1200
