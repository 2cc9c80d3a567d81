"""Names and numbers in disguise: coded, drawn with other letters, in pieces, with other words inside."""

import base64
import html
import re
from time import process_time
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.betraying import Betraying
from linkgraph.share.disguises import arabic_as_latin, as_seen, has_arabic, undisguised
from linkgraph.share.naming import naming_of_texts
from linkgraph.share.pseudonyms import Hidden
from linkgraph.share.readings import (
    all_in_one,
    forms_of,
    read_as,
    those_as_they_stand,
    visible,
    with_a_word,
    without_between,
    words_of,
)
from linkgraph.share.sounding import in_one_run

NAME = "Siti Aminah"
KNOWN = [NAME, "Mohammed al-Rashid", "Mahmoud Farouk", "Suharto"]
NAMING = naming_of_texts(KNOWN)
CYRILLIC = str.maketrans(
    "aeiocpxySIA", "\u0430\u0435\u0456\u043e\u0441\u0440\u0445\u0443\u0405\u0406\u0410"
)
GREEK = str.maketrans("aioAHNT", "\u03b1\u03b9\u03bf\u0391\u0397\u039d\u03a4")
SMALL_CAPITALS = str.maketrans("adeiomnt", "\u1d00\u1d05\u1d07\u026a\u1d0f\u1d0d\u0274\u1d1b")
LEET = str.maketrans("aeiost", "431057")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Siti Am1nah", NAME), ("Siti Ami=\nnah", NAME), ("Siti Ami=\r\nnah", NAME), ("Sit! Aminah", NAME),
        ("%252553iti Aminah", NAME), ("&amp;amp;#83;iti Aminah", NAME), ("U2l0aSBBbWlu\r\nYWg=", NAME),
        ("U2l0aSBBbWlu\nYWg=", NAME), ("53697469416d", "SitiAm"), ("U2l0aQlBbWluYWg", "Siti\tAminah"),
        ("U2l0aSDDgW1pbmFo", "Siti \u00c1minah"), ("5061747269636961", "Patricia"), ("Siti \u202ehanimA\u202c", NAME), ("hanimA itiS\u202e", NAME),
        ("*Siti* Aminah~", NAME), ("<a\nb>Siti Aminah", NAME), ("Siti Am\u3164inah", NAME), ("Si\u200bti Aminah", NAME),
    ],
)  # fmt: skip
def test_one_reading_of_a_disguise_is_the_name_as_it_is_written(text, reading):
    told = undisguised(text)

    assert told[0] == text
    assert reading in told[1:]


def test_a_sign_escaped_as_two_halves_is_one_and_a_half_alone_stops_nothing():
    assert "\U0001d412iti" in undisguised("\\ud835\\udc12iti")
    assert "\ufffd Siti" in undisguised("\\ud835 \\x53iti")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("\u0645\u064f\u062d\u064e\u0645\u0651\u0650\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0645\u062d\u0640\u0640\u0645\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0627\u0644\u0631\u0634\u064a\u062f", "\u0631\u0634\u064a\u062f"),
        ("\u0648\u0627\u0644\u0631\u0634\u064a\u062f", "\u0631\u0634\u064a\u062f"),
        ("\u0648\u0623\u0645\u064a\u0646\u0629", "\u0623\u0645\u064a\u0646\u0629"),
        ("\u0628\u0623\u0645\u064a\u0646\u0629", "\u0623\u0645\u064a\u0646\u0629"),
    ],
    ids=["vowel signs", "drawn out", "the", "and the", "and", "by"],
)
def test_what_hangs_on_an_arabic_word_hides_it_not(text, same):
    assert set(arabic_as_latin(same)) <= set(arabic_as_latin(text))


@pytest.mark.parametrize("text", ["U2l0aSBB", "5369746941", "AAECAwQFBgcICQoL"])
def test_what_is_too_short_or_no_text_is_not_decoded(text):
    assert not any("Siti" in one or "\x01" in one for one in undisguised(text))


