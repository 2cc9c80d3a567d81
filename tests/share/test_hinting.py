"""Words that may mean somebody hidden, in what people wrote as they liked."""

from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ReleaseError
from linkgraph.share.betraying import Betraying
from linkgraph.share.hinting import ORDINARY, Hints, folded
from linkgraph.share.rarity import hints_of
from linkgraph.values.name_forms import PARTICLES
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, SECRET, basis, readable
from tests.share.releases import release
from tests.share.test_disguises import coded

SITI = "Siti Aminah binti Yusof"
HIDDEN = [
    SITI, "\u0e2a\u0e21\u0e0a\u0e32\u0e22 \u0e43\u0e08\u0e14\u0e35", "\u738b\u5c0f\u660e", "Ani", "Suharto",
    "\u0641\u0627\u0637\u0645\u0629 \u0632\u0647\u0631\u0627\u0621", "Grace Kiplagat",
]  # fmt: skip


def graph(hidden, shown=(), **kinds):
    """Return a part of a case as far as names in it go, and who of it is hidden."""
    people = [(f"person:h{n}", one) for n, one in enumerate(hidden)]
    people += [(f"person:s{n}", one) for n, one in enumerate(shown)]
    nodes = {"Person": people}
    nodes |= {
        kind: [(f"{kind}:{n}", one) for n, one in enumerate(held)] for kind, held in kinds.items()
    }
    frames = {
        kind: pl.DataFrame({"id": [i for i, _ in held], "names": [[n] for _, n in held]})
        for kind, held in nodes.items()
        if held
    }
    return SimpleNamespace(nodes=frames), {f"person:h{n}" for n in range(len(hidden))}


def hints(hidden, shown=(), **kinds):
    return hints_of(*graph(hidden, shown, **kinds))


KNOWN = hints(HIDDEN, ["Ahmad Yusof", "Mei Lin Aminah"], Organization=["Aminah Trading Sdn Bhd"])


@pytest.mark.parametrize(
    "text",
    [
        "Aminah was seen", "aminah was seen", "S. Aminah", "Siti A.", "siti a. came", "Aminahs", "Aminah's family",
        "the Aminahs", "Amina was seen", "Amminah", "AMINAH", "with Yusof", "bt Yusof", "Siti's phone", "pakaminah",
        "aminahnya", "Aminahku", "A m i n a h came", "&#65;minah came", "aminahpelabuhan", "Am\u0456nah came", "4minah", "kak%20aminah",
        "\u0623\u0645\u064a\u0646\u0629 \u0647\u0646\u0627", "\u0648\u0623\u0645\u064a\u0646\u0629", "Fatimah came", "Fatma", "\u0424\u0430\u0442\u0438\u043c\u0430",
        "\u0e1e\u0e1a\u0e2a\u0e21\u0e0a\u0e32\u0e22\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48", "somchai came", "\u5c0f\u660e\u5728\u8fd9\u91cc",
        "Yusofkah", "Yusofpun", "Yusofom", "\u8fd9\u91cc\u662f\u5c0f\u660e",
        "Ani came", "Suharto", "suhartos", "Grace came", "G. Kiplagat", "kiplagat", "Ahmad Yusof and Aminah",
    ],
)  # fmt: skip
def test_a_part_of_a_name_may_mean_somebody_hidden(text):
    assert KNOWN.stands_in(text)
    assert KNOWN.in_texts(pl.Series([text])).to_list() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "", "the pier at Klang", "with Ahmad Yusof", "Yusof, Ahmad", "Mei Lin Aminah came", "paid Aminah Trading Sdn Bhd",
        "ani came", "a grace period", "binti", "12345678", "goods", "the man paid 20", "sit in a mine", "S. Amin", "pakyusof", "the three graces",
    ],
)  # fmt: skip
def test_words_that_mean_others_or_nobody_stay(text):
    assert not KNOWN.stands_in(text)
    assert KNOWN.in_texts(pl.Series([text])).to_list() == [False]


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ({"words": {"aminah"}}, "Aminah came"), ({"folded": {folded("aminah")}}, "Amina came"),
        ({"short": {"ani"}}, "Ani came"), ({"native": {"smsr"}}, "Somsri came"),
        ({"pairs": {("abu", "bek")}}, "Abu Bek came"), ({"initials": {("s", "bek")}}, "S. Bek came"),
        ({"runs": {2: frozenset({"\u5c0f\u660e"})}}, "\u5728\u8fd9\u91cc\u5c0f\u660e"),
    ],
)  # fmt: skip
def test_each_kind_of_hint_is_enough_by_itself(held, text):
    alone = Hints(
        **{name: one if isinstance(one, dict) else frozenset(one) for name, one in held.items()}
    )

    assert alone
    assert alone.in_texts(pl.Series([text, "the pier"])).to_list() == [True, False]


