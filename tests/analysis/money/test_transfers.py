import networkx as nx
import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.transfers import (
    FOUND,
    codes,
    expand,
    found,
    later,
    overlapping,
)
from linkgraph.analysis.united import united

keyed = st.lists(st.tuples(st.integers(1, 4), st.integers(-20, 20)), max_size=12)


def columns(rows):
    return np.array(rows, dtype=np.int64).reshape(-1, 2).T


@given(keyed, keyed, st.integers(0, 15))
def test_a_window_holds_what_trying_all_finds(asked, rows, wait):
    rows = sorted(rows)
    whom, after = columns(asked)
    key, at = columns(rows)

    pairs = zip(
        *(side.tolist() for side in expand(*later(whom, after, wait, key, at))), strict=True
    )

    assert sorted(pairs) == [
        (n, m)
        for n, (one, moment) in enumerate(asked)
        for m, (other, then) in enumerate(rows)
        if one == other and moment < then <= moment + wait
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_what_is_joined_has_one_least_item(pairs):
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(10))
    left, right = columns(pairs)

    expected = {item: min(group) for group in nx.connected_components(graph) for item in group}
    assert united(10, left, right).tolist() == [expected[item] for item in range(10)]


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("bcd"), max_size=6))
def test_the_same_text_has_the_same_number_everywhere(left, right):
    one, other = codes(pl.Series(left, dtype=pl.String), pl.Series(right, dtype=pl.String))
    both = [*zip(left, one.tolist(), strict=True), *zip(right, other.tolist(), strict=True)]

    assert len(set(both)) == len({text for text, _ in both}) == len({n for _, n in both})


def test_scores_are_cut_to_what_a_score_is_and_reasons_joined():
    rows = found("cycle", [(["a", "b"], 1.7, ["this", "that"]), (["c"], -0.2, ["so"])])

    assert dict(rows.schema) == FOUND
    assert rows.select("group", "link_id", "score", "reasons").rows() == [
        (0, "a", 1.0, "this; that"), (0, "b", 1.0, "this; that"), (1, "c", 0.0, "so"),
    ]  # fmt: skip


def test_of_nothing_there_is_nothing():
    assert found("cycle", []).is_empty()
    assert not expand(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))[0].size


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_ranges_that_share_a_row_are_one(told):
    first = np.sort(np.array([one for one, _ in told], dtype=np.int64))
    last = np.maximum.accumulate(first + np.array([size for _, size in told], dtype=np.int64))
    graph = nx.Graph()
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        nx.add_path(graph, range(a, b)) if b - a > 1 else graph.add_node(a)

    begins, starts, stops = overlapping(first, last)

    found_ranges = [set(range(a, b)) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    assert found_ranges == sorted(nx.connected_components(graph), key=min)
    assert first[begins].tolist() == starts.tolist()