def test_digits_stand_for_letters_beside_letters_alone():
    assert "Siti 4711 and 20" in undisguised("S1ti 4711 and 20")


@pytest.mark.parametrize(
    "text",
    [
        "S i t i Aminah", "Siti A m i n a h", "S-i-t-i A.m.i.n.a.h", "Si ti Ami nah", "Siti\nAmi-\nnah",
        "Si=\nti Ami=\r\nnah", "Si_ti Ami_nah", "Siti bt Aminah", "Siti bte. Aminah", "Siti (Kak) Aminah", "Aminah called Siti",
        "Siti binti Aminah", "siti amin\u200bah", "Siti Am\u3164inah", "Siti Am\ufe0finah", "S\u0336i\u0336t\u0336i\u0336 Aminah",
        "&#83;iti Aminah", "Siti&nbsp;Aminah", "Siti &amp;#65;minah", "Siti%20%41minah", "Siti%2520Aminah",
        "=53iti Aminah", "\\u0053iti Aminah", "\\x53iti Aminah", "Si<b>ti</b> Ami<i>nah</i>", "*Siti* **Ami**nah",
        "S1t1 4m1nah", "Sit1 Amin4h", "$iti @minah", "\uff33\uff49\uff54\uff49 \uff21\uff4d\uff49\uff4e\uff41\uff48",
        "\U0001d412\U0001d422\U0001d42d\U0001d422 Aminah", "\u24e2\u24d8\u24e3\u24d8 aminah", "S\u0131ti Aminah",
        "S\u0456ti Am\u0456n\u0430h", "\u03a3 S\u03b9ti \u0391minah",
        "\u0645\u062d\u0645\u062f \u0627\u0644\u0631\u0634\u064a\u062f", "\u0648\u0645\u062d\u0645\u062f \u0631\u0634\u064a\u062f",
        "\u0645\u062d\u0645\u0648\u062f \u0641\u0627\u0631\u0648\u0642",
        "U2l0aSBBbWluYWg=", "data:text/plain;base64,U2l0aSBBbWluYWg", "5369746920416d696e6168",
        "SUHARTO", "Suhart0", "suhart0.", "S u h a r t o", "Suh&#97;rto", "Suhart\u043e",
    ],
)  # fmt: skip
def test_a_name_in_disguise_is_found(text):
    assert NAMING.stands_in(text)
    assert Betraying(KNOWN).in_texts(pl.Series([text]), free=True).all()  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Siti was seen", "Aminah Yusof", "the city of Amman", "a fee of 100% 25 &", "<b>nobody</b>",
        "Sit in a minah bird", "Siti met her and then Aminah", "MH370 to KUL2", "3pm at gate A1B",
        "c2VlbiBub2JvZHkgaGVyZQ==", "investigations 60123456789012", "4d4b2d4d59204e5a2d41554b", "W3sibm8iOiA",
        "\u0645\u062d\u0645\u062f", "\u0441\u0438\u0442\u0438", "x=25 y=41", "C:\\xampp\\u12",
    ],
)  # fmt: skip
def test_what_only_looks_disguised_names_nobody(text):
    assert not NAMING.stands_in(text)


