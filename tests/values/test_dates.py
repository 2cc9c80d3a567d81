from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.dates import clean_date, date_precision, dates_agree

days = st.dates(date(1850, 1, 1), date(2200, 12, 31))
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MALAY = [
    "Januari", "Februari", "Mac", "April", "Mei", "Jun",
    "Julai", "Ogos", "September", "Oktober", "November", "Disember",
]  # fmt: skip
INDONESIAN = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
]  # fmt: skip
THAI = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
]  # fmt: skip
THAI_SHORT = [
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
]  # fmt: skip
NATIVE = ["๐๑๒๓๔๕๖๗๘๙", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]
orders = st.sampled_from(["ymd", "dmy", "mdy"])
marks = st.sampled_from(["-", "/", ".", " "])


def rejection(text, **how):
    with pytest.raises(ValueRejected) as caught:
        clean_date(text, **how)
    return caught.value


@given(days, marks, orders)
def test_a_date_with_its_year_first_reads_alike_in_every_order(day, mark, order):
    text = f"{day.year}{mark}{day.month:02}{mark}{day.day:02}"

    assert clean_date(text, order=order) == day.isoformat()


@given(days, marks, st.booleans())
def test_a_date_with_its_day_first_comes_back(day, mark, padded):
    width = 2 if padded else 1
    text = f"{day.day:0{width}}{mark}{day.month:0{width}}{mark}{day.year}"

    assert clean_date(text, order="dmy") == day.isoformat()


@given(days, marks)
def test_a_date_with_its_month_first_comes_back(day, mark):
    text = f"{day.month:02}{mark}{day.day:02}{mark}{day.year}"

    assert clean_date(text, order="mdy") == day.isoformat()


@given(
    days,
    st.sampled_from([ENGLISH, MALAY, INDONESIAN, THAI, THAI_SHORT]),
    st.sampled_from(
        ["{d} {m} {y}", "{d:02}-{m}-{y}", "{m} {d}, {y}", "{y} {m} {d}", "{d}/{m}/{y}"]
    ),
    st.sampled_from([str, str.upper, str.lower]),
    orders,
)
def test_a_month_by_name_comes_back(day, names, layout, case, order):
    text = layout.format(d=day.day, m=case(names[day.month - 1]), y=day.year)

    assert clean_date(text, order=order) == day.isoformat()


@given(days, marks)
def test_a_buddhist_year_becomes_gregorian(day, mark):
    text = f"{day.day:02}{mark}{day.month:02}{mark}{day.year + 543}"
    assume(day.year + 543 >= 2400)

    assert clean_date(text, order="dmy", calendar="buddhist") == day.isoformat()


@given(days, orders)
def test_a_gregorian_year_in_a_buddhist_column_is_kept(day, order):
    assert clean_date(day.isoformat(), order=order, calendar="buddhist") == day.isoformat()


@given(days, st.sampled_from(NATIVE))
def test_digits_of_other_scripts_are_read(day, digits):
    text = day.strftime("%d/%m/").translate(str.maketrans("0123456789", digits))
    year = str(day.year).translate(str.maketrans("0123456789", digits))

    assert clean_date(text + year, order="dmy") == day.isoformat()


@given(days)
def test_a_compact_date_comes_back(day):
    assert clean_date(day.isoformat().replace("-", "")) == day.isoformat()


@given(days, st.times(), st.sampled_from(["", "Z", "+08:00", "-0330"]), st.sampled_from(" T"))
def test_a_time_of_day_is_left_out(day, time, offset, between):
    text = f"{day.isoformat()}{between}{time.isoformat()}{offset}"

    assert clean_date(text) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("1996", "1996"),
        ("1996-05", "1996-05"),
        ("1996/5", "1996-05"),
        ("05/1996", "1996-05"),
        ("5.1996", "1996-05"),
        ("May 1996", "1996-05"),
        ("1996 Mei", "1996-05"),
        ("1996-00-00", "1996"),
        ("1996-05-00", "1996-05"),
        ("00/00/1996", "1996"),
        ("00/1996", "1996"),
        ("19960500", "1996-05"),
        ("19960000", "1996"),
    ],
)
def test_a_date_is_as_exact_as_its_source(text, cleaned):
    assert clean_date(text) == cleaned


def test_a_buddhist_year_alone_is_read_in_its_own_calendar_only():
    assert clean_date("๒๕๓๙", calendar="buddhist") == "1996"
    assert rejection("๒๕๓๙").code == "bad_date"


def test_an_unknown_day_before_a_known_month_is_left_out():
    assert clean_date("00/05/1996", order="dmy") == "1996-05"
    assert clean_date("05/00/1996", order="mdy") == "1996-05"


