import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.share.betraying import Betraying
from linkgraph.share.pseudonyms import Hidden

TEXTS = pl.Series(
    ["met Kanya  PANTHONG, twice", "Kanya Panthongs", "call +60-111 111 1111", None, "", "free"]
)
OURS = Betraying(names={"kanya panthong"}, numbers={"601111111111"})

words = st.text("aAbß -+.19\u0e01", max_size=12)


@given(
    st.lists(words, max_size=4),
    st.frozensets(st.text("abß19", min_size=1, max_size=3), max_size=3),
    st.frozensets(st.text("AB19", min_size=1, max_size=3), max_size=3),
    st.booleans(),
)
def test_a_column_is_searched_as_each_text_would_be(texts, names, numbers, free):
    hidden = Hidden(names=names, numbers=numbers)

    found = Betraying(names, numbers).in_texts(pl.Series(texts, dtype=pl.String), free=free)

    assert found.to_list() == [hidden.betrays(text, free=free) for text in texts]


def test_names_count_in_free_text_alone_and_numbers_anywhere():
    assert OURS.in_texts(TEXTS, free=True).to_list() == [True, False, True, False, False, False]
    assert OURS.in_texts(TEXTS, free=False).to_list() == [False, False, True, False, False, False]


def test_a_text_that_gives_away_goes_and_the_others_stay():
    column = TEXTS.alias("note")

    clean = OURS.without(column, free=True)

    assert clean.to_list() == [None, "Kanya Panthongs", None, None, "", "free"]
    assert clean.name == "note"
    assert OURS.without(column[3:], free=True).to_list() == [None, "", "free"]


def test_of_several_texts_only_those_that_give_away_go():
    column = pl.Series("notes", [["Kanya Panthong", "tall"], ["Kanya Panthong"], None, []])

    assert OURS.without(column, free=True).to_list() == [["tall"], None, None, None]
    assert OURS.without(column[2:], free=True).to_list() == [None, []]


def test_nothing_to_hide_is_nothing():
    assert not Betraying()
    assert not Betraying().in_texts(TEXTS, free=True).any()


@given(
    st.lists(st.text("19", max_size=9), max_size=4),
    st.frozensets(st.text("19", min_size=1, max_size=5), max_size=5),
)
def test_a_hidden_number_is_found_wherever_it_stands(texts, numbers):
    hidden = Hidden(numbers=numbers)

    for text in texts:
        assert hidden.betrays(text, free=False) == any(number in text for number in numbers)
