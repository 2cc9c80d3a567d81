from itertools import combinations

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.border import border_brokers
from linkgraph.analysis.sides import Sides
from tests.analysis.drawn import as_networkx, letters, pairs, ties_of

countries = st.dictionaries(letters, st.sets(st.sampled_from(["MY", "TH", "VN"]), max_size=2))


def table(where):
    rows = [(one, country) for one, held in where.items() for country in held]
    return pl.DataFrame(rows, schema={"id": pl.String, "country": pl.String}, orient="row")


def apart(where, one, other):
    mine, theirs = where.get(one) or set(), where.get(other) or set()
    return bool(mine and theirs) and not mine & theirs


def joined(graph, where):
    """Return the pairs in different countries that are connected."""
    return {
        pair
        for pair in combinations(sorted(graph), 2)
        if apart(where, *pair) and nx.has_path(graph, *pair)
    }


@given(pairs, countries)
def test_parted_are_the_pairs_that_nothing_else_connects(told, where):
    ties = ties_of(told)
    graph = as_networkx(ties)

    found = border_brokers(ties, table(where))

    for row in found.entities.iter_rows(named=True):
        rest = graph.subgraph(set(graph) - {row["id"]})
        before = {pair for pair in joined(graph, where) if row["id"] not in pair}
        assert row["parted"] == len(before - joined(rest, where))
        piece = nx.node_connected_component(graph, row["id"]) - {row["id"]}
        sizes = [len(part) for part in nx.connected_components(graph.subgraph(piece))]
        assert (row["parts"], row["cut_off"]) == (len(sizes), sum(sizes) - max(sizes))
    for row in found.ties.iter_rows(named=True):
        rest = graph.copy()
        rest.remove_edge(row["one"], row["other"])
        assert row["parted"] == len(joined(graph, where) - joined(rest, where))


@given(pairs, countries)
def test_all_are_found_whose_others_lie_in_different_countries_and_who_lie_between(told, where):
    ties = ties_of(told)
    graph = as_networkx(ties)
    expected = set()
    for one, other in joined(graph, where):
        for way in nx.all_shortest_paths(graph, one, other, weight="far"):
            expected |= {
                inner
                for inner in way[1:-1]
                if any(apart(where, a, b) for a, b in combinations(graph[inner], 2))
            }

    assert set(border_brokers(ties, table(where)).entities["id"]) == expected


@given(pairs, countries)
def test_ties_that_cross_a_border_or_part_countries_are_found(told, where):
    ties = ties_of(told)
    graph = as_networkx(ties)
    before = joined(graph, where)
    expected = set()
    for one, other in graph.edges:
        rest = graph.copy()
        rest.remove_edge(one, other)
        if apart(where, one, other) or joined(rest, where) != before:
            expected.add(frozenset((one, other)))

    found = border_brokers(ties, table(where)).ties

    assert {frozenset((row[0], row[1])) for row in found.iter_rows()} == expected


@given(pairs, countries, pairs)
def test_what_is_not_connected_changes_nothing(told, where, more):
    lands = table(where | {f"{one}2": held for one, held in where.items()})
    apart_links = [(a + "2", b + "2") for a, b in more]

    alone = set(border_brokers(ties_of(told), lands).entities.iter_rows())

    assert alone <= set(border_brokers(ties_of(told + apart_links), lands).entities.iter_rows())


def test_whoever_alone_joins_most_comes_first():
    where = {"a": {"MY"}, "c": {"TH"}, "d": {"TH"}}
    found = border_brokers(ties_of([("a", "b"), ("b", "c"), ("c", "d")]), table(where))

    assert found.entities.select("id", "pairs", "parted", "parts", "cut_off").rows() == [
        ("b", 2.0, 2, 2, 1)
    ]
    assert found.ties.select("one", "other", "pairs", "parted", "cut_off").rows() == [
        ("a", "b", 2.0, 2, 1),
        ("b", "c", 2.0, 2, 2),
        ("c", "d", 1.0, 1, 1),
    ]


def test_a_second_way_parts_nobody_and_still_lies_between():
    told = [("a", "b"), ("b", "c"), ("a", "x"), ("x", "y"), ("y", "c")]

    (row,) = border_brokers(ties_of(told), table({"a": {"MY"}, "c": {"TH"}})).entities.rows(
        named=True
    )

    assert (row["id"], row["pairs"], row["parted"], row["parts"]) == ("b", 1.0, 0, 1)


def test_where_no_country_is_known_there_are_none():
    found = border_brokers(ties_of([("a", "b"), ("b", "c")]), table({}))

    assert found.entities.is_empty()
    assert found.ties.is_empty()


def test_of_nothing_there_is_nothing():
    assert border_brokers(ties_of([]), table({"a": {"MY"}})).entities.is_empty()


@given(pairs, countries)
def test_sides_are_apart_where_no_country_is_common(told, where):
    ties = ties_of(told)
    sides = Sides.of(ties, table(where))

    for at, one in enumerate(ties.ids):
        for other_at, other in enumerate(ties.ids):
            known = sides.apart[sides.side[at], sides.side[other_at]]
            assert known == apart(where, one, other)


@pytest.mark.parametrize("where", [{}, {"z": {"MY"}}])
def test_countries_of_others_are_passed_over(where):
    sides = Sides.of(ties_of([("a", "b")]), table(where))

    assert sides.side.tolist() == [0, 0]
    assert not sides.apart.any()
