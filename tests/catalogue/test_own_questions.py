"""A user's own folder: hostile files are refused before any engine sees them, and by each engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.catalogue import list_questions
from linkgraph.catalogue.load import read_question
from linkgraph.catalogue.only_reads import check_reads
from linkgraph.errors import EngineError, InputError, QuestionError
from linkgraph.graph.sync import bring_up_to_date
from tests.builders import fill, ledger_of

HEAD = """// +++
// title = "Mine"
// question = "Which phones?"
// caution = "A number is not a person."
// identity = ["phone_id"]
// {more}
// [returns]
// phone_id = "Phone"
// +++
"""
TEXT = "MATCH (p:Phone) RETURN p.id AS phone_id, [p.sources] AS sources"
HOSTILE = [
    "CREATE (p:Phone {id: 'x'})",
    "MATCH (p) SET p.x = 1 RETURN p",
    "MATCH (p)\n\tset p.x = 1 RETURN p",
    "MATCH (p) SET/**/p.x = 1 RETURN p",
    "MATCH (p) /* harmless */ DELETE p",
    "MATCH (p) DETACH DELETE p",
    "MATCH (p) REMOVE p.x RETURN p",
    "MERGE (p:Phone {id: 'x'}) RETURN p",
    "MATCH (a) INSERT (b:Phone) RETURN a",
    "MATCH (p) FOREACH (x IN [1] | CREATE (q)) RETURN p",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (p) WITH p LOAD\nCSV FROM 'http://example.test' AS row RETURN row",
    "CALL dbms.components() YIELD name RETURN name",
    "MATCH (p) CALL apoc.load.json('http://example.test') YIELD value RETURN value",
    "MATCH (p) CALL { CREATE (q) } RETURN p",
    "MATCH (p) CALL { MATCH (q) DELETE q } IN TRANSACTIONS RETURN p",
    "USE other MATCH (p) RETURN p",
    "DROP INDEX x",
    "SHOW DATABASES",
    "SHOW USERS YIELD user RETURN user",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "ALTER USER neo4j SET PASSWORD 'x'",
    "GRANT ROLE admin TO x",
    "EXPLAIN MATCH (p) RETURN p",
    "PROFILE MATCH (p) RETURN p",
    "CYPHER 25 MATCH (p) RETURN p",
    "MATCH (p) RETURN p; MATCH (q) RETURN q",
    "MATCH (p) \\u0053ET p.x = 1 RETURN p",
    "MATCH (p) WHERE p.x = '\\u0027 SET p.y = 1 RETURN p //'",
    "MATCH (p) WHERE p.x = 'it\\'s' SET p.y = 1 RETURN p",
    "MATCH (p) WHERE p.x = `a``b` SET p.y = 1 RETURN p",
    "MATCH (p) WHERE p.x > 1.SET p.y = 1 RETURN p",
    "MATCH (p) WHERE p.x > 1e5.SET p.y = 1 RETURN p",
    "MATCH (p) WHERE p.x > 1..SET p.y = 1 RETURN p",
    "/* never closed CREATE */ MATCH (p) DELETE p",
]


def write(folder, text, *, more="", name="mine/phones"):
    path = folder / f"{name}.cypher"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD.format(more=more) + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_does_more_than_read_is_refused(tmp_path, text):
    with pytest.raises(QuestionError, match="reads only") as told:
        read_question(write(tmp_path, text), "mine/phones")

    assert told.value.exit_code == 2
    assert "etc/passwd" not in str(told.value)


@pytest.mark.parametrize("text", HOSTILE)
def test_so_is_one_that_is_asked_when_a_row_is_opened(tmp_path, text):
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    more = f'explain = "{quoted} LIMIT $paths"'

    with pytest.raises(QuestionError, match="reads only"):
        read_question(write(tmp_path, TEXT, more=more), "mine/phones")


@pytest.mark.parametrize("text", HOSTILE)
def test_so_is_a_twin_for_one_engine(tmp_path, text):
    path = write(tmp_path, TEXT)
    path.with_name("phones.neo4j.cypher").write_text(text, encoding="utf-8")

    with pytest.raises(QuestionError, match="reads only"):
        read_question(path, "mine/phones")


@given(st.sampled_from(["SET", "CALL", "DELETE", "MERGE"]), st.sampled_from("\n\t /"), st.text())
def test_no_text_around_it_hides_a_word_that_writes(word, space, around):
    noise = around.replace("\\", "").replace("'", "").replace("*/", "")
    gap = "/* x */" if space == "/" else space

    with pytest.raises(QuestionError):
        check_reads(f"MATCH (p) WHERE p.x = '{noise}'{gap}{word}{gap}p.y = 1 RETURN p", "x/y")


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (p) WHERE p.set = 'CREATE' AND p.call <> \"DELETE me\" RETURN p",
        "match (p) // CREATE nothing\nRETURN p",
        "MATCH (p:`Set`) WHERE p.x = 'it\\'s; DROP' RETURN p",
        "MATCH (p) RETURN nodes(p)[0].set AS a, head([p]).delete AS b, p . call AS c, p1.at.merge AS d",
        "OPTIONAL MATCH (p) RETURN p.created AS settled",
        "UNWIND $ids AS one WITH one RETURN one",
        "// what it is for\nWITH 1 AS x RETURN x",
    ],
)
def test_words_that_only_look_so_are_let_through(text):
    assert check_reads(text, "x/y") == text.strip()


@pytest.mark.parametrize("text", ["CREATE (p:Phone)", "MATCH (p:Phone) SET p.x = 1", "MATCH (p) DELETE p"])  # fmt: skip
def test_each_engine_refuses_to_write_whatever_the_check_lets_through(engine, tmp_path, text):
    told = [{"name": "A", "entities": [["phone:+641", {}]]}]
    ledger = ledger_of(tmp_path / "case", told)
    bring_up_to_date(ledger, engine)

    with pytest.raises(EngineError):
        engine.run(text, {})

    assert engine.run("MATCH (p:Phone) WHERE p.x IS NULL RETURN count(p) AS n", {}).rows == ((1,),)


# Front matter ----------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        'identity = "phone_id"',
        "identity = [1]",
        "money = 3",
        "params = 3",
        "params.x = 3",
        'shared = "most"',
        'shared = ["colour"]',
        'shared = ["most"]\n// [params.most]\n// type = "int"\n// help = "x"',
        '[params.x]\n// type = "int"\n// help = "x"\n// default = "1]-() DELETE n //"',
        '[params.x]\n// type = "links"\n// help = "x"\n// default = ["PAID]-(n) DETACH DELETE n//"]',
        '[params.x]\n// type = "int"\n// help = "x"\n// least = "1"',
        '[params.x]\n// type = "int"\n// help = "x"\n// inline = 1',
        '[params.x]\n// type = "grade"\n// help = "x"\n// default = "Q"',
        'explain = "MATCH (p {id: $row_nothing}) RETURN [p.id] AS links LIMIT $paths"',
        'explain = "MATCH (p {id: $row_phone_id}) RETURN [p.id] AS links"',
    ],
)
def test_front_matter_of_another_shape_is_told_not_crashed_on(tmp_path, more):
    head = HEAD.replace('// identity = ["phone_id"]\n', "") if more.startswith("identity") else HEAD
    path = tmp_path / "phones.cypher"
    path.write_text(head.format(more=more) + TEXT + " // $x", encoding="utf-8")

    with pytest.raises(QuestionError) as told:
        read_question(path, "mine/phones")

    assert "DELETE" not in str(told.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"// +++\n// title = \x00", b"", b"x" * 300_000])
def test_a_file_of_other_bytes_is_told(tmp_path, data):
    path = tmp_path / "x.cypher"
    path.write_bytes(data)

    with pytest.raises(QuestionError):
        read_question(path, "mine/x")


def test_a_file_name_cannot_speak_to_the_terminal(tmp_path):
    write(tmp_path, TEXT, name="mine/\x1b[31mred")

    with pytest.raises(QuestionError, match="name") as told:
        list_questions([tmp_path])

    assert "\x1b" not in str(told.value)


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    (tmp_path / "mine" / "x.cypher").mkdir(parents=True)

    with pytest.raises(QuestionError):
        list_questions([tmp_path])


# In a case -------------------------------------------------------------------


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    fill(made.ledger, "A", entities=[("phone:+641", {}), ("phone:+642", {})])
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder, TEXT + " ORDER BY phone_id LIMIT $most", more='shared = ["most"]')
    return folder


def test_ones_own_question_is_asked_opened_and_kept_like_any(case, folder):
    answer = case.keep("phones", "mine/phones", {"most": 1}, questions=[folder])

    assert [row[0] for row in answer.rows] == ["phone:+641"]
    assert answer.explain(1).parts[0].id == "phone:+641"
    assert case.run_kept("phones", questions=[folder]).changes == ()
    with pytest.raises(InputError, match="no question"):
        case.run_kept("phones")


def test_rows_without_sources_are_refused(case, folder):
    write(folder, "MATCH (p:Phone) RETURN p.id AS phone_id, ['src-x'] AS sources")

    with pytest.raises(QuestionError, match="no source in force"):
        case.answer("mine/phones", questions=[folder])


def test_a_comment_ends_where_a_server_ends_it():
    with pytest.raises(QuestionError, match="says DELETE"):
        check_reads("MATCH (p) // all\rDELETE p\rRETURN p", "mine/phones")


@pytest.mark.parametrize(
    "call",
    ["genai.vector.encode(p.id, 'OpenAI', {token: 't'})", "apoc . util . md5([p.id])", "GDS.x(1)"],
)
def test_a_function_of_a_plugin_may_carry_data_away_and_is_refused(call):
    with pytest.raises(QuestionError, match="plugin") as told:
        check_reads(f"MATCH (p:Phone) RETURN {call} AS x", "mine/phones")

    assert "token" not in str(told.value)


def test_functions_of_cypher_itself_and_properties_are_no_plugins():
    text = "MATCH (db) RETURN date.truncate('day', db.at) AS day, (db.x) AS x, db.at.day AS y"

    assert check_reads(text, "mine/phones") == text
