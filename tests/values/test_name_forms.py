import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.name_forms import fold, name_words, skeleton

words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


def folded(name):
    return [fold(word) for word in name_words(name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Veni SOOBRAMANIAM", "Weni Subramaniam"),
        ("Le Kim DZUNG", "Lê Kim Dung"),
        ("Napha Phetjarat", "NAPHA PHETCHARAT"),
        ("Rudi Setiawan", "ROEDI SETIAWAN"),
        ("Chun Chang", "Zhang Jun"),
        ("Kavitha Shanmugam", "Kawitha Sanmugam"),
        ("Suthida Naksook", "Suthida Naksuk"),
        ("Ramesh Nadaraja", "RAMESH NADARAJAH"),
        ("Fatima binte Yusof", "YUSUF, Fatima"),
        ("Mohd. Fadzil bin Ismail", "MOHAMAD FADZIL ISMAIL"),
        ("Stephen Ropata", "Steve Ropata"),
    ],
)
def test_spellings_of_one_name_are_compared_as_one(one, other):
    assert sorted(folded(one)) == sorted(folded(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vani Subramaniam", "Rani Subramaniam"),
        ("Malee Chaimongkol", "Suda Chaimongkol"),
        ("Le Kim Dung", "Le Kim Hung"),
        ("Hassan Ali", "Hussein Ali"),
    ],
)
def test_names_of_two_people_stay_two(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("செல்வம் பாலசிங்கம்", "Selvam Balasingam"),
        ("சண்முகம்", "Shanmugam"),
        ("ชัยวัฒน์ บุญส่ง", "Chaiwat Bunsong"),
        ("ศักดิ์ดา ชัยมงคล", "Sakda Chaimongkol"),
        ("රසිකා ගුණසේකර", "Rasika Gunasekara"),
        ("Nguyễn Thị Mai", "NGUYEN THI MAI"),
    ],
)
def test_a_name_in_its_own_script_has_the_skeleton_of_its_latin_spelling(native, latin):
    def bones(name):
        return sorted(skeleton(word) for word in folded(name))

    assert bones(native) == bones(latin)


def test_words_come_once_and_in_one_order():
    assert name_words("ISMAIL Fadzil Ismail") == ("fadzil", "ismail")


def test_a_surname_that_looks_like_a_particle_stays():
    assert name_words("Le Van Do") == ("do", "le", "van")


def test_a_name_of_particles_alone_is_not_emptied():
    assert name_words("Bin") == ("bin",)
    assert name_words("Haji Ali") == ("ali", "haji")


def test_nothing_readable_is_no_word():
    assert name_words("—") == ()


@given(words)
def test_folding_again_changes_nothing_more_than_once(word):
    once = fold(word)
    assert fold(fold(once)) == fold(once)


@given(words)
def test_a_skeleton_is_never_longer_than_its_word(word):
    assert len(skeleton(fold(word))) <= len(word)


@given(st.lists(words, min_size=2, max_size=4))
def test_the_order_of_words_never_counts(parts):
    assert name_words(" ".join(parts)) == name_words(" ".join(reversed(parts)))
