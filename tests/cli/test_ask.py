"""Opening rows, keeping questions, and one's own folder, by the command line."""

import csv
import io
import json

import pytest

import linkgraph as lg
from tests.builders import fill

SHARED = "identity/shared_identifier"


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    share(made, "A", "person:a", "person:b", phone="phone:+64211111111")
    share(made, "B", "person:c", "person:d", phone="phone:+64222222222")
    made.close()
    return made


def share(case, name, *people, phone):
    links = [("USES", one, phone, {}) for one in people]
    return fill(case.ledger, name, links=links, reliability="B", credibility="2")


def test_a_row_is_opened_as_one_object(case, call):
    code, out, err = call("ask", SHARED, "--explain", "2", "-c", case.folder)

    told = json.loads(out)
    assert code == 0
    assert told["row"] == 2
    assert told["columns"]["person_a"] == "person:c"
    assert len(told["paths"]) == 1
    assert {part["said"][0]["file"] for part in told["parts"]} == {"B.csv"}
    assert told["weakest"]["why"][0] == "its best grade is B2"
    assert "Strictest handling: H0 CLEAR" in err
    assert "Caution: " in err


def test_a_row_is_opened_as_text_for_a_person(case, call):
    code, out, _ = call("ask", SHARED, "--explain", "1", "-f", "table", "-c", case.folder)

    assert code == 0
    assert f"{SHARED}, row 1" in out
    assert "Rests on:\n  uses:" in out
    assert "A.csv 2 (NZ/Immigration, B2, H0 CLEAR)" in out
    assert "Weakest: uses:" in out


def test_a_row_is_opened_as_a_table_of_statements(case, call):
    _, out, _ = call("ask", SHARED, "--explain", "1", "-f", "csv", "-c", case.folder)

    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["part"] for row in rows} == {"link", "entity"}
    assert {row["file"] for row in rows} == {"A.csv"}


@pytest.mark.parametrize("row", ["0", "3", "-1"])
def test_a_row_that_is_not_there_ends_two(case, call, row):
    code, out, err = call("ask", SHARED, "--explain", row, "-c", case.folder)

    assert (code, out) == (2, "")
    assert "rows are 1 to 2" in err


def test_a_row_is_a_number(case, call):
    assert call("ask", SHARED, "--explain", "first", "-c", case.folder)[0] == 2


def test_a_person_sees_the_number_of_each_row(case, call):
    _, out, _ = call("ask", SHARED, "-f", "table", "-c", case.folder)

    assert "1." in out or "row" in out.splitlines()[0]


def test_a_kept_question_reports_what_changed_and_a_script_can_tell(case, call):
    assert call("ask", SHARED, "--keep", "shared", "-c", case.folder)[0] == 0
    assert call("alert", "run", "--exit-code", "-c", case.folder)[:2] == (0, "")
    share(case, "C", "person:x", "person:y", phone="phone:+64233333333")

    assert call("alert", "run", "shared", "--peek", "-c", case.folder)[0] == 0
    code, out, err = call("alert", "run", "--exit-code", "-c", case.folder)

    told = json.loads(out)
    assert code == 5
    assert (told["alert"], told["what"]) == ("shared", "new")
    assert told["identity"]["person_a"] == "person:x"
    assert told["columns"]["holders"] == 2
    assert "shared: 1 new, 0 changed, 0 gone" in err
    assert "Caution: " in err


def test_a_kept_question_that_fails_swallows_no_change_of_another(case, tmp_path, call):
    path = tmp_path / "own" / "mine" / "phones.cypher"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    call("ask", SHARED, "--keep", "shared", "-c", case.folder)
    call(
        "ask", "mine/phones", "--keep", "z-own", "--questions", tmp_path / "own", "-c", case.folder
    )
    share(case, "C", "person:x", "person:y", phone="phone:+64233333333")

    assert call("alert", "run", "-c", case.folder)[0] == 2

    out = call("alert", "run", "--questions", tmp_path / "own", "-c", case.folder)[1]
    assert sorted(json.loads(line)["alert"] for line in out.splitlines()) == ["shared", "z-own"]


