"""Random graphs and questions: both engines give the same rows, and networkx agrees on paths."""

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.catalogue import get_question
from linkgraph.graph.base import Watermark
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.neo4j_engine import open_neo4j
from linkgraph.graph.projection import project
from tests.builders import ledger_of
from tests.engines import CASE_ID, empty

NODES = (
    [f"account:{n}" for n in range(6)] + [f"person:{n}" for n in range(4)] + ["phone:+64211234567"]
)
ACCOUNTS, PEOPLE, PHONES = NODES[:6], NODES[6:10], NODES[10:]

payments = st.tuples(
    st.just("PAID"),
    st.sampled_from(ACCOUNTS),
    st.sampled_from(ACCOUNTS),
    st.fixed_dictionaries(
        {
            "amount_minor": st.integers(1, 500),
            "currency": st.sampled_from(["MYR", "NZD"]),
            "at": st.sampled_from(
                [f"2026-01-0{d}T0{h}:00:00Z" for d in range(1, 8) for h in (1, 9)]
            ),
        }
    ),
)
holdings = st.tuples(
    st.sampled_from(["HOLDS"]), st.sampled_from(PEOPLE), st.sampled_from(ACCOUNTS), st.just({})
)
uses = st.tuples(st.just("USES"), st.sampled_from(PEOPLE), st.sampled_from(PHONES), st.just({}))
graphs = st.lists(payments | holdings | uses, min_size=1, max_size=25)

ASKED = [
    ("money/paid_by_many", {"min_payers": 1}),
    ("money/pays_many", {"min_payees": 2}),
    ("money/pass_through", {"min_times": 1, "within_days": 2}),
    ("identity/shared_identifier", {}),
    ("network/common_contacts", {"ids": [*PEOPLE, ACCOUNTS[0]]}),
    ("network/linked", {"id": ACCOUNTS[0], "depth": 3}),
    ("network/path", {"from": ACCOUNTS[0], "to": ACCOUNTS[1], "hops": 4}),
    ("border/known_to_two_originators", {}),
]


# As an investigator's own question may ask.
_SHORTEST = """
MATCH p = allShortestPaths((a:Entity {id: $from})-[:PAID|HOLDS|USES*..4]-(b:Entity {id: $to}))
WITH DISTINCT [n IN nodes(p) | n.id] AS path
RETURN path
ORDER BY path
"""


@pytest.fixture(scope="module")
def server(request):
    return request.getfixturevalue("neo4j_server")


def both(tmp_path_factory, server, links):
    folder = tmp_path_factory.mktemp("random")
    half = len(links) // 2
    known = [(one, {}) for one in (*PEOPLE, *ACCOUNTS)]
    sources = [
        {"name": "A", "originator": "NZ/Police", "links": links[:half], "entities": known},
        {"name": "B", "originator": "MY/FIU", "handling": "H2", "links": links[half:]},
    ]
    ledger = ledger_of(folder, sources)
    projection = project(ledger)
    empty(server)
    engines = [
        KgliteEngine(folder / "graph.kgl"),
        open_neo4j(server.uri, server.user, server.password, case_id=CASE_ID),
    ]
    for engine in engines:
        engine.build(projection, Watermark(CASE_ID, 1, 1))
    return ledger, engines


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(links=graphs)
def test_both_engines_give_the_same_rows_in_the_same_order(tmp_path_factory, server, links):
    ledger, engines = both(tmp_path_factory, server, links)
    sources = ledger.sources()

    for name, params in ASKED:
        answers = [get_question(name).ask(engine, sources, params) for engine in engines]
        assert answers[0].rows == answers[1].rows, name
        assert answers[0].handling == answers[1].handling

    for engine in engines:
        engine.close()
    ledger.close()


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(links=graphs)
def test_paths_are_those_that_networkx_finds(tmp_path_factory, server, links):
    ledger, engines = both(tmp_path_factory, server, links)
    graph = nx.Graph((a, b) for _, a, b, _ in links if a != b)
    expected = []
    if {ACCOUNTS[0], ACCOUNTS[1]} <= set(graph) and nx.has_path(graph, *ACCOUNTS[:2]):
        found = nx.all_shortest_paths(graph, *ACCOUNTS[:2])
        expected = sorted(tuple(path) for path in found if len(path) <= 5)

    for engine in engines:
        answer = get_question("network/path").ask(
            engine, ledger.sources(), {"from": ACCOUNTS[0], "to": ACCOUNTS[1], "hops": 4}
        )
        assert [row[0] for row in answer.rows] == expected
        told = engine.run(_SHORTEST, {"from": ACCOUNTS[0], "to": ACCOUNTS[1]})
        assert [tuple(row[0]) for row in told.rows] == expected
        engine.close()
    ledger.close()
