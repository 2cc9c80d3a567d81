from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.places import find_places
from tests.builders import fill, new_ledger


def test_every_record_of_a_person_has_its_place_and_entity(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", entities=[("person:b", {}), ("phone:+641", {}), ("organization:o", {})])
    fill(ledger, "B", links=[("ASSOCIATE_OF", "person:a", "person:c", {})])
    ledger.judge("person:a", "person:b", "same", who="ann")

    found = find_places(ledger, find_entities(ledger))

    assert found.columns == ["file", "locator", "entity_id"]
    assert found.rows() == [
        ("A.csv", "2", "person:a"),
        ("A.csv", "4", "organization:o"),
        ("B.csv", "2", "person:a"),
        ("B.csv", "2", "person:c"),
    ]


def test_a_record_that_names_two_who_are_one_stands_once(tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", links=[("ASSOCIATE_OF", "person:a", "person:b", {})])
    ledger.judge("person:a", "person:b", "same", who="ann")

    assert find_places(ledger, find_entities(ledger)).rows() == [("A.csv", "2", "person:a")]


def test_an_empty_case_has_no_places(tmp_path):
    ledger = new_ledger(tmp_path)

    assert find_places(ledger, find_entities(ledger)).rows() == []
