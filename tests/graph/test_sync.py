"""A graph is brought to the ledger's version, also where others write meanwhile."""

import pytest

from linkgraph.errors import EngineError
from linkgraph.graph import sync
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.projection import project
from linkgraph.graph.sync import bring_up_to_date, projection_digest
from tests.builders import fill, make_source, new_ledger

PAID = {"amount_minor": 5, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    for name in "ABCD":
        fill(made, name, links=[("PAID", f"account:{name}", "account:z", PAID)] * 2)
    return made


@pytest.fixture
def engine(tmp_path):
    return KgliteEngine(tmp_path / "graph.kgl")


def shows(engine, ledger):
    return projection_digest(engine.read()) == projection_digest(project(ledger))


def test_what_is_written_while_the_graph_is_made_is_in_it(ledger, engine, monkeypatch):
    written = []

    def project_beside_a_writer(*words):
        if not written:
            written.append(fill(ledger, "late", entities=[("person:late", {})]))
        return project(*words)

    monkeypatch.setattr(sync, "project", project_beside_a_writer)

    assert bring_up_to_date(ledger, engine) == "built"
    assert shows(engine, ledger)
    rows = engine.run("MATCH (n:Person) RETURN n.id AS id", {}).rows
    assert rows == (("person:late",),)


def test_a_case_that_never_rests_is_told_and_the_former_graph_stays(ledger, engine, monkeypatch):
    bring_up_to_date(ledger, engine)
    before = engine.watermark()

    def project_beside_a_writer(*words):
        fill(ledger, f"more {ledger.version}", entities=[("person:p", {})])
        return project(*words)

    monkeypatch.setattr(sync, "project", project_beside_a_writer)

    with pytest.raises(EngineError, match="kept changing"):
        bring_up_to_date(ledger, engine, again=True)

    assert engine.watermark() == before


def test_a_little_more_changes_the_graph_and_much_more_makes_it_again(ledger, engine):
    bring_up_to_date(ledger, engine)

    fill(ledger, "E", links=[("PAID", "account:e", "account:z", PAID)])
    little = bring_up_to_date(ledger, engine)
    fill(ledger, "F", links=[("PAID", f"account:{n}", "account:z", PAID) for n in range(20)])
    much = bring_up_to_date(ledger, engine)

    assert (little, much) == ("changed", "built")
    assert shows(engine, ledger)


def test_records_that_come_to_disagree_make_the_graph_again(ledger, engine):
    told = PAID | {"id": "paid:one"}
    fill(ledger, "E", links=[("PAID", "account:A", "account:z", told)])
    bring_up_to_date(ledger, engine)
    fill(ledger, "F", links=[("PAID", "account:A", "account:z", told | {"amount_minor": 6})])

    assert bring_up_to_date(ledger, engine) == "built"
    assert shows(engine, ledger)
    amounts = "MATCH ()-[p:PAID]->() WHERE p.link_id STARTS WITH 'paid:one' RETURN p.amount_minor AS a ORDER BY a"
    assert engine.run(amounts, {}).rows == ((5,), (6,))


def test_withdrawing_what_disagreed_leaves_one_link_under_its_own_name(ledger, engine):
    told = PAID | {"id": "paid:one"}
    fill(ledger, "E", links=[("PAID", "account:A", "account:z", told)])
    fill(ledger, "F", links=[("PAID", "account:A", "account:z", told | {"amount_minor": 6})])
    bring_up_to_date(ledger, engine)

    ledger.withdraw(make_source("F").id, who="tester", reason="the originator asks")
    bring_up_to_date(ledger, engine)

    assert shows(engine, ledger)
    rows = engine.run(
        "MATCH (:Entity {id: 'account:A'})-[p:PAID]->() RETURN p.link_id AS i ORDER BY i", {}
    ).rows
    assert ("paid:one",) in rows


def test_a_graph_of_another_case_is_made_again(tmp_path, ledger, engine):
    other = new_ledger(tmp_path / "other", case_id="case-2")
    fill(other, "X", entities=[("person:x", {})])
    bring_up_to_date(other, engine)

    assert bring_up_to_date(ledger, engine) == "built"
    assert shows(engine, ledger)
