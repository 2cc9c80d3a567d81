import csv
from importlib.resources import files

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.countries import clean_country, country_codes, country_name


def rows():
    with files("linkgraph.values").joinpath("countries.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def rejection(text):
    with pytest.raises(ValueRejected) as caught:
        clean_country(text)
    return caught.value


def test_the_list_holds_all_countries_of_the_standard():
    codes = country_codes()

    assert len(codes) == len(set(codes)) == 249
    assert list(codes) == sorted(codes)
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)


def test_codes_of_three_letters_are_all_different():
    codes = {row["alpha3"] for row in rows()}

    assert len(codes) == 249
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)


def test_every_country_with_phones_is_in_the_list():
    # Kosovo, Ascension and Tristan da Cunha have phones and no code of the standard.
    others = {"XK", "AC", "TA"}

    assert phonenumbers.SUPPORTED_REGIONS - others <= set(country_codes())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["alpha2"])
def test_a_country_is_found_by_all_it_is_called(row):
    called = [row["alpha2"], row["alpha3"], row["name"], *filter(None, row["variants"].split("|"))]

    assert {clean_country(name) for name in called} == {row["alpha2"]}
    assert {clean_country(f" {name.lower()} ") for name in called} == {row["alpha2"]}
    assert {clean_country(name.upper()) for name in called} == {row["alpha2"]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vietnam", "VN"),
        ("Việt Nam", "VN"),
        ("Burma", "MM"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("U.S.A.", "US"),
        ("the Philippines", "PH"),
        ("Guinea Bissau", "GW"),
        ("Timor Leste", "TL"),
        ("Cote d'Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("Laos", "LA"),
        ("South Korea", "KR"),
        ("ไทย", "TH"),
        ("ශ්‍රී ලංකා", "LK"),
        ("Turkey", "TR"),
    ],
)
def test_common_names_are_known(text, code):
    assert clean_country(text) == code


def test_a_code_comes_before_a_name():
    assert clean_country("CH") == "CH"
    assert clean_country("ch") == "CH"


@pytest.mark.parametrize("text", ["XX", "ZZ", "EU", "XXX", "Atlantis", "Thailan", "66", "??"])
def test_an_unknown_country_is_rejected_and_never_guessed(text):
    assert rejection(text).code == "bad_value"


@pytest.mark.parametrize("text", ["", "  "])
def test_no_country_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


@given(st.sampled_from(country_codes()))
def test_a_countrys_name_leads_back_to_it(code):
    assert clean_country(country_name(code)) == code


@pytest.mark.parametrize(
    ("code", "name"), [("VN", "Viet Nam"), ("NZ", "New Zealand"), ("CI", "Côte d'Ivoire")]
)
def test_names_are_the_standards_english_short_names(code, name):
    assert country_name(code) == name


def test_an_unknown_code_has_no_name():
    with pytest.raises(ValueRejected, match="ISO 3166"):
        country_name("XX")
