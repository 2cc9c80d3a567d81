"""Which line a later word of the same agency takes out of a period: rules one by one."""

import pytest

from linkgraph.period.put_right import moved_elsewhere, remark_on_moved, replaces
from linkgraph.statements.stated import stated_by
from tests.period.outcome_rows import line

FIRST = line(reference="NZ-RAID-7", day="2026-05-10", period="A", order=1, source="src-1")


def later(**told):
    held = {"reference": "NZ-RAID-7", "day": "2026-05-12", "period": "B", "order": 2}
    return line(**held | {"source": "src-2"} | told)


@pytest.mark.parametrize(
    ("day", "within", "does"),
    [
        ("2026-05-17", 7, True), ("2026-05-18", 7, False), ("2026-05-03", 7, True),
        ("2026-05-02", 7, False), ("2026-05", 0, True), ("2026-06", 21, False), ("", 0, True),
        ("2026", 0, True),
    ],
)  # fmt: skip
def test_a_line_of_another_day_puts_right_what_is_as_near_as_is_asked(day, within, does):
    assert replaces(later(day=day), FIRST, within) is does


def test_what_somebody_entered_puts_right_whatever_day_it_was():
    assert replaces(later(day="2026-11-01", file=stated_by("ann")), FIRST, 7)


@pytest.mark.parametrize(
    ("told", "does"),
    [
        ({"period": "", "day": ""}, True),
        ({"period": "", "day": "2026-09-01"}, False),
        ({"period": "B", "day": ""}, False),
    ],
)
def test_a_running_number_is_taken_back_only_by_a_line_without_period_and_day(told, does):
    older = line(reference="17", day="2026-05-10", period="A")

    assert replaces(later(reference="17", **told), older, 7) is does


@pytest.mark.parametrize(
    "told",
    [{"kind": "victims_identified"}, {"originator": "MY/Police"}, {"reference": "NZ-RAID-8"},
     {"recorded": True}, {"order": 0}, {"passed_on": True}],
)  # fmt: skip
def test_no_other_thing_no_other_agency_and_no_earlier_or_passed_on_word_takes_a_line_out(told):
    assert moved_elsewhere([FIRST, later()], [FIRST], 7) == [FIRST]
    assert moved_elsewhere([FIRST, later(**told)], [FIRST], 7) == []


def test_of_one_list_that_tells_a_number_in_both_periods_both_stay():
    here = later(period="A")

    assert moved_elsewhere([FIRST, later(), here], [FIRST, here], 7) == []
    assert moved_elsewhere([FIRST, here, later()], [FIRST, here], 7) == []
    assert moved_elsewhere([FIRST, later(order=1), later()], [FIRST], 7) == [FIRST]


def test_lines_without_a_number_and_enquiries_on_record_are_never_taken_out():
    bare, asked = line(period="A", order=1), line(reference="E-1", recorded=True, order=1)

    assert moved_elsewhere([bare, later(reference="")], [bare], 7) == []
    assert moved_elsewhere([asked, later(reference="E-1")], [asked], 7) == []


def test_what_was_none_already_or_has_been_put_right_is_not_told_again():
    moved, back = later(), later(period="C", order=3, source="src-3")

    assert "in the period A" in remark_on_moved([FIRST, moved], "src-2", 7)
    told = remark_on_moved([FIRST, moved, back], "src-3", 7)
    assert "in the period B" in told
    assert " A" not in told
    assert not remark_on_moved([line(reference="NZ-RAID-7", period="A", count=0, order=1), moved], "src-2", 7)  # fmt: skip
