"""What is particular to Neo4j; the promises of every engine are in tests/conformance."""

import os
import random
import subprocess
import sys
import time
from contextlib import closing

import neo4j
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from linkgraph.errors import EngineError, UnknownName
from linkgraph.graph import neo4j_load, neo4j_writer
from linkgraph.graph.base import Change, LinkShape, Projection, Watermark
from linkgraph.graph.neo4j_engine import open_neo4j
from linkgraph.graph.neo4j_schema import first_ddl, later_ddl, tables_of
from tests.graph.neo4j_sample import CASE, HOLDS, PAID, accounts, payments, people, sample

pytestmark = pytest.mark.neo4j

NOTHING = Projection()


@pytest.fixture(scope="module")
def driver(neo4j_server):
    """The server by itself, behind the engine's back."""
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(
        neo4j_server.uri, auth=auth, notifications_min_severity="OFF"
    ) as opened:
        yield opened


@pytest.fixture
def empty(driver):
    driver.execute_query("MATCH (n) DETACH DELETE n")
    yield driver
    driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture
def opened(neo4j_server, empty):
    """A way to open engines that are closed in the end."""
    engines = []

    def open_one(case_id=CASE):
        server = neo4j_server
        engines.append(open_neo4j(server.uri, server.user, server.password, case_id=case_id))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(opened):
    return opened()


def mark(version=1, case_id=CASE):
    return Watermark(case_id, version, 1)


def change(version=2, *, gone_nodes=(), gone_links=None, upsert=NOTHING):
    return Change(mark(version), gone_nodes, gone_links or {}, upsert)


def values(driver, cypher, **params):
    return [record.values() for record in driver.execute_query(cypher, params).records]


def assert_same(found, wanted):
    assert set(found.nodes) == set(wanted.nodes)
    assert set(found.links) == set(wanted.links)
    for name, frame in [*wanted.nodes.items(), *wanted.links.items()]:
        other = found.nodes[name] if name in found.nodes else found.links[name]
        assert_frame_equal(other, frame, check_column_order=False)


def test_what_is_built_is_read_back_with_its_types(engine):
    engine.build(sample(), mark())

    assert_same(engine.read(), sample())


def test_an_entity_carries_entity_and_its_kind(engine, driver):
    engine.build(sample(entities=2, links=0), mark())

    found = values(driver, "MATCH (n:Entity) RETURN labels(n)")
    assert sorted(sorted(labels) for (labels,) in found) == [
        ["BankAccount", "Entity"],
        ["Entity", "Person"],
    ]


def test_a_missing_value_and_an_empty_list_are_not_stored(engine, driver):
    frame = accounts(1).with_columns(
        pl.lit(None, pl.String).alias("caption"),
        pl.Series("banks", [[]], dtype=pl.List(pl.String)),
    )

    engine.build(Projection({"BankAccount": frame}), mark())

    ((keys,),) = values(driver, "MATCH (n:Entity) RETURN keys(n)")
    assert not {"caption", "banks", "countries"} & set(keys)


def test_building_again_replaces_the_graph(engine):
    engine.build(sample(40, 60), mark(1))

    engine.build(sample(10, 5), mark(2))

    assert engine.watermark() == mark(2)
    assert_same(engine.read(), sample(10, 5))


def test_an_empty_case_has_a_graph(engine):
    engine.build(NOTHING, mark())

    assert engine.watermark() == mark()
    assert engine.read() == NOTHING


def test_batches_are_bounded_in_rows(engine, monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 7)

    engine.build(sample(), mark())

    assert_same(engine.read(), sample())


