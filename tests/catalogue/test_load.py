import pytest

from linkgraph.catalogue import get_question, list_questions
from linkgraph.catalogue.load import read_question
from linkgraph.errors import InputError, QuestionError, UnknownName

HEAD = """// +++
// title = "Late calls"
// question = "Which phones?"
// caution = "A call is a contact between numbers."
// identity = ["phone_id"]
//
// [params.after]
// type = "instant"
// required = true
// help = "UTC"
//
// [returns]
// phone_id = "Phone"
// +++
"""
TEXT = "MATCH (p:Phone) WHERE p.at >= $after RETURN p.id AS phone_id, [p.sources] AS sources"


def write(tmp_path, text):
    path = tmp_path / "mine" / "late.cypher"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_own_question_is_found_beside_those_that_ship(tmp_path):
    write(tmp_path, HEAD + TEXT)

    found = list_questions([tmp_path])

    assert found["mine/late"].title == "Late calls"
    assert "money/paid_by_many" in found


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (p:Phone) WHERE p.at > $after SET p.x = 1 RETURN p.id AS phone_id",
        "CREATE (p:Phone {id: $after}) RETURN p.id AS phone_id",
        "MATCH (p) WHERE p.at > $after DETACH DELETE p",
        "MATCH (p) CALL db.labels() YIELD label RETURN $after",
        "LOAD CSV FROM 'http://x' AS row RETURN $after",
        "MATCH (p:Phone) merge (q:Phone {id: $after}) RETURN p.id AS phone_id",
        "MATCH (p) WHERE p.x = 'y' // harmless\n REMOVE p.x RETURN $after",
    ],
)
def test_a_question_that_could_write_is_refused(tmp_path, text):
    with pytest.raises(QuestionError, match="reads only"):
        read_question(write(tmp_path, HEAD + text), "mine/late")


def test_words_inside_texts_and_comments_are_no_writing(tmp_path):
    text = TEXT.replace("RETURN", "AND p.x <> 'SET me' // CREATE nothing\nRETURN")

    assert read_question(write(tmp_path, HEAD + text), "mine/late").id == "mine/late"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("// +++\n// title", "// title"), "front matter"),
        (('title = "Late calls"', "title ="), "not TOML"),
        (('// title = "Late calls"\n', ""), "'title' is missing"),
        (('// caution = "A call is a contact between numbers."\n', ""), "'caution' is missing"),
        (('identity = ["phone_id"]', 'identity = ["other"]'), "identity"),
        (('type = "instant"', 'type = "moment"'), "needs a type"),
        (("// required = true", "// required = true\n// sort = 1"), "needs a type"),
        (("params.after", "params.before"), "one place only"),
        (('phone_id = "Phone"', 'sources = "x"'), "added by the catalogue"),
        (('// help = "UTC"', '// help = "UTC"\n// inline = true'), "inline"),
        (("// title", "// colour = 1\n// title"), "no part"),
    ],
)
def test_a_question_out_of_form_is_refused_with_the_reason(tmp_path, change, said):
    broken = (HEAD + TEXT).replace(*change)
    assert broken != HEAD + TEXT

    with pytest.raises(QuestionError, match=said):
        read_question(write(tmp_path, broken), "mine/late")


def test_a_users_question_may_not_take_a_shipped_name(tmp_path):
    path = tmp_path / "money" / "paid_by_many.cypher"
    path.parent.mkdir()
    path.write_text(HEAD + TEXT, encoding="utf-8")

    with pytest.raises(QuestionError, match="has this name"):
        list_questions([tmp_path])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(QuestionError, match="no such folder"):
        list_questions([tmp_path / "none"])


def test_a_text_for_one_engine_stands_beside_the_common_one(tmp_path):
    path = write(tmp_path, HEAD + TEXT)
    path.with_name("late.neo4j.cypher").write_text(TEXT + " LIMIT 5", encoding="utf-8")

    question = read_question(path, "mine/late")

    assert question.text("neo4j", {"after": "x"}).endswith("LIMIT 5")
    assert not question.text("kglite", {"after": "x"}).endswith("LIMIT 5")


def test_an_unknown_question_offers_the_nearest():
    with pytest.raises(UnknownName, match="money/paid_by_man") as told:
        get_question("money/paid_by_man")

    assert "money/paid_by_many" in told.value.remedy


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"depth": "3"}, 3),
        ({"depth": 3}, 3),
        ({}, 2),
    ],
)
def test_parameters_are_read_from_text_or_python(given, read):
    assert get_question("network/linked").bind({"id": "x", **given})["depth"] == read


@pytest.mark.parametrize(
    "given",
    [
        {"depth": "two"},
        {"depth": 2.5},
        {"depth": True},
        {"depth": 9},
        {"depth": 0},
        {"link_types": ""},
    ],
)
def test_a_parameter_out_of_form_is_refused_without_telling_it(given):
    with pytest.raises(InputError) as told:
        get_question("network/linked").bind({"id": "x", **given})

    value = str(next(iter(given.values())))
    assert value in {"0", "9", ""} or value not in str(told.value)


def test_an_unknown_link_type_cannot_reach_the_text():
    with pytest.raises(UnknownName):
        get_question("network/linked").bind({"id": "x", "link_types": "PAID]-() DELETE n //"})


def test_inline_parameters_are_written_in_and_others_are_not(tmp_path):
    own = """// [params.depth]
// type = "int"
// default = 2
// most = 4
// inline = true
// help = "Steps"
//
// [params.link_types]
// type = "links"
// default = "ties"
// inline = true
// help = "Types"
//
// [returns]"""
    text = (
        "MATCH (p {id: $after})-[:$link_types*1..$depth]-(q) RETURN q.id AS phone_id, [] AS sources"
    )
    head = HEAD.replace('"instant"', '"text"').replace("// [returns]", own)
    question = read_question(write(tmp_path, head + text), "mine/late")
    params = question.bind({"after": "x' OR 1=1", "depth": 3, "link_types": "PAID,CALLED"})

    text = question.text("kglite", params)

    assert "[:PAID|CALLED*1..3]" in text
    assert "$after" in text
    assert "OR 1=1" not in text
