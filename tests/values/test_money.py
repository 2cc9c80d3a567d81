from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.money import clean_amount, clean_currency, format_amount, minor_exponent

currencies = st.sampled_from(["MYR", "IDR", "VND", "KWD", "JPY", "USD", "CLF"])
minors = st.integers(min_value=0, max_value=10**18 - 1)


def rejection(text, currency="MYR", **how):
    with pytest.raises(ValueRejected) as caught:
        clean_amount(text, currency, **how)
    return caught.value


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("807.36", "MYR", 80736),
        ("16,500.00", "LKR", 1650000),
        ("907,800.00", "IDR", 90780000),
        ("33,900.00", "VND", 33900),
        ("1,234", "JPY", 1234),
        ("1.5", "KWD", 1500),
        ("1.2345", "CLF", 12345),
        ("0", "MYR", 0),
        (".50", "MYR", 50),
        (".00", "VND", 0),
        ("007.10", "MYR", 710),
        ("+5", "MYR", 500),
        ("1'234'567.8", "CHF", 123456780),
        ("1\u2019234.50", "CHF", 123450),
        ("1 234.50", "MYR", 123450),
        ("1\u00a0234\u202f567.50", "MYR", 123456750),
        ("๑,๒๓๔.๕๐", "THB", 123450),
        (" 12.00 ", "MYR", 1200),
        ("MYR 12.00", "MYR", 1200),
        ("12.00myr", "MYR", 1200),
    ],
)
def test_an_amount_becomes_whole_minor_units(text, currency, minor):
    assert clean_amount(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "1,2O4.50", "12.34.56", "1.2.3,4", "1,23", "1,234,56", "12,34,567.00", "1234,567", ",123",
        "1,,234", "1,234 567", "1'234,567", "5.", ".", "-", "+", "n/a", "none", "1e3", "0x10",
        "1_000", "½", "²", "12.50 USD", "USD", "--5", "+-5", "1.234,50", "inf", "nan", "()", "(x)",
    ],
)  # fmt: skip
def test_what_is_no_amount_in_the_sources_form_is_rejected(text):
    assert rejection(text).code == "broken_number"
    assert rejection(text, allow_negative=True).code == "broken_number"


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_no_amount_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


@pytest.mark.parametrize(
    ("text", "currency"), [("0.001", "MYR"), ("4,731.50", "VND"), ("1.0001", "KWD")]
)
def test_a_fraction_of_a_minor_unit_is_never_rounded_away(text, currency):
    assert rejection(text, currency).code == "broken_number"


@pytest.mark.parametrize("text", ["12.000", "12.50000000"])
def test_zeros_beyond_the_currencys_decimals_are_dropped(text):
    assert clean_amount(text, "MYR") == int(Decimal(text) * 100)


@pytest.mark.parametrize("text", ["-5.00", "(5.00)", "( 5.00 )", "MYR -5.00", "\u22125.00"])
def test_a_negative_amount_is_taken_only_where_allowed(text):
    assert rejection(text).code == "broken_number"
    assert clean_amount(text, "MYR", allow_negative=True) == -500


def test_minus_nothing_is_nothing():
    assert clean_amount("-0.00", "MYR") == 0


def test_the_sources_own_marks_are_used():
    assert clean_amount("1.234.567,89", "EUR", decimal=",", group=".") == 123456789
    assert clean_amount("1234567,89", "EUR", decimal=",", group="") == 123456789


def test_the_other_convention_is_not_guessed():
    assert rejection("1.234,5").code == "broken_number"
    assert rejection("1,234.5", decimal=",", group=".").code == "broken_number"


@pytest.mark.parametrize(
    ("decimal", "group"), [(",", ","), ("", ","), ("-", ","), (".", "5"), (".", ",,"), (".", "(")]
)
def test_marks_that_could_not_be_told_apart_are_refused(decimal, group):
    assert rejection("5", decimal=decimal, group=group).code == "bad_value"


def test_an_amount_fits_in_a_column_of_any_store():
    assert clean_amount("9999999999999999.99", "MYR") == 10**18 - 1
    assert rejection("10000000000000000.00").code == "broken_number"
    assert rejection("9" * 5000).code == "broken_number"


def test_leading_zeros_do_not_make_an_amount_large():
    assert clean_amount("0" * 25 + "5", "MYR") == 500


def test_an_unknown_currency_is_rejected():
    assert rejection("5", "QQQ").code == "bad_value"


def test_a_rejection_does_not_repeat_the_amount():
    assert "4731" not in str(rejection("4731.505"))


@given(minors, currencies)
def test_a_written_amount_reads_back(minor, currency):
    assert clean_amount(format_amount(minor, currency), currency) == minor


@given(minors, currencies)
def test_a_written_negative_amount_reads_back(minor, currency):
    text = format_amount(-minor, currency)

    assert clean_amount(text, currency, allow_negative=True) == -minor


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from([",", " ", "'", ""]),
    st.sampled_from(["", "0", "00"]),
)
def test_minor_units_are_what_exact_arithmetic_gives(amount, group, zeros):
    text = f"{amount:,}".replace(",", group) + zeros

    assert clean_amount(text, "MYR") == int(amount * 100)


@given(st.text(alphabet="0123456789.,' -+()OMYR", max_size=12))
def test_any_text_is_an_amount_or_is_rejected(text):
    try:
        minor = clean_amount(text, "MYR")
    except ValueRejected as error:
        assert error.code in {"broken_number", "missing"}  # noqa: PT017
    else:
        digits = [int(c) for c in text if c.isdigit()]
        assert sum(map(int, str(minor))) == sum(digits)


@pytest.mark.parametrize(
    ("currency", "exponent"),
    [
        ("IDR", 2),
        ("VND", 0),
        ("JPY", 0),
        ("KRW", 0),
        ("KWD", 3),
        ("BHD", 3),
        ("CLF", 4),
        ("LKR", 2),
    ],
)
def test_exponents_are_those_of_the_standard(currency, exponent):
    assert minor_exponent(currency) == exponent


def test_an_unknown_currency_has_no_exponent():
    with pytest.raises(ValueRejected, match="ISO 4217"):
        minor_exponent("QQQ")


@pytest.mark.parametrize("text", ["myr", " MYR ", "\uff2d\uff39\uff32"])
def test_a_currency_is_cleaned(text):
    assert clean_currency(text) == "MYR"


@pytest.mark.parametrize(
    ("text", "code"), [("", "missing"), ("RM", "bad_value"), ("$", "bad_value")]
)
def test_what_is_no_currency_is_rejected(text, code):
    with pytest.raises(ValueRejected) as caught:
        clean_currency(text)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123456, "MYR", "1,234.56 MYR"),
        (5, "MYR", "0.05 MYR"),
        (-123456, "MYR", "-1,234.56 MYR"),
        (33900, "VND", "33,900 VND"),
        (1500, "KWD", "1.500 KWD"),
    ],
)
def test_an_amount_is_written_for_a_person(minor, currency, text):
    assert format_amount(minor, currency) == text