def test_batches_are_bounded_in_bytes(monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_BYTES", 2_000)
    long = pl.DataFrame({"id": ["a", "b", "c", "d"], "caption": ["x" * 1_500] * 4})

    sizes = [part.height for _, part in neo4j_load._parts(long, 0)]

    assert sizes == [1, 1, 1, 1]


def test_a_large_graph_is_indexed_again_after_it_was_loaded(engine, driver, monkeypatch):
    engine.build(sample(), mark())
    monkeypatch.setattr(neo4j_load, "_MANY", 10)

    engine.build(sample(), mark(2))

    states = dict(values(driver, "SHOW INDEXES YIELD name, state"))
    wanted = later_ddl(["PAID", "HOLDS"])
    assert {name: states.get(name) for name in wanted} == dict.fromkeys(wanted, "ONLINE")
    assert_same(engine.read(), sample())


def test_constraints_and_indexes_come_from_the_schema(engine, driver):
    engine.build(sample(), mark())

    constraints = {name for (name,) in values(driver, "SHOW CONSTRAINTS YIELD name")}
    indexes = {name for (name,) in values(driver, "SHOW INDEXES YIELD name")}
    assert {"linkgraph_entity_id", "linkgraph_PAID_link_id"} <= constraints
    assert {*first_ddl(), *later_ddl(["PAID", "HOLDS"])} <= indexes
    assert "linkgraph_PAID_at" in indexes
    assert "linkgraph_HOLDS_at" not in indexes


def test_writing_scans_nothing_however_small_the_graph(engine, driver):
    engine.build(sample(), mark())

    wanted = change(gone_nodes=["x"], gone_links={"PAID": ["y"]}, upsert=sample())
    statements = [
        *neo4j_load._statements(wanted, tables_of(sample())),
        *(neo4j_load._written(table.create, table.frame) for table in tables_of(sample())),
    ]
    for text, params, _ in statements:
        summary = driver.execute_query(f"EXPLAIN {text}", dict(params)).summary
        assert "Scan" not in summary.plan["args"]["string-representation"]
    assert len(statements) == 10


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (Projection({"BankAccount": accounts(2)}, {PAID: payments(3, 3)}), "no entity"),
        (Projection({"BankAccount": pl.concat([accounts(1), accounts(1)])}), "have one id"),
        (Projection({"BankAccount": accounts(1).rename({"caption": "title"})}), "lacks: title"),
        (Projection({"BankAccount": accounts(1).drop("id")}), "lacks one of: id"),
        (
            Projection(
                {"BankAccount": accounts(3)}, {PAID: pl.concat([payments(2, 3), payments(1, 3)])}
            ),
            "have one id",
        ),
    ],
    ids=["end missing", "entity twice", "unknown column", "no id", "link twice"],
)
def test_a_projection_that_breaks_its_form_is_no_graph(engine, monkeypatch, broken, words):
    # Without its indexes, as a large graph is loaded, a link twice shows only in the end.
    monkeypatch.setattr(neo4j_load, "_MANY", 0)

    with pytest.raises(EngineError, match=words) as refused:
        engine.build(broken, mark())

    assert engine.watermark() is None
    assert "00001" not in str(refused.value)


def test_an_unknown_kind_is_refused_before_anything_is_written(engine):
    engine.build(sample(), mark())

    with pytest.raises(UnknownName):
        engine.build(Projection({"Bankaccount`) DETACH DELETE (n": accounts(1)}), mark(2))

    assert_same(engine.read(), sample())


class Killed(BaseException):
    """Stands for a kill: nothing that tidies up may catch it."""


def kill_after(monkeypatch, steps):
    """Let a build run so many transactions, then end it; return the transactions as they come."""
    seen = []
    step = neo4j_writer.Writer.step

    def counted(self, state, done, statements):
        if len(seen) == steps:
            raise Killed
        seen.append((state, done))
        return step(self, state, done, statements)

    monkeypatch.setattr(neo4j_writer.Writer, "step", counted)
    return seen


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 10)


@pytest.mark.usefixtures("small_batches")
def test_a_build_goes_on_where_it_was_killed(opened, monkeypatch):
    with monkeypatch.context() as patched:
        kill_after(patched, steps=6)
        with pytest.raises(Killed):
            opened().build(sample(40, 60), mark())
    seen = kill_after(monkeypatch, steps=None)
    engine = opened()

    engine.build(sample(40, 60), mark())

    # Two empty deletions and four batches of ten stood; 120 rows were to be written.
    assert seen == [("loading", done) for done in range(50, 121, 10)]
    assert_same(engine.read(), sample(40, 60))


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("other", [(mark(2), 60), (mark(1), 61)], ids=["version", "content"])
def test_a_build_of_something_else_begins_anew(opened, monkeypatch, other):
    watermark, links = other
    with monkeypatch.context() as patched:
        kill_after(patched, steps=6)
        with pytest.raises(Killed):
            opened().build(sample(40, 60), mark(1))
    engine = opened()

    engine.build(sample(40, links), watermark)

    assert engine.watermark() == watermark
    assert_same(engine.read(), sample(40, links))


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 9])
def test_a_graph_half_made_says_so_and_answers_nothing(opened, monkeypatch, steps):
    engine = opened()
    engine.build(sample(), mark())
    monkeypatch.setattr(neo4j_load, "_DELETE_ROWS", 15)
    kill_after(monkeypatch, steps)

    with pytest.raises(Killed):
        opened().build(sample(40, 60), mark(2))

    assert engine.watermark() is None
    for question in (engine.read, lambda: engine.touching(["source:a"]), lambda: count(engine)):
        with pytest.raises(EngineError, match="missing, or is being made"):
            question()


