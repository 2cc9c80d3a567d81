"""What a person decides, what follows of it everywhere, and its undoing."""

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from linkgraph.graph.sync import projection_digest
from linkgraph.statements.stated import Stated
from tests.builders import fill

PAID = {"amount_minor": 100, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "kestrel", jurisdiction="NZ", agency="Joint cell")
    fill(
        made.ledger, "A", originator="NZ/Immigration",
        entities=[
            ("person:a", {"names": ["Hoa Phan"], "nationalities": ["VN"]}),
            ("person:c", {"names": ["Sakda"]}), ("organization:o", {"names": ["River Travel"]}),
        ],
        links=[("USES", "person:a", "phone:+64211234567", {}),
               ("ASSOCIATE_OF", "person:a", "person:b", {"relationship": "sister"})],
    )  # fmt: skip
    fill(
        made.ledger, "B", originator="VN/Police",
        entities=[("person:b", {"names": ["Phan Thị Hoa"], "nationalities": ["VN"]})],
        links=[("USES", "person:b", "phone:+64211234567", {}),
               ("USES", "person:b", "phone:+84900000000", {}),
               ("ASSOCIATE_OF", "person:c", "person:b", {})],
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def merged(case):
    case.decide("person:b", "person:a", "same", why="one face")
    return case


def test_a_decision_is_put_on_record_with_who_and_why(merged, monkeypatch):
    made = merged.ledger.judgements()[0]

    assert (made.verdict, made.model, made.reasons) == ("same", "person", ("one face",))
    assert merged.ledger.history()[-1].action == "judged"


def test_an_id_leads_to_the_entity_that_it_is_part_of(merged):
    assert merged.entity_of("person:b") == merged.entity_of("person:a") == "person:a"
    assert merged.entity_of("person:c") == "person:c"
    assert merged.entity_of("phone:+64211234567") == "phone:+64211234567"
    assert merged.entities().members("person:b") == ("person:a", "person:b")


@pytest.mark.parametrize("one", ["person:a", "person:b"])
def test_what_is_said_of_any_of_its_records_explains_an_entity(merged, one):
    found = merged.explain([one])

    assert {e.id for e in found} == {"person:a", "person:b"}
    assert {e.source.source.file for e in found} == {"A.csv", "B.csv"}


def test_a_link_that_is_one_by_now_is_explained_by_all_who_say_it(merged):
    links = merged.network(["USES"]).links
    shared = links.filter(links["to_id"] == "phone:+64211234567")

    found = merged.explain(shared["link_id"].to_list())

    assert shared.height == 1
    assert {(e.start, e.source.source.file) for e in found} == {
        ("person:a", "A.csv"), ("person:b", "B.csv"),
    }  # fmt: skip


def test_a_link_that_only_the_other_record_has_is_explained_too(merged):
    links = merged.network(["USES"]).links
    other = links.filter(links["to_id"] == "phone:+84900000000")

    assert other["from_id"].to_list() == ["person:a"]
    assert [e.start for e in merged.explain(other["link_id"].to_list())] == ["person:b"]


def test_a_derived_link_is_explained_by_all_records(merged):
    links = merged.network(["NATIONAL_OF"]).links

    assert links["from_id"].to_list() == ["person:a"]
    assert {e.id for e in merged.explain(links["link_id"].to_list())} == {"person:a", "person:b"}


def test_a_link_between_two_that_are_one_is_not_drawn_and_stays_explained(merged):
    links = merged.network(["ASSOCIATE_OF"]).links

    assert links.select("from_id", "to_id").rows() == [("person:c", "person:a")]
    said = merged.explain(["person:b"], with_links=True)
    assert {e.properties.get("relationship") for e in said if e.part == "link"} >= {"sister"}


@pytest.mark.parametrize("one", ["person:a", "person:b"])
def test_a_question_about_either_id_is_about_the_entity(merged, one):
    frame = merged.ask("network/linked", id=one, depth=1)

    assert "phone:+84900000000" in set(frame["entity_id"])
    assert merged.answer("network/linked", {"id": one, "depth": 1}).params["id"] == ["person:a"]


def test_two_ids_of_one_entity_are_asked_about_once(merged):
    asked = merged.answer("network/common_contacts", {"ids": "person:a,person:b,person:c"})

    assert asked.params["ids"] == ["person:a", "person:c"]


def test_an_id_that_was_merged_away_is_found(merged):
    assert [row[0] for row in merged.find("person:b").rows] == ["person:a"]
    assert [row[0] for row in merged.find("phan thi").rows] == ["person:a"]


def test_a_view_around_a_merged_id_shows_the_entity(merged):
    made = merged.release(around=("person:b",), depth=1)

    assert "person:a" in {one.id for one in made.entities}
    assert "person:b" not in {one.id for one in made.entities}


def test_what_is_stated_of_a_merged_id_holds_for_the_entity_and_stays_with_the_record(merged):
    merged.state("person:b", Stated(why="interviewed", role="victim"))
    assert "Hoa" not in repr(merged.release())

    merged.undo(reason="another face")

    shown = {one.id for one in merged.release().entities}
    assert "person:a" in shown
    assert "person:b" not in shown


def test_undo_gives_all_back(case):
    before = case.digest(), projection_digest(case.engine().read())
    case.decide("person:b", "person:a", "same", why="one face")
    case.sync()

    case.undo(reason="another face")

    assert (case.digest(), projection_digest(case.engine().read())) == before
    assert case.entity_of("person:b") == "person:b"
    assert case.check() == []


def test_same_as_is_a_decision_that_goes_with_its_statement(case):
    before = case.digest()
    source = case.state("person:b", Stated(why="same face", same_as="person:a"))
    assert case.entity_of("person:b") == "person:a"

    case.withdraw(source, reason="error")

    assert case.entity_of("person:b") == "person:b"
    assert case.digest() == before


def test_nothing_is_stated_where_the_two_cannot_be_one(case):
    before = case.ledger.version

    with pytest.raises(InputError, match="one kind"):
        case.state("person:b", Stated(why="x", same_as="organization:o"))

    assert case.ledger.version == before


def test_a_judgement_on_two_numbers_makes_them_one_nowhere(case):
    """An older case may hold one: a number is itself, whatever was said."""
    case.sync()
    case.ledger.judge("phone:+64211234567", "phone:+84900000000", "same", who="ann")
    fill(case.ledger, "C", links=[("USES", "person:c", "phone:+84900000000", {})])

    assert case.entity_of("phone:+84900000000") == "phone:+84900000000"
    assert case.check() == []


def test_where_each_record_stands_can_be_given_out(merged):
    rows = merged.places().rows()

    assert ("B.csv", "2", "person:a") in rows
    assert {row[2] for row in rows} == {"person:a", "person:c", "organization:o"}


@pytest.mark.parametrize(
    ("pair", "why", "said"),
    [
        (("person:a", "person:b"), " ", "reason"),
        (("person:a", "person:none"), "x", "no entity"),
        (("person:a", "organization:o"), "x", "one kind"),
        (("person:a", "person:a"), "x", "against itself"),
        (("phone:+64211234567", "phone:+84900000000"), "x", "persons and organizations"),
    ],
)
def test_what_cannot_be_decided_is_told_without_a_value(case, pair, why, said):
    before = case.ledger.version

    with pytest.raises(InputError, match=said) as told:
        case.decide(*pair, "same", why=why)

    assert case.ledger.version == before
    assert "person:" not in str(told.value)


def test_order_of_import_changes_no_entity(tmp_path):
    digests = []
    for order in ("ABC", "CAB", "BCA"):
        made = lg.create_case(tmp_path / order, jurisdiction="NZ", agency="Joint cell")
        for name in order:
            fill(made.ledger, name, entities=[(f"person:{name}", {"names": [name]})],
                 links=[("PAID", "account:1", "account:2", PAID)])  # fmt: skip
        told = {"model": "splink", "who": "splink"}
        made.ledger.judge("person:A", "person:B", "same", score=0.9, **told)
        made.ledger.judge("person:B", "person:C", "same", score=0.8, **told)
        made.ledger.judge("person:A", "person:C", "different", score=0.1, **told)
        digests.append(made.digest())
        assert made.entities().members("person:B") == ("person:A", "person:B")
        made.close()

    assert len(set(digests)) == 1
