import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis import united as module
from linkgraph.analysis.united import united, united_ids

pairs = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))


@given(pairs)
def test_ids_go_together_as_parts_of_a_graph_do(told):
    expected = {one: min(part) for part in nx.connected_components(nx.Graph(told)) for one in part}

    assert united_ids(told) == expected


def test_an_id_may_stand_with_itself_and_nothing_is_nothing():
    assert united_ids([("a", "a")]) == {"a": "a"}
    assert united_ids([]) == {}


@given(pairs)
def test_many_pairs_are_united_as_few_are(told):
    ends = np.array([[ord(one) - 97 for one in pair] for pair in told], dtype=np.int64)
    left, right = ends.reshape(-1, 2).T

    few = united(8, left, right)
    many = module._united_at_once(8, left, right)

    assert few.tolist() == many.tolist()