def count(engine):
    return engine.run("MATCH (n:Entity) RETURN count(n) AS n", {}).rows[0][0]


def test_a_process_killed_at_any_moment_is_made_good(neo4j_server, opened, monkeypatch):
    size = (300, 1_500)
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 100)
    monkeypatch.setattr(neo4j_load, "_DELETE_ROWS", 100)
    environment = os.environ | {
        "LINKGRAPH_NEO4J_URI": neo4j_server.uri,
        "LINKGRAPH_NEO4J_USER": neo4j_server.user,
        "LINKGRAPH_NEO4J_PASSWORD": neo4j_server.password,
    }
    builder = [sys.executable, "-m", "tests.graph.neo4j_sample", *map(str, size)]
    engine = opened()
    engine.build(sample(*size), mark(0))
    start = time.monotonic()
    engine.build(sample(*size), mark(0))
    longest = time.monotonic() - start
    draw = random.Random(20260801)  # noqa: S311 - picks moments only
    states = set()

    for version in range(1, 11):
        process = subprocess.Popen(
            [*builder, str(version)], env=environment, stdout=subprocess.PIPE
        )
        with process:
            process.stdout.readline()
            time.sleep(draw.uniform(0, longest))
            process.kill()
        states.add(engine.watermark() is None)
        opened().build(sample(*size), mark(version))

        assert engine.watermark() == mark(version)
        assert_same(engine.read(), sample(*size))

    assert True in states, "no kill came while the graph was half made"


def test_of_two_processes_the_former_gives_way(opened, monkeypatch):
    monkeypatch.setattr(neo4j_load, "_BATCH_ROWS", 10)
    former, latter = opened(), opened()
    step = neo4j_writer.Writer.step

    def overtaken(self, state, done, statements):
        if done == 40:
            monkeypatch.setattr(neo4j_writer.Writer, "step", step)
            latter.build(sample(10, 10), mark(2))
        return step(self, state, done, statements)

    monkeypatch.setattr(neo4j_writer.Writer, "step", overtaken)

    with pytest.raises(EngineError, match="another process took over"):
        former.build(sample(40, 60), mark(1))

    assert former.watermark() == mark(2)
    assert_same(former.read(), sample(10, 10))


@pytest.fixture(params=[50_000, 0], ids=["at once", "in steps"])
def either_way(request, monkeypatch):
    monkeypatch.setattr(neo4j_load, "_MANY", request.param)


@pytest.mark.usefixtures("either_way")
def test_a_change_replaces_whole_and_twice_is_once(engine):
    engine.build(sample(), mark())
    upsert = Projection(
        {"BankAccount": accounts(2, "source:c").drop("countries")},
        {PAID: payments(3, 10, amount=100).drop("at", "at_s")},
    )
    wanted = change(gone_links={"HOLDS": ["holds:00003"]}, upsert=upsert)

    for _ in range(2):
        engine.apply(wanted)

        found = engine.read()
        assert engine.watermark() == mark(2)
        assert found.nodes["BankAccount"].height == 10
        assert found.nodes["BankAccount"]["sources"].to_list()[:3] == [
            *["source:c"] * 2,
            "source:a",
        ]
        assert found.nodes["BankAccount"]["countries"].to_list()[1] is None
        assert found.links[PAID].height == 30
        assert found.links[PAID]["amount_minor"].to_list()[:4] == [100, 200, 300, 4]
        assert found.links[PAID]["at"].to_list()[2:4] == [None, "2024-05-06T07:08:09Z"]
        assert found.links[HOLDS].height == 9


@pytest.mark.usefixtures("either_way")
def test_an_entity_goes_with_whatever_links_it_still_has(engine):
    engine.build(sample(), mark())

    engine.apply(change(gone_nodes=["account:00000", "account:99999"]))

    found = engine.read()
    assert "account:00000" not in found.nodes["BankAccount"]["id"]
    ends = pl.concat([f.select("from_id", "to_id") for f in found.links.values()])
    assert not (ends == "account:00000").to_numpy().any()


