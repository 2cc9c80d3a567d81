"""What a person gives for a parameter is read, or refused without being told again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue import list_questions
from linkgraph.catalogue.parameters import SHARED, TYPES, Parameter
from linkgraph.errors import InputError, UnknownName


def parameter(type_, **told):
    return Parameter("one", type_, help="What it means", **told)


@pytest.mark.parametrize(
    ("type_", "given_", "value"),
    [
        ("int", "5", 5),
        ("int", 5.0, 5),
        ("float", "0.5", 0.5),
        ("float", 2, 2.0),
        ("text", " as it is ", " as it is "),
        ("bool", "Yes", True),
        ("bool", "0", False),
        ("bool", True, True),
        ("list", "a, b,,c ", ["a", "b", "c"]),
        ("list", ["a", "b"], ["a", "b"]),
        ("links", "paid, HOLDS", ["PAID", "HOLDS"]),
        ("links", ["PAID"], ["PAID"]),
        ("instant", "2026-01-31", "2026-01-31T00:00:00Z"),
        ("instant", "2026-01-31T08:00+08:00", "2026-01-31T00:00:00Z"),
        ("date", "2026-01-31", "2026-01-31"),
    ],
)
def test_what_is_given_is_read(type_, given_, value):
    read = parameter(type_).read(given_)

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("type_", "given_"),
    [
        ("int", "five"),
        ("int", 5.5),
        ("int", True),
        ("int", str(2**63)),
        ("int", float("inf")),
        ("float", "nan"),
        ("float", "inf"),
        ("float", "half"),
        ("text", 5),
        ("bool", "maybe"),
        ("list", 5),
        ("list", ["a", 5]),
        ("links", ""),
        ("instant", "yesterday"),
        ("date", "31/31/2026"),
    ],
)
def test_what_is_of_another_type_is_refused_with_what_is_wanted(type_, given_):
    with pytest.raises(InputError, match="'one' wants") as told:
        parameter(type_).read(given_)

    assert told.value.exit_code == 2
    assert str(given_) not in str(told.value) or given_ in {"", 5, True}


def test_a_link_type_that_no_schema_has_offers_the_nearest():
    with pytest.raises(UnknownName, match="PAID"):
        parameter("links").read("PAIDS")


def test_ties_stand_for_the_links_that_questions_follow():
    ties = parameter("links").read("ties")

    assert ties
    assert parameter("links").read(None) == ties
    assert "PAID" in ties


@given(value=st.integers(-20, 20))
def test_only_what_is_in_range_passes(value):
    bounded = parameter("int", least=-3, most=7)

    if -3 <= value <= 7:
        assert bounded.read(str(value)) == value
        return
    with pytest.raises(InputError, match=r"must be at (least -3|most 7)"):
        bounded.read(str(value))


@pytest.mark.parametrize("type_", [t for t in TYPES if t not in {"links", "grade"}])
def test_what_is_left_out_is_the_default(type_):
    assert parameter(type_).read(None) is None
    assert parameter(type_, default="x").read(None) == "x"


@pytest.mark.parametrize("type_", TYPES)
def test_what_must_be_given_is_asked_for_by_name(type_):
    with pytest.raises(InputError, match="'one' must be given") as told:
        parameter(type_, required=True).read(None)

    assert "-p one=" in told.value.remedy


def refusal(type_, text):
    """Return what a person is told of a text that is not of a type; empty if it is."""
    try:
        parameter(type_).read(text)
    except InputError as error:
        return str(error)
    return ""


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="abcdefghijklmnopqrstuvwxyz"),
                    min_size=4).filter(str.strip))  # fmt: skip
def test_no_message_repeats_what_was_given(text):
    told = [refusal(type_, text) for type_ in ("int", "float", "bool", "instant", "date")]

    assert not any(text in one for one in told)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("A", ["A"]),
        ("b", ["A", "B"]),
        ("2", ["1", "2"]),
        (["B", "A"], ["A", "B"]),
        ("b, 1", ["1", "A", "B"]),
    ],
)
def test_a_grade_stands_for_all_as_good_or_better_in_its_own_scheme(given, read):
    assert parameter("grade").read(given) == read
    assert parameter("grade").read(parameter("grade").read(given)) == read


@pytest.mark.parametrize("given", ["", "Q", "A1", [], ["A", "Q"], 3, "A,", "A,Q"])
def test_what_is_no_grade_is_refused(given):
    with pytest.raises(InputError, match="a grade of reliability"):
        parameter("grade").read(given)


def test_a_default_grade_is_read_too():
    assert parameter("grade", default="B").read(None) == ["A", "B"]
    assert parameter("grade").read(None) is None


def test_shared_parameters_mean_the_same_wherever_they_stand():
    held = [
        q.params[name] for q in list_questions().values() for name in SHARED if name in q.params
    ]

    assert {one.type for one in held if one.name in {"since", "until"}} == {"instant"}
    assert all(one.help for one in SHARED.values())


@pytest.mark.parametrize("given", ["GB,MY", "uk, Malaysia", ["gb", "MYS"]])
def test_countries_are_read_however_they_are_written(given):
    assert Parameter("countries", "countries").read(given) == ["GB", "MY"]


def test_what_is_no_country_is_refused_and_not_told():
    with pytest.raises(InputError, match="countries") as told:
        Parameter("countries", "countries").read("MY,Narnia")

    assert "Narnia" not in str(told.value)


def test_all_questions_read_countries_alike():
    types = {
        question.params["countries"].type
        for question in list_questions().values()
        if "countries" in question.params
    }

    assert types == {"countries"}


def test_a_kind_is_read_in_whatever_letters_and_refused_where_it_is_none():
    kind = parameter("kind")

    assert kind.read("person") == "Person"
    assert kind.read(" BANKACCOUNT ") == "BankAccount"
    for given_ in ("People", "", 5):
        with pytest.raises(InputError, match="a kind of entity") as told:
            kind.read(given_)
        assert "People" not in str(told.value)
