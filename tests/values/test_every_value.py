"""Laws that hold for every kind of value."""

from functools import partial
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph import values
from linkgraph.errors import ValueRejected
from linkgraph.values.accounts import clean_account
from linkgraph.values.countries import clean_country
from linkgraph.values.dates import clean_date
from linkgraph.values.documents import clean_document, clean_imei
from linkgraph.values.emails import clean_email
from linkgraph.values.enums import clean_sex
from linkgraph.values.instants import clean_instant
from linkgraph.values.money import clean_amount, clean_currency, format_amount
from linkgraph.values.names import clean_name
from linkgraph.values.phones import clean_phone
from linkgraph.values.places import clean_address, clean_coordinates, clean_iata
from linkgraph.values.text import clean_text

CODES = {"bad_date", "broken_number", "bad_value", "missing"}


def amount_in_words(text):
    return format_amount(clean_amount(text, "MYR", allow_negative=True), "MYR")


def coordinates_in_words(text):
    latitude, _, longitude = text.partition(" ")
    return " ".join(f"{degrees:.15f}" for degrees in clean_coordinates(latitude, longitude))


CLEANERS = {
    "account": clean_account,
    "address": clean_address,
    "amount": amount_in_words,
    "coordinates": coordinates_in_words,
    "country": clean_country,
    "currency": clean_currency,
    "date": clean_date,
    "date, day first": partial(clean_date, order="dmy"),
    "date, month first": partial(clean_date, order="mdy"),
    "date, Buddhist": partial(clean_date, order="dmy", calendar="buddhist"),
    "document, national": partial(clean_document, kind="national_id"),
    "document, other": partial(clean_document, kind="other"),
    "document, passport": partial(clean_document, kind="passport"),
    "email": clean_email,
    "iata": clean_iata,
    "imei": clean_imei,
    "instant": clean_instant,
    "instant, local": partial(clean_instant, zone="Asia/Jakarta", order="dmy", allow_date=True),
    "instant, Buddhist": partial(clean_instant, zone="Asia/Bangkok", calendar="buddhist"),
    "name": clean_name,
    "phone": clean_phone,
    "phone, Indonesia": partial(clean_phone, country="ID"),
    "phone, Italy": partial(clean_phone, country="IT"),
    "sex": clean_sex,
    "text": clean_text,
}
SEEDS = [
    "1412-9126-9030", "GB29 NWBK 6016 1331 9268 19", "156 Soi Talat Kao ,, Udon Thani,",
    "1,234.50", "(5.00) MYR", "-7.145 112.745", "-0.0 0", "Viet Nam", "lka", "myr", "1996-00-00",
    "19-Jan-2019", "02/09/2568", "19960512", "12 มกราคม 2568", "3-0171-51732-55-9", "X7672O34",
    "Nok@Example.example", "akl", "35-462525-000436-9", "2025-09-01T09:43:33.5+08:00",
    "01/09/2025 09:15:38", "2200-12-31T23:30:00-05:00", "2568-09-01 10:00", "1850-01-01",
    "SUBRAMANIAM,  Vignesh", "Nguye\u0302\u0303n", "+60 (0)18 907 4853", "081359268068", "112",
    "00+6200081359", "6282919410569", "short:ID:112", "Nữ", "laki-laki", "\u202a+60189074853\u202c",
]  # fmt: skip

each_kind = pytest.mark.parametrize("kind", CLEANERS)
pieces = st.sampled_from([*"0123456789+-/.,: ()TZ@<>", "00", "+62", "Jan", "เ", "\u0301", "\u2013"])
texts = st.one_of(
    st.sampled_from(SEEDS),
    st.text(max_size=24),
    st.lists(pieces, max_size=16).map("".join),
    st.tuples(st.sampled_from(SEEDS), pieces, st.integers(0, 12)).map(
        lambda t: t[0][: t[2]] + t[1] + t[0][t[2] :]
    ),
)


def cleaned_or_code(clean, text):
    try:
        return clean(text), None
    except ValueRejected as error:
        return None, error.code


def test_no_kind_of_value_is_left_out():
    modules = [import_module(f"linkgraph.values.{m.name}") for m in iter_modules(values.__path__)]
    found = {
        function
        for module in modules
        for name, function in getmembers(module, isfunction)
        if name.startswith("clean_")
    }
    held = {getattr(clean, "func", clean) for clean in CLEANERS.values()}

    assert found == held - {amount_in_words, coordinates_in_words} | {
        clean_amount,
        clean_coordinates,
    }


@each_kind
@given(text=texts)
def test_cleaning_again_changes_nothing(kind, text):
    cleaned, _ = cleaned_or_code(CLEANERS[kind], text)

    if cleaned is not None:
        assert CLEANERS[kind](cleaned) == cleaned


@each_kind
@given(text=texts)
def test_the_same_text_is_cleaned_alike_twice(kind, text):
    first = cleaned_or_code(CLEANERS[kind], text)

    assert cleaned_or_code(CLEANERS[kind], text) == first


@each_kind
@given(text=texts)
def test_a_rejection_has_a_known_code(kind, text):
    _, code = cleaned_or_code(CLEANERS[kind], text)

    assert code is None or code in CODES


@each_kind
def test_a_kind_takes_something(kind):
    taken = [seed for seed in SEEDS if cleaned_or_code(CLEANERS[kind], seed)[0] is not None]

    assert taken


@each_kind
def test_nothing_is_missing_or_stays_nothing(kind):
    assert cleaned_or_code(CLEANERS[kind], "") in [(None, "missing"), ("", None)]
