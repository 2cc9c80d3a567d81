import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.text import clean_text, control_character, plain_ascii

CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  12  Beach Road ", "12 Beach Road"),
        ("one\r\ntwo\tthree", "one two three"),
        ("a\u00a0\u2003b", "a b"),
        (" \n\t ", ""),
        ("", ""),
    ],
)
def test_white_space_becomes_one_space(written, cleaned):
    assert clean_text(written) == cleaned


def test_composed_and_decomposed_letters_become_one_spelling():
    composed, decomposed = "Nguyễn", unicodedata.normalize("NFD", "Nguyễn")

    assert composed != decomposed
    assert clean_text(composed) == clean_text(decomposed) == composed


@pytest.mark.parametrize(
    "text", ["ศักดิ์ดา ชัยมงคล", "முருகன்", "කසුන්", "محمد", "张伟", "<b>x</b>", "=1+1"]
)
def test_every_script_and_markup_stays_as_it_came(text):
    assert clean_text(text) == text


def test_direction_marks_stay():
    assert clean_text("\u202eabc\u202c") == "\u202eabc\u202c"


@given(st.text())
def test_no_white_space_but_single_spaces_is_left(text):
    cleaned = clean_text(text)

    assert cleaned == " ".join(cleaned.split())


@given(st.text())
def test_no_letter_is_lost_in_cleaning(text):
    before = unicodedata.normalize("NFC", text)

    assert "".join(clean_text(text).split()) == "".join(before.split())


@pytest.mark.parametrize("code", CONTROLS)
def test_a_control_character_is_found(code):
    assert control_character(f"386-8{chr(code)}784")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_a_lone_surrogate_counts_as_a_control(text):
    assert control_character(text)


@pytest.mark.parametrize("text", ["", "a b", "a\tb\r\nc", "ไทย", "a\u200db", "\u202eabc", "😀"])
def test_what_sound_exports_write_is_no_control(text):
    assert not control_character(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_no_text_without_controls_is_accused(text):
    assert not control_character(text)


@pytest.mark.parametrize(
    "digits",
    [
        "๐๑๒๓๔๕๖๗๘๙",
        "٠١٢٣٤٥٦٧٨٩",
        "۰۱۲۳۴۵۶۷۸۹",
        "០១២៣៤៥៦៧៨៩",
        "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    ],
)
def test_digits_of_any_script_become_ascii(digits):
    assert plain_ascii(digits) == "0123456789"


def test_dashes_become_hyphens():
    assert plain_ascii("1\u20102\u20113\u20134\u20145\u22126\uff0d7") == "1-2-3-4-5-6-7"


def test_white_space_of_any_width_becomes_a_space():
    assert plain_ascii("1\u00a02\u202f3\u30004") == "1 2 3 4"


def test_what_address_books_wrap_a_number_in_goes():
    assert plain_ascii("\u202a+60\u200b12\u202c\u200e") == "+6012"


def test_full_width_letters_become_ascii():
    assert plain_ascii("\uff21\uff22\uff0b\uff5a") == "AB+z"


@pytest.mark.parametrize("text", ["ไทย", "O'Brien", "½", "²", "é"])
def test_other_characters_are_left_for_the_caller_to_judge(text):
    assert plain_ascii(text) == text


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_ascii_is_its_own_plain_form(text):
    assert plain_ascii(text) == text
