"""The graph engines as fixtures: each test that asks for one runs on all of them."""

from __future__ import annotations

import pytest
from neo4j import GraphDatabase

from linkgraph.graph.engines import ENGINES
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.neo4j_engine import open_neo4j

CASE_ID = "case-1"


@pytest.fixture
def engines_tested():
    return {"kglite", "neo4j"}


@pytest.fixture(params=sorted(ENGINES))
def open_graph(request, tmp_path):
    """Opens the engine's graph, the same one each time within a test; empty at first."""
    opened = []

    def kglite():
        return KgliteEngine(tmp_path / "graph.kgl")

    def neo4j():
        server = request.getfixturevalue("neo4j_server")
        return open_neo4j(server.uri, server.user, server.password, case_id=CASE_ID)

    def open_it():
        engine = {"kglite": kglite, "neo4j": neo4j}[request.param]()
        opened.append(engine)
        return engine

    if request.param == "neo4j":
        empty(request.getfixturevalue("neo4j_server"))
    yield open_it
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_graph):
    return open_graph()


def empty(server):
    with (
        GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as session,
    ):
        session.run("MATCH (n) DETACH DELETE n").consume()