def test_a_day_without_its_month_says_the_year_only():
    assert clean_date("1996-00-12") == "1996"


@pytest.mark.parametrize(
    "text", ["19-Jan-2019", "19JAN2019", "19 january 2019", "January 19th, 2019", "19.jan.2019"]
)
def test_months_are_read_in_the_ways_people_write_them(text):
    assert clean_date(text) == "2019-01-19"


def test_a_leap_day_of_the_buddhist_era_is_that_of_the_gregorian_year():
    assert clean_date("29/02/2543", order="dmy", calendar="buddhist") == "2000-02-29"
    assert rejection("29/02/2544", order="dmy", calendar="buddhist").code == "bad_date"
    assert rejection("2568-02-29", calendar="buddhist").code == "bad_date"


@pytest.mark.parametrize("text", ["05/31/1996", "31/05/1996"])
def test_a_year_last_date_that_can_be_one_date_only_needs_no_order(text):
    assert clean_date(text) == "1996-05-31"


def test_a_year_last_date_that_could_be_two_asks_for_the_order():
    error = rejection("05/06/1996")

    assert error.code == "bad_date"
    assert "dmy or mdy" in error.remedy


def test_equal_day_and_month_need_no_order():
    assert clean_date("05/05/1996") == "1996-05-05"


def test_an_unknown_part_beside_a_number_needs_the_order():
    assert rejection("00/05/1996").code == "bad_date"
    assert rejection("00/31/1996").code == "bad_date"


@pytest.mark.parametrize(
    "text",
    [
        "1990-02-31", "2026-13-01", "31-Feb-1990", "1990-04-31", "1900-02-29", "19900231",
        "none", "unknown", "n/a", "--", "0", "12", "0000-00-00", "0000", "1849", "2201-01-01",
        "2568-01-01", "12/05/96", "19-Jan-96", "1996-05-12 x", "x1996-05-12", "1996-05-12-",
        "-12 May 1996", "12-05/1996", "12 May May 1996", "12 May 1996 1997", "12 Foo 1996",
        "1996-05-123", "199²", "2020-W01-1", "2026-02-30T25:61:00+08:00", "1996-05-12 25:61",
        "1996-05-12 10:00:61", "05-1996-12", "1996/05/1997", "10:00", "May", "199605",
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_what_is_no_date_is_rejected(text, order):
    assert rejection(text, order=order).code == "bad_date"


@pytest.mark.parametrize("text", ["31/02/1996", "12/13/1996", "32/01/1996"])
def test_an_impossible_day_is_not_turned_round(text):
    assert rejection(text, order="dmy").code == "bad_date"


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_no_date_is_rejected_as_missing(text):
    assert rejection(text).code == "missing"


@given(st.text(max_size=12), orders, st.sampled_from(["gregorian", "buddhist"]))
def test_any_text_is_a_date_or_is_rejected(text, order, calendar):
    try:
        cleaned = clean_date(text, order=order, calendar=calendar)
    except ValueRejected as error:
        assert error.code in {"bad_date", "missing"}  # noqa: PT017
    else:
        assert date.fromisoformat((cleaned + "-01-01")[:10]).year >= 1850


def test_a_rejection_does_not_repeat_the_date():
    assert "1990" not in str(rejection("1990-02-31"))


@pytest.mark.parametrize(
    ("text", "precision"), [("1996", "year"), ("1996-05", "month"), ("1996-05-12", "day")]
)
def test_precision_is_told(text, precision):
    assert date_precision(text) == precision


def test_precision_of_what_is_not_cleaned_is_rejected():
    with pytest.raises(ValueRejected) as caught:
        date_precision("12 May 1996")

    assert caught.value.code == "bad_date"


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("1996-05-12", "1996-05-12", "same"),
        ("1996", "1996", "same"),
        ("1996", "1996-05-12", "compatible"),
        ("1996-05", "1996-05-12", "compatible"),
        ("1996", "1996-05", "compatible"),
        ("1996-05-12", "1996-12-05", "swapped"),
        ("1996-05-12", "1996-05-13", "differ"),
        ("1996-05-12", "1997-12-05", "differ"),
        ("1996-05", "1996-12-05", "differ"),
        ("1996", "1997", "differ"),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(a, b, how):
    assert dates_agree(a, b) == how


partial = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))


@given(partial, partial)
def test_the_order_of_two_dates_makes_no_difference(a, b):
    assert dates_agree(a, b) == dates_agree(b, a)


@given(days, st.sampled_from([4, 7]))
def test_a_less_exact_form_of_a_date_is_compatible_with_it(day, length):
    assert dates_agree(day.isoformat(), day.isoformat()[:length]) == "compatible"