def test_an_entity_that_changes_kind_keeps_its_links(engine):
    engine.build(Projection({"BankAccount": accounts(2)}, {PAID: payments(1, 2)}), mark())
    moved = accounts(1).drop("number", "countries")

    engine.apply(change(upsert=Projection({"CashPoint": moved})))

    found = engine.read()
    assert found.nodes["BankAccount"]["id"].to_list() == ["account:00001"]
    assert found.nodes["CashPoint"]["id"].to_list() == ["account:00000"]
    assert list(found.links) == [LinkShape("PAID", "CashPoint", "BankAccount")]


def test_a_link_may_change_its_ends(engine):
    engine.build(Projection({"BankAccount": accounts(3)}, {PAID: payments(1, 3)}), mark())
    moved = payments(1, 3).with_columns(pl.lit("account:00002").alias("to_id"))

    engine.apply(change(upsert=Projection({}, {PAID: moved})))

    assert engine.read().links[PAID]["to_id"].to_list() == ["account:00002"]


def test_a_change_with_links_of_a_new_type_makes_their_indexes(engine, driver):
    for name in later_ddl(["HOLDS"]):
        driver.execute_query(f"DROP CONSTRAINT `{name}` IF EXISTS")
    engine.build(Projection(sample().nodes), mark())

    engine.apply(change(upsert=Projection({}, {HOLDS: sample().links[HOLDS]})))

    constraints = {name for (name,) in values(driver, "SHOW CONSTRAINTS YIELD name")}
    assert set(later_ddl(["HOLDS"])) <= constraints
    assert engine.read().links[HOLDS].height == 10


def test_a_change_that_fails_changes_nothing(engine):
    engine.build(sample(), mark())
    broken = Projection({"BankAccount": accounts(1, "source:z")}, {PAID: payments(1, 11)})
    broken.links[PAID][0, "to_id"] = "account:00999"

    with pytest.raises(EngineError, match="no entity of the graph"):
        engine.apply(change(upsert=broken))

    assert engine.watermark() == mark()
    assert_same(engine.read(), sample())


def test_a_large_change_that_is_killed_leaves_a_graph_that_says_so(opened, monkeypatch):
    engine = opened()
    engine.build(sample(), mark())
    monkeypatch.setattr(neo4j_load, "_MANY", 0)
    wanted = change(gone_nodes=["account:00000"], upsert=Projection({"Person": people(2)}))
    with monkeypatch.context() as patched:
        kill_after(patched, steps=1)
        with pytest.raises(Killed):
            engine.apply(wanted)
    half_way = engine.watermark()

    opened().apply(wanted)

    assert half_way is None
    assert engine.watermark() == mark(2)


def test_what_is_unfinished_cannot_be_changed(opened, monkeypatch):
    engine = opened()
    kill_after(monkeypatch, steps=0)
    with pytest.raises(Killed):
        engine.build(sample(), mark())

    for size in (50_000, 0):
        monkeypatch.setattr(neo4j_load, "_MANY", size)
        with pytest.raises(EngineError, match="missing or unfinished"):
            engine.apply(change())


def test_what_was_never_built_cannot_be_changed(engine, driver):
    with pytest.raises(EngineError, match="missing or unfinished"):
        engine.apply(change())

    assert values(driver, "MATCH (n) RETURN count(n)") == [[0]]


STRANGERS = ["CREATE (:Invoice {number: 7})", "CREATE (:Entity {id: 'theirs'})"]


@pytest.mark.parametrize("theirs", STRANGERS)
def test_a_database_of_somebody_else_is_refused(opened, driver, theirs):
    driver.execute_query(theirs)

    with pytest.raises(EngineError, match="not linkgraph's") as refused:
        opened()

    assert "LINKGRAPH_NEO4J_DATABASE" in refused.value.remedy


@pytest.mark.parametrize("theirs", STRANGERS)
def test_what_somebody_else_wrote_since_is_not_touched(engine, driver, theirs):
    driver.execute_query(theirs)
    before = values(driver, "MATCH (n) RETURN labels(n), properties(n)")

    with pytest.raises(EngineError, match="not linkgraph's"):
        engine.build(sample(), mark())

    assert values(driver, "MATCH (n) RETURN labels(n), properties(n)") == before


def test_what_somebody_adds_beside_a_graph_is_not_touched(engine, driver):
    engine.build(sample(), mark())
    driver.execute_query("CREATE (:Invoice {number: 7})")

    with pytest.raises(EngineError, match="not linkgraph's"):
        engine.build(sample(), mark(2))

    assert values(driver, "MATCH (n:Invoice) RETURN n.number") == [[7]]
    assert values(driver, "MATCH (n:Entity) RETURN count(n)") == [[20]]


