"""A row is marked with every source that it tells something of."""

import pytest

import linkgraph as lg
from linkgraph.catalogue import list_questions
from tests.builders import ledger_of
from tests.catalogue.measured.many_kinds import SOURCES, WIDE

# Whom nobody may rank leaves a ranking; that a score counts nothing of them tells nothing of them.
LEAVES_OUT = {"network/new_suspects": {"victim", "witness", "family"}}
# That an entity is found by a name is told by whoever gives the name; `entity/find` has tests of its own.
ASKED = [name for name in list_questions() if name != "entity/find"]


def answers(folder, sources):
    """Return by question its rows, each by identity: what it says, and its source files."""
    ledger_of(folder, sources).close()
    (folder / "case.toml").write_text('jurisdiction = "NZ"\nagency = "Joint cell"\n')
    made = {}
    with lg.open_case(folder) as case:
        files = {row.source.id: row.source.file for row in case.ledger.sources()}
        for name in ASKED:
            question, answer = lg.list_questions()[name], case.answer(name, WIDE.get(name))
            picked = [answer.columns.index(column) for column in question.identity]
            made[name] = {
                tuple(row[n] for n in picked): (row[:-3], {files[one] for one in row[-1]})
                for row in answer.rows
            }
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return answers(tmp_path_factory.mktemp("whole"), SOURCES)


@pytest.mark.parametrize("without", [one["name"] for one in SOURCES])
def test_what_a_row_says_is_the_same_without_a_source_that_it_does_not_name(
    whole, tmp_path, without
):
    left = answers(tmp_path / "case", [one for one in SOURCES if one["name"] != without])

    for name, rows in whole.items():
        if without in LEAVES_OUT.get(name, ()):
            continue
        for key, (told, files) in rows.items():
            if f"{without}.csv" not in files:
                assert left[name].get(key, (None,))[0] == told, f"{name} tells of {without}"


@pytest.mark.parametrize("name", ASKED)
def test_the_case_has_rows_for_it(whole, name):
    assert whole[name]


def test_a_name_told_by_a_secret_file_marks_the_row(tmp_path):
    told = [one | ({"handling": "H3"} if one["name"] == "names" else {}) for one in SOURCES]
    ledger_of(tmp_path, told).close()
    (tmp_path / "case.toml").write_text('jurisdiction = "NZ"\nagency = "Joint cell"\n')

    with lg.open_case(tmp_path) as case:
        answer = case.answer("network/hubs", {"kind": "Person", "least_others": 1})

    assert answer.rows
    assert {row[answer.columns.index("handling")] for row in answer.rows} == {"H3 CLEAR"}


@pytest.mark.parametrize("name", ["money/schemes", "money/patterns", "money/trace"])
def test_what_was_converted_names_the_rate_that_did_it(whole, name):
    columns = list(lg.list_questions()[name].returns)

    assert all("rates.csv" in files for _, files in whole[name].values())
    days = {told[columns.index("rate_of")] for told, _ in whole[name].values()}
    assert days == {"2026-01-01"}
