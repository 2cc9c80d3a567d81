import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.enums import clean_sex


@pytest.mark.parametrize(
    "word",
    ["M", "m", "Male", "MALE", "ชาย", "Nam", "laki-laki", "Lelaki", "L", "පුරුෂ", "ஆண்", "男", "m."],
)
def test_words_for_male(word):
    assert clean_sex(word) == "male"


@pytest.mark.parametrize(
    "word",
    [
        "F",
        "f",
        "Female",
        "หญิง",
        "Nữ",
        "NỮ",
        "Nu\u031b\u0303",
        "perempuan",
        "Wanita",
        "P",
        "ස්ත්\u200dරී",
        "பெண்",
        "女",
    ],
)
def test_words_for_female(word):
    assert clean_sex(word) == "female"


@pytest.mark.parametrize("word", ["X", "x", "other", "Non-binary"])
def test_words_for_other(word):
    assert clean_sex(word) == "other"


@pytest.mark.parametrize("word", ["U", "unknown", "1", "2", "0", "?", "none", "mf"])
def test_a_word_that_is_not_known_is_rejected_and_not_guessed(word):
    with pytest.raises(ValueRejected) as caught:
        clean_sex(word)

    assert caught.value.code == "bad_value"


@pytest.mark.parametrize("text", ["", "  ", "."])
def test_no_sex_is_rejected_as_missing(text):
    with pytest.raises(ValueRejected) as caught:
        clean_sex(text)

    assert caught.value.code == "missing"


@given(st.sampled_from(["male", "female", "other"]), st.sampled_from([str.upper, str.title, str]))
def test_the_words_of_the_answer_are_answers(sex, case):
    assert clean_sex(f" {case(sex)}\n") == sex
