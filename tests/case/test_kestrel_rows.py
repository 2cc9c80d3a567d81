"""Every question on the worked case of six countries: each row opens, and its marks hold."""

from pathlib import Path

import pytest

import linkgraph as lg
from linkgraph.schema import load_schema

EXPORTS = Path(__file__).resolve().parent.parent.parent / "examples/kestrel/exports"
GIVEN = {
    "network/path": {"from": "phone:+6283121063816", "to": "account:850738710654", "hops": 6},
    "network/linked": {"id": "account:850738710654", "depth": 2},
    "calls/pattern": {"ids": "phone:+60112386404", "moment": "2026-01-01"},
    "calls/shared_cell": {"min_times": 1},
    "network/common_contacts": {"ids": "account:392030301552,account:672229095150"},
    "entity/find": {"words": ["hoa"], "text": "hoa"},
    "money/trace": {"account": "account:850738710654"},
    "network/delta": {"first": "2026-01-01"},
    "people/exposed": {"hops": 2},
}
QUESTIONS = lg.list_questions()
MARKS = 3


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    made = lg.create_case(
        tmp_path_factory.mktemp("k") / "kestrel", jurisdiction="NZ", agency="Cell"
    )
    for path in sorted(EXPORTS.glob("*/*")):
        if not path.name.endswith(".source.json"):
            made.import_file(path)
    yield made
    made.close()


def askable():
    return [
        name
        for name, one in QUESTIONS.items()
        if name in GIVEN or not any(param.required for param in one.params.values())
    ]


@pytest.fixture(scope="module")
def answers(case):
    return {name: case.answer(name, GIVEN.get(name, {})) for name in askable()}


def test_most_questions_find_something_in_the_worked_case(answers):
    silent = {name for name, answer in answers.items() if not answer.rows}

    # The exports hold no planned actions.
    assert silent <= {
        "action/deconflict",
        "identity/several_birth_dates",
        "evidence/weak_links",
        "network/path",
    }


@pytest.mark.parametrize("name", askable())
def test_rows_open_to_lines_of_their_sources(case, answers, name):
    answer = answers[name]
    known = {row.source.id: row.source for row in case.ledger.sources()}
    for row in sorted({1, len(answer.rows)}) if answer.rows else ():
        opened = answer.explain(row)

        assert opened.parts
        assert opened.weakest.id in {part.id for part in opened.parts}
        assert {one for path in opened.paths for one in path} <= {part.id for part in opened.parts}
        assert opened.handling == answer.rows[row - 1][-MARKS]
        assert all(one.source.source.id in known for part in opened.parts for one in part.said)


@pytest.mark.parametrize("name", askable())
def test_marks_are_the_strictest_of_a_rows_sources(case, answers, name):
    known = {row.source.id: row.source for row in case.ledger.sources()}
    schema = load_schema()
    for *_, handling, originators, sources in answers[name].rows[:50]:
        held = [known[one] for one in sources]
        code, light = handling.split()
        assert code == max((one.handling for one in held), key=schema.handling.index)
        assert light == max((one.tlp for one in held), key=schema.tlp.index)
        assert set(originators) == {str(one.originator) for one in held}


@pytest.mark.parametrize("name", askable())
def test_asking_again_gives_the_same_rows_in_the_same_order(case, answers, name):
    assert case.answer(name, GIVEN.get(name, {})).rows == answers[name].rows


@pytest.mark.parametrize("name", askable())
def test_fewer_rows_are_the_first_of_all(case, answers, name):
    some = case.answer(name, GIVEN.get(name, {}) | {"most": 2})

    assert some.rows == answers[name].rows[: len(some.rows)]
    # A route is whole or not there.
    assert len(some.rows) == min(2, len(answers[name].rows)) or name == "travel/routes"


def test_no_victim_of_the_case_shows_signs(case, answers):
    from linkgraph.share import protected_people

    hidden = protected_people(case.ledger)
    assert hidden
    assert not {row[0] for row in answers["person/red_flags"].rows} & hidden.keys()
    suspects = set(case.network(["SUSPECT_IN"]).links["from_id"])
    assert not {row[0] for row in answers["people/exposed"].rows} & (suspects - hidden.keys())