def coded(how, text):
    made = {
        "cyrillic": lambda: text.translate(CYRILLIC),
        "greek": lambda: text.translate(GREEK),
        "digits": lambda: re.sub(r"(\w)(\w)", lambda held: held[1] + held[2].translate(LEET), text),
        "entities": lambda: "".join(f"&#{ord(one)};" for one in text),
        "hexadecimal": lambda: "".join(f"&#x{ord(one):x};" for one in text),
        "named": lambda: html.escape(text).replace(" ", "&nbsp;"),
        "percent": lambda: "".join(f"%{ord(one):02X}" for one in text),
        "twice": lambda: quote(quote(text)),
        "zero width": lambda: "\u200b".join(text),
        "filler": lambda: "\u3164".join(text.split(" ")[0]) + text[len(text.split(" ")[0]) :],
        "apart": lambda: " ".join(text.replace(" ", "")),
        "tags": lambda: text[:3] + "<i>" + text[3:] + "</i>",
        "turned": lambda: f"\u202e{text[::-1]}\u202c",
        "capitals": text.upper,
        "together": lambda: text.replace(" ", ""),
        "base64": lambda: base64.b64encode(text.encode()).decode(),
        "base64 in lines": lambda: "\r\n".join(
            re.findall(".{1,14}", base64.b64encode(f"we saw {text} here".encode()).decode())
        ),
        "base64 of addresses": lambda: base64.urlsafe_b64encode(text.encode()).decode().strip("="),
        "bytes": text.encode().hex,
        "boxes": lambda: in_signs(text, 0x1F170),
        "circles": lambda: in_signs(text, 0x1F150),
        "flags": lambda: "\u200b".join(in_signs(text, 0x1F1E6)),
        "unseen": lambda: text[:3] + "".join(chr(0xE0000 + ord(one)) for one in text[3:]),
        "small capitals": lambda: text.translate(SMALL_CAPITALS),
    }
    return made[how]()


def in_signs(text, first):
    return "".join(chr(first + ord(one) - 97) if one.isalpha() else one for one in text.lower())


parts = st.text("abdefghijklmnoprstuvy", min_size=4, max_size=8)


@given(
    st.lists(parts, min_size=2, max_size=3).map(lambda held: " ".join(held).title()),
    st.sampled_from(
        ["cyrillic", "greek", "digits", "entities", "hexadecimal", "named", "percent", "twice",
         "zero width", "filler", "apart", "tags", "turned", "capitals", "together", "base64",
         "base64 in lines", "base64 of addresses", "bytes", "boxes", "circles", "flags", "unseen", "small capitals"]
    ),
    st.sampled_from(["", "seen: ", "(", "x. "]),
    st.sampled_from(["", ".", ", twice", " - 2"]),
)  # fmt: skip
def test_no_disguise_hides_any_name(name, how, before, after):
    text = before + coded(how, name) + after
    named = naming_of_texts([name])

    assert named.stands_in(text)
    assert named.may_stand_in(pl.Series([text])).all()


@given(
    st.text(max_size=60),
    st.sampled_from(["&#65;", "%41", "<b>", "\u0456", "a1b", "\u202e", "  a b c "]),
)
def test_the_look_in_bulk_passes_no_disguise_by(text, sign):
    for one in (text + sign, f"{sign}Siti {text} Aminah", f"Si{sign}ti Aminah{text}"):
        assert NAMING.may_stand_in(pl.Series([one])).all() or not NAMING.stands_in(one)


def test_a_plain_text_is_read_as_it_stands():
    assert undisguised("plain words (2), at 10:15; nobody's") == [
        "plain words (2), at 10:15; nobody's"
    ]


def test_what_is_coded_again_and_again_is_followed_so_far_and_no_further():
    deep = "&amp;" * 1 + "amp;" * 500 + "#65;"

    assert len(undisguised(deep)) <= 24
    assert len(undisguised("%25" * 2000 + "<b>" * 2000 + "&amp;" * 2000 + "a1" * 2000)) <= 24


def test_numbers_are_found_in_code_too():
    text = "ring &#54;0111111111" + " or %36%30111111111"
    hidden = Betraying((), {"60111111111"})

    assert hidden.in_texts(pl.Series([text, "&#54;0", None]), free=True).to_list() == [
        True,
        False,
        False,
    ]
    assert Hidden(numbers=frozenset({"60111111111"})).betrays(text, free=True)
    assert naming_of_texts(["60111111111"]).stands_in(text)


def test_arabic_words_are_read_in_latin_letters_as_far_as_they_are_written():
    assert arabic_as_latin("\u0633\u064a\u062a\u064a \u0623\u0645\u064a\u0646\u0629") == [
        "siti amina"
    ]
    assert arabic_as_latin("\u0623\u0646\u0648\u0631") == ["anur", "anwr"]
    assert arabic_as_latin("Aminah") == arabic_as_latin("") == []
    assert has_arabic("\u0639")
    assert not has_arabic("a\u00e9")


