import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.period.reference_numbers import folded, is_running, is_running_in
from linkgraph.period.units import days_apart, entries_of, units_of
from tests.period.outcome_rows import line


def unit(day="2015-10-05", **told):
    (entry,), _ = entries_of([line(day=day, **told)])
    return units_of([entry])[0]


def entry_of(*rows):
    (entry,), gone = entries_of(rows)
    assert gone == []
    return entry


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("JPA15-ARR-1", "jpa15 arr 1"),
        (" NZ/17 ", "nz_17"),
        ("No. 7a", "NO 7A"),
        ("ม-๑๗", "ม ๑๗"),
        ("STRASSE-1", "straße 1"),
    ],
)
def test_numbers_are_compared_without_regard_to_how_they_are_written(text, other):
    assert folded(text) == folded(other)


@pytest.mark.parametrize("text", ["A1-1", "A-11", "A11"])
def test_numbers_parted_elsewhere_are_others(text):
    assert len({folded(one) for one in ("A1-1", "A-11", "A11")}) == 3
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_a_number_compared_is_compared_alike_again(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("text", ["1", "0042", "2015/17", "3-2015", "12 15"])
def test_running_numbers_are_known(text):
    assert is_running(text)


@pytest.mark.parametrize("text", ["NZ-17", "12345", "2015/123456", "17a", ""])
def test_numbers_that_say_more_are_no_running_numbers(text):
    assert not is_running(text)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2015-10-05", "2015-10-05", (0, 0)),
        ("2015-10-05", "2015-10-12", (7, 7)),
        ("2015-10", "2015-10-31", (0, 30)),
        ("2015-10-31", "2015-11", (1, 30)),
        ("2015", "2016-01-01", (1, 365)),
        ("2016-02", "2016-02-29", (0, 28)),
        ("", "2015-10-05", None),
    ],
)
def test_days_apart_are_as_exact_as_the_days(one, other, apart):
    assert days_apart(unit(one), unit(other)) == apart
    assert days_apart(unit(other), unit(one)) == apart


DAYS = st.one_of(
    st.dates(dt.date(2014, 1, 1), dt.date(2016, 12, 31)).map(dt.date.isoformat),
    st.sampled_from(["2015", "2015-02", "2016-02", "2015-12"]),
)


@given(DAYS, DAYS)
def test_the_fewest_days_apart_are_no_more_than_the_most(one, other):
    least, most = days_apart(unit(one), unit(other))

    assert 0 <= least <= most


def test_a_line_counts_what_it_says():
    entry = entry_of(line(count=5))

    assert (entry.low, entry.high, entry.named) == (5, 5, False)


def test_a_line_that_names_all_whom_it_counts_is_told_person_by_person():
    entry = entry_of(line(count=2, subjects=["person:a", "person:b"]))

    assert entry.named
    assert [sorted(one.subjects) for one in units_of([entry])] == [["person:a"], ["person:b"]]


def test_a_line_that_names_some_stays_whole():
    (one,) = units_of([entry_of(line(count=5, subjects=["person:a"]))])

    assert (one.low, one.high, one.named) == (5, 5, False)


def test_a_line_that_names_more_than_it_counts_counts_those_whom_it_names():
    entry = entry_of(line(count=1, subjects=["person:a", "person:b"]))

    assert (entry.low, entry.high) == (2, 2)


def test_a_zero_takes_back_whomever_it_names():
    entry = entry_of(line(count=0, subjects=["person:a"], reference="NZ-1001"))

    assert (entry.low, entry.high) == (0, 0)


def test_things_are_no_people():
    entry = entry_of(line("arrests", subjects=["phone:+6011", "person:a"]))

    assert entry.people == ("person:a",)


def test_a_line_that_names_nobody_beside_lines_that_do_counts_them_or_more():
    entry = entry_of(
        line(reference="NZ-1001", count=3),
        line(reference="NZ-1001", subjects=["person:a"]),
    )

    assert (entry.low, entry.high) == (3, 4)


def test_a_line_that_counts_nobody_beside_one_that_names_more_than_it_counts_adds_nobody():
    entry = entry_of(
        line(reference="NZ-1001", count=0),
        line(reference="NZ-1001", count=1, subjects=["person:a", "person:b"]),
    )

    assert (entry.low, entry.high) == (2, 2)


