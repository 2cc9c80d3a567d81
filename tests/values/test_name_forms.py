import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.name_forms import (
    fold,
    generation,
    name_readings,
    name_words,
    organization_readings,
    skeleton,
)

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
        ("Duc Tuan Duong", "DUONG DUK TUAN"),
        ("Joe Tamihana", "Yusuf Tamihana"),
        ("Candace Reid", "Kandace Reid"),
        ("Kristina Reid", "Christina Reid"),
        (
            "\u0410\u043b\u044f\u043a\u0441\u0430\u043d\u0434\u0440 \u0412\u0430\u0441\u0456\u043b\u044c\u0435\u045e",
            "Aleksandr Vasilev",
        ),
        ("Daniel Kelly Jr.", "Kelly, Daniel"),
        ("Daniel Kelly III", "Daniel Kelly"),
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


def test_a_short_form_is_read_as_each_name_that_it_may_stand_for():
    assert name_readings("Pat Reid") == (("patricia", "reid"), ("patrick", "reid"))
    assert name_readings("Vani Reid") == (("reid", "vani"),)


def test_what_stands_in_brackets_may_be_left_out():
    assert name_readings("Suda (Noi) Chaimongkol") == (
        ("chaimongkol", "noi", "suda"),
        ("chaimongkol", "suda"),
    )


def test_a_name_of_brackets_alone_is_still_read():
    assert name_readings("(Vani)") == (("vani",),)
    assert name_readings("—") == ()


@given(st.lists(st.sampled_from(["chris", "sam", "pat", "alex", "jo", "(ted)", "bin"]), max_size=6))
def test_readings_are_few_and_each_comes_once(parts):
    found = name_readings(" ".join(parts))

    assert len(found) <= 4
    assert len(set(found)) == len(found)
    assert not parts or name_words(" ".join(parts)) == found[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Daniel Kelly Jr", "junior"),
        ("Kelly Sr., Daniel", "senior"),
        ("Daniel Kelly Junior", "junior"),
        ("Morris II Kelly", "2"),
        ("Daniel Kelly, 3rd", "3"),
        ("Junior Santos", ""),
        ("I Wayan Sudarma", ""),
        ("Daniel Kelly", ""),
        ("", ""),
    ],
)
def test_a_name_tells_father_from_son(name, told):
    assert generation(name) == told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pelita Jaya Sdn. Bhd.", "PELITA JAYA"),
        ("PT. Pelita Jaya", "Pelita Jaya, PT"),
        ("Autohaus Keller GmbH & Co. KG", "Autohaus Keller"),
        ("Beacon Shipping (Pvt) Ltd", "Beacon Shipping Pvt. Ltd."),
        ("Transports Lumière S.A.R.L.", "Transports Lumiere"),
        ("\u5317\u4eac\u8d38\u6613\u6709\u9650\u516c\u53f8", "\u5317\u4eac\u8d38\u6613"),
    ],
)
def test_a_legal_form_is_no_part_of_an_organizations_name(one, other):
    assert set(organization_readings(one)) & set(organization_readings(other))


def test_a_country_in_an_organizations_name_counts():
    assert organization_readings("Beacon Exports India") != organization_readings("Beacon Exports")


def test_an_organization_named_like_a_legal_form_keeps_its_name():
    assert organization_readings("The Company Ltd") == (("company", "ltd", "the"),)


def test_no_usual_form_is_a_short_form_of_another():
    """Else a name and its own short form would be compared as two."""
    short = [
        word
        for word in ("joseph", "stefan", "susanne", "jon")
        if name_words(f"{word} x") == (word, "x")
    ]

    assert short == []