def test_a_withdrawal_since_is_told(case, call):
    call("ask", SHARED, "--keep", "shared", "-c", case.folder)
    source = case.ledger.sources()[0].source.id
    call("source", "withdraw", source, "--reason", "error", "-c", case.folder)

    code, out, err = call("alert", "run", "-c", case.folder)

    assert (code, out) == (0, "")
    assert "1 rows of then were erased" in err


def test_kept_questions_are_listed_and_dropped(case, call):
    call("ask", SHARED, "-p", "max_holders=3", "--keep", "shared", "-c", case.folder)

    told = json.loads(call("alert", "list", "-c", case.folder)[1])
    assert (told["alert"], told["question"], told["rows"]) == ("shared", SHARED, 2)
    assert json.loads(told["params"]) == {"max_holders": 3}
    assert call("alert", "drop", "shared", "-c", case.folder)[0] == 0
    assert call("alert", "list", "-c", case.folder)[1] == ""
    assert call("alert", "drop", "shared", "-c", case.folder)[0] == 2


def test_changes_are_a_table_for_people_and_a_csv_for_spreadsheets(case, call):
    call("ask", SHARED, "--keep", "shared", "-c", case.folder)
    share(case, "C", "person:x", "person:y", phone="phone:+64233333333")

    table = call("alert", "run", "--peek", "-f", "table", "-c", case.folder)[1]
    rows = list(
        csv.DictReader(io.StringIO(call("alert", "run", "-f", "csv", "-c", case.folder)[1]))
    )

    assert "person_a person:x" in table
    assert json.loads(rows[0]["identity"])["person_b"] == "person:y"


def test_keeping_and_opening_are_two_things(case, call):
    code, _, err = call("ask", SHARED, "--keep", "x", "--explain", "1", "-c", case.folder)

    assert code == 2
    assert "one at a time" in err


OWN = """// +++
// title = "Mine"
// question = "Which phones?"
// caution = "A number is not a person."
// identity = ["phone_id"]
// shared = ["most"]
// [returns]
// phone_id = "Phone"
// +++
MATCH (p:Phone) RETURN p.id AS phone_id, [p.sources] AS sources ORDER BY phone_id LIMIT $most
"""


def test_ones_own_folder_is_found_by_option_and_environment(case, tmp_path, monkeypatch, call):
    path = tmp_path / "own" / "mine" / "phones.cypher"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    folder = path.parent.parent
    assert call("question", "show", "mine/phones", "--questions", folder)[0] == 0
    assert call("ask", "mine/phones", "-c", case.folder)[0] == 2
    monkeypatch.setenv("LINKGRAPH_QUESTIONS", str(folder))

    code, out, _ = call("ask", "mine/phones", "-c", case.folder)

    assert (code, out.count("\n")) == (0, 2)
    assert '"mine/phones"' in call("question", "list")[1]


def test_ones_own_question_that_writes_ends_two_and_names_its_file(case, tmp_path, call):
    path = tmp_path / "own" / "mine" / "phones.cypher"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.replace("RETURN", "SET p.x = 1 RETURN"), encoding="utf-8")

    code, out, err = call(
        "ask", "mine/phones", "--questions", path.parent.parent, "-c", case.folder
    )

    assert (code, out) == (2, "")
    assert "mine/phones: a question reads only, and this one says SET" in err


def test_a_question_is_shown_whole_whatever_answers_it(call):
    shown = {}
    for name in ("network/path", "border/cross_border_links"):
        _, text, _ = call("question", "show", name)
        told = json.loads(call("question", "show", name, "-f", "jsonl")[1])
        assert f"Caution: {told['caution']}" in text
        assert all(f"  {one} (" in text for one in told["parameters"])
        assert all(f"  {one}: " in text for one in told["columns"])
        shown[name] = told
    assert shown["network/path"].keys() == shown["border/cross_border_links"].keys()
    assert shown["network/path"]["parameters"]["hops"]["most"] == 8


def test_the_list_names_every_question_alike(call):
    rows = [json.loads(line) for line in call("question", "list")[1].splitlines()]

    assert {row["question"] for row in rows} == set(lg.list_questions())
    assert all(row.keys() == {"question", "asks"} for row in rows)
    assert [row["question"] for row in rows] == sorted(row["question"] for row in rows)
