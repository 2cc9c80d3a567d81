"""What a board for the own agency tells of those that a plan names and a release hides."""

import json

import pytest

import linkgraph as lg
from linkgraph.case.targeting import targeting_of
from linkgraph.plan import Asked, read_plan
from tests.builders import fill
from tests.case.test_planning import CHAIN, S, asked

VICTIM, WITNESS = "person:0badvictim", "person:0badwitness"
NUMBER = "phone:+84900111222"
HIDDEN = ("0badvictim", "0badwitness", "84900111222")
NAMED = {"must_not": (VICTIM, NUMBER, S[4]), "lifted": {WITNESS: "asked to"}}


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(
        made.ledger,
        "A",
        links=[
            *CHAIN,
            ("VICTIM_IN", VICTIM, "casefile:c", {}),
            ("USES", VICTIM, NUMBER, {}),
            ("WITNESS_IN", WITNESS, "casefile:c", {}),
        ],
    )
    yield made
    made.close()


def told_of(case, **named):
    given = asked(**named)
    return Asked.from_dict(targeting_of(case, case.release(), given).plan["asked"])


@pytest.mark.parametrize("as_plan", [False, True])
def test_a_victim_whom_planners_spared_is_not_in_the_bytes_of_a_board(case, as_plan):
    given = asked(**NAMED)
    board = case.board(plan=case.plan(given)) if as_plan else case.board(asked=given)

    assert [one for one in HIDDEN if one in board.html] == []


def test_whom_the_release_shows_stays_in_what_is_asked(case):
    told = told_of(
        case, must=(S[0],), must_not=(VICTIM, S[4]), worth={S[1]: 0.9}, success={"": 0.5, S[2]: 0.7},
        reach={S[0]: ("MY",)}, together=((S[1], S[2]),), expected=True,
    )  # fmt: skip

    assert (told.must, told.must_not) == ((S[0],), (S[4],))
    assert (dict(told.worth), dict(told.success)) == ({S[1]: 0.9}, {"": 0.5, S[2]: 0.7})
    assert (dict(told.reach), told.together) == ({S[0]: ("MY",)}, ((S[1], S[2]),))


def test_where_a_person_is_revealed_what_was_asked_of_them_is_too(case):
    made = case.release(reveal="to brief those who protect them")
    told = targeting_of(case, made, asked(**NAMED)).plan["asked"]

    assert VICTIM in told["must_not"]
    assert told["lifted"] == {WITNESS: "asked to"}


def test_what_is_asked_can_be_read_again_as_a_plan(case, tmp_path):
    plan = json.loads(case.plan(asked(**NAMED)).to_json())
    file = tmp_path / "plan.json"
    plan["asked"] = targeting_of(case, case.release(), asked(**NAMED)).plan["asked"]
    file.write_text(json.dumps(plan), encoding="utf-8")

    kept = read_plan(file)

    assert kept.asked.must_not == (S[4],)
    assert kept.asked.lifted == {}
