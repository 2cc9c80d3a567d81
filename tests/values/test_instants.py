from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.instants import clean_instant, epoch_s_to_instant, instant_to_epoch_s

local_times = st.datetimes(datetime(1850, 1, 2), datetime(2200, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
# Hours that the clocks skip or repeat need rules of their own, tested below.
offsets_min = st.integers(min_value=-14 * 60, max_value=14 * 60)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def offset_text(minutes):
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def in_utc(moment, minutes):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rejection(text, **how):
    with pytest.raises(ValueRejected) as caught:
        clean_instant(text, **how)
    return caught.value


@given(local_times, offsets_min, st.sampled_from("T "))
def test_an_offset_is_taken_off(moment, minutes, between):
    text = f"{moment.isoformat(between)}{offset_text(minutes)}"

    assert clean_instant(text) == in_utc(moment, minutes)


@given(local_times, offsets_min, offsets_min)
def test_a_time_with_its_own_offset_ignores_the_zone(moment, minutes, zone_minutes):
    text = f"{moment.isoformat()}{offset_text(minutes)}"

    assert clean_instant(text, zone=offset_text(zone_minutes)) == clean_instant(text)


@given(
    local_times,
    offsets_min,
    st.sampled_from(
        [
            ("%d/%m/%Y %H:%M:%S", "dmy"),
            ("%d-%m-%Y %H:%M:%S", "dmy"),
            ("%d.%m.%Y %H.%M.%S", "dmy"),
            ("%m/%d/%Y %H:%M:%S", "mdy"),
            ("%m/%d/%Y %I:%M:%S %p", "mdy"),
            ("%Y-%m-%d %H:%M:%S", "dmy"),
            ("%Y/%m/%d %H:%M:%S", "ymd"),
            ("%d-%b-%Y %H:%M:%S", "ymd"),
            ("%d %B %Y, %H:%M:%S", "ymd"),
            ("%Y%m%dT%H%M%S", "ymd"),
        ]
    ),
)
def test_a_local_time_comes_back_in_every_layout(moment, minutes, layout_and_order):
    layout, order = layout_and_order
    text = moment.strftime(layout)

    cleaned = clean_instant(text, zone=offset_text(minutes), order=order)

    assert cleaned == in_utc(moment, minutes)


@given(local_times)
def test_a_buddhist_year_becomes_gregorian(moment):
    assume(moment.year + 543 >= 2400)
    text = f"{moment:%d/%m}/{moment.year + 543} {moment:%H:%M:%S}"

    cleaned = clean_instant(text, zone="UTC", order="dmy", calendar="buddhist")

    assert cleaned == in_utc(moment, 0)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-09-01T09:43:33+08:00", "2025-09-01T01:43:33Z"),
        ("2025-09-04T01:50Z", "2025-09-04T01:50:00Z"),
        ("2025-09-01T09:15:38.999Z", "2025-09-01T09:15:38Z"),
        ("2025-09-01 09:15:38,5 UTC", "2025-09-01T09:15:38Z"),
        ("2025-09-01T09:15:38GMT", "2025-09-01T09:15:38Z"),
        ("2025-09-01T09:15+0530", "2025-09-01T03:45:00Z"),
        ("2025-09-01T09:15-03", "2025-09-01T12:15:00Z"),
        ("2025-09-01T23:30:00-03:00", "2025-09-02T02:30:00Z"),
        ("20250901T094333Z", "2025-09-01T09:43:33Z"),
        ("20250901T0943Z", "2025-09-01T09:43:00Z"),
        ("๒๐๒๕-๐๙-๐๑ ๐๙:๑๕Z", "2025-09-01T09:15:00Z"),
    ],
)
def test_times_that_name_their_offset_need_no_zone(text, instant):
    assert clean_instant(text) == instant


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("01/09/2025 09:15:38", "Asia/Jakarta", "2025-09-01T02:15:38Z"),
        ("01/09/2025 09:15:38", "+07:00", "2025-09-01T02:15:38Z"),
        ("01/09/2025 09:15:38", "+0700", "2025-09-01T02:15:38Z"),
        ("1/9/2025 9:15", "+07", "2025-09-01T02:15:00Z"),
        ("01/09/2025 9.15 pm", "Asia/Bangkok", "2025-09-01T14:15:00Z"),
        ("01/09/2025 12:15 a.m.", "UTC", "2025-09-01T00:15:00Z"),
        ("01/09/2025 12:15 PM", "Z", "2025-09-01T12:15:00Z"),
        ("2025-01-15 12:00", "Pacific/Auckland", "2025-01-14T23:00:00Z"),
        ("2025-07-15 12:00", "Pacific/Auckland", "2025-07-15T00:00:00Z"),
    ],
)
def test_local_times_use_the_zone(text, zone, instant):
    assert clean_instant(text, zone=zone, order="dmy") == instant


def test_a_local_time_without_a_zone_asks_for_one():
    error = rejection("2025-09-01T09:15:38")

    assert error.code == "bad_value"
    assert "zone" in error.remedy


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "+25:00", "", "../etc", "07:00", "Asia"])
def test_an_unknown_zone_is_rejected(zone):
    assert rejection("2025-09-01T09:15:38", zone=zone).code == "bad_value"


