import pytest

from linkgraph.errors import InputError
from linkgraph.graph.projection import project, project_as_of
from linkgraph.graph.sync import projection_digest
from tests.builders import fill, new_ledger


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def ids(projection):
    kinds = [kind for kind in projection.nodes if kind != "Jurisdiction"]
    return {one for kind in kinds for one in projection.nodes[kind]["id"]}


def test_the_present_version_is_the_graph_as_it_is(ledger):
    fill(ledger, "A", links=[("ASSOCIATE_OF", "person:a", "person:b", {})])

    told = project_as_of(ledger, ledger.version)

    assert projection_digest(told) == projection_digest(project(ledger))


def test_what_came_later_is_left_out(ledger):
    fill(ledger, "A", links=[("ASSOCIATE_OF", "person:a", "person:b", {})])
    version = ledger.version
    fill(ledger, "B", links=[("ASSOCIATE_OF", "person:b", "person:c", {})])

    assert ids(project_as_of(ledger, version)) == {"person:a", "person:b"}


def test_what_was_withdrawn_since_is_erased_from_the_past_too(ledger):
    fill(ledger, "A", links=[("ASSOCIATE_OF", "person:a", "person:b", {})])
    gone = fill(ledger, "B", links=[("ASSOCIATE_OF", "person:b", "person:c", {})])
    version = ledger.version

    ledger.withdraw(gone.id, who="tester", reason="the originator asks")

    assert ids(project_as_of(ledger, version)) == {"person:a", "person:b"}


def test_entities_are_those_that_were_judged_then(ledger):
    fill(ledger, "A", entities=[("person:a", {"names": ["A"]}), ("person:b", {"names": ["B"]})])
    version = ledger.version
    ledger.judge("person:a", "person:b", "same", who="tester", reasons=("seen",))

    assert ids(project_as_of(ledger, version)) == {"person:a", "person:b"}
    assert ids(project_as_of(ledger, ledger.version)) == {"person:a"}


@pytest.mark.parametrize("version", [0, -1, 99])
def test_a_version_that_is_not_there_is_refused(ledger, version):
    with pytest.raises(InputError, match="no such version"):
        project_as_of(ledger, version)
