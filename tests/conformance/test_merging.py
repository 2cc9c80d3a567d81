"""Entities that judgements make, in every graph: by change and anew, undone, withdrawn."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.projection import project
from linkgraph.graph.sync import bring_up_to_date, projection_digest
from tests.builders import fill, make_source, new_ledger

PAID = {"amount_minor": 100, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
BOOKED = {"booking": "B1"}
PEOPLE = [f"person:{n}" for n in range(5)]


def filled(folder):
    """Two records of one woman, a third of somebody else, and much that has nothing to do with it."""
    made = new_ledger(folder)
    fill(
        made, "A", originator="NZ/Immigration",
        entities=[("person:b", {"names": ["Hoa Phan"], "nationalities": ["VN"]})],
        links=[
            ("USES", "person:b", "phone:+64211234567", {}),
            ("ASSOCIATE_OF", "person:b", "person:a", {}),
            ("ASSOCIATE_OF", "person:c", "person:b", {}),
            ("PAID_FOR", "account:1", "person:b", BOOKED),
        ],
    )  # fmt: skip
    fill(
        made, "B", originator="VN/Police", handling="H2", tlp="RED",
        entities=[("person:a", {"names": ["Phan Thị Hoa"], "nationalities": ["VN"]})],
        links=[
            ("USES", "person:a", "phone:+64211234567", {}),
            ("ASSOCIATE_OF", "person:c", "person:a", {}),
            ("PAID_FOR", "account:1", "person:a", BOOKED),
        ],
    )  # fmt: skip
    for name in "CDEF":
        fill(made, name, links=[("PAID", f"account:{name}", "account:1", PAID)] * 6)
    return made


@pytest.fixture
def ledger(tmp_path):
    return filled(tmp_path / "case")


def shown(engine):
    return projection_digest(engine.read())


def agrees(ledger, engine):
    return shown(engine) == projection_digest(project(ledger))


def test_judged_the_same_they_are_one_node_with_all_that_is_said(engine, ledger):
    bring_up_to_date(ledger, engine)
    ledger.judge("person:a", "person:b", "same", who="ann")

    outcome = bring_up_to_date(ledger, engine)

    assert outcome == "changed"
    assert agrees(ledger, engine)
    rows = engine.run(
        "MATCH (p:Person) RETURN p.id AS id, p.names AS names, p.originators AS by,"
        " p.handling AS handling, p.records AS records ORDER BY id", {},
    ).rows  # fmt: skip
    assert rows[0] == (
        "person:a", ["Hoa Phan", "Phan Thị Hoa"], ["NZ/Immigration", "VN/Police"], "H2 RED", 10,
    )  # fmt: skip
    assert [row[0] for row in rows] == ["person:a", "person:c"]


def test_links_that_become_the_same_are_one_with_all_evidence_and_events_stay(engine, ledger):
    bring_up_to_date(ledger, engine)
    ledger.judge("person:a", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)

    rows = engine.run(
        "MATCH (x)-[r]->(y) WHERE x.id = 'person:a' OR y.id = 'person:a'"
        " RETURN type(r) AS type, x.id AS a, y.id AS b, r.records AS n ORDER BY type, a, b", {},
    ).rows  # fmt: skip

    assert rows == (
        ("ASSOCIATE_OF", "person:c", "person:a", 2),
        ("NATIONAL_OF", "person:a", "country:VN", 10),
        ("PAID_FOR", "account:1", "person:a", 1),
        ("PAID_FOR", "account:1", "person:a", 1),
        ("USES", "person:a", "phone:+64211234567", 2),
    )


def test_what_was_undone_is_as_if_never_judged(engine, ledger):
    bring_up_to_date(ledger, engine)
    before = shown(engine), ledger.digest()
    ledger.judge("person:a", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)
    assert shown(engine) != before[0]

    ledger.undo(who="ann", reason="wrong photograph")

    assert bring_up_to_date(ledger, engine) == "changed"
    assert (shown(engine), ledger.digest()) == before


def test_a_number_that_comes_later_parts_them_again(engine, ledger):
    model = {"score": 0.99, "model": "splink", "who": "splink"}
    ledger.judge("person:a", "person:b", "same", **model)
    numbers = [
        ("national_id:10001", {"countries": ["VN"]}),
        ("national_id:20002", {"countries": ["VN"]}),
    ]
    bring_up_to_date(ledger, engine)
    source = fill(
        ledger, "N", entities=numbers,
        links=[
            ("HOLDS", "person:a", "national_id:10001", {}),
            ("HOLDS", "person:b", "national_id:20002", {}),
        ],
    )  # fmt: skip

    assert bring_up_to_date(ledger, engine) == "changed"
    assert agrees(ledger, engine)
    count = "MATCH (p:Person) RETURN count(p) AS n"
    assert engine.run(count, {}).rows == ((3,),)

    ledger.withdraw(source.id, who="ann", reason="error")
    bring_up_to_date(ledger, engine)
    assert agrees(ledger, engine)
    assert engine.run(count, {}).rows == ((2,),)


def test_a_withdrawn_record_leaves_the_other_by_itself(engine, ledger):
    ledger.judge("person:a", "person:b", "same", who="ann")
    source = fill(ledger, "Z", entities=[("person:0", {"names": ["Hoa"]})])
    ledger.judge("person:0", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)
    assert engine.run("MATCH (p:Person) RETURN min(p.id) AS id", {}).rows == (("person:0",),)

    ledger.withdraw(source.id, who="ann", reason="error")
    bring_up_to_date(ledger, engine)

    assert agrees(ledger, engine)
    assert engine.run("MATCH (p:Person) RETURN min(p.id) AS id", {}).rows == (("person:a",),)


def test_a_graph_whose_change_failed_half_way_goes_on(open_graph, ledger, monkeypatch):
    engine = open_graph()
    bring_up_to_date(ledger, engine)
    ledger.judge("person:a", "person:b", "same", who="ann")

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("linkgraph.graph.kglite_engine.KgliteEngine._keep", killed)
        patch.setattr("linkgraph.graph.neo4j_writer.Statement.run", killed)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(ledger, engine)
    engine.close()

    again = open_graph()
    bring_up_to_date(ledger, again)
    assert agrees(ledger, again)


def test_when_most_of_the_case_is_judged_anew_the_graph_is_made_again(engine, ledger):
    for number in range(20):
        fill(ledger, f"P{number}", entities=[(f"person:x{number:02}", {"names": ["x"]})])
    bring_up_to_date(ledger, engine)
    for number in range(19):
        ledger.judge(f"person:x{number:02}", f"person:x{number + 1:02}", "same", who="ann")

    assert bring_up_to_date(ledger, engine) == "built"
    assert agrees(ledger, engine)


def test_a_run_that_only_scores_anew_rewrites_nobody(engine, ledger, monkeypatch):
    model = {"model": "splink", "who": "splink"}
    ledger.judge("person:a", "person:b", "same", score=0.9, **model)
    bring_up_to_date(ledger, engine)
    ledger.judge("person:a", "person:b", "same", score=0.8, **model)
    written = []
    apply = type(engine).apply
    monkeypatch.setattr(
        type(engine), "apply", lambda self, change: (written.append(change), apply(self, change))
    )

    assert bring_up_to_date(ledger, engine) == "changed"

    assert [(list(c.gone_nodes), c.gone_links, c.upsert.counts()) for c in written] == [
        ([], {}, (0, 0))
    ]
    assert agrees(ledger, engine)


def test_where_judgements_were_erased_the_graph_is_made_again(engine, ledger):
    """Nobody can tell any more who was part of whom."""
    source = fill(ledger, "Z", entities=[("person:z", {})])
    ledger.judge("person:a", "person:z", "same", who="ann")
    bring_up_to_date(ledger, engine)

    ledger.withdraw(source.id, who="ann", reason="error")

    assert bring_up_to_date(ledger, engine) == "built"
    assert agrees(ledger, engine)


def test_organizations_are_one_node_too(engine, ledger):
    fill(ledger, "O", entities=[("organization:x", {"names": ["River Travel"], "countries": ["MY"]}),
                                ("organization:y", {"names": ["Sungai Travel"], "countries": ["MY"]})],
         links=[("HOLDS", "organization:x", "account:1", {}), ("HOLDS", "organization:y", "account:1", {}),
                ("OWNS", "person:b", "organization:y", {})])  # fmt: skip
    ledger.judge("person:a", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)
    ledger.judge("organization:x", "organization:y", "same", who="ann")

    bring_up_to_date(ledger, engine)

    assert agrees(ledger, engine)
    rows = engine.run(
        "MATCH (o:Organization)<-[r:OWNS]-(p) RETURN o.id AS o, o.names AS names, p.id AS p", {}
    ).rows
    assert rows == (("organization:x", ["River Travel", "Sungai Travel"], "person:a"),)


def test_once_brought_up_to_date_there_is_nothing_to_do(engine, ledger):
    ledger.judge("person:a", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)

    assert bring_up_to_date(ledger, engine) == "current"


def test_a_role_that_comes_later_parts_them_and_a_person_joins_them_again(engine, ledger):
    ledger.judge("person:a", "person:b", "same", score=0.9, model="splink", who="splink")
    bring_up_to_date(ledger, engine)
    fill(ledger, "R", links=[("SUSPECT_IN", "person:a", "casefile:c", {}),
                             ("VICTIM_IN", "person:b", "casefile:c", {})])  # fmt: skip
    people = "MATCH (p:Person) RETURN count(p) AS n"

    bring_up_to_date(ledger, engine)
    assert agrees(ledger, engine)
    assert engine.run(people, {}).rows == ((3,),)

    ledger.judge("person:a", "person:b", "same", who="ann")
    bring_up_to_date(ledger, engine)
    assert agrees(ledger, engine)
    assert engine.run(people, {}).rows == ((2,),)


pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda p: p[0] < p[1])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), pairs, st.sampled_from(["same", "same", "different", "unsure"]),
                  st.sampled_from(["ann", "bob", "splink"])),
        st.tuples(st.just("fill"), st.integers(0, 3), st.sampled_from(PEOPLE), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.sampled_from(["latest", "all"])),
        st.tuples(st.just("sync")),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


def said_of(person, what):
    """Return what a small source says: a role, a number, a tie to the next, a journey."""
    after = PEOPLE[(PEOPLE.index(person) + 1) % len(PEOPLE)]
    return {
        0: {"links": [("SUSPECT_IN", person, "casefile:c", {})]},
        1: {"links": [("VICTIM_IN", person, "casefile:c", {})]},
        2: {"entities": [(f"national_id:1000{person[-1]}", {"countries": ["VN"]})],
            "links": [("HOLDS", person, f"national_id:1000{person[-1]}", {})]},
        3: {"links": [("ASSOCIATE_OF", person, after, {}), ("FAMILY_OF", after, person, {})]},
        4: {"entities": [(person, {"names": [person], "nationalities": ["VN", "NZ"]})]},
        5: {"links": [("BOOKED_FOR", person, after, {"id": "booked_for:x-1"}),
                      ("USES", person, "phone:+64211234567", {})]},
    }[what]  # fmt: skip


def take(ledger, step):
    match step:
        case ("judge", (left, right), verdict, who):
            told = {"score": 0.9, "model": who} if who == "splink" else {}
            ledger.judge(left, right, verdict, who=who, **told)
        case ("fill", number, person, what):
            held = {row.source.file for row in ledger.sources()}
            if f"S{number}.csv" not in held:
                fill(ledger, f"S{number}", **said_of(person, what))
        case ("withdraw", number):
            source = make_source(f"S{number}")
            if source.id in {row.source.id for row in ledger.sources()}:
                ledger.withdraw(source.id, who="ann", reason="error")
        case ("undo", which) if ledger.judgements():
            ledger.undo(who="ann", reason="error", all_=which == "all")


def started(folder):
    made = new_ledger(folder)
    fill(made, "own", entities=[(one, {"names": [one]}) for one in PEOPLE],
         links=[("USES", one, "phone:+64211234567", {}) for one in PEOPLE]
         + [("PAID", "account:1", "account:2", PAID)] * 60)  # fmt: skip
    return made


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(steps)
def test_whatever_was_done_the_graph_shows_the_ledger(told):
    with tempfile.TemporaryDirectory() as name:
        ledger = started(Path(name))
        engine = KgliteEngine(Path(name) / "graph.kgl")
        for step in told:
            take(ledger, step)
            if step == ("sync",):
                bring_up_to_date(ledger, engine)
                assert agrees(ledger, engine)
        bring_up_to_date(ledger, engine)
        assert agrees(ledger, engine)
        assert ledger.check() == []
        ledger.close()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps)
def test_undoing_all_is_never_having_judged(told):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        judged, never = started(Path(one)), started(Path(two))
        for step in told:
            take(judged, step)
            if step[0] in {"fill", "withdraw"}:
                take(never, step)
        if judged.judgements():
            judged.undo(who="ann", reason="error", all_=True)

        assert judged.digest() == never.digest()
        assert projection_digest(project(judged)) == projection_digest(project(never))
        judged.close()
        never.close()


extra = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["same", "different", "unsure"]),
              st.sampled_from(["ann", "splink"])),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps, extra, st.integers(0, 5))
def test_a_withdrawn_source_is_as_if_it_had_never_come(told, judged, what):
    """What was judged on others stays; what was judged on its own record goes with it."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        came, never = started(Path(one)), started(Path(two))
        for step in told:
            take(came, step)
            take(never, step)
        source = fill(came, "own z", **said_of(PEOPLE[0], what) | {"entities": [("person:z", {})]})
        for other, verdict, who in judged:
            take(came, ("judge", (other, "person:z"), verdict, who))

        came.withdraw(source.id, who="ann", reason="error")

        assert came.digest() == never.digest()
        assert projection_digest(project(came)) == projection_digest(project(never))
        came.close()
        never.close()
