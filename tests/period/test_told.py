"""Tables that people wrote, key by key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.period.told import TableTold, country_told, day_told, reference_told

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes() | st.times(),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=4), held, max_size=3),
    max_leaves=6,
)  # fmt: skip
READERS = {
    "text": (lambda t: t.text("key"), str),
    "required": (lambda t: t.text("key", required=True), str),
    "texts": (lambda t: t.texts("key"), tuple),
    "flag": (lambda t: t.flag("key"), bool),
    "day": (lambda t: t.day("key"), str),
    "code": (lambda t: t.code("key", "crime"), str),
    "code or": (lambda t: t.code("key", "crime", default="both"), str),
    "country": (lambda t: t.country("key"), str),
    "countries": (lambda t: t.countries("key"), tuple),
    "tables": (lambda t: t.tables("key"), list),
    "table": (lambda t: t.table("key"), dict),
}


@pytest.mark.parametrize("reader", READERS)
@given(value=anything)
def test_any_value_is_read_as_its_type_or_refused_with_its_place(reader, value):
    read, type_ = READERS[reader]

    found = read_or_refused(read, value)

    if isinstance(found, InputError):
        assert found.where.startswith("file, key")
        assert found.remedy
    else:
        assert isinstance(found, type_)


def read_or_refused(read, value):
    try:
        return read(TableTold({"key": value}, "file"))
    except InputError as error:
        return error


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_there_is_empty_unless_it_has_to_be_there(reader):
    read, _ = READERS[reader]
    told = TableTold({}, "file")

    if reader in {"required", "code", "country"}:
        with pytest.raises(InputError):
            read(told)
    else:
        assert read(told) in ("", (), False, [], {}, "both")


@given(st.dictionaries(st.sampled_from(["title", "titel", "zzz"]), st.just("x"), max_size=3))
def test_every_key_that_nothing_read_is_refused(raw):
    told = TableTold(raw, "file")
    told.text("title")

    if set(raw) <= {"title"}:
        told.done()
    else:
        with pytest.raises(InputError) as refused:
            told.done()
        assert "zzz" not in str(refused.value)


def test_texts_are_told_once_each_in_their_order():
    assert TableTold({"key": ["b", "a", "b "]}, "file").texts("key") == ("b", "a")


@pytest.mark.parametrize(("text", "code"), [("nz", "NZ"), (" MY ", "MY")])
def test_a_country_is_told_by_its_code(text, code):
    assert country_told(text, "x") == code


@pytest.mark.parametrize("text", ["Malaysia", "", "ZZ", "M", "NZ/Police"])
def test_what_is_no_countrys_code_is_refused(text):
    with pytest.raises(InputError, match="no such country"):
        country_told(text, "x")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", "2026-05-01"),
        ("1 May 2026", "2026-05-01"),
        ("\u0e52\u0e50\u0e52\u0e56-05-01", "2026-05-01"),
    ],
)
def test_a_day_is_read_as_files_write_days(text, day):
    assert day_told(text, "x") == day


@pytest.mark.parametrize("text", ["", "2026", "2026-05", "2026-13-01", "05/06/2026", "soon"])
def test_what_is_no_whole_day_is_refused(text):
    with pytest.raises(InputError, match="no day"):
        day_told(text, "x")


@pytest.mark.parametrize(
    "text", ["P1", "JPA-2026", "\u0e1b1", "E.7", "\u0dc1\u0dca\u200d\u0dbb\u0dd3-1"]
)
def test_a_reference_is_one_word(text):
    assert reference_told(text, "x") == text


@pytest.mark.parametrize(
    "text", ["", "P 1", "P/1", "P,1", "P\t1", "P\u202e1", "P\u200b1", "P\udcff", "x" * 41]
)
def test_what_commands_could_not_name_is_no_reference(text):
    with pytest.raises(InputError, match="no reference"):
        reference_told(text, "x")


def test_a_reference_is_given_once():
    with pytest.raises(InputError, match="two have"):
        reference_told("T1", "x", taken={"T1"})
