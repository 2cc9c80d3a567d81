"""Measures of a network by NetworKit, rustworkx and networkx, called directly.

Reads ``one``, ``other`` and ``strength`` of the ties from a numpy archive and writes, per
measure, the seconds of processor time from these arrays to scores. One thread, as ours has.
Arguments: engine, archive, number of starts of a sample, names of measures.
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ |= {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}

import numpy as np

FAR = 5040.0


def networkit(one, other, strength, sample):
    """Return measure to a function that makes it."""
    import networkit as nk

    nk.setNumberOfThreads(1)
    size = int(other.max()) + 1

    def graph(data):
        return nk.GraphFromCoo((data, (one, other)), n=size, weighted=True, edgesIndexed=True)

    def run(make, data, told="scores"):
        # Some of its algorithms do not keep the graph alive that they work on.
        held = graph(data)
        algorithm = make(held)
        algorithm.run()
        return getattr(algorithm, told)()

    far = np.maximum(np.rint(FAR / strength), 1)
    central, general = nk.centrality, nk.centrality.ClosenessVariant.GENERALIZED
    part = "getPartition"
    return {
        "pagerank": lambda: run(lambda g: central.PageRank(g, tol=1e-13), strength),
        "eigenvector": lambda: run(lambda g: central.EigenvectorCentrality(g, tol=1e-9), strength),
        "components": lambda: run(nk.components.ConnectedComponents, strength, part),
        "cores": lambda: run(central.CoreDecomposition, strength),
        "triangles": lambda: run(
            lambda g: central.LocalClusteringCoefficient(g, turbo=True), strength
        ),
        "communities": lambda: run(nk.community.ParallelLeiden, strength, part),
        "betweenness": lambda: run(
            lambda g: central.Betweenness(g, normalized=False, computeEdgeCentrality=True), far
        ),
        "betweenness, sampled": lambda: run(
            lambda g: central.EstimateBetweenness(g, sample, normalized=False, parallel=False), far
        ),
        "closeness": lambda: run(lambda g: central.Closeness(g, False, general), far),  # noqa: FBT003
    }


def rustworkx(one, other, strength, _):
    """Return measure to a function that makes it."""
    import rustworkx as rx

    def graph():
        made = rx.PyGraph(multigraph=False)
        made.add_nodes_from(range(int(other.max()) + 1))
        made.add_edges_from(list(zip(one.tolist(), other.tolist(), strength.tolist(), strict=True)))
        return made

    return {
        "pagerank": lambda: dict(
            rx.pagerank(graph().to_directed(), weight_fn=float, tol=1e-9, max_iter=1000)
        ),
        "components": lambda: rx.connected_components(graph()),
        "cores": lambda: dict(rx.core_number(graph())),
        "cut points": lambda: rx.articulation_points(graph()),
        "bridges": lambda: rx.bridges(graph()),
    }


def networkx(one, other, strength, sample):
    """Return measure to a function that makes it."""
    import networkx as nx

    def graph():
        made = nx.Graph()
        for a, b, w in zip(one.tolist(), other.tolist(), strength.tolist(), strict=True):
            made.add_edge(a, b, strength=w, far=max(1, round(FAR / w)))
        return made

    return {
        "pagerank": lambda: nx.pagerank(graph(), weight="strength", tol=1e-13, max_iter=1000),
        "components": lambda: list(nx.connected_components(graph())),
        "cores": lambda: nx.core_number(graph()),
        "triangles": lambda: nx.clustering(graph()),
        "communities": lambda: nx.community.louvain_communities(graph(), weight="strength", seed=1),
        "cut points": lambda: list(nx.articulation_points(graph())),
        "bridges": lambda: list(nx.bridges(graph())),
        "betweenness, sampled": lambda: nx.betweenness_centrality(
            graph(), k=sample, weight="far", seed=1
        ),
    }


if __name__ == "__main__":
    engine, archive, sample, *names = sys.argv[1:]
    held = np.load(archive)
    makers = {"networkit": networkit, "rustworkx": rustworkx, "networkx": networkx}
    made = makers[engine](held["one"], held["other"], held["strength"], int(sample))
    took = {}
    for name in names:
        if name in made:
            begun = time.process_time()
            made[name]()
            took[name] = time.process_time() - begun
    print(json.dumps(took))
