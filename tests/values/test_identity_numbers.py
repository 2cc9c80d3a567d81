import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.values.identity_numbers import births_told

TODAY = dt.date(2026, 9, 1)
births = st.dates(dt.date(1940, 1, 1), dt.date(2012, 12, 31))


@pytest.mark.parametrize(
    ("number", "country", "told"),
    [
        ("3173650702843949", "ID", ("1984-02-07",)),
        # A woman's day has 40 added.
        ("3171074902852386", "ID", ("1985-02-09",)),
        ("940510083350", "MY", ("1994-05-10",)),
        ("198115753677", "LK", ("1981-06-05", "1981-06-06")),
        # A woman's day of the year has 500 added; 2000 had a 29 February in any count.
        ("200068338115", "LK", ("2000-07-01",)),
        ("811570753V", "LK", ("1981-06-05", "1981-06-06")),
        ("031300178011", "VN", ("2000",)),
        ("040195648768", "VN", ("1995",)),
        ("110101199003078515", "CN", ("1990-03-07",)),
    ],
)
def test_a_number_tells_its_holders_birth(number, country, told):
    assert births_told(number, country, today=TODAY) == told


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("3110725529613", "TH"),  # Thailand writes no date into it
        ("3173653102843949", "ID"),  # 31 February
        ("941310083350", "MY"),  # month 13
        ("198100053677", "LK"),  # day 0
        ("198190053677", "LK"),  # day 400
        ("040495648768", "VN"),  # no such century
        ("31736507028439", "ID"),  # too short
        ("317365O702843949", "ID"),  # a letter
        ("", "ID"),
        ("3173650702843949", "NZ"),
    ],
)
def test_what_is_no_date_tells_nothing(number, country):
    assert births_told(number, country, today=TODAY) == ()


def test_without_a_country_each_reading_is_a_possibility():
    told = births_told("940510083350", "", today=TODAY)

    assert "1994-05-10" in told


def test_a_birth_still_to_come_is_none():
    assert births_told("110101203003078515", "CN", today=TODAY) == ()


def test_a_two_digit_year_is_taken_for_a_grown_holder():
    # Nobody of 1915 is likely to stand in a file of today.
    assert births_told("150510083350", "MY", today=TODAY) == ("2015-05-10",)
    assert births_told("250510083350", "MY", today=TODAY) == ("1925-05-10",)
    assert births_told("050510083350", "MY", today=TODAY) == ("2005-05-10",)


@given(births, st.booleans(), st.integers(0, 9999))
def test_every_indonesian_number_tells_back_its_date(birth, woman, serial):
    day = birth.day + 40 * woman
    number = f"317365{day:02d}{birth.month:02d}{birth.year % 100:02d}{serial:04d}"

    assert birth.isoformat() in births_told(number, "ID", today=TODAY)


@given(births, st.booleans(), st.integers(0, 99999))
def test_every_sri_lankan_number_tells_back_its_date(birth, woman, serial):
    day = birth.timetuple().tm_yday
    leap = birth.year % 4 == 0
    counted = day if leap or day < 60 else day + 1
    number = f"{birth.year}{counted + 500 * woman:03d}{serial:05d}"

    assert birth.isoformat() in births_told(number, "LK", today=TODAY)


@given(st.text("0123456789V", max_size=20), st.sampled_from(["", "ID", "MY", "LK", "VN", "CN"]))
def test_any_text_is_read_without_an_error(number, country):
    for birth in births_told(number, country, today=TODAY):
        assert birth[:4] <= "2026"
