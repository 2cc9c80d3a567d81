import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.countries import country_codes
from linkgraph.values.places import airport_country, clean_address, clean_coordinates, clean_iata


def airports():
    with files("linkgraph.values").joinpath("airports.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def code_of(clean, *texts):
    with pytest.raises(ValueRejected) as caught:
        clean(*texts)
    return caught.value.code


@pytest.mark.parametrize("text", ["AKL", "akl", " Akl "])
def test_an_airport_code_is_three_capitals(text):
    assert clean_iata(text) == "AKL"


def test_an_airport_that_no_table_holds_passes():
    assert clean_iata("QQQ") == "QQQ"


@pytest.mark.parametrize("text", ["AK", "AKLX", "A1L", "NZAA", "กขค", "A L"])
def test_what_is_no_airport_code_is_rejected(text):
    assert code_of(clean_iata, text) == "bad_value"


def test_no_airport_is_rejected_as_missing():
    assert code_of(clean_iata, " ") == "missing"


@pytest.mark.parametrize(
    ("iata", "country"),
    [("KUL", "MY"), ("CMB", "LK"), ("SGN", "VN"), ("CGK", "ID"), ("DXB", "AE"), ("LHR", "GB")],
)
def test_a_main_airport_tells_its_country(iata, country):
    assert airport_country(iata) == country


def test_an_airport_that_is_not_known_has_no_country():
    assert airport_country("QQQ") is None


def test_the_table_of_airports_is_sound():
    rows = airports()
    codes = [row["iata"] for row in rows]

    assert len(rows) >= 150
    assert codes == sorted(set(codes))
    assert all(clean_iata(code) == code for code in codes)
    assert {row["country"] for row in rows} <= set(country_codes())
    assert all(row["city"] for row in rows)


@given(
    st.integers(min_value=-90_000_000, max_value=90_000_000),
    st.integers(min_value=-180_000_000, max_value=180_000_000),
)
def test_coordinates_come_back_as_they_were_written(latitude, longitude):
    texts = f"{latitude / 1e6:.6f}", f"{longitude / 1e6:.6f}"

    assert clean_coordinates(*texts) == (float(texts[0]), float(texts[1]))


@pytest.mark.parametrize("texts", [("90.000001", "0"), ("-91", "0"), ("0", "180.1"), ("0", "-999")])
def test_a_place_off_the_globe_is_rejected(texts):
    assert code_of(clean_coordinates, *texts) == "bad_value"


@pytest.mark.parametrize(
    "text", ["nan", "inf", "1e1", "7,145", "7\u00b008'S", "1_0", "x", "1.", "."]
)
def test_what_is_no_decimal_number_is_no_coordinate(text):
    assert code_of(clean_coordinates, text, "0") == "broken_number"
    assert code_of(clean_coordinates, "0", text) == "broken_number"


@pytest.mark.parametrize("texts", [("", "0"), ("0", " ")])
def test_half_a_place_is_rejected_as_missing(texts):
    assert code_of(clean_coordinates, *texts) == "missing"


def test_a_minus_nothing_is_the_same_place():
    assert repr(clean_coordinates("-0.0", "-0")) == "(0.0, 0.0)"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("156 Soi Talat Kao, Udon Thani", "156 Soi Talat Kao, Udon Thani"),
        (" 12 Beach Road ,, Negombo, ", "12 Beach Road, Negombo"),
        ("12 Beach Road,Negombo", "12 Beach Road, Negombo"),
        (",, 1\n2 ,", "1 2"),
        ("204 Ngõ 12 Hoa Sữa, Đồng Hới", "204 Ngõ 12 Hoa Sữa, Đồng Hới"),
    ],
)
def test_an_address_loses_stray_commas_only(text, address):
    assert clean_address(text) == address


@pytest.mark.parametrize("text", ["", " , ,", "\n"])
def test_no_address_is_rejected_as_missing(text):
    assert code_of(clean_address, text) == "missing"
