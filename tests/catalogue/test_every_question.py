"""What every question of the catalogue keeps to, and its cases on every engine."""

import tomllib
from pathlib import Path

import pytest

from linkgraph.catalogue import Surroundings, list_questions, open_row
from linkgraph.catalogue.question import ENTITIES, MARKS
from linkgraph.errors import InputError
from linkgraph.graph.sync import bring_up_to_date
from tests.builders import ledger_of

CASES = Path(__file__).resolve().parent.parent / "cypher"
QUESTIONS = list_questions()

each_question = pytest.mark.parametrize("question", list(QUESTIONS.values()), ids=list(QUESTIONS))


def read_cases(name):
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def all_cases():
    found = []
    for path in sorted(CASES.glob("*/*.toml")):
        name = f"{path.parent.name}/{path.stem}"
        found += [
            pytest.param(name, number, id=f"{name}-{number}")
            for number in range(len(read_cases(name)["case"]))
        ]
    return found


def test_the_catalogue_holds_the_ten_that_were_promised():
    promised = {
        "money/paid_by_many",
        "money/pays_many",
        "money/pass_through",
        "identity/shared_identifier",
        "identity/reused_document",
        "network/common_contacts",
        "network/linked",
        "network/path",
        "border/cross_border_links",
        "border/known_to_two_originators",
        "travel/co_travel",
    }
    assert promised <= set(QUESTIONS)


def test_no_case_file_is_without_a_question():
    assert {path.stem for path in CASES.glob("*/*.toml")} == {q.split("/")[1] for q in QUESTIONS}


@each_question
def test_has_cases_with_a_hit_a_miss_and_a_withdrawn_claim(question):
    cases = read_cases(question.id)

    assert any(case["rows"] for case in cases["case"])
    assert any(not case["rows"] and "refused" not in case for case in cases["case"])
    assert any(source.get("withdrawn") for source in cases["source"])


@each_question
def test_says_what_it_does_not_prove(question):
    assert len(question.caution) > 40
    assert question.question.endswith("?")


@each_question
def test_bounds_its_rows_and_orders_them_by_identity(question):
    assert "most" in question.params
    if question.measure:
        return
    text = question.texts[""]
    assert "ORDER BY" in text
    assert text.rstrip().endswith("LIMIT $most")


@each_question
def test_columns_do_not_take_the_catalogues_words(question):
    assert not set(question.returns) & set(MARKS)


@pytest.mark.parametrize(("name", "number"), all_cases())
def test_case(engine, tmp_path, name, number):
    told = read_cases(name)
    case = told["case"][number]
    ledger = ledger_of(tmp_path / "case", told["source"])
    bring_up_to_date(ledger, engine)
    if "refused" in case:
        with pytest.raises(InputError, match=case["refused"]):
            QUESTIONS[name].ask(engine, ledger.sources(), case["params"])
        return

    answer = QUESTIONS[name].ask(engine, ledger.sources(), case["params"])

    picked = [answer.columns.index(c) for c in told["columns"]]
    rows = [[as_toml(row[n]) for n in picked] for row in answer.rows]
    assert rows == case["rows"]
    assert answer.columns == (*QUESTIONS[name].returns, *MARKS)
    keys = [
        tuple(row[answer.columns.index(c)] for c in QUESTIONS[name].identity) for row in answer.rows
    ]
    assert len(set(keys)) == len(keys), "identity does not tell rows apart"
    assert all(row[-1] for row in answer.rows), "a row rests on no source"
    if "handling" in case:
        assert answer.handling == case["handling"]
    for number_of_row in range(1, len(answer.rows) + 1):
        check_opened(QUESTIONS[name], answer, number_of_row, engine, ledger)


def check_opened(question, answer, row, engine, ledger):
    """Every row can be opened: each of its links is said by lines that it rests on."""
    beside = Surroundings(engine.read)
    opened = open_row(question, answer, row, engine, evidence_of(ledger), beside)

    parts = {part.id: part for part in opened.parts}
    assert parts, "nothing explains the row"
    assert all(part.said for part in opened.parts)
    assert {one for path in opened.paths for one in path} <= parts.keys()
    assert opened.weakest.id in parts
    assert not question.explain or question.explain == ENTITIES or opened.paths
    tied = {source for part in opened.parts if part.part == "link" for source in part.sources}
    assert tied <= set(answer.rows[row - 1][-1]), "a link is no part of what the row rests on"


def evidence_of(ledger):
    def evidence(ids):
        found = {}
        for one in ledger.explain(ids):
            found.setdefault(one.id, []).append(one)
        return found

    return evidence


def as_toml(value):
    if isinstance(value, tuple):
        return [as_toml(item) for item in value]
    return "" if value is None else value