@pytest.mark.parametrize(
    "text", ["Siti Bek", "bek siti", "siti binti bek", "Siti A Bek", "S. Bek", "s bek", "Bek S."]
)
def test_short_words_of_a_name_mean_her_together(text):
    assert hints(["Siti Bek"]).stands_in(f"with {text} there")
    assert not hints(["Siti Bek"]).stands_in("with bek there")


def test_a_first_letter_that_is_a_word_too_counts_as_a_capital_alone():
    assert hints(["Ana Bek"]).stands_in("ask A. Bek")
    assert not hints(["Ana Bek"]).stands_in("ask a bek")
    assert hints(["Eli Bek"]).stands_in("ask E. Bek")
    assert not hints(["Eli Bek"]).stands_in("ask e bek")


@pytest.mark.parametrize("text", ["A. Yusof", "A Yusof", "Yusof, A.", "A. binti Yusof"])
def test_a_first_letter_means_her_where_many_bear_her_fathers_name(text):
    held = hints(["Aminah binti Yusof"], [f"Yusof Number{n}" for n in range(13)])

    assert held.in_texts(pl.Series([f"ask {text}", "ask a Yusof", "ask Yusof"])).to_list() == [
        True, False, False,
    ]  # fmt: skip


def test_two_words_that_are_somebodys_whole_name_whom_the_audience_may_see_mean_that_one():
    held = hints(["Abu Bek bin Tan"], ["Bek Abu"])

    assert not held.stands_in("Abu Bek came")
    assert held.stands_in("Abu Tan came")


def test_a_whole_name_in_syllables_excuses_its_part_and_no_other():
    held = hints(["\u738b\u5c0f\u660e"], ["\u674e\u5c0f\u660e"])

    assert not held.stands_in("\u674e\u5c0f\u660e\u6765\u4e86")
    assert held.stands_in("\u674e\u5c0f\u660e\u548c\u5c0f\u660e")


def test_a_word_that_many_bear_whom_the_audience_may_see_is_no_hint_by_itself():
    many = [f"Aminah Number{n}" for n in range(13)]
    few, common = hints([SITI], many[:12]), hints([SITI], many)

    assert few.stands_in("Aminah came")
    assert not common.stands_in("Aminah came")
    assert common.stands_in("Siti A. came")
    assert common.stands_in("Siti Amina came")


@pytest.mark.parametrize(
    "text",
    [
        "Mai came",
        "call MAI",
        "(Mai)",
        "mai thi",
        "Thi Mai",
        "T. Mai",
        "\u0639\u0645\u0631 \u0647\u0646\u0627",
    ],
)
def test_words_of_three_letters_are_told_by_a_capital_or_where_a_script_has_none(text):
    found = hints(["Tran Thi Mai", "\u0639\u0645\u0631 \u0639\u0644\u064a"])

    assert found.stands_in(text)
    assert found.in_texts(pl.Series([text])).to_list() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "mai came",
        "the Maid",
        "Le came",
        "bin",
        "\u062c\u0627\u0621 \u0639\u0644\u0649",
        "with Vo Mai",
    ],
)
def test_of_words_of_three_letters_those_that_are_in_every_text_mean_nobody(text):
    found = hints(["Tran Thi Mai", "\u0639\u0645\u0631 \u0639\u0644\u064a"], ["Vo Mai"])

    assert not found.stands_in(text)
    assert found.in_texts(pl.Series([text])).to_list() == [False]


@pytest.mark.parametrize("text", ["The car stood at the port", "Can he pay?", "May 2026", "by Van"])
def test_ordinary_words_of_three_letters_mean_nobody_alone(text):
    found = hints(["Nguyen The Anh", "Can Van May"])

    assert not found.stands_in(text)
    assert found.stands_in("The Anh came")


def referred(number):
    nodes = {"Person": pl.DataFrame({"id": ["person:h0"], "native_ids": [[number]]})}
    return hints_of(SimpleNamespace(nodes=nodes), {"person:h0"})


