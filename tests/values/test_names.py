from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.names import clean_name, name_key, name_parts, romanise, script_of


@pytest.mark.parametrize(
    "name", ["SUBRAMANIAM, Vignesh", "K. <b>X</b>", "=HYPERLINK(1)", "D/O Devi", "ශාන්ති", "ราชัน"]
)
def test_a_name_stays_as_the_source_wrote_it(name):
    assert clean_name(f"  {name}\n") == name


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_no_name_is_rejected_as_missing(text):
    with pytest.raises(ValueRejected) as caught:
        clean_name(text)

    assert caught.value.code == "missing"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Lê Kim Dung", ("Lê", "Kim", "Dung")),
        ("SUBRAMANIAM,Vignesh", ("SUBRAMANIAM", "Vignesh")),
        ("Anna-Marie O'Brien", ("Anna-Marie", "O'Brien")),
        (" , ", ()),
    ],
)
def test_a_name_splits_into_its_words(name, parts):
    assert name_parts(name) == parts


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Vignesh", "Latn"),
        ("Nguyễn Thị Đào", "Latn"),
        ("สุรชัย แก้วมณี", "Thai"),
        ("කසුන් දිසානායක", "Sinh"),
        ("முருகன்", "Taml"),
        ("محمد", "Arab"),
        ("张伟", "Hani"),
        ("Иван Петров", "Cyrl"),
        ("မောင်", "Mymr"),
        ("សុខ", "Khmr"),
        ("ສົມ", "Laoo"),
        ("प्रकाश", "Deva"),
        ("রহিম", "Beng"),
        ("김철수", "Hang"),
        ("さくら", "Hira"),
        ("カタカナ", "Kana"),
        ("Ελένη", "Grek"),
        ("משה", "Hebr"),
    ],
)
def test_a_script_is_told_by_its_letters(name, script):
    assert script_of(name) == script


@pytest.mark.parametrize("name", ["", "123", "๒๕๖๘", "--", "😀"])
def test_what_has_no_letters_has_no_script(name):
    assert script_of(name) == "Zyyy"


def test_the_script_of_most_letters_wins():
    assert script_of("สุรชัย (Kim)") == "Thai"
    assert script_of("Srajai Kaevmanee (ก)") == "Latn"


def test_of_equally_many_letters_the_first_script_wins():
    assert script_of("ab กข") == "Latn"
    assert script_of("กข ab") == "Thai"


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("Vignesh SUBRAMANIAM", "vignesh subramaniam"),
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("O'Brien", "obrien"),
        ("O\u2019Brien", "obrien"),
        ("Anna-Marie", "anna marie"),
        ("K. d/o Devi", "k d o devi"),
        ("Иван Петров", "ivan petrov"),
        ("张伟", "zhang wei"),
        ("김철수", "gim cheol su"),
        ("--", ""),
    ],
)
def test_a_name_is_romanised(name, romanised):
    assert romanise(name) == romanised


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("เสรี", "seri"),
        ("แก้ว", "kaew"),
        ("ไพลิน", "phailin"),
        ("สมชาย", "somchai"),
        ("รุ่งเรือง", "rungrueang"),
        ("วันเพ็ญ", "wanphen"),
        ("ศักดิ์ดา", "sakda"),
        ("อนุชา", "anucha"),
        ("ดวงใจ", "duangchai"),
    ],
)
def test_thai_vowels_stand_where_they_are_spoken(name, romanised):
    assert romanise(name) == romanised


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("කසුන්", "kasun"),
        ("සුනිල් පෙරේරා", "sunil perera"),
        ("விநாயகம்", "vinayagam"),
        ("நடராஜா", "nadaraja"),
        ("कमल", "kamal"),
        ("प्रकाश राम", "prakas ram"),
    ],
)
def test_unwritten_vowels_of_indian_scripts_are_filled_in(name, romanised):
    assert romanise(name) == romanised


def test_composed_and_decomposed_names_romanise_alike():
    assert romanise("Thu\u0309y") == romanise("Th\u1ee7y") == "thuy"


@given(st.text())
def test_a_romanised_name_is_plain(name):
    romanised = romanise(name)

    assert romanised.isascii()
    assert romanised == romanised.lower()
    assert all(word.isalnum() for word in romanised.split(" ") if romanised)


@given(st.text())
def test_romanising_again_changes_nothing(name):
    once = romanise(name)

    assert romanise(once) == once


@given(st.lists(st.sampled_from(["Bin", "สมชาย", "Đào", "张", "K.", "al-Din"]), max_size=4))
def test_a_key_does_not_know_the_order_of_words(words):
    keys = {name_key(" ".join(order)) for order in permutations(words)}

    assert len(keys) == 1


def test_a_key_keeps_every_word():
    assert name_key("Ahmad bin Hassan") == "ahmad bin hassan"
    assert name_key("Ahmad bin Hassan") != name_key("Ahmad Hassan")


@given(st.text())
def test_the_key_of_a_key_is_itself(name):
    key = name_key(name)

    assert name_key(key) == key
