import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.phones import clean_phone, phone_country

COUNTRIES = ["ID", "LK", "MY", "NZ", "TH", "VN", "AU", "US", "IT", "CN", "GB", "IN", None]
countries = st.sampled_from(COUNTRIES)


def rejection(text, country=None):
    with pytest.raises(ValueRejected) as caught:
        clean_phone(text, country=country)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "+60189074853",
        "+60 18 907 4853",
        "+60-18-907-4853",
        "+60 (0)18 907 4853",
        "+60 0189074853",
        "+60.18.907.4853",
        "tel:+60-18-907-4853",
        "tel: +60189074853",
        "0060189074853",
        "00 60 18-907 4853",
        "\u202a+60\u00a018\u00a0907\u00a04853\u202c",
        "+\u0666\u0660\u0661\u0668\u0669\u0660\u0667\u0664\u0668\u0665\u0663",
    ],
)
def test_an_international_number_is_one_whatever_its_layout(text):
    assert clean_phone(text) == "+60189074853"


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("082-714-0726", "TH", "+66827140726"),
        ("0827140726", "th", "+66827140726"),
        ("827140726", "TH", "+66827140726"),
        ("081359268068", "ID", "+6281359268068"),
        ("(021) 555 01234", "ID", "+622155501234"),
        ("018-907 4853", "MY", "+60189074853"),
        ("0957864017", "VN", "+84957864017"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1 212 555 0123", "US", "+12125550123"),
        ("06 698 12345", "IT", "+390669812345"),
        ("13812345678", "CN", "+8613812345678"),
    ],
)
def test_a_national_number_takes_its_countrys_code(text, country, number):
    assert clean_phone(text, country=country) == number


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("6282919410569", "ID", "+6282919410569"),
        ("66827140726", "TH", "+66827140726"),
        ("60189074853", "ID", "+60189074853"),
        ("8613812345678", "CN", "+8613812345678"),
        ("60189074853", None, "+60189074853"),
    ],
)
def test_a_calling_code_is_seen_without_its_plus(text, country, number):
    assert clean_phone(text, country=country) == number


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        # 008 is an international prefix of Indonesia, and yet this is Viet Nam.
        ("0084957864017", "ID", "+84957864017"),
        ("0064225489261", "ID", "+64225489261"),
        ("001 60 12 345 6789", "TH", "+60123456789"),
        ("0011 64 21 234 567", "AU", "+6421234567"),
        ("011 60 12 345 6789", "US", "+60123456789"),
        ("001 212 736 5000", "TH", "+12127365000"),
    ],
)
def test_an_international_prefix_is_read_as_its_country_dials_it(text, country, number):
    assert clean_phone(text, country=country) == number


@pytest.mark.parametrize(
    ("text", "country"), [("112", "ID"), ("63001", "ID"), ("1-900", "MY"), ("191", "TH")]
)
def test_a_short_number_keeps_its_country(text, country):
    digits = text.replace("-", "")

    assert clean_phone(text, country=country) == f"short:{country}:{digits}"


def test_a_short_number_without_a_country_is_rejected():
    assert rejection("112").code == "broken_number"
    assert "country" in rejection("112").remedy


def test_a_short_number_that_is_clean_needs_no_country():
    assert clean_phone("short:ID:112") == "short:ID:112"
    assert clean_phone("short:ID:112", country="TH") == "short:ID:112"


@pytest.mark.parametrize(
    "text",
    [
        "tidak diketahui", "08A2-??", "12#4O-??", "1.2.3,4", "+84-9??-1O2", "n/a 0O1", "không rõ",
        "+", "++60189074853", "60189074853+", "+60 18+9074853", "--", "()", "1.2.3.4.5.6.7.8",
        "081359268068, 081359268069", "081359268068/081359268069", "+60189074853;ext=5", "*123#",
        "+60189074853 x5", "short:id:112", "short:ID:1", "short:ID:1234567",
    ],
)  # fmt: skip
@pytest.mark.parametrize("country", ["ID", None])
def test_letters_and_other_signs_break_a_number(text, country):
    assert rejection(text, country).code == "broken_number"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("+6012", None),
        ("+601890748531234567", None),
        ("+999123456789", None),
        ("12", "ID"),
        ("0" * 300, "ID"),
        ("5550123", "US"),
        ("0812345678901234567890", "ID"),
    ],
)
def test_a_number_of_impossible_length_is_rejected(text, country):
    assert rejection(text, country).code == "broken_number"


@pytest.mark.parametrize("text", ["0827140726", "2125550123", "99999999999"])
def test_a_national_number_without_a_country_asks_for_it(text):
    error = rejection(text)

    assert error.code == "broken_number"
    assert "country" in error.remedy


@pytest.mark.parametrize(
    "number", ["+6283121063816", "+84957864017", "+66827140726", "+6284462286135"]
)
def test_ranges_that_no_table_knows_pass(number):
    assert clean_phone(number) == number


@pytest.mark.parametrize("text", ["", "  ", "tel:", "\u200b"])
def test_no_number_is_rejected_as_missing(text):
    assert rejection(text, "ID").code == "missing"


@pytest.mark.parametrize("country", ["AQ", "ZZ", "Indonesia"])
def test_a_country_without_phones_is_rejected(country):
    assert rejection("0827140726", country).code == "bad_value"


def test_a_rejection_does_not_repeat_the_number():
    assert "827140726" not in str(rejection("827140726123456789"))


@given(st.text(alphabet="0123456789+-() .", max_size=18), countries)
def test_a_cleaned_number_is_its_own_clean_form(text, country):
    try:
        number = clean_phone(text, country=country)
    except ValueRejected as error:
        assert error.code in {"broken_number", "missing"}  # noqa: PT017
    else:
        assert clean_phone(number, country=country) == number
        assert clean_phone(number) == number


@given(st.integers(min_value=10**6, max_value=10**14), st.sampled_from([60, 62, 64, 66, 84, 94]))
def test_a_plus_and_two_zeros_mean_the_same(rest, code):
    try:
        number = clean_phone(f"+{code}{rest}")
    except ValueRejected:
        with pytest.raises(ValueRejected):
            clean_phone(f"00{code}{rest}")
    else:
        assert clean_phone(f"00{code}{rest}") == number


@given(st.integers(min_value=10**8, max_value=10**9 - 1))
def test_national_and_international_forms_meet(rest):
    assert clean_phone(f"0{rest}", country="TH") == clean_phone(f"+66{rest}") == f"+66{rest}"


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+60189074853", "MY"),
        ("+12127365000", "US"),
        ("+14165550123", "CA"),
        ("+6421234567", "NZ"),
        ("+10000000000", "US"),
        ("short:ID:112", "ID"),
        ("+870773123456", None),
        ("+999123", None),
        ("no number", None),
    ],
)
def test_a_number_tells_its_country(number, country):
    assert phone_country(number) == country


def test_the_tables_are_not_loaded_before_they_are_needed():
    code = (
        "import sys, importlib, pkgutil, linkgraph.values as values; "
        "[importlib.import_module(f'linkgraph.values.{m.name}') "
        "for m in pkgutil.iter_modules(values.__path__)]; "
        "print(sorted({'phonenumbers', 'anyascii'} & set(sys.modules)))"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