@pytest.mark.parametrize(
    ("number", "text", "meant"),
    [("A-12", "carried a 12 kg case", False), ("TH-2026", "left TH 2026-03-01", False),
     ("LK-3", "husband of LK-3", True), ("A-1207", "with A-1207", True)],
)  # fmt: skip
def test_a_number_that_stands_in_any_text_refers_to_nobody(number, text, meant):
    assert referred(number).stands_in(text) is meant


def test_names_that_are_shown_anyhow_excuse_their_words():
    officer = hints_of(*graph([SITI]), also_shown=["Inspector Aminah Rahman"])

    assert not officer.stands_in("ask Inspector Aminah Rahman")
    assert officer.stands_in("ask Aminah")


def test_how_many_of_the_hidden_bear_a_word_counts_for_nothing():
    assert hints([f"Aminah Number{n}" for n in range(50)]).stands_in("Aminah came")


def test_two_names_of_one_person_count_once():
    people, hidden = graph([SITI], ["x"])
    twice = people.nodes["Person"].with_columns(
        pl.Series("names", [[SITI], [f"Aminah N{n}" for n in range(40)]])
    )

    assert hints_of(SimpleNamespace(nodes={"Person": twice}), hidden).stands_in("Aminah came")


def test_a_name_of_four_letters_is_no_longer_name_without_its_last():
    assert not hints(["Hani Dewanti"]).stands_in("with Hanim")
    assert hints(["Hani Dewanti"]).stands_in("with Hanis")


def test_a_number_in_a_name_means_nobody():
    assert not hints(["Aminah 1990"]).stands_in("paid 1990 ringgit")


@pytest.mark.parametrize("hidden", [[], ["\u2014"], [""]])
def test_whoever_has_no_name_is_meant_by_nothing(hidden):
    found = hints(hidden, ["Ahmad Yusof"])

    assert not found
    assert not found.stands_in("Ahmad Yusof, \u2014")
    assert found.in_texts(pl.Series(["Ahmad", None])).to_list() == [False, False]


def test_a_text_that_is_none_means_nobody():
    assert KNOWN.in_texts(pl.Series(["Aminah", None, "x"])).to_list() == [True, False, False]


def test_ordinary_words_are_written_in_small_letters_and_each_is_long_enough_to_matter():
    assert all(one == one.casefold() and len(one) >= 3 for one in ORDINARY)
    assert folded("aminah") == folded("amina")
    assert folded("\u738b") == "\u738b"


words = st.text("abdefghijklmnoprstuvy", min_size=4, max_size=8).filter(
    lambda one: one not in ORDINARY | PARTICLES
)
HOW = [
    "cyrillic",
    "greek",
    "entities",
    "hexadecimal",
    "percent",
    "zero width",
    "apart",
    "turned",
    "capitals",
]


@given(
    st.lists(words, min_size=1, max_size=3).map(lambda held: " ".join(held).title()),
    st.randoms(use_true_random=False),
    st.sampled_from(HOW),
    st.sampled_from(["", "seen: ", "("]),
    st.sampled_from(["", ".", ", twice"]),
)
def test_no_disguise_hides_any_word_of_a_name(name, chance, how, before, after):
    text = before + coded(how, chance.choice(name.split())) + after

    assert hints([name]).in_texts(pl.Series([text])).all()


@given(
    st.lists(words, min_size=2, max_size=3, unique=True),
    st.sampled_from(["s", "nya", "lah", "'s", "es"]),
)
def test_neither_endings_nor_initials_hide_it(held, ending):
    found = hints([" ".join(held).title()])

    assert found.stands_in(f"with {held[0].title()}{ending} people")
    assert found.stands_in(f"with {held[0][0].upper()}. {held[1].title()}")
    assert found.stands_in(f"with {held[0].title()} {held[1][0].upper()}.")


@given(st.lists(words, min_size=1, max_size=3), st.text(max_size=40))
def test_looking_at_one_text_is_looking_at_many(held, around):
    found = hints([" ".join(held)])
    texts = [around, f"{around} {held[0]}", f"{held[-1]}{around}"]

    bulk = found.in_texts(pl.Series(texts)).to_list()

    for text, meant in zip(texts, bulk, strict=True):
        assert meant or not found.stands_in(text)


