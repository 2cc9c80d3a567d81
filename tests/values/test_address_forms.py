import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.address_forms import address_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 Beach Road, Negombo", "Negombo, No. 5 Beach Rd."),
        ("12 Jalan Ampang, Kuala Lumpur", "Jln. Ampang 12 Kuala Lumpur"),
        ("Lindenstra\u00dfe 87, 66879 Berg", "Lindenstrasse 87 66879 Berg"),
        ("Lindenstr. 87", "87 Linden Street"),
        ("Suite 900, 1450 N City Rd", "1450 North City Road Ste 900"),
        ("P.O. Box 12987", "PO BOX 12987"),
        ("#321, Street 128 Phnom Penh", "No 321, Street 128, Phnom Penh"),
        ("Kg. Baru, Lrg 3", "Kampung Baru Lorong 3"),
        ("Thanon Sukhumvit 21", "21 Sukhumvit Road"),
    ],
)
def test_two_spellings_of_one_address_are_compared_as_one(one, other):
    assert address_words(one) == address_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 Beach Road", "7 Beach Road"),
        ("5 Beach Road", "5 Beach Lane"),
        ("Unit 3, 5 Beach Road", "Unit 4, 5 Beach Road"),
        ("5 North Road", "5 South Road"),
    ],
)
def test_two_addresses_stay_two(one, other):
    assert address_words(one) != address_words(other)


def test_words_that_only_announce_a_number_are_not_emptied_away():
    assert address_words("House") == ("house",)


def test_nothing_readable_is_no_word():
    assert address_words("...") == ()


@given(
    st.lists(st.sampled_from(["5", "No", "Rd", "jalan", "Linden", "str", "N", "Blok"]), max_size=6)
)
def test_the_order_of_words_never_counts(parts):
    assert address_words(" ".join(parts)) == address_words(" ".join(reversed(parts)))


@given(st.text(max_size=40))
def test_reading_again_changes_nothing(text):
    once = address_words(text)

    assert address_words(" ".join(once)) == once
