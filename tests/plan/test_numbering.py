"""A numbering by structure."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.plan.numbering import canonical_order

trees = st.integers(2, 14).flatmap(
    lambda n: st.tuples(*(st.integers(0, i - 1) for i in range(1, n)))
)


def picture(names, edges):
    """Return the edges as positions in the canonical order."""
    order = canonical_order(names, ["same"] * len(names), [(a, b, "") for a, b in edges])
    place = {int(one): i for i, one in enumerate(order)}
    return sorted(tuple(sorted((place[a], place[b]))) for a, b in edges)


@given(trees, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_trees_under_other_names_are_numbered_the_same(parents, random):
    edges = [(i + 1, parent) for i, parent in enumerate(parents)]
    names = [f"n{i:02}" for i in range(len(parents) + 1)]
    other = list(names)
    random.shuffle(other)

    assert picture(names, edges) == picture(other, edges)


@given(trees, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_what_is_given_does_not_count(parents, random):
    edges = [(i + 1, parent) for i, parent in enumerate(parents)]
    mixed = list(range(len(parents) + 1))
    random.shuffle(mixed)
    moved = [(mixed[a], mixed[b]) for a, b in edges]
    random.shuffle(moved)

    names = [f"n{i:02}" for i in range(len(mixed))]

    assert picture(names, edges) == picture(names, moved)


def test_a_network_whose_nodes_all_look_alike_is_numbered_by_choice_and_what_follows():
    ring = list(nx.cycle_graph(8).edges)
    names = [f"n{i}" for i in range(8)]

    assert picture(names, ring) == picture(names[3:] + names[:3], ring)


def test_colours_come_before_names():
    order = canonical_order(["a", "b"], ["late", "early"], [])
    same = canonical_order(["b", "a"], ["late", "early"], [])

    assert list(order) == list(same)
