import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.resolve.blind import BlindRecord
from linkgraph.resolve.blind.record import date_parts, tokens_of
from tests.resolve.blind.people import ANN, names


def texts(record, field):
    return {token.text for token in tokens_of(record)[0] if token.field == field}


def test_the_order_of_a_names_words_does_not_count():
    one = BlindRecord("1", names=("SUBRAMANIAM, Vignesh",))
    other = BlindRecord("2", names=("Vignesh Subramaniam",))

    assert texts(one, "name") == texts(other, "name")


def test_script_and_accents_do_not_count():
    one = BlindRecord("1", names=("Nguyễn Thị Đào",))
    other = BlindRecord("2", names=("NGUYEN THI DAO",))

    assert texts(one, "name") == texts(other, "name")


def test_the_files_own_latin_spelling_goes_before_ours():
    both = BlindRecord("1", names=("ராணி சுப்பிரமணியம்", "Rani Subramaniam"))
    latin = BlindRecord("2", names=("Rani Subramaniam",))

    assert texts(both, "name") == texts(latin, "name")


def test_a_name_in_another_script_alone_is_romanised():
    assert texts(BlindRecord("1", names=("ராணி",)), "name") >= {"_r", "ni"}


@pytest.mark.parametrize("name", ["Hafiz bin Ismail", "HAFIZ A/L ISMAIL", "Hafiz s/o Ismail"])
def test_words_that_say_whose_child_somebody_is_say_nothing(name):
    one, other = (BlindRecord("1", names=(text,)) for text in (name, "Hafiz Ismail"))

    assert texts(one, "name") == texts(other, "name")


@pytest.mark.parametrize("name", ["Bt", "Do Van So"])
def test_a_name_is_not_taken_for_such_a_word_where_it_is_one(name):
    assert len(texts(BlindRecord("1", names=(name,)), "name")) > 2


def test_an_alias_is_compared_with_names_and_weighs_less():
    said, _ = tokens_of(BlindRecord("1", names=("Aa",), aliases=("Bb",)))

    weights = {token.text: token.bits for token in said if token.field == "name"}
    assert weights["bb"] < weights["aa"]


def test_day_and_month_changed_over_share_all_but_their_places():
    one, other = (
        texts(BlindRecord("1", names=("A B",), birth_dates=(day,)), "birth_date")
        for day in ("1990-03-07", "1990-07-03")
    )

    assert {"y1990", "s0307"} <= one & other


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1990", ("1990",)),
        ("1990-03", ("1990", "03")),
        ("1990-03-07", ("1990", "03", "07")),
        (" 19900307 ", ("1990", "03", "07")),
        ("07/03/1990", ()),
        ("1990-3-7", ()),
        ("", ()),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(text, parts):
    assert date_parts(text) == parts


def test_a_phone_is_known_by_its_last_digits():
    one = BlindRecord("1", names=("A B",), phones=("+60 13-166 5895",))
    other = BlindRecord("2", names=("A B",), phones=("0131665895",))

    assert texts(one, "phone") == texts(other, "phone") == {"31665895"}


def test_a_phone_may_be_written_in_digits_of_any_script():
    one = BlindRecord("1", names=("A B",), phones=("๐๑๓๑๖๖๕๘๙๕",))

    assert texts(one, "phone") == {"31665895"}


def test_a_short_number_is_no_phone():
    assert texts(BlindRecord("1", names=("A B",), phones=("999",)), "phone") == set()


def test_signs_in_a_document_number_do_not_count():
    one = BlindRecord("1", documents=("C-123 4567",))
    other = BlindRecord("2", documents=("c1234567",))

    assert tokens_of(one) == tokens_of(other)


@pytest.mark.parametrize(
    "record",
    [
        BlindRecord("1"),
        BlindRecord("1", sex=("male",), nationalities=("TH",), birth_dates=("1990-03-07",)),
        BlindRecord("1", phones=("+60131665895",)),
        BlindRecord("1", names=("!?",), documents=("--",)),
    ],
)
def test_a_record_without_name_or_document_gives_nothing(record):
    assert tokens_of(record) == ([], 0)


def test_what_is_missing_is_filled_and_what_is_there_is_not():
    assert tokens_of(ANN)[1] == 0
    assert tokens_of(BlindRecord("1", names=ANN.names, birth_dates=ANN.birth_dates))[1] > 0


@given(names)
def test_the_less_is_known_of_a_birth_date_the_more_is_filled(name):
    fills = [
        tokens_of(BlindRecord("1", names=(name,), birth_dates=dates))[1]
        for dates in (("1990-03-07",), ("1990-03",), ("1990",), ())
    ]

    assert fills == sorted(fills)
    assert fills[0] < fills[1] < fills[2]


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_it_and_no_token_comes_twice(name, date, number):
    said, fill = tokens_of(
        BlindRecord("1", names=(name,), birth_dates=(date,), documents=(number,), phones=(number,))
    )

    assert len(said) == len(set(said))
    assert fill >= 0
    assert all(token.text and 0 < token.bits <= 32 for token in said)
