"""Moments: as exact as they were written, never more."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.views.moments import UNDATED, moment_of

BEGIN = dt.datetime(1, 1, 1)  # noqa: DTZ001 - UTC


@given(st.datetimes(min_value=BEGIN.replace(year=1900)))
def test_an_instant_is_its_minute(moment):
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    told = moment_of(text)

    assert BEGIN + dt.timedelta(minutes=told.minute) == moment.replace(second=0, microsecond=0)
    assert (told.until - told.minute, told.grain) == (1, "instant")


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(9998, 1, 1)))
def test_day_month_and_year_hold_each_other(day):
    of_day = moment_of(day.isoformat())
    of_month = moment_of(day.isoformat()[:7])
    of_year = moment_of(day.isoformat()[:4])

    assert of_year.minute <= of_month.minute <= of_day.minute
    assert of_day.until <= of_month.until <= of_year.until
    assert (of_day.grain, of_month.grain, of_year.grain) == ("day", "month", "year")


def test_a_zone_is_reckoned_with():
    assert moment_of("2024-03-01T08:00:00+08:00") == moment_of("2024-03-01T00:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-13",
        "2024-02-30",
        "2024-01-01T25:00:00Z",
        "0000",
        "12-05-2024",
        "\uff12\uff10\uff12\uff14",
    ],
)
def test_anything_else_is_undated(text):
    assert moment_of(text).minute == UNDATED
