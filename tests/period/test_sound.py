"""What is entered from Python is looked at as what is entered by commands."""

from dataclasses import replace

import pytest

from linkgraph.errors import InputError
from linkgraph.period.sound import (
    sound_enquiry,
    sound_focal_point,
    sound_lesson,
    sound_period,
    sound_phase,
    sound_plan,
)
from tests.period.periods import (
    MEMORANDUM,
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    a_question,
    a_task,
    an_enquiry,
)

LONG = "x" * 4_001
LONG_NAME = "x" * 301


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
    assert sound_focal_point(a_focal_point()) == a_focal_point()
    whole = a_plan(
        tasks=(a_task(),), questions=(a_question(),), risks=("None",), objective="x" * 4_000
    )
    assert sound_plan(whole) == whole


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
        ({"asks": LONG}, "4,001 letters, and may have 4,000"),
        ({"to_agency": LONG_NAME}, "may have 300"),
    ],
)
def test_an_enquiry_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        sound_enquiry(replace(an_enquiry(), **wrong))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"on": ""}, "no day"), ({"text": " "}, "words"), ({"text": LONG}, "may have 4,000")],
)
def test_a_lesson_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        sound_lesson(replace(a_lesson("Meet early"), **wrong))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": LONG_NAME}, "title"),
        ({"objective": LONG}, "objective"),
        ({"syndicate": LONG_NAME}, "syndicate"),
        ({"victim_management": LONG}, "victim_management"),
        ({"protection": "\x1b[2J"}, "protection"),
        ({"resources": ("x", LONG)}, "resources[2]"),
        ({"risks": (LONG,)}, "risks[1]"),
        ({"languages": (LONG_NAME,)}, "languages[1]"),
        ({"questions": (a_question(LONG),)}, "questions[1], asks"),
        ({"tasks": (a_task(), a_task("T2", title=LONG))}, "tasks[2], title"),
        ({"tasks": (a_task(owner=LONG_NAME),)}, "tasks[1], owner"),
        ({"legal_bases": (replace(MEMORANDUM, name=LONG_NAME),)}, "legal_bases[1], name"),
    ],
)
def test_a_text_of_a_plan_that_nobody_would_read_is_refused_with_its_place(wrong, where):
    with pytest.raises(InputError) as refused:
        sound_plan(a_plan(**wrong))

    assert refused.value.where == where
    assert "xx" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"tasks": (a_task(), a_task("T2", due="soon"))}, "tasks[2], due"),
        ({"tasks": (a_task(due="2026-05"),)}, "tasks[1], due"),
        ({"legal_bases": (replace(MEMORANDUM, expires="2999-12-31"),)}, "legal_bases[1], expires"),
        ({"legal_bases": (replace(MEMORANDUM, since="2026-02-30"),)}, "legal_bases[1], since"),
    ],
)
def test_a_day_of_a_plan_that_is_none_is_refused_with_its_place(wrong, where):
    """No partner would take it in with what is given for the plan."""
    with pytest.raises(InputError, match="this is no day") as refused:
        sound_plan(a_plan(**wrong))

    assert refused.value.where == where


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": " "}, "name"),
        ({"name": LONG_NAME}, "name"),
        ({"agency": LONG_NAME}, "agency"),
        ({"contacts": ("a", LONG_NAME)}, "contact[2]"),
        ({"languages": ("\x07",)}, "languages[1]"),
        ({"country": "New Zealand"}, "country"),
    ],
)
def test_a_focal_point_that_cannot_be_is_refused(wrong, where):
    with pytest.raises(InputError) as refused:
        sound_focal_point(replace(a_focal_point(), **wrong))

    assert refused.value.where == where
