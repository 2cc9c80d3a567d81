"""Small networks as hypothesis draws them, and the same as networkx has them."""

import networkx as nx
import numpy as np
import polars as pl
from hypothesis import strategies as st

from linkgraph.analysis.ties import FAR, project_ties

letters = st.sampled_from("abcdefghij")
# Parallel links, links both ways and links of one with itself are among them.
pairs = st.lists(st.tuples(letters, letters), max_size=25)


def links_of(told):
    """Return links as a table."""
    return pl.DataFrame(told, schema={"from_id": pl.String, "to_id": pl.String}, orient="row")


def ties_of(told, entities=()):
    """Return the ties of some pairs."""
    return project_ties(links_of(told), entities=entities)


def as_networkx(ties):
    """Return the same graph with ``strength`` and ``far`` on its edges."""
    graph = nx.Graph()
    graph.add_nodes_from(ties.ids.to_list())
    for one, other, strength in ties.table().iter_rows():
        graph.add_edge(one, other, strength=strength, far=max(1, round(FAR / strength)))
    return graph


def random_pairs(seed, size, count):
    """Return so many links between so many entities, some of them parallel."""
    ends = np.random.default_rng(seed).integers(0, size, (count, 2))
    return [(f"n{one:03}", f"n{other:03}") for one, other in ends.tolist()]


def scores(table, column="score"):
    """Return id to a column of a measure's table."""
    return dict(table.select("id", column).iter_rows())
