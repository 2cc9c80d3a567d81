"""Ids that a question is asked about: unknown ones are refused, merged ones lead on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.catalogue import list_questions
from linkgraph.catalogue.known import check_known, held_by_engine, held_by_graph
from linkgraph.catalogue.parameters import ABOUT, Parameter
from linkgraph.errors import InputError
from linkgraph.graph.sync import bring_up_to_date
from tests.builders import fill, graph_of, ledger_of

UNKNOWN = "person:nguyen-van-secret"
QUESTIONS = list_questions()
NAMING = [
    (question.id, name)
    for question in QUESTIONS.values()
    for name, parameter in question.params.items()
    if parameter.type in ABOUT
]
# Words of parameters that are ids of nothing in the case.
NO_IDS = {"text", "words", "number"}

each_naming = pytest.mark.parametrize(
    ("question", "name"), NAMING, ids=[f"{question}-{name}" for question, name in NAMING]
)


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(
        made.ledger, "A",
        entities=[("person:a", {"names": ["Hoa"]}), ("person:b", {"names": ["Hoa P"]}),
                  ("person:c", {"names": ["Sakda"]})],
        links=[("ASSOCIATE_OF", "person:a", "person:c", {}),
               ("USES", "person:b", "phone:+641", {})],
    )  # fmt: skip
    yield made
    made.close()


def asked_about(question, name, one):
    """Return parameters of a question that is asked about one entity."""
    told = QUESTIONS[question].params
    needed = {key: "person:c" for key, one in told.items() if one.required and one.type in ABOUT}
    return needed | {name: one}


def test_questions_about_entities_say_so():
    assert {"network/linked", "network/path", "money/trace", "calls/pattern"} <= {
        question for question, _ in NAMING
    }


def test_every_parameter_that_takes_ids_is_known_as_one():
    loose = [
        (question.id, name)
        for question in QUESTIONS.values()
        for name, parameter in question.params.items()
        if parameter.type in {"text", "list"}
        and name not in NO_IDS
        and (" ids" in parameter.help.lower() or parameter.help.startswith("Id"))
    ]

    assert loose == []


@each_naming
def test_an_unknown_id_is_refused_and_not_repeated(case, question, name):
    with pytest.raises(InputError) as told:
        case.answer(question, asked_about(question, name, UNKNOWN))

    assert told.value.exit_code == 2
    assert question in str(told.value)
    assert name in told.value.what
    assert "entity find" in told.value.remedy
    assert "secret" not in str(told.value)


@each_naming
def test_an_id_that_was_merged_away_leads_to_its_entity(case, question, name):
    case.decide("person:b", "person:a", "same", why="one face")

    merged = case.answer(question, asked_about(question, name, "person:b"))
    whole = case.answer(question, asked_about(question, name, "person:a"))

    assert merged.params == whole.params
    assert merged.rows == whole.rows


@each_naming
def test_an_id_that_an_undo_gives_back_is_asked_about_again(case, question, name):
    case.decide("person:b", "person:a", "same", why="one face")
    case.undo(pair=("person:a", "person:b"), reason="two faces")

    told = case.answer(question, asked_about(question, name, "person:b")).params[name]

    assert told in ("person:b", ["person:b"])


def test_both_ways_of_looking_ids_up_agree(engine, tmp_path):
    links = [("CALLED", "phone:+641", "phone:+642", {}), ("USES", "person:a", "phone:+641", {})]
    ledger = ledger_of(tmp_path / "case", [{"name": "A", "links": links}])
    bring_up_to_date(ledger, engine)
    asked = ["phone:+641", "person:a", "phone:+649", "person:b", ""]

    by_engine = held_by_engine(engine)(asked)

    assert by_engine == held_by_graph(engine.read)(asked) == {"phone:+641", "person:a"}


DECLARED = {
    "one": Parameter("one", "entity"), "many": Parameter("many", "entities"),
    "words": Parameter("words", "list"),
}  # fmt: skip
ids = st.sampled_from(["a:1", "a:2", "b:1", "b:2"])


@given(st.none() | ids, st.none() | st.lists(ids), st.lists(ids), st.sets(ids))
def test_what_the_case_holds_passes_and_nothing_else(one, many, words, held):
    params = {"one": one, "many": many, "words": words}
    about = {*([one] if one else []), *(many or [])}

    if about <= held:
        check_known("x/y", DECLARED, params, lambda wanted: held & set(wanted))
    else:
        with pytest.raises(InputError, match="does not hold"):
            check_known("x/y", DECLARED, params, lambda wanted: held & set(wanted))


def test_where_no_id_is_given_nothing_is_looked_up():
    def never(_):
        raise AssertionError

    check_known("x/y", DECLARED, {"one": None, "many": [], "words": ["a:1"]}, never)


def test_a_graph_without_the_kind_holds_none():
    assert held_by_graph(lambda: graph_of(links=[]))(["person:a"]) == set()