def test_another_case_is_refused(opened):
    opened().build(sample(), mark())

    with pytest.raises(EngineError, match="another case"):
        opened("case-two")


def test_another_case_that_came_first_is_not_touched(opened):
    late = opened("case-two")
    engine = opened()
    engine.build(sample(), mark())

    with pytest.raises(EngineError, match="another case"):
        late.build(sample(2, 0), mark(1, "case-two"))
    with pytest.raises(EngineError, match="missing or unfinished"):
        late.apply(Change(mark(2, "case-two"), ["account:00000"], {}, NOTHING))

    assert_same(engine.read(), sample())


def test_an_empty_database_has_no_watermark(engine):
    assert engine.watermark() is None


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Person) WITH n LIMIT 1 DETACH DELETE n",
        "MATCH ()-[r:PAID]->() WITH r LIMIT 1 DELETE r",
        "MATCH (w:LinkgraphWatermark) REMOVE w.version",
        "MATCH (w:LinkgraphWatermark) DELETE w",
        "MATCH (w:LinkgraphWatermark) SET w.state = 'clearing'",
    ],
)
def test_a_damaged_graph_has_no_watermark(engine, driver, damage):
    engine.build(sample(), mark())

    driver.execute_query(damage)

    assert engine.watermark() is None


def test_what_people_draw_between_entities_is_no_damage(engine, driver):
    engine.build(sample(), mark())

    driver.execute_query("MATCH (a:Person), (b:BankAccount) CREATE (a)-[:NOTED]->(b)")

    assert engine.watermark() == mark()
    assert_same(engine.read(), sample())


def test_info_tells_where_and_how_much(engine, neo4j_server):
    engine.build(sample(), mark())

    info = engine.info()

    assert info.pop("version").split(".")[0] in {"5", "2025", "2026"}
    assert info == {
        "engine": "neo4j",
        "entities": 20,
        "links": 40,
        "place": neo4j_server.uri.partition("//")[2],
    }


@pytest.fixture
def asked(engine):
    engine.build(Projection({"BankAccount": accounts(2)}, {PAID: payments(1, 2)}), mark())
    return engine


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Entity {id: 'x'}) RETURN n.id",
        "MERGE (n:Entity {id: 'x'}) RETURN n.id",
        "MATCH (n) SET n.caption = 'x'",
        "MATCH (n:Entity) REMOVE n:Entity",
        "MATCH (n) DETACH DELETE n",
        "CALL { CREATE (n:Entity {id: 'x'}) RETURN n } RETURN n.id",
        "MATCH (n) CALL (n) { SET n.caption = 'x' } IN TRANSACTIONS RETURN 1 AS x",
        "FOREACH (x IN [1] | CREATE (:Entity))",
        "CREATE INDEX mine FOR (n:Entity) ON (n.caption)",
        "DROP CONSTRAINT linkgraph_entity_id",
        "CREATE USER someone SET PASSWORD 'long-enough'",
        "CALL db.createLabel('Mine')",
        "CALL dbms.killConnections([])",
    ],
)
def test_a_question_cannot_write(asked, driver, cypher):
    before = values(driver, "MATCH (n) RETURN labels(n), properties(n) ORDER BY n.id")

    with pytest.raises(EngineError, match="cannot write"):
        asked.run(cypher, {})

    assert values(driver, "MATCH (n) RETURN labels(n), properties(n) ORDER BY n.id") == before
    assert asked.watermark() == mark()


