"""What every graph engine promises (linkgraph/graph/base.py), held on each of them."""

import pytest

from linkgraph.errors import EngineError
from linkgraph.graph.base import Change, Projection, Watermark
from linkgraph.graph.engines import ENGINES
from linkgraph.graph.projection import project
from linkgraph.graph.sync import bring_up_to_date, projection_digest
from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger

MARK = Watermark("case-1", 1, 1)
COUNT = "MATCH (n:Entity) RETURN count(n) AS n"
PAID = {"amount_minor": 12_345, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    fill(
        made,
        "A",
        originator="MY/FIU",
        handling="H2",
        tlp="AMBER",
        reliability="B",
        credibility="2",
        entities=[("person:p", {"names": ["ปรีชา ศรีสุข", "Preecha"], "birth_dates": ["1990-05"]})],
        links=[
            ("PAID", "account:a", "account:b", PAID),
            ("PAID", "account:a", "account:b", PAID | {"amount_minor": 2}),
            ("HOLDS", "person:p", "account:a", {}),
        ],
    )
    return made


def test_no_engine_is_left_out(engines_tested):
    assert set(ENGINES) == engines_tested


def test_an_empty_graph_has_no_watermark(engine):
    assert engine.watermark() is None


def test_a_graph_shows_the_ledger_digest_by_digest(engine, ledger):
    bring_up_to_date(ledger, engine)

    assert projection_digest(engine.read()) == projection_digest(project(ledger))


def test_what_was_built_is_there_when_opened_again(open_graph, ledger):
    first = open_graph()
    bring_up_to_date(ledger, first)
    first.close()

    again = open_graph()

    assert again.watermark() == Watermark("case-1", ledger.version, load_schema().version)
    assert projection_digest(again.read()) == projection_digest(project(ledger))


def test_parallel_links_are_kept(engine, ledger):
    bring_up_to_date(ledger, engine)

    rows = engine.run("MATCH (:BankAccount)-[p:PAID]->() RETURN sum(p.amount_minor) AS s", {}).rows

    assert rows == ((12_347,),)


def test_every_entity_has_the_common_label_and_its_kind(engine, ledger):
    bring_up_to_date(ledger, engine)

    rows = engine.run(
        "MATCH (n:Entity:Person) RETURN n.id AS id, n.names AS names, n.birth_dates AS dates", {}
    ).rows

    assert rows == (("person:p", ["Preecha", "ปรีชา ศรีสุข"], ["1990-05"]),)


def test_an_absent_property_reads_as_null(engine, ledger):
    bring_up_to_date(ledger, engine)

    rows = engine.run("MATCH (n:Person) RETURN n.notes AS a, n.sex AS b", {}).rows

    assert rows == ((None, None),)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Person {id: 'x'}) RETURN n.id AS id",
        "MATCH (n:Person) SET n.caption = 'x' RETURN n.id AS id",
        "MATCH (n:Person) DETACH DELETE n",
        "MERGE (n:Person {id: 'x'}) RETURN n.id AS id",
        "this is no Cypher",
    ],
)
def test_a_question_cannot_write(engine, ledger, text):
    bring_up_to_date(ledger, engine)
    before = projection_digest(engine.read())

    with pytest.raises(EngineError):
        engine.run(text, {})

    assert projection_digest(engine.read()) == before


def test_any_text_is_a_parameter_and_never_a_query(engine, ledger):
    bring_up_to_date(ledger, engine)
    hostile = "x' OR 1=1 RETURN n //"

    rows = engine.run("MATCH (n:Entity {id: $id}) RETURN n.id AS id", {"id": hostile}).rows

    assert rows == ()


def test_markup_and_formulas_come_back_whole(engine, tmp_path):
    names = ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "ab\u202ecd", 'O\'Neil \\ "q"']
    ledger = new_ledger(tmp_path / "odd")
    fill(ledger, "A", entities=[("person:p", {"names": sorted(names)})])

    bring_up_to_date(ledger, engine)

    assert engine.run("MATCH (n:Person) RETURN n.names AS n", {}).rows == ((sorted(names),),)


