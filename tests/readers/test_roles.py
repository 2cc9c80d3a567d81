import pytest

from linkgraph.errors import MappingError
from linkgraph.readers.roles import Role, read_roles
from linkgraph.schema import load_schema


def roles(words, **own):
    return [(role.link, role.in_process) for role in read_roles(words, own)]


@pytest.mark.parametrize(
    ("word", "link", "part"),
    [
        ("suspect", "SUSPECT_IN", ""),
        ("Tersangka", "SUSPECT_IN", ""),
        ("  PEREKRUT ", "SUSPECT_IN", "RecruiterOrIntermediary"),
        ("Pemalsu dokumen", "SUSPECT_IN", "DocumentForger"),
        ("Pemodal", "SUSPECT_IN", "Financier"),
        ("Korban", "VICTIM_IN", ""),
        ("Saksi", "WITNESS_IN", ""),
        ("đối tượng", "SUSPECT_IN", ""),
        ("Nạn nhân", "VICTIM_IN", ""),
        ("tuyển mộ", "SUSPECT_IN", "RecruiterOrIntermediary"),
        ("làm giả giấy tờ", "SUSPECT_IN", "DocumentForger"),
        ("cho thuê tài khoản", "SUSPECT_IN", "MoneyMule"),
        ("ผู้ต้องสงสัย", "SUSPECT_IN", ""),
        ("ผู้เสียหาย", "VICTIM_IN", ""),
        ("พยาน", "WITNESS_IN", ""),
        ("นายทุน", "PERSON_OF_INTEREST_IN", ""),
        ("සැකකරු", "SUSPECT_IN", ""),
        ("சாட்சி", "WITNESS_IN", ""),
        ("protected person", "PROTECTED_IN", ""),
        ("informant", "INFORMANT_IN", ""),
        ("บุคคลทั่วไป", "", ""),
    ],
)
def test_a_word_of_any_language_gives_its_role(word, link, part):
    assert roles(word) == [(link, part)]


def test_composed_and_decomposed_letters_are_one_word():
    assert roles("na\u0323n nha\u0302n") == roles("nạn nhân") == [("VICTIM_IN", "")]


def test_an_unknown_word_makes_a_person_of_interest_and_says_so():
    assert read_roles("zzz", {}) == (Role("PERSON_OF_INTEREST_IN", "", known=False),)


def test_a_mappings_own_words_come_first():
    assert roles("suspect", suspect="none") == [("", "")]
    assert roles("zzz", ZZZ="victim") == [("VICTIM_IN", "")]


@pytest.mark.parametrize("words", ["tersangka / korban", "tersangka, korban", "Korban (tersangka)"])
def test_a_cell_of_two_roles_gives_both(words):
    assert sorted(roles(words)) == [("SUSPECT_IN", ""), ("VICTIM_IN", "")]


def test_of_two_words_for_one_role_the_one_that_says_more_counts():
    assert roles("tersangka/perekrut") == [("SUSPECT_IN", "RecruiterOrIntermediary")]


def test_a_known_and_an_unknown_word_give_both():
    found = read_roles("korban/zzz", {})

    assert [role.link for role in found] == ["VICTIM_IN", "PERSON_OF_INTEREST_IN"]
    assert [role.known for role in found] == [True, False]


@pytest.mark.parametrize("words", ["bukan tersangka", "not a suspect", "(((", "- / -"])
def test_a_role_is_never_read_out_of_other_words(words):
    assert roles(words) == [("PERSON_OF_INTEREST_IN", "")]


def test_a_meaning_that_is_no_role_is_refused():
    with pytest.raises(MappingError, match="role that is none") as caught:
        read_roles("x", {"x": "villain"})

    assert all(role in caught.value.remedy for role in load_schema().roles)
