import csv
import io
import json
import subprocess
import sys

import pytest

from linkgraph import cli
from linkgraph.case import create_case, open_case
from tests.builders import fill


@pytest.fixture
def folder(tmp_path):
    made = create_case(tmp_path / "kestrel", jurisdiction="NZ", agency="Joint cell")
    for one, name in (("a", "Hoa Phan"), ("b", "=Phan"), ("c", "Sakda")):
        fill(made.ledger, one, entities=[(f"person:{one}", {"names": [name]})],
             links=[("USES", f"person:{one}", "phone:+64211234567", {})])  # fmt: skip
    made.close()
    return tmp_path / "kestrel"


@pytest.fixture
def call(capsys, folder):
    """Runs a command on the case; returns (exit code, stdout, stderr)."""

    def run(*words):
        code = 0
        try:
            cli.main([*map(str, words), "-c", str(folder)])
        except SystemExit as stopped:
            code = stopped.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run


def decide(call, left="person:a", right="person:b", verdict="--same"):
    return call("resolve", "decide", left, right, verdict, "--why", "one face")


def lines(out):
    return [json.loads(line) for line in out.splitlines()]


def test_a_decision_is_listed_newest_first_and_filtered(call):
    assert decide(call)[0] == 0
    decide(call, "person:b", "person:c", "--different")

    rows = lines(call("resolve", "judgements")[1])
    assert [row["verdict"] for row in rows] == ["different", "same"]
    assert rows[1]["reasons"] == ["one face"]
    assert {row["model"] for row in rows} == {"person"}
    only = lines(call("resolve", "judgements", "--pair", "person:b", "person:a")[1])
    assert [row["right"] for row in only] == ["person:b"]
    assert len(lines(call("resolve", "judgements", "--verdict", "different")[1])) == 1


def test_a_decision_says_which(call):
    code, _, err = call("resolve", "decide", "person:a", "person:b", "--why", "x")

    assert code == 2
    assert "--same, --different or --unsure" in err


@pytest.mark.parametrize(
    ("words", "left"), [((), 1), (("--all",), 0), (("--pair", "person:a", "person:b"), 1)]
)
def test_an_undo_takes_back_the_latest_a_pair_or_all(call, words, left):
    decide(call)
    decide(call, "person:b", "person:c", "--different")

    code, _, err = call("resolve", "undo", "--reason", "wrong photograph", *words)

    assert code == 0
    assert "taken back" in err
    assert len(lines(call("resolve", "judgements")[1])) == left


def test_an_undo_of_nothing_is_told(call):
    code, _, err = call("resolve", "undo", "--reason", "x")

    assert code == 2
    assert "no judgement to take back" in err


def test_who_is_who_is_given_out_as_csv_and_json_lines(call, tmp_path):
    decide(call)
    path = tmp_path / "out.csv"

    code, out, err = call("resolve", "export", "-o", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))

    assert (code, out) == (0, "")
    assert "6 records" in err
    assert list(rows[0]) == ["file", "locator", "entity_id"]
    assert {(row["file"], row["entity_id"]) for row in rows} == {
        ("a.csv", "person:a"), ("b.csv", "person:a"), ("c.csv", "person:c"),
    }  # fmt: skip
    assert lines(call("resolve", "export", "--format", "jsonl")[1])[0] == rows[0]
    assert list(csv.DictReader(io.StringIO(call("resolve", "export")[1]))) == rows


@pytest.mark.parametrize("one", ["person:a", "person:b"])
def test_an_entity_shows_what_it_is_made_of_and_what_holds_it(call, one):
    decide(call)

    shown = json.loads(call("entity", "show", one)[1])

    assert shown["id"] == "person:a"
    assert shown["made_of"] == ["person:a", "person:b"]
    assert shown["properties"]["names"] == ["=Phan", "Hoa Phan"]
    assert shown["held_by"] == [
        {"left": "person:a", "right": "person:b", "by_person": True, "score": None}
    ]
    assert shown["links"]["USES out"]["others"] == ["phone:+64211234567"]


def test_an_entity_shows_what_was_not_joined_and_why(call, monkeypatch):
    decide(call)
    monkeypatch.setenv("LINKGRAPH_USER", "somebody else")
    decide(call, verdict="--different")

    shown = json.loads(call("entity", "show", "person:a")[1])

    assert shown["made_of"] == ["person:a"]
    assert [(one["right"], one["reason"]) for one in shown["not_joined"]] == [
        ("person:b", "disputed")
    ]


def test_the_other_end_of_a_link_is_shown_as_the_entity_that_it_is(call):
    decide(call)

    shown = json.loads(call("entity", "show", "phone:+64211234567")[1])

    assert shown["links"]["USES in"]["others"] == ["person:a", "person:c"]
    assert shown["made_of"] == ["phone:+64211234567"]


def test_an_explanation_names_every_record(call):
    decide(call)

    rows = lines(call("entity", "explain", "person:b")[1])

    assert {row["file"] for row in rows} == {"a.csv", "b.csv"}


def test_a_question_takes_an_id_that_was_merged_away(call):
    decide(call)

    code, out, _ = call("ask", "network/linked", "-p", "id=person:b", "-p", "depth=1")

    assert code == 0
    assert "phone:+64211234567" in out


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "person:a", "person:none", "--same", "--why", "x"),
        ("decide", "phone:+64211234567", "phone:+64211234567", "--same", "--why", "x"),
        ("undo", "--all", "--version", "2", "--reason", "x"),
        ("undo", "--version", "99", "--reason", "x"),
    ],
)
def test_what_cannot_be_is_told_in_one_message_without_an_id(call, words):
    code, out, err = call("resolve", *words)

    assert (code, out) == (2, "")
    assert err.startswith("linkgraph: ")
    assert "person:" not in err
    assert "phone:" not in err


def test_an_earlier_version_is_taken_back_by_its_number(call):
    decide(call)
    version = lines(call("resolve", "judgements")[1])[0]["version"]
    decide(call, "person:b", "person:c", "--unsure")

    assert call("resolve", "undo", "--version", version, "--reason", "x")[0] == 0

    assert [row["verdict"] for row in lines(call("resolve", "judgements")[1])] == ["unsure"]


def test_a_file_name_that_a_spreadsheet_would_run_is_made_harmless(call, folder):
    with open_case(folder) as case:
        fill(case.ledger, "=1+1", entities=[("person:d", {})])

    rows = list(csv.DictReader(io.StringIO(call("resolve", "export")[1])))

    assert "'=1+1.csv" in {row["file"] for row in rows}


def test_help_of_the_group_loads_nothing_heavy():
    code = (
        "import sys; from linkgraph.cli import app;"
        "app(['resolve', '--help'], standalone_mode=False);"
        "print(sorted(m for m in ('kglite', 'neo4j', 'polars', 'sqlalchemy') if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.splitlines()[-1] == "[]"
