import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.accounts import clean_account

# Example IBANs that the registry itself prints.
IBANS = [
    "GB29 NWBK 6016 1331 9268 19",
    "DE89 3704 0044 0532 0130 00",
    "AE07 0331 2345 6789 0123 456",
    "NO93 8601 1117 947",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
]


def rejection(text):
    with pytest.raises(ValueRejected) as caught:
        clean_account(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("1412-9126-9030", "141291269030"),
        ("1412 9126 9030", "141291269030"),
        ("386-8-78470-6", "3868784706"),
        ("38-1234-1234567-00", "381234123456700"),
        ("0012 3400", "00123400"),
        ("atm-0336", "ATM0336"),
        ("\u0e51\u0e52\u0e53\u0e54", "1234"),
        ("1412\u20139126\u00a09030", "141291269030"),
    ],
)
def test_layout_goes_and_leading_zeros_stay(text, account):
    assert clean_account(text) == account


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_with_sound_check_digits_passes(iban):
    assert clean_account(iban) == clean_account(iban.lower()) == iban.replace(" ", "")


@given(st.sampled_from(IBANS), st.data())
def test_one_mistyped_digit_of_an_iban_is_found(iban, data):
    account = iban.replace(" ", "")
    places = [n for n, c in enumerate(account) if c.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from(sorted(set(string.digits) - {account[place]})))

    error = rejection(account[:place] + digit + account[place + 1 :])

    assert error.code == "broken_number"
    assert "check digits" in error.what


def test_letters_in_front_are_no_iban_where_there_are_none():
    assert clean_account("TH12 3456 7890 1234") == "TH12345678901234"


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3,4",
        "12#4O-??",
        "none",
        "CASH",
        "ATM",
        "n/a 0O1",
        "123",
        "1" * 35,
        "12/34567",
        "=12345",
    ],
)
def test_what_is_no_account_number_is_rejected(text):
    assert rejection(text).code == "broken_number"


@pytest.mark.parametrize("text", ["", "   ", "--", "\u200b"])
def test_no_number_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


def test_a_rejection_does_not_repeat_the_number():
    assert "GB30" not in str(rejection("GB30NWBK60161331926819"))


@given(st.text(alphabet=string.digits, min_size=4, max_size=34), st.sampled_from(["-", " ", ""]))
def test_hyphens_and_spaces_make_no_difference(digits, layout):
    assert clean_account(layout.join(digits)) == digits


@given(st.text(max_size=40))
def test_any_text_is_an_account_or_is_rejected(text):
    try:
        account = clean_account(text)
    except ValueRejected as error:
        assert error.code in {"broken_number", "missing"}  # noqa: PT017
    else:
        assert account.isascii()
        assert account.isalnum()
        assert account == account.upper()
        assert 4 <= len(account) <= 34