def test_the_same_line_twice_in_a_source_is_one():
    entry = entry_of(line(reference="NZ-1001"), line(reference="NZ-1001"))

    assert (entry.low, entry.high) == (1, 1)


def test_lines_that_name_no_number_stay_apart():
    entries, _ = entries_of([line(), line(), line(originator="MY/Police")])

    assert len(entries) == 3


def test_one_number_of_two_kinds_is_two_outcomes():
    entries, _ = entries_of([line(reference="OP-1"), line("warrants_executed", reference="OP-1")])

    assert len(entries) == 2


LINES = st.builds(
    line,
    st.sampled_from(["arrests", "trainings"]),
    reference=st.sampled_from(["", "JPA-0001", "17"]),
    count=st.integers(0, 3),
    order=st.integers(1, 3),
    subjects=st.sets(st.sampled_from(["person:a", "person:b", "account:1"]), max_size=2),
    originator=st.sampled_from(["NZ/Police", "MY/Police"]),
)


@given(st.lists(LINES, max_size=8))
def test_every_line_is_in_one_entry_or_superseded(rows):
    entries, gone = entries_of(rows)

    told = [row.locator for entry in entries for row in entry.rows] + [row.locator for row in gone]
    assert sorted(told) == sorted(row.locator for row in rows)


@given(st.lists(LINES, max_size=8))
def test_what_an_entry_counts_at_least_is_no_more_than_at_most(rows):
    entries, _ = entries_of(rows)

    for entry in entries:
        assert 0 <= entry.low <= entry.high
        assert len({row.order for row in entry.rows}) == 1
        units = units_of([entry])
        assert sum(one.low for one in units) == entry.low
        assert sum(one.high for one in units) == entry.high


@given(st.lists(LINES, max_size=8))
def test_a_later_source_leaves_nothing_of_an_earlier_one_under_its_number(rows):
    entries, gone = entries_of(rows)

    for old in gone:
        held = [
            row
            for entry in entries
            for row in entry.rows
            if (row.kind, row.originator, folded(row.reference))
            == (old.kind, old.originator, folded(old.reference))
        ]
        assert held
        assert min(row.order for row in held) > old.order


def test_what_others_pass_on_supersedes_nothing_that_came_otherwise():
    ours = line(reference="JPA-0001", count=5, order=1, source="src-a")
    passed_on = line(reference="JPA-0001", count=0, order=2, source="src-b", passed_on=True)

    (entry,), gone = entries_of([ours, passed_on])

    assert (entry.low, gone) == (5, [passed_on])
    assert entry_of(passed_on).low == 0, "where there is no other it holds"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("\uff2e\uff3a\uff0d\uff11\uff17", "nz-17"),
        ("KES-٨٨١٣-A", "kes-8813-a"),
        ("NZ\u200b-1\u200e7", "NZ-17"),
    ],
)
def test_digits_of_any_script_and_what_nobody_sees_make_no_other_number(text, other):
    assert folded(text) == folded(other)


@pytest.mark.parametrize(("text", "other"), [("คดี-81", "คดู-81"), ("कि-81", "की-81")])
def test_vowels_that_are_marks_make_another_number(text, other):
    assert folded(text) != folded(other)


@pytest.mark.parametrize(
    ("text", "country", "running"),
    [("NZ-17", "NZ", True), ("nz/arr/2026/17", "NZ", True), ("NZ-17", "MY", False),
     ("NZ-12345", "NZ", False), ("NZ", "NZ", False)],
)  # fmt: skip
def test_running_numbers_of_a_country_are_known(text, country, running):
    assert is_running_in(text, country) is running


def test_lists_of_two_periods_may_begin_their_numbers_anew():
    rows = [line(reference="NZ-1", period=p, day=f"2015-{m}-05", order=n, source=f"src-{n}")
            for n, (p, m) in enumerate([("A", "02"), ("B", "09"), ("B", "09")])]  # fmt: skip

    entries, gone = entries_of(rows)

    assert sorted(entry.rows[0].order for entry in entries) == [0, 2]
    assert [row.order for row in gone] == [1]