def test_words_between_names_are_left_out_where_enough_is_left():
    assert without_between(("siti", "binti", "aminah")) == ("siti", "aminah")
    assert without_between(("bin", "ali")) == ("bin", "ali")


def test_words_in_one_run_begin_and_end_with_a_word():
    held = {8: frozenset({"annamina"})}

    assert in_one_run(("x", "an", "namina", "y"), held)
    assert not in_one_run(("susannaminarets",), held)
    assert not in_one_run((), held)


def test_readings_hold_a_text_as_it_stands_first_of_all():
    assert ("siti", "m", "aminah") in read_as("Siti M. Aminah").written
    assert ("siti", "aminah") in read_as("Siti M. Aminah").trimmed
    assert ("siti", "amina") in forms_of("\u0633\u064a\u062a\u064a \u0623\u0645\u064a\u0646\u0629")
    assert "aminah" in all_in_one("A m i n a h").split()


def test_a_text_that_nothing_turns_is_seen_once():
    assert as_seen("Aminah") == ["Aminah"]


plainly = st.text("abZ019 .,;:-'&\u00e9\n", max_size=24)


@given(st.lists(plainly, max_size=6))
def test_what_stands_as_it_stands_in_bulk_stands_so_alone(texts):
    found = those_as_they_stand(pl.Series(texts, dtype=pl.String))

    for text, stands in zip(texts, found, strict=True):
        assert not stands or undisguised(text) == [text]


@given(st.lists(plainly, max_size=6), st.sampled_from(["a", "ab", "z", "0"]))
def test_a_word_in_bulk_is_a_word_of_each(texts, word):
    column = pl.Series(texts, dtype=pl.String)
    easy = column.filter(those_as_they_stand(column))

    found = with_a_word(easy, lambda one: one == word)

    for text, held in zip(easy, found, strict=True):
        assert held or word not in words_of(visible(text))
        assert not held or word in text.casefold()


def test_no_texts_stand_and_no_text_stands():
    texts = pl.Series(["plain words, 20", None, "a b", "1x", "camelCase"], dtype=pl.String)

    assert those_as_they_stand(texts).to_list() == [True, False, False, False, False]
    assert with_a_word(texts.head(0), bool).to_list() == []


@pytest.mark.parametrize(
    "text",
    [
        "&#" + "9" * 5000 + ";", "\\ud83d\\ude00", "\\ud800", "\\ude00\\ud83d", "&#xD800;", "&#1114112;", "\\u{110000}", "\\u{fffff}",
        "\0", "%ED%A0%80", "\u202e\u202e\u2066", "&#x" + "F" * 9 + ";", "\U0001f469\u200d\U0001f467",
    ],
)  # fmt: skip
def test_what_is_coded_badly_stops_nothing_and_hides_nothing(text):
    for one in (text, f"smile {text} done"):
        assert not NAMING.stands_in(one)
        assert not Betraying(KNOWN, {"A1234567"}, {"23456789"}).in_texts(
            pl.Series([one]), free=True, written=True
        ).any()  # fmt: skip
        assert Betraying(KNOWN).in_texts(pl.Series([f"{one} {NAME}"]), free=True).all()


@pytest.mark.parametrize(
    "text",
    ["S&#105ti Aminah", "S&#0000000105;ti Aminah", "Si\\u{74}i Aminah", "Si\\u{000074}i Aminah"],
)
def test_codes_are_read_as_browsers_and_programs_read_them(text):
    assert NAMING.stands_in(text)


@pytest.mark.parametrize(
    "sign", ["*", "!", "1", "a", "\u200b", "\u0648", "\u0430", "\u0e01", "a1", "*_", "&", "<", "&#65;", "%25", "\u202e", "a\u0301"]
)  # fmt: skip
def test_the_time_a_long_text_takes_grows_with_its_length_alone(sign):
    long = sign * (40_000 // len(sign)) + " \u00e9"
    begun = process_time()
    undisguised(long)
    # Seconds: what looks back from every sign takes ten times as long and more.
    assert process_time() - begun < 3