def test_an_hour_that_the_clocks_skipped_is_rejected():
    # New Zealand's clocks went from 02:00 to 03:00 on 28 September 2025.
    assert rejection("2025-09-28 02:30", zone="Pacific/Auckland").code == "bad_date"
    assert clean_instant("2025-09-28 01:59", zone="Pacific/Auckland") == "2025-09-27T13:59:00Z"
    assert clean_instant("2025-09-28 03:00", zone="Pacific/Auckland") == "2025-09-27T14:00:00Z"


def test_of_an_hour_that_the_clocks_repeat_the_first_is_meant():
    # They went back from 03:00 to 02:00 on 6 April 2025.
    assert clean_instant("2025-04-06 02:30", zone="Pacific/Auckland") == "2025-04-05T13:30:00Z"
    assert clean_instant("2025-04-06 03:00", zone="Pacific/Auckland") == "2025-04-05T15:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T25:61:00+08:00", "2026-02-30T10:00:00+08:00", "2026-13-01T00:00:00+08:00",
        "2026-02-28T25:00:00Z", "2026-02-28T10:61:00Z", "2026-02-28T24:00:00Z",
        "2026-02-28T23:59:60Z", "2026-02-28 13:00 PM", "2026-02-28 0:30 am", "2026-W09-1T10:00Z",
        "2026-02-28x10:00Z", "10:00", "none", "yesterday 10:00", "2026-02 10:00Z", "2026 10:00Z",
        "2568-09-01T10:00Z", "1849-12-31T10:00Z", "2201-01-01T10:00Z", "2026-02-28T10Z",
        "2026-02-28T10:00:00Zx", "2026-02-28 1000", "2026-02-28 10:00.30",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_rejected(text):
    assert rejection(text, zone="UTC").code == "bad_date"


@pytest.mark.parametrize("text", ["31/02/2026 10:00:00", "12/05/2026 27:10:00", "05/31/2026 10:00"])
def test_a_local_time_of_no_such_day_is_rejected(text):
    assert rejection(text, zone="Asia/Jakarta", order="dmy").code == "bad_date"


def test_a_local_time_that_could_be_two_asks_for_the_order():
    assert "dmy or mdy" in rejection("01/09/2025 09:15:38", zone="UTC").remedy


@pytest.mark.parametrize("text", ["2200-12-31T23:00:00-05:00", "1850-01-01T00:00:00+08:00"])
def test_a_moment_whose_utc_year_is_out_of_bounds_is_rejected(text):
    assert rejection(text).code == "bad_date"


@pytest.mark.parametrize("text", ["", "  "])
def test_no_moment_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


def test_a_date_alone_is_no_moment():
    error = rejection("2025-09-01", zone="Asia/Jakarta")

    assert error.code == "bad_date"
    assert "time of day" in error.what


@pytest.mark.parametrize("text", ["2025-09-01", "01/09/2025", "1 Sep 2025", "20250901"])
def test_a_date_alone_is_its_local_midnight_where_allowed(text):
    cleaned = clean_instant(text, zone="Asia/Jakarta", order="dmy", allow_date=True)

    assert cleaned == "2025-08-31T17:00:00Z"


@pytest.mark.parametrize("text", ["2025-09", "2025"])
def test_a_month_is_no_midnight(text):
    assert rejection(text, zone="UTC", allow_date=True).code == "bad_date"


@given(st.text(max_size=25), st.sampled_from([None, "Asia/Jakarta"]), st.booleans())
def test_any_text_is_an_instant_or_is_rejected(text, zone, allow_date):
    try:
        cleaned = clean_instant(text, zone=zone, allow_date=allow_date)
    except ValueRejected as error:
        assert error.code in {"bad_date", "bad_value", "missing"}  # noqa: PT017
    else:
        assert len(cleaned) == 20


@given(local_times)
def test_seconds_are_counted_as_datetime_counts_them(moment):
    aware = moment.replace(tzinfo=UTC)

    assert instant_to_epoch_s(f"{moment.isoformat()}Z") == (aware - EPOCH).total_seconds()


@given(st.integers(min_value=-62135596800, max_value=253402300799))
def test_an_instant_made_of_seconds_gives_them_back(seconds):
    instant = epoch_s_to_instant(seconds)

    assert len(instant) == 20
    assert instant_to_epoch_s(instant) == seconds


@given(st.lists(st.integers(min_value=-62135596800, max_value=253402300799)))
def test_instants_sort_as_their_moments_do(seconds):
    instants = [epoch_s_to_instant(second) for second in sorted(seconds)]

    assert instants == sorted(instants)


@pytest.mark.parametrize(
    "text",
    ["", "1970-01-01", "1970-01-01T00:00:00", "1970-02-30T00:00:00Z", "1970-01-01 00:00:00Z"],
)
def test_seconds_of_what_is_no_cleaned_instant_are_refused(text):
    with pytest.raises(ValueRejected) as caught:
        instant_to_epoch_s(text)

    assert caught.value.code == "bad_date"


@pytest.mark.parametrize("seconds", [10**12, -(10**12), 10**30])
def test_seconds_beyond_the_calendar_are_refused(seconds):
    with pytest.raises(ValueRejected) as caught:
        epoch_s_to_instant(seconds)

    assert caught.value.code == "bad_date"