@pytest.mark.parametrize(
    "cypher",
    [
        "LOAD CSV FROM $address AS line RETURN line",
        "CALL { LOAD CSV FROM $address AS line RETURN line } RETURN line",
        "RETURN COLLECT { LOAD CSV FROM $address AS line RETURN line } AS lines",
        "MATCH (n) WHERE EXISTS { CALL db.labels() YIELD label RETURN label } RETURN n.id",
        "CALL db.labels()",
        "SHOW TRANSACTIONS",
        "SHOW SETTINGS",
        "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    ],
)
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_question_opens_no_file_and_no_address(asked, tmp_path, cypher, scheme):
    secret = tmp_path / "secret.csv"
    secret.write_text("secret", encoding="utf-8")
    address = secret.as_uri() if scheme == "file" else "http://127.0.0.1:9/"

    with pytest.raises(EngineError, match="only reads its own graph"):
        asked.run(cypher, {"address": address})


def test_a_read_transaction_refuses_a_write_that_the_plan_let_by(asked, driver, monkeypatch):
    monkeypatch.setattr("linkgraph.graph.neo4j_driver.refuse_all_but_reads", lambda _: None)

    with pytest.raises(EngineError, match="cannot write"):
        asked.run("CREATE (:Entity {id: 'x'})", {})

    assert values(driver, "MATCH (n:Entity) RETURN count(n)") == [[2]]


def test_a_question_gives_plain_values_only(asked):
    rows = asked.run(
        """
        MATCH p = (a:Entity)-[r:PAID]->(b:Entity)
        RETURN a, r, p, [a, {b: b}] AS nested, date('2024-02-29') AS day,
               duration('P1D') AS span, point({x: 1, y: 2}) AS place, null AS none, 1.5 AS number
        """,
        {},
    )

    assert rows.columns == ("a", "r", "p", "nested", "day", "span", "place", "none", "number")
    assert rows.rows == (
        (
            "account:00000",
            "paid:000000",
            ["account:00000", "paid:000000", "account:00001"],
            ["account:00000", {"b": "account:00001"}],
            "2024-02-29",
            "P1D",
            [1.0, 2.0],
            None,
            1.5,
        ),
    )


def test_a_parameter_is_never_read_as_cypher(asked):
    text = "' }) DETACH DELETE (n) //"

    assert asked.run("RETURN $text AS text", {"text": text}).rows == ((text,),)


@pytest.mark.parametrize(
    ("cypher", "params", "words"),
    [
        ("MATCH (n:Entity)\nRETURN nobody", {}, r"not Cypher .*\(line 2, column 8\)"),
        ("", {}, "not Cypher"),
        ("RETURN 1 AS x; RETURN 2 AS x", {}, "not Cypher .*line 1"),
        ("RETURN $absent AS x", {"other": "Somchai"}, "given no value"),
        ("RETURN 1 / $zero AS x", {"zero": 0}, "failed while it ran"),
        ("RETURN $big AS x", {"big": 2**63}, "cannot be sent"),
        ("RETURN $text AS x", {"text": "\ud800"}, "cannot be sent"),
        ("RETURN date($text) AS x", {"text": "Somchai"}, "a value given to it"),
    ],
)
def test_a_question_that_fails_says_why_in_our_words(asked, cypher, params, words):
    with pytest.raises(EngineError, match=words) as failed:
        asked.run(cypher, params)

    assert "Somchai" not in str(failed.value)
    assert "Neo.ClientError" not in str(failed.value)
    assert failed.value.remedy
    assert failed.value.__cause__ is not None


def test_an_answer_across_a_change_is_refused(asked, opened, monkeypatch):
    def change_now(_):
        opened().apply(change(2, gone_nodes=["account:00000"]))

    monkeypatch.setattr("linkgraph.graph.neo4j_driver.refuse_all_but_reads", change_now)

    with pytest.raises(EngineError, match="changed while it was asked"):
        count(asked)


def test_touching_knows_a_source_by_its_whole_id(engine):
    engine.build(sample(4, 2), mark())

    assert engine.touching(["source:b", "source"]) == (
        ["person:00000", "person:00001"],
        {"HOLDS": ["holds:00000", "holds:00001"]},
    )
    assert engine.touching(["source:a"])[1] == {"PAID": ["paid:000000", "paid:000001"]}
    assert engine.touching([]) == ([], {})


def test_closing_twice_is_safe(engine):
    engine.close()
    engine.close()


def test_no_failure_prints_anything(neo4j_server, capfd):
    with pytest.raises(EngineError) as refused:
        open_neo4j(neo4j_server.uri, "nobody-else", "not-the-pass-word", case_id=CASE)

    assert capfd.readouterr() == ("", "")
    assert "not-the-pass-word" not in f"{refused.value} {refused.value.__cause__!r}"


def test_an_engine_opens_the_database_that_is_named(neo4j_server, empty):
    server = neo4j_server
    with closing(
        open_neo4j(server.uri, server.user, server.password, "neo4j", case_id=CASE)
    ) as engine:
        assert engine.watermark() is None
    with pytest.raises(EngineError, match="no database of that name") as refused:
        open_neo4j(server.uri, server.user, server.password, "absent", case_id=CASE)

    assert "LINKGRAPH_NEO4J_DATABASE" in refused.value.remedy
