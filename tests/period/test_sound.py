"""What is entered from Python is looked at as what is entered by commands."""

from dataclasses import replace

import pytest

from linkgraph.errors import InputError
from linkgraph.period.sound import sound_enquiry, sound_lesson, sound_period, sound_phase
from tests.period.periods import PERIOD, a_lesson, a_phase, an_enquiry


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"until": "2026-12-32"}, "no day"),
        ({"since": "2026-03"}, "no day"),
        ({"until": "2026-02-28"}, "ends before it begins"),
        ({"countries": ("MY", "ZZ")}, "no such country"),
        ({"countries": ("MY", "my")}, "two countries or more"),
        ({"reference": ""}, "no reference"),
        ({"reference": "JPA 2026"}, "no reference"),
        ({"title": "a\x1b[31m"}, "control character"),
    ],
)
def test_a_period_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        sound_period(replace(PERIOD, **wrong))


def test_what_is_sound_stays_as_it_is():
    assert sound_period(PERIOD) == PERIOD
    assert sound_period(replace(PERIOD, since="2026-3-1")) == PERIOD
    assert sound_phase(a_phase(), PERIOD) == a_phase()
    assert sound_enquiry(an_enquiry(due="2026-05-01")) == an_enquiry(due="2026-05-01")
    assert sound_lesson(a_lesson("Meet early")) == a_lesson("Meet early")


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("debrief", "2026-01-01", "2026-02-28"),
        ("action", "2026-01-01", "2026-02-28"),
        ("mid_term_update", "2027-01-01", "2027-01-02"),
        ("action", "2027-01-01", "2027-01-02"),
        ("planning_workshop", "2027-01-01", "2027-01-02"),
    ],
)
def test_a_phase_that_lies_where_it_cannot_is_refused(name, since, until):
    with pytest.raises(InputError, match=r"the phase (ends before|begins after)"):
        sound_phase(a_phase(name, since, until), PERIOD)


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("planning_workshop", "2026-01-01", "2026-01-02"),
        ("debrief", "2027-02-01", "2027-02-02"),
        ("action", "2026-02-01", "2026-03-01"),
        ("action", "2026-12-31", "2027-01-31"),
    ],
)
def test_a_workshop_may_come_before_a_period_and_a_debrief_after_it(name, since, until):
    assert sound_phase(a_phase(name, since, until), PERIOD).since == since


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"due": "soon"}, "no day"),
        ({"from_country": "New Zealand"}, "no such country"),
        ({"to_country": ""}, "no such country"),
        ({"reference": "E 1"}, "no reference"),
        ({"asks": "\x00"}, "control character"),
    ],
)
def test_an_enquiry_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        sound_enquiry(replace(an_enquiry(), **wrong))


@pytest.mark.parametrize(("wrong", "says"), [({"on": ""}, "no day"), ({"text": " "}, "words")])
def test_a_lesson_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        sound_lesson(replace(a_lesson("Meet early"), **wrong))
