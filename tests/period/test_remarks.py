"""What somebody who entered an outcome is told to look at again."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.period.entered_outcome import OutcomeTold
from linkgraph.period.reading import Told
from linkgraph.period.remarks import TO_COME, remarks_on, remarks_on_period
from linkgraph.period.told import is_to_come
from tests.period.periods import PERIOD, a_plan

TODAY = dt.date(2026, 5, 4)
TOLD = Told(
    periods=(PERIOD,), phases=(), focal_points=(), lessons=(), enquiries=(),
    plans=(a_plan(), a_plan("P9", period="JPB")),
)  # fmt: skip


def remarks(day="2026-05-03", **told):
    outcome = OutcomeTold(kind="arrests", **{"period": "JPA"} | told)
    return list(remarks_on(outcome, day, TOLD, TODAY))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"period": "JPA 2026"}, "no joint period"),
        ({"period": "", "day": ""}, "neither a period nor a day"),
        ({"day": "2036-05-03"}, TO_COME),
        ({"day": "2027"}, TO_COME),
        ({"plan": "P7"}, "no investigation plan"),
        ({"plan": "P9"}, "the plan is of another period"),
        ({"countries": ("BR", "NZ")}, "takes no part in the period"),
    ],
)
def test_what_is_odd_is_told_in_words_that_name_nobody(told, says):
    (remark,) = remarks(**told)

    assert says in remark
    assert "JPA 2026" not in remark


@pytest.mark.parametrize(
    "told",
    [
        {}, {"period": "jpa"}, {"period": ""}, {"day": ""}, {"plan": "p1"}, {"day": "2026"},
        {"countries": ("MY", "NZ")}, {"plan": "P9", "period": ""},
    ],
)  # fmt: skip
def test_nothing_is_told_of_what_is_as_it_should_be(told):
    assert remarks(**told) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_no_day_that_has_begun_somewhere_is_still_to_come(today, ahead):
    day = (today + dt.timedelta(days=ahead)).isoformat()

    assert is_to_come(day, today) is (ahead > 1)
    for part in (day[:7], day[:4], ""):
        assert not is_to_come(part, today) or ahead > 1


def test_what_a_period_entered_anew_lost_is_told():
    now = replace(PERIOD, countries=("MY", "NZ"), title="")
    plans = (a_plan(), a_plan("P2", countries=("MY", "TH"), period="jpa"),
             a_plan("P3", countries=("MY", "TH"), period="JPB"))  # fmt: skip

    gone, title = remarks_on_period(PERIOD, now, plans)

    assert gone == "took part before, and do not any more: TH; plans that still name them: P2"
    assert "title" in title


@pytest.mark.parametrize(
    "now",
    [{}, {"title": "Anew"}, {"countries": ("MY", "NZ", "TH", "VN")}, {"until": "2027-01-31"}],
)
def test_nothing_is_told_of_a_period_that_lost_nothing(now):
    assert list(remarks_on_period(PERIOD, replace(PERIOD, **now), (a_plan(),))) == []
