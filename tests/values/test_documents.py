import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.documents import clean_document, clean_imei

kinds = st.sampled_from(["passport", "national_id", "other"])


def rejection(text, kind="passport"):
    with pytest.raises(ValueRejected) as caught:
        clean_document(text, kind=kind)
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("ac0498997", "passport", "AC0498997"),
        (" N 5288393 ", "passport", "N5288393"),
        ("3-0171-51732-55-9", "national_id", "3017151732559"),
        ("820406-10-5123", "national_id", "820406105123"),
        ("198115753677", "national_id", "198115753677"),
        ("811570123V", "national_id", "811570123V"),
        ("\u0e53-\u0e50\u0e51\u0e57\u0e51", "national_id", "30171"),
        ("AB\u201112345", "other", "AB12345"),
    ],
)
def test_layout_goes_and_letters_become_capitals(text, kind, number):
    assert clean_document(text, kind=kind) == number


@pytest.mark.parametrize("number", ["X7672O34", "N74858O0", "AI0I2345", "AO0O1"])
def test_letters_that_scanners_read_for_digits_stay(number):
    assert clean_document(number, kind="passport") == number


@pytest.mark.parametrize(
    "text",
    ["n/a 0O1", "1.2.3,4", "12#4O-??", "none", "unknown", "1234", "A123", "1" * 25, "B/123/2020",
     "12345?", "<b>12345</b>", "\u00df12345"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["passport", "national_id", "other"])
def test_what_is_no_document_number_is_rejected(text, kind):
    assert rejection(text, kind).code == "broken_number"


@pytest.mark.parametrize("text", ["", "  ", "-", "\u200b"])
def test_no_number_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


def test_a_rejection_says_which_document_and_not_which_number():
    message = str(rejection("123456?", "national_id"))

    assert "national identity number" in message
    assert "123456" not in message


@given(st.text(alphabet=string.digits, min_size=5, max_size=24), st.sampled_from("- "), kinds)
def test_hyphens_and_spaces_make_no_difference(digits, layout, kind):
    assert clean_document(layout.join(digits), kind=kind) == digits


@given(st.text(max_size=30), kinds)
def test_any_text_is_a_document_or_is_rejected(text, kind):
    try:
        number = clean_document(text, kind=kind)
    except ValueRejected as error:
        assert error.code in {"broken_number", "missing"}  # noqa: PT017
    else:
        assert number.isascii()
        assert number.isalnum()
        assert number == number.upper()


@pytest.mark.parametrize(
    ("text", "imei"),
    [
        ("354625250004369", "354625250004369"),
        ("35-462525-000436-9", "354625250004369"),
        ("35 462525 000436 9", "354625250004369"),
        ("35/462525/000436/9", "354625250004369"),
        ("35462525000436", "35462525000436"),
        ("3546252500043612", "3546252500043612"),
    ],
)
def test_an_imei_is_its_digits(text, imei):
    assert clean_imei(text) == imei


def test_check_digits_that_networks_leave_out_pass():
    assert clean_imei("354625250004360") == "354625250004360"


@pytest.mark.parametrize("text", ["3546252500043", "35462525000436901", "35462525000436X", "none"])
def test_what_is_no_imei_is_rejected(text):
    with pytest.raises(ValueRejected) as caught:
        clean_imei(text)

    assert caught.value.code == "broken_number"


@pytest.mark.parametrize("text", ["", " ", "--"])
def test_no_imei_is_rejected_as_missing(text):
    with pytest.raises(ValueRejected) as caught:
        clean_imei(text)

    assert caught.value.code == "missing"
