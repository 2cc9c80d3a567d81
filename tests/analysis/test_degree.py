import networkx as nx
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.degree import degrees

letters = st.sampled_from("abcdef")
links = st.lists(st.tuples(letters, letters), max_size=20)


def table(pairs):
    return pl.DataFrame(pairs, schema={"from_id": pl.String, "to_id": pl.String}, orient="row")


@given(links)
def test_counts_are_those_of_networkx(pairs):
    graph = nx.MultiDiGraph(pairs)
    simple = nx.Graph(graph.to_undirected(as_view=False))
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))

    for one, others, count, into, out in degrees(table(pairs)).iter_rows():
        assert others == simple.degree(one)
        assert into == graph.in_degree(one)
        assert out == graph.out_degree(one)
        assert count == into + out - graph.number_of_edges(one, one)


@given(links, st.randoms())
def test_the_order_of_links_changes_nothing(pairs, random):
    shuffled = random.sample(pairs, len(pairs))

    assert degrees(table(pairs)).equals(degrees(table(shuffled)))


def test_of_no_links_there_is_nothing():
    assert degrees(table([])).is_empty()