VICTIM = [("VICTIM_IN", "person:v", "casefile:c", {})]
HER = ("person:v", {"names": [SITI]})
FREE = [
    {"entities": [("person:s1", {"notes": ["Aminah came by boat", "tall"]})]},
    {"links": [("CALLED", "phone:+6421111111", "phone:+60122222222", {"at": "2026-02-01T10:00:00Z", "text": ["ask Siti A. for it"]})]},
    {"links": [("PAID", "account:1", "account:2", {"remark": "fee for S. Aminah"}), ("HOLDS", "person:s1", "account:1", {})]},
]  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


@pytest.mark.parametrize("told", [FREE[0], FREE[2]], ids=["note", "remark"])
def test_what_may_mean_her_leaves_in_no_package_and_no_release(ledger, told):
    links = [*CHAIN, *VICTIM, *told.get("links", ())]
    fill(ledger, "A", links=links, entities=[HER, *told.get("entities", ())], **OPEN)

    for made in (readable(ledger), repr(release(ledger, "MY")), repr(release(ledger))):
        assert "minah" not in made
        assert "tall" in made or "links" in told


def test_what_names_a_file_or_a_sheet_may_mean_her_too(ledger):
    links = [one for one in CHAIN if one[0] != "CALLED"]
    fill(ledger, "aminah", links=[*links, *VICTIM], entities=[HER], **OPEN)

    assert "minah" not in readable(ledger)


def test_a_plan_whose_purpose_may_mean_her_is_worded_anew(ledger):
    fill(ledger, "A", links=[*CHAIN, *VICTIM], entities=[HER], **OPEN)

    with pytest.raises(ReleaseError, match="names somebody"):
        readable(ledger, plan=basis(purpose="who brought Aminah"))


def test_somebody_who_is_shown_keeps_a_note_that_gives_his_whole_name(ledger):
    him = ("person:s1", {"names": ["Ahmad Yusof"], "notes": ["calls himself Ahmad Yusof"]})
    fill(ledger, "A", links=[*CHAIN, *VICTIM], entities=[HER, him], **OPEN)

    assert "calls himself" in readable(ledger)
    assert "calls himself" in repr(release(ledger, "MY"))


def test_whom_only_a_withheld_source_knows_is_meant_by_no_part_of_a_name(ledger):
    """A text that is dropped for her would tell that there is such a person."""
    fill(ledger, "A", links=CHAIN, entities=[("person:s1", {"notes": ["Aminah came"]})], **OPEN)
    fill(ledger, "B", links=VICTIM, entities=[HER], **SECRET)

    assert "Aminah came" in readable(ledger)
    assert "Aminah came" in repr(release(ledger, "MY"))


def test_what_withheld_people_are_called_makes_no_word_common(ledger):
    others = [(f"person:o{n}", {"names": [f"Aminah Number{n}"]}) for n in range(20)]
    note = ("person:s1", {"notes": ["Aminah came"]})
    fill(ledger, "A", links=[*CHAIN, *VICTIM], entities=[HER, note], **OPEN)
    fill(ledger, "B", entities=others, **SECRET)

    assert "Aminah came" not in readable(ledger)
    assert "Aminah came" not in repr(release(ledger, "MY"))


def test_names_alone_are_not_searched_for_parts():
    """What a thing is called stays unless it is called after somebody by her whole name."""
    texts = Betraying({SITI}, hints=KNOWN)
    named = pl.Series(["Aminah Lines", SITI])

    assert texts.in_texts(named, free=True).to_list() == [False, True]
    assert texts.in_texts(named, free=True, written=True).to_list() == [True, True]
    assert not Hints()