def test_a_change_is_the_same_as_building_anew(engine, ledger):
    for name in "CDEFGH":
        fill(ledger, name, links=[("PAID", f"account:{name}", "account:b", PAID)] * 3)
    bring_up_to_date(ledger, engine)
    fill(ledger, "B", originator="NZ/Police", links=[("PAID", "account:c", "account:b", PAID)])

    outcome = bring_up_to_date(ledger, engine)

    assert outcome == "changed"
    assert projection_digest(engine.read()) == projection_digest(project(ledger))


def test_a_withdrawal_leaves_the_graph_as_if_it_had_never_come(engine, ledger):
    bring_up_to_date(ledger, engine)
    before = projection_digest(engine.read())
    gone = fill(
        ledger,
        "B",
        handling="H3",
        entities=[("person:p", {"names": ["Other"]}), ("person:q", {"nationalities": ["MY"]})],
        links=[("PAID", "account:z", "account:a", PAID), ("USES", "person:q", "phone:+60123", {})],
    )
    bring_up_to_date(ledger, engine)
    middle = projection_digest(engine.read())

    ledger.withdraw(gone.id, who="tester", reason="error")
    bring_up_to_date(ledger, engine)

    assert middle != before
    assert projection_digest(engine.read()) == before


def test_applying_a_change_twice_is_as_once(engine, ledger):
    bring_up_to_date(ledger, engine)
    whole = project(ledger)
    mark = Watermark("case-1", 9, 1)
    change = Change(mark, ["account:b"], {}, Projection(whole.nodes, {}))

    engine.apply(change)
    once = projection_digest(engine.read())
    engine.apply(change)

    assert projection_digest(engine.read()) == once
    assert engine.watermark() == mark


def test_an_upsert_removes_what_it_no_longer_says(engine, ledger):
    bring_up_to_date(ledger, engine)
    whole = project(ledger)
    person = whole.nodes["Person"].drop("birth_dates")

    engine.apply(Change(Watermark("case-1", 9, 1), [], {}, Projection({"Person": person}, {})))

    assert engine.run("MATCH (n:Person) RETURN n.birth_dates AS d", {}).rows == ((None,),)
    assert engine.run("MATCH (:Person)-[r:HOLDS]->() RETURN count(r) AS n", {}).rows == ((1,),)


def test_touching_names_what_a_source_says(engine, ledger):
    other = fill(ledger, "B", links=[("PAID", "account:c", "account:b", PAID)])
    bring_up_to_date(ledger, engine)

    nodes, links = engine.touching([other.id])

    assert nodes == ["account:b", "account:c"]
    assert links == {"PAID": ["paid:B-0"]}


def test_a_graph_of_another_schema_or_case_is_made_again(engine, ledger):
    engine.build(Projection(), Watermark("case-1", ledger.version, 0))

    assert bring_up_to_date(ledger, engine) == "built"


def test_info_counts_entities_and_links(engine, ledger):
    bring_up_to_date(ledger, engine)

    told = engine.info()

    entities, links = project(ledger).counts()
    assert (told["engine"], told["entities"], told["links"]) == (engine.name, entities, links)


def test_an_unknown_kind_gives_nothing_and_says_nothing(engine, ledger, capfd):
    bring_up_to_date(ledger, engine)

    rows = engine.run("MATCH (v:Vessel)-[r:LEADS]->(x) RETURN v.id AS id", {}).rows

    assert rows == ()
    assert capfd.readouterr() == ("", "")


def test_closing_twice_is_safe(engine):
    engine.close()
    engine.close()


def test_no_parallel_link_is_lost_however_they_come(engine, tmp_path):
    ledger = new_ledger(tmp_path / "parallel")
    for name in "ABCDEFGH":
        ends = ["account:z", "cashpoint:c"] * 5
        fill(
            ledger,
            name,
            links=[("PAID", f"account:{n % 2}", end, PAID) for n, end in enumerate(ends)],
        )
    bring_up_to_date(ledger, engine)
    fill(ledger, "I", links=[("PAID", "account:0", "account:z", PAID)] * 4)

    assert bring_up_to_date(ledger, engine) == "changed"

    rows = engine.run("MATCH (:BankAccount)-[p:PAID]->() RETURN count(p) AS n", {}).rows
    assert rows == ((84,),)
    assert projection_digest(engine.read()) == projection_digest(project(ledger))
