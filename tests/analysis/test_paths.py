"""Ways of fewest steps, over all links and in order of time, beside trying all."""

import itertools

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.paths import LINK, Walk, paths_between, reached_from


def links(*told):
    """Return links of (from, to, day or None), named after their place."""
    rows = [
        (f"l{n:02d}", "CALLED", one, other, None if day is None else f"2026-01-{day:02d}", f"s{n}")
        for n, (one, other, day) in enumerate(told)
    ]
    return pl.DataFrame(rows, schema=LINK, orient="row")


def touching(frame):
    def some(ids):
        near = pl.col("from_id").is_in(ids.implode()) | pl.col("to_id").is_in(ids.implode())
        return frame.filter(near)

    return some


def paths(told, ends="ae", hops=8, most=1000, **how):
    found = paths_between(touching(links(*told)), tuple(ends), hops, most, Walk(**how))
    return {path.ids: path for path in found}


def all_chains(told, ends, hops, *, in_order):
    """Every chain of links of fewest steps from one end to the other, by trying all."""
    rows = [row for row in links(*told).iter_rows(named=True) if row["from_id"] != row["to_id"]]
    if in_order:
        rows = [row for row in rows if row["at"]]
    for length in range(1, hops + 1):
        found = set()
        for chain in itertools.permutations(rows, length):
            ids = [ends[0]]
            for row in chain:
                here = {row["from_id"], row["to_id"]}
                ids.append((here - {ids[-1]}).pop() if ids[-1] in here else None)
                if ids[-1] is None:
                    break
            moments = [row["at"] for row in chain]
            fits = ids[-1] == ends[1] and ids.count(ends[1]) == 1
            if fits and (not in_order or moments == sorted(moments)):
                found.add((tuple(ids), tuple(row["link_id"] for row in chain)))
        if found:
            return found
    return set()


few = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.none() | st.integers(1, 4)), max_size=6
)  # fmt: skip


@given(few, st.booleans(), st.integers(1, 4))
def test_chains_are_those_that_trying_all_finds(told, in_order, hops):
    found = paths(told, hops=hops, in_order=in_order)

    chains = {(ids, chain) for ids, path in found.items() for chain in path.chains()}
    assert chains == all_chains(told, "ae", hops, in_order=in_order)
    for path in found.values():
        own = list(path.chains())
        assert path.ways == len(own) == len(set(own))
        assert {link for step in path.links for link in step} == {one for c in own for one in c}


many = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.none()), max_size=20)  # fmt: skip


@given(many)
def test_paths_and_steps_are_those_of_networkx(told):
    graph = nx.MultiGraph((one, other) for one, other, _ in told)
    graph.add_nodes_from("ae")
    joined = nx.has_path(graph, "a", "e")
    expected = {tuple(path) for path in nx.all_shortest_paths(graph, "a", "e")} if joined else set()

    found = paths(told)
    assert list(found) == sorted(expected)
    steps = reached_from(touching(links(*told)), ["a"], 8).reached
    assert dict(steps.select("id", "steps").iter_rows()) == nx.single_source_shortest_path_length(graph, "a")  # fmt: skip


@given(many, st.integers(1, 4))
def test_fewer_paths_are_the_first_of_all(told, most):
    assert list(paths(told, most=most)) == list(paths(told))[:most]


def test_in_order_of_time_a_longer_way_may_be_the_only_one():
    told = [("a", "b", 5), ("b", "e", 3), ("b", "c", 5), ("c", "e", 6)]

    assert list(paths(told)) == [("a", "b", "e")]
    assert list(paths(told, in_order=True)) == [("a", "b", "c", "e")]


def test_who_is_reached_sooner_over_more_steps_is_followed_from_then():
    told = [("a", "b", 9), ("a", "c", 1), ("c", "b", 2), ("b", "e", 3)]

    assert list(paths(told, in_order=True)) == [("a", "c", "b", "e")]


def test_of_parallel_links_only_those_in_time_are_told():
    told = [("a", "b", 1), ("a", "b", 4), ("b", "e", 3), ("b", "e", 5), ("b", "e", None)]
    (path,) = paths(told, in_order=True).values()

    assert path.links == (("l00", "l01"), ("l02", "l03"))
    assert list(path.chains()) == [("l00", "l02"), ("l00", "l03"), ("l01", "l03")]
    assert path.ways == 3
    assert paths(told)["a", "b", "e"].ways == 6


def test_thousands_of_parallel_links_are_counted_and_not_gone_through():
    told = [(one, other, 1 + n % 9) for n in range(3000) for one, other in ("ab", "be")]
    (path,) = paths(told, in_order=True).values()

    assert path.ways > 4_000_000
    assert len(list(itertools.islice(path.chains(), 500))) == 500


@pytest.mark.parametrize("told", [[], [("a", "b", 1)], [("a", "a", 1)]])
def test_where_no_way_leads_there_is_none(told):
    assert not paths(told)
    assert not paths(told, "aa")


directed = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.none()), max_size=14)  # fmt: skip


@given(directed)
def test_along_links_and_against_them_are_the_ways_of_a_directed_graph(told):
    graph = nx.MultiDiGraph((one, other) for one, other, _ in told)
    graph.add_nodes_from("ae")
    for direction, seen in (("out", graph), ("in", graph.reverse())):
        expected = set()
        if nx.has_path(seen, "a", "e"):
            expected = {tuple(path) for path in nx.all_shortest_paths(seen, "a", "e")}
        assert set(paths(told, direction=direction)) == expected


@given(directed, st.integers(1, 4))
def test_no_way_leads_over_what_too_many_links_touch(told, most):
    ends = [end for one, other, _ in told for end in {one, other} if one != other]
    busy = {one for one in "bcdf" if ends.count(one) > most}
    graph = nx.MultiGraph((a, b) for a, b, _ in told if not {a, b} & busy)
    graph.add_nodes_from("ae")
    joined = nx.has_path(graph, "a", "e")
    expected = {tuple(path) for path in nx.all_shortest_paths(graph, "a", "e")} if joined else set()

    assert set(paths(told, max_links=most)) == expected


def test_from_several_the_nearest_counts():
    told = [("a", "b", None), ("b", "c", None), ("c", "d", None), ("x", "d", None)]
    steps = reached_from(touching(links(*told)), ["x", "a"], 4).reached

    assert dict(steps.select("id", "steps").iter_rows()) == {"a": 0, "x": 0, "b": 1, "d": 1, "c": 2}
