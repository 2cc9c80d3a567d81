"""Names however they were written: apart, turned round, with initials, by another transliteration."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.betraying import Betraying
from linkgraph.share.disguises import as_seen
from linkgraph.share.naming import naming_of_texts
from linkgraph.share.sounding import run_together, sound_of, sounds_like, without_initials

KNOWN = ["Kanya Panthong", "Mohammed al-Rashid", "Aleksandr Petrov", "Nguyễn Thị Hồng", "Tharindu"]
NAMING = naming_of_texts(KNOWN)
FOUND = [
    "K a n y a  P a n t h o n g",
    "K a n y a P a n t h o n g",
    "k.a.n.y.a. p.a.n.t.h.o.n.g",
    "seen: K_a_n_y_a  P_a_n_t_h_o_n_g, twice",
    "P a n t h o n g | K a n y a",
    "T h a r i n d u",
    "\u041a \u0430 \u043d \u044f  \u041f \u0430 \u043d \u0442 \u043e \u043d \u0433",
    "\u202egnohtnaP aynaK\u202c was here",
    "was here \u202egnohtnaP aynaK",
    "\u2067Kanya Panthong\u2069",
    "Kanya M. Panthong",
    "Kanya M Panthong",
    "Panthong, Kanya M.",
    "Kania Pantong",
    "Kanja Panthong",
    "Muhammad al Rashid",
    "Mohamad Alrashid",
    "Mohamed El Rachid",
    "Mohammed Rashid",
    "Alexandr Petrow",
    "Aleksander Petrov",
    "\u0410\u043b\u0435\u043a\u0441\u0430\u043d\u0434\u0440 \u041f\u0435\u0442\u0440\u043e\u0432",
]
NOT_FOUND = [
    "Kanya Srisai",
    "Panthong market",
    "a b c d e f g h",
    "plan A, part B, row C, seat D, gate E",
    "the motor is shut",
    "Mohamed drove",
    "\u202egnothing\u202c",
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_a_name_is_found_however_it_is_written(text):
    assert NAMING.stands_in(text)
    assert Betraying(KNOWN).in_texts(pl.Series([text]), free=True).to_list() == [True]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_a_little_like_it_is_not(text):
    assert not NAMING.stands_in(text)


def test_a_name_on_file_with_an_initial_is_found_without_it():
    assert naming_of_texts(["Kanya M. Panthong"]).stands_in("with Kanya Panthong")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhamad"),
        ("rashid", "rachid"),
        ("alexandr", "aleksander"),
        ("panthong", "pantong"),
        ("petrow", "petrov"),
        ("yusuf", "youssef"),
        ("zulkifli", "sulkifly"),
        ("quddus", "kudus"),
        ("farouk", "pharuq"),
    ],
)
def test_ways_of_writing_one_name_sound_alike(one, other):
    assert sound_of(one) == sound_of(other)


def test_an_article_and_a_word_of_vowels_sound_of_nothing():
    assert [sound_of(one) for one in ("al", "el", "eau", "")] == ["", "", "", ""]


@pytest.mark.parametrize("words", [("li", "wei"), ("mohamed",), (), ("ali", "aya")])
def test_few_sounds_tell_nobody(words):
    assert sounds_like(words) == ()


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), max_size=5))
def test_the_order_of_words_counts_for_nothing(words):
    assert sounds_like(tuple(words)) == sounds_like(tuple(reversed(words)))


def test_letters_apart_are_read_as_one_word_and_by_their_gaps():
    words = tuple("johnsmith")

    assert run_together("j o h n  s m i t h", words) == [("johnsmith",), ("john", "smith")]
    assert run_together("plan a b", ("plan", "a", "b")) == []


def test_a_text_without_turning_signs_is_read_once():
    assert as_seen("plain") == ["plain"]
    assert "Kanya" in as_seen("\u202eaynaK\u202c")[1]


def test_letters_that_stand_alone_are_left_out():
    assert without_initials(("kanya", "m", "panthong")) == ("kanya", "panthong")


letters = st.text("abKPt .-_|\u202e\u202c\u2066\u0430\u043a\u0e01\n", max_size=12)


@given(st.lists(letters, max_size=3), st.sampled_from([*FOUND, *KNOWN]), letters)
def test_looking_in_bulk_finds_what_looking_at_each_finds(others, held, around):
    """The quick look never passes by what the slow one would find."""
    texts = pl.Series([*others, f"{around} {held}", held + around], dtype=pl.String)

    near = NAMING.may_stand_in(texts)

    for text, may in zip(texts, near, strict=True):
        assert may or not NAMING.stands_in(text)


@given(letters, letters)
def test_what_stands_around_a_name_hides_it_never(before, after):
    text = f"{before}\n{KNOWN[0]}\n{after}"
    turned = "\u202e" in before

    assert turned or NAMING.stands_in(text)


def test_long_texts_of_single_letters_are_read_in_time_that_grows_with_them():
    assert not NAMING.stands_in("a b c " * 20_000)
    assert not NAMING.stands_in("\u202e" * 20_000 + "a\u202c " * 20_000)
