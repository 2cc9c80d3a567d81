import polars as pl
import pytest

from linkgraph.graph.base import LinkShape
from linkgraph.graph.merging import links_behind
from linkgraph.graph.projection import Scope, project
from linkgraph.resolve.clusters import Clusters
from linkgraph.statements import link_id
from tests.builders import fill, new_ledger


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def merge(ledger, left="person:a", right="person:b"):
    ledger.judge(left, right, "same", who="ann")


def ends(projection, type_):
    return sorted(
        (row["from_id"], row["to_id"])
        for shape, frame in projection.links.items()
        if shape.type == type_
        for row in frame.iter_rows(named=True)
    )


def only(projection, shape):
    frame = projection.links[shape]
    assert frame.height == 1
    return frame.row(0, named=True)


def test_a_case_where_nothing_is_judged_is_left_as_it_is(ledger, monkeypatch):
    fill(ledger, "A", links=[("USES", "person:a", "phone:+641", {})])
    monkeypatch.setattr("linkgraph.resolve.applied.find_known", None)

    assert ends(project(ledger), "USES") == [("person:a", "phone:+641")]


def test_a_merged_link_has_the_id_that_the_entity_would_have_had(ledger):
    fill(ledger, "A", links=[("USES", "person:b", "phone:+641", {"since": "2020"})])
    fill(
        ledger, "B", reliability="A", links=[("USES", "person:a", "phone:+641", {"since": "2021"})]
    )
    merge(ledger)

    link = only(project(ledger), LinkShape("USES", "Person", "Phone"))

    assert link["link_id"] == link_id("USES", ("person:a", "phone:+641"))
    assert (link["records"], link["since"], link["reliability"]) == (2, "2021", "A")


def test_links_of_one_kind_on_another_basis_stay_two(ledger):
    told = [("IN_JURISDICTION", f"person:{one}", "country:MY", {"basis": basis,
             "id": link_id("IN_JURISDICTION", (f"person:{one}", "country:MY", basis))})
            for one, basis in (("a", "stated"), ("b", "stated"), ("b", "place"))]  # fmt: skip
    fill(ledger, "A", links=told)
    merge(ledger)

    frame = project(ledger).links[LinkShape("IN_JURISDICTION", "Person", "Jurisdiction")]

    assert frame.sort("basis").select("basis", "records").rows() == [("place", 1), ("stated", 2)]


def test_events_keep_their_ids_and_number(ledger):
    fill(ledger, "A", links=[("PAID_FOR", "account:1", "person:a", {"id": "paid_for:x-1"}),
                             ("PAID_FOR", "account:1", "person:b", {"id": "paid_for:x-2"})])  # fmt: skip
    merge(ledger)

    frame = project(ledger).links[LinkShape("PAID_FOR", "BankAccount", "Person")]

    assert frame.select("link_id", "to_id").rows() == [
        ("paid_for:x-1", "person:a"), ("paid_for:x-2", "person:a"),
    ]  # fmt: skip


def test_one_event_told_of_two_records_of_one_entity_is_one(ledger):
    for name, one in (("A", "person:a"), ("B", "person:b")):
        fill(ledger, name, links=[("PAID_FOR", "account:1", one, {"id": "paid_for:x-1"})])
    shape = LinkShape("PAID_FOR", "BankAccount", "Person")
    assert project(ledger).links[shape].height == 2, "told of two people, it is two"

    merge(ledger)

    assert only(project(ledger), shape)["records"] == 2


def test_both_ends_are_renamed_and_a_link_to_oneself_goes(ledger):
    fill(ledger, "A", links=[
        ("ASSOCIATE_OF", "person:a", "person:b", {}), ("ASSOCIATE_OF", "person:b", "person:d", {}),
        ("ASSOCIATE_OF", "person:d", "person:b", {}), ("FAMILY_OF", "person:e", "person:e", {}),
    ])  # fmt: skip
    merge(ledger)
    merge(ledger, "person:c", "person:d")
    merge(ledger, "person:e", "person:f")

    made = project(ledger)

    assert ends(made, "ASSOCIATE_OF") == [("person:a", "person:c"), ("person:c", "person:a")]
    assert ends(made, "FAMILY_OF") == [("person:e", "person:e")], "so its file has it"


def test_organizations_merge_too_and_other_kinds_never(ledger):
    fill(ledger, "A", links=[("HOLDS", "organization:b", "account:1", {}),
                             ("HOLDS", "organization:a", "account:1", {})])  # fmt: skip
    merge(ledger, "organization:a", "organization:b")
    merge(ledger, "account:1", "account:2")

    made = project(ledger)

    assert ends(made, "HOLDS") == [("organization:a", "account:1")]
    assert made.nodes["BankAccount"]["id"].to_list() == ["account:1"]


def test_a_single_value_is_that_of_the_best_graded_record(ledger):
    fill(ledger, "A", reliability="B", entities=[("person:a", {"sex": "male"})])
    fill(ledger, "B", reliability="A", entities=[("person:b", {"sex": "female"})])
    merge(ledger)

    assert project(ledger).nodes["Person"].select("id", "sex").rows() == [("person:a", "female")]


def test_where_sources_are_named_nobody_is_merged_unless_told(ledger):
    fill(ledger, "A", entities=[("person:a", {}), ("person:b", {})])
    merge(ledger)
    told = Clusters(pl.DataFrame({"record": ["person:a", "person:b"], "entity": ["person:a"] * 2}))

    apart = project(ledger, Scope(sources=[1]))
    one = project(ledger, Scope(sources=[1], clusters=told))

    assert apart.nodes["Person"].height == 2
    assert one.nodes["Person"].height == 1


def test_a_part_of_a_case_is_asked_for_by_entity_and_all_links_at_it(ledger):
    fill(ledger, "A", links=[("USES", "person:a", "phone:+641", {}),
                             ("USES", "person:b", "phone:+642", {}),
                             ("USES", "person:c", "phone:+641", {}),
                             ("ASSOCIATE_OF", "person:c", "person:b", {})])  # fmt: skip
    merge(ledger)

    made = project(ledger, Scope(entities={"person:a"}, links=set(), ends={"person:a"}))

    assert made.nodes["Person"]["id"].to_list() == ["person:a"]
    assert ends(made, "USES") == [("person:a", "phone:+641"), ("person:a", "phone:+642")]
    assert ends(made, "ASSOCIATE_OF") == [("person:c", "person:a")]


def test_what_stands_behind_a_link_are_the_statements_of_all_records(ledger):
    fill(ledger, "A", links=[("USES", "person:a", "phone:+641", {}),
                             ("USES", "person:b", "phone:+641", {}),
                             ("USES", "person:c", "phone:+641", {})])  # fmt: skip
    merge(ledger)
    ids = {one: link_id("USES", (f"person:{one}", "phone:+641")) for one in "abc"}

    assert links_behind(ledger, [ids["a"], "person:a"]) == {ids["a"]: {ids["a"], ids["b"]}}
    assert links_behind(ledger, ["person:a", "nonsense"]) == {}