ORDINARY_TEXTS = [
    "will send the rest of the money on sunday", "school fee, grace period ends in june", "hantar duit untuk rumah baru",
    "bayaran sewa bulan ini", "the long road to the port was closed", "gui tien ve nha cho me", "invoice for goods, paid in cash",
    "uang muka untuk kapal dan makan", "said he would wait at the pier with four men", "young man, brown coat, no hope of a visa",
    "pinjaman dari kawan lama", "Masih dalam pengembangan", "Keterangan saksi", "loan return", "ATM withdrawal near the mall",
]  # fmt: skip
USUAL_NAMES = [
    "Siti Nurhaliza binti Ahmad", "Grace Long", "Will Young", "Nguyen Thi Hoa", "Said Abdullah", "Dewi Indah Sari",
    "Tran Van Minh", "Lily Brown", "Mohamed Yusof", "Aung Ko Win", "Hope Mwangi", "Kumari Silva", "Wang Wei", "Somchai Jaidee",
]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY_TEXTS)
def test_what_people_write_every_day_means_nobody(text):
    assert not hints(USUAL_NAMES).stands_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("\u0e2a\u0e21\u0e28\u0e23\u0e35 \u0e43\u0e08\u0e14\u0e35", "she calls herself Somsri"),
        (
            "\u0e19\u0e49\u0e33\u0e1d\u0e19 \u0e41\u0e01\u0e49\u0e27\u0e21\u0e13\u0e35",
            "namfon has the key",
        ),
        (
            "\u0e1b\u0e23\u0e30\u0e40\u0e2a\u0e23\u0e34\u0e10 \u0e17\u0e2d\u0e07\u0e14\u0e35",
            "ask Prasert",
        ),
        (
            "\u0441\u0432\u0435\u0442\u043b\u0430\u043d\u0430 \u0438\u0432\u0430\u043d\u043e\u0432\u0430",
            "Svetlana was there",
        ),
    ],
)
def test_a_name_of_any_script_is_heard_in_latin_letters(name, text):
    assert hints([name]).stands_in(text)
    assert hints([name]).in_texts(pl.Series([text])).all()


@pytest.mark.parametrize(
    "text", ["sent by sea since", "sins of the sons", "camera, comer", "saint and sanity"]
)
def test_few_consonants_of_a_name_that_is_no_arabic_one_are_heard_in_no_word(text):
    names = [
        "\u0938\u0941\u0928\u0940\u0924\u093e \u0930\u093e\u092f",
        "\u0e2a\u0e38\u0e19\u0e34\u0e2a\u0e32",
        "\u0bc6\u0b9a\u0bb2\u0bcd\u0bb5\u0bbf \u0b95\u0bc1\u0bae\u0bbe\u0bb0\u0bcd",
    ]
    assert not hints(names).stands_in(text)


def test_a_virtue_in_small_letters_is_nobody_who_bears_it():
    held = hints(["Blessing Edo", "Angel Cruz", "Destiny Brown"])

    assert not held.stands_in("with the blessing of an angel investor; destiny unknown")
    assert held.stands_in("paid to Blessing")


@pytest.mark.parametrize("text", ["with Hòa", "with Hoà", "with Hoa", "with Hoà's"])
def test_a_name_of_three_letters_is_found_wherever_its_marks_stand(text):
    held = hints(["Nguyễn Thị Hòa", "Nguyen Thi Hoa"])

    assert held.stands_in(text)
    assert held.in_texts(pl.Series([text])).to_list() == [True]


def referring(text, shown="LK-2"):
    people = pl.DataFrame(
        {
            "id": ["person:h0", "person:s0"],
            "names": [["Siti Aminah"], ["Ruwan J"]],
            "native_ids": [["LK-3", "P1", "17"], [shown]],
        }
    )
    held = hints_of(SimpleNamespace(nodes={"Person": people}), {"person:h0"})
    return held.stands_in(text), held.in_texts(pl.Series([text])).to_list()[0]


@pytest.mark.parametrize("text", [
    "husband of LK-3", "see lk 3, twice", "(LK-3)", "LK/3 was there", "LK-03", "lk003 left", "L K 3", "LK no. 3", "file LK Nr. 03", "LK number 3",
    "LK\u0663",
])  # fmt: skip
def test_the_number_under_which_a_file_keeps_somebody_hidden_means_her(text):
    assert referring(text) == (True, True)


@pytest.mark.parametrize("text", [
    "husband of LK-2", "LK 33", "3 LK", "task P1", "17 boats", "LK", "LK has no. 3", "LK or number 3",
])  # fmt: skip
def test_another_number_or_one_that_stands_anywhere_means_nobody(text):
    assert referring(text) == (False, False)


@pytest.mark.parametrize(
    "text", ["met V0042", "met V 0042", "met v-42", "met V0042's", "met V_042"]
)
def test_a_number_that_is_filled_up_with_zeros_means_her_however_it_is_written(text):
    people = pl.DataFrame({"id": ["person:h0"], "native_ids": [["V0042"]]})
    held = hints_of(SimpleNamespace(nodes={"Person": people}), {"person:h0"})

    assert held.stands_in(text)
    assert held.in_texts(pl.Series([text])).to_list() == [True]
    assert not held.stands_in("met V0043 and V 420, 42 times")


def test_a_number_that_somebody_shown_has_too_means_nobody():
    assert referring("husband of LK-3", shown="LK-3") == (False, False)
