"""Which server the tests get, and what is said where there is none."""

import os
from types import SimpleNamespace

import pytest
from neo4j import GraphDatabase

from tests import neo4j_server as harness
from tests.conftest import LEFT_OUT, leave_out, pytest_sessionfinish, pytest_testnodedown
from tests.neo4j_server import Neo4jServer, Neo4jUnavailable, running_server


def make_java(home, version):
    home.mkdir()
    (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n', encoding="utf-8")


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine with an empty PATH and home, and no Java in the usual places."""
    for name in [*os.environ]:
        if name.startswith(("JAVA_HOME", "LINKGRAPH_TEST_NEO4J")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(harness, "JAVA_FOLDERS", (str(tmp_path / "jvm" / "*"),))
    (tmp_path / "jvm").mkdir()
    return tmp_path


def test_a_named_server_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv("LINKGRAPH_TEST_NEO4J_URI", "bolt://there.test:7687")
    monkeypatch.setenv("LINKGRAPH_TEST_NEO4J_USER", "ann")
    monkeypatch.setenv("LINKGRAPH_TEST_NEO4J_PASSWORD", "word")

    with running_server() as server:
        assert server == Neo4jServer("bolt://there.test:7687", "ann", "word")


def test_a_password_stays_out_of_a_failing_test():
    assert "word" not in repr(Neo4jServer("bolt://there.test:7687", "ann", "word"))


def test_the_newest_java_is_taken(bare_machine):
    for version in ("17.0.15", "25.0.1", "21.0.2", "1.8.0_400"):
        make_java(bare_machine / "jvm" / version, version)

    java = harness._find_java()

    assert java.parent.parent.name == "25.0.1"


def test_a_java_before_21_is_none(bare_machine):
    make_java(bare_machine / "jvm" / "17", "17.0.15")

    with pytest.raises(Neo4jUnavailable, match="no Java 21 or newer"):
        harness._find_java()


def test_no_maven_is_said_where_neo4j_was_not_fetched_before(bare_machine):
    with pytest.raises(Neo4jUnavailable, match="no Maven"):
        harness._fetch_jars()


def test_neo4j_is_fetched_once(bare_machine):
    jars = bare_machine / "cache" / "linkgraph-tests" / f"neo4j-{harness.VERSION}" / "lib"
    jars.mkdir(parents=True)

    assert harness._fetch_jars() == jars


def test_a_leg_left_out_is_kept_for_the_summary(pytestconfig, monkeypatch):
    monkeypatch.delenv("LINKGRAPH_REQUIRE_ALL_ENGINES", raising=False)
    monkeypatch.setitem(pytestconfig.stash, LEFT_OUT, {})

    with pytest.raises(pytest.skip.Exception, match="no Java"):
        leave_out(pytestconfig, "NEO4J", "no Java")

    assert pytestconfig.stash[LEFT_OUT] == {"NEO4J": "no Java"}


def test_a_leg_that_another_process_left_out_is_said_too(pytestconfig, monkeypatch):
    worker = SimpleNamespace(config=pytestconfig, workeroutput={})
    monkeypatch.setattr(pytestconfig, "workeroutput", worker.workeroutput, raising=False)
    monkeypatch.setitem(pytestconfig.stash, LEFT_OUT, {"BROWSER": "no Chromium"})
    pytest_sessionfinish(SimpleNamespace(config=pytestconfig))
    monkeypatch.setitem(pytestconfig.stash, LEFT_OUT, {"NEO4J": "no Java"})

    pytest_testnodedown(worker)

    assert pytestconfig.stash[LEFT_OUT] == {"BROWSER": "no Chromium", "NEO4J": "no Java"}


def test_a_leg_left_out_is_a_failure_where_all_are_required(pytestconfig, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_REQUIRE_ALL_ENGINES", "1")

    with pytest.raises(pytest.fail.Exception, match="NEO4J leg required and not there: no Java"):
        leave_out(pytestconfig, "NEO4J", "no Java")


@pytest.mark.neo4j
def test_the_server_answers(neo4j_server):
    login = (neo4j_server.user, neo4j_server.password)

    with GraphDatabase.driver(neo4j_server.uri, auth=login) as driver:
        records = driver.execute_query("RETURN 6 * 7 AS answer").records

    assert [record["answer"] for record in records] == [42]
