"""Which planned actions come close: against looking at each pair."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.analysis.deconflict import (
    OwnAction,
    PlannedAction,
    Span,
    Where,
    close_pairs,
    deconflict,
    distance_km,
)
from linkgraph.errors import InputError

ZERO = datetime(2026, 12, 4, 21, tzinfo=UTC)
DAY = timedelta(days=1)
JAKARTA, KUALA_LUMPUR = Where("", -6.2, 106.8), Where("", 3.1, 101.7)
quick = settings(max_examples=150, deadline=None)

moments = st.none() | st.integers(-200, 200).map(lambda hours: ZERO + timedelta(hours=hours))
positions = st.builds(Where, st.just(""), st.floats(-90, 90), st.floats(-180, 180))
wheres = st.builds(Where, st.sampled_from(["", "pier", "flat"])) | st.builds(
    Where,
    st.sampled_from(["", "pier"]),
    st.sampled_from([3.1, 3.11, -6.2]),
    st.sampled_from([101.7, 106.8]),
)
ids = st.sampled_from("abc")
own_actions = st.lists(st.builds(OwnAction, ids, moments, wheres), max_size=4)
planned_actions = st.lists(
    st.builds(
        PlannedAction,
        st.sampled_from(["Police", "Customs"]),
        moments,
        wheres,
        st.frozensets(ids, max_size=2),
        st.sampled_from(["", "7/26"]),
    ),
    max_size=4,
)
hours = st.integers(0, 100).map(lambda n: timedelta(hours=n))
kilometres = st.floats(0, 50)


@given(own_actions, planned_actions, hours, kilometres)
@quick
def test_each_pair_is_told_if_and_only_if_it_is_close_in_something(own, planned, within, km):
    found = deconflict(own, planned, within=within, km=km)

    expected = []
    for one in own:
        for other in planned:
            close = []
            if one.target in other.subjects:
                close.append("subject")
            far = distance_km(one.where, other.where)
            if far is not None and far <= km:
                close.append("place")
            if one.moment and other.moment and abs(one.moment - other.moment) <= within:
                close.append("time")
            if close:
                expected.append((one, other, tuple(close)))
    told = [(near.own, near.planned, near.close_in) for near in found]
    assert sorted(told, key=repr) == sorted(expected, key=repr)


@given(own_actions, planned_actions, st.randoms(use_true_random=False))
@quick
def test_the_order_of_what_is_given_changes_nothing(own, planned, random):
    mine, theirs = list(own), list(planned)
    random.shuffle(mine)
    random.shuffle(theirs)

    assert deconflict(mine, theirs) == deconflict(own, planned)


@given(own_actions, planned_actions, st.tuples(hours, kilometres), st.tuples(hours, kilometres))
@quick
def test_looking_wider_never_loses_a_pair(own, planned, limits, more):
    (within, km), (longer, further) = limits, more
    near = deconflict(own, planned, within=within, km=km)
    wider = deconflict(own, planned, within=within + longer, km=km + further)

    pairs = [(one.own, one.planned) for one in wider]
    assert all((one.own, one.planned) in pairs for one in near)


@given(positions, positions)
@quick
def test_a_distance_is_the_same_both_ways_and_within_half_the_globe(one, other):
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert 0 <= distance_km(one, other) <= 20016
    assert distance_km(one, one) == 0


@given(positions, positions, positions)
@quick
def test_no_way_round_is_shorter(one, other, third):
    around = distance_km(one, third) + distance_km(third, other)

    assert distance_km(one, other) <= around + 1e-6


def test_distances_are_those_of_the_globe():
    assert distance_km(JAKARTA, KUALA_LUMPUR) == pytest.approx(1179, abs=2)
    assert distance_km(Where("", 0, 0), Where("", 0, 1)) == pytest.approx(111.195, abs=0.01)
    assert distance_km(Where("", 0, 179.5), Where("", 0, -179.5)) == pytest.approx(
        111.195, abs=0.01
    )


def test_a_place_by_id_is_the_same_whatever_positions_say():
    assert distance_km(Where("pier", 1.0, 1.0), Where("pier", 2.0, 2.0)) == 0
    assert distance_km(Where("pier"), Where("flat")) is None
    assert distance_km(Where(), Where()) is None
    assert distance_km(JAKARTA, Where("pier")) is None


def test_how_close_is_told_for_what_is_close_and_for_nothing_else():
    own = OwnAction("a", ZERO, JAKARTA)
    there = PlannedAction("Customs", ZERO + 2 * DAY, Where("", -6.21, 106.8))

    (near,) = deconflict([own], [there])

    assert near.close_in == ("place", "time")
    assert near.apart == 2 * DAY
    assert near.km == pytest.approx(1.1, abs=0.1)
    (late,) = deconflict([own], [there], within=DAY)
    assert (late.close_in, late.apart) == (("place",), None)


def test_the_very_limit_is_close():
    one, other = OwnAction("a", ZERO), PlannedAction("Customs", ZERO - 3 * DAY)

    assert deconflict([one], [other])[0].apart == 3 * DAY
    assert deconflict([one], [other], within=3 * DAY - timedelta(seconds=1)) == ()


def test_ones_own_target_comes_first_then_place_and_time_then_each_alone():
    own = OwnAction("a", ZERO, JAKARTA)
    subject = PlannedAction("A", subjects=frozenset("ab"))
    both = PlannedAction("B", ZERO, JAKARTA)
    place = PlannedAction("C", None, JAKARTA)
    time = PlannedAction("D", ZERO)

    found = deconflict([own], [time, place, both, subject])

    assert [near.planned.agency for near in found] == ["A", "B", "C", "D"]
    assert found[0].close_in == ("subject",)


def test_nearer_comes_first():
    own = OwnAction("a", ZERO)
    soon, later = (PlannedAction("A", ZERO + hours) for hours in (DAY / 2, DAY))

    assert [near.apart for near in deconflict([own], [later, soon])] == [DAY / 2, DAY]


def test_nothing_planned_is_close_to_nothing():
    assert deconflict([], []) == deconflict([OwnAction("a", ZERO)], []) == ()


NAIVE = datetime(2026, 12, 4, 21)  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("own", "how", "message"),
    [
        (OwnAction("a"), {"within": -DAY}, "0 or more"),
        (OwnAction("a"), {"km": -1.0}, "0 or more"),
        (OwnAction("a"), {"km": float("nan")}, "0 or more"),
        (OwnAction("a", NAIVE), {}, "no time zone"),
        (OwnAction("a", None, Where("", 1.0, None)), {}, "alone"),
        (OwnAction("a", None, Where("", 91.0, 0.0)), {}, "off the globe"),
        (OwnAction("a", None, Where("", 0.0, float("nan"))), {}, "off the globe"),
    ],
    ids=["no time", "no distance", "no number", "zoneless", "half", "off", "nowhere"],
)
def test_what_cannot_be_meant_is_refused(own, how, message):
    with pytest.raises(InputError, match=message):
        deconflict([own], [], **how)
    with pytest.raises(InputError, match=message):
        deconflict([], [PlannedAction("A", own.moment, own.where)], **(how or {}))


spans = st.lists(
    st.builds(
        lambda begins, lasts, where: Span(begins, (begins or 0) + lasts, where),
        st.none() | st.integers(0, 100),
        st.sampled_from([0, 0, 5, 60]),
        wheres | positions,
    ),
    max_size=8,
)


@given(spans, st.integers(0, 30), st.sampled_from([0.0, 5.0, 1500.0, 20100.0]))
@quick
def test_two_are_close_in_time_and_place_where_neither_ends_long_before_the_other(told, within, km):
    found = list(close_pairs(told, within, km))

    def close(one, other):
        if one.begins is None or other.begins is None:
            return False
        apart = max(one.begins - other.ends, other.begins - one.ends)
        far = distance_km(one.where, other.where)
        return apart <= within and far is not None and far <= km

    pairs = [(a, b) for b in range(len(told)) for a in range(b) if close(told[a], told[b])]
    assert len(found) == len(set(found))
    # Who is just beyond may be told too: distances are measured anew where they are shown.
    assert set(pairs) <= set(found)
    for a, b in set(found) - set(pairs):
        assert distance_km(told[a].where, told[b].where) == pytest.approx(km, abs=0.7)


def test_thousands_of_actions_at_once_are_told_apart_by_place():
    crowd = [Span(n % 7, n % 7, Where("", n % 170 - 85, n % 359 - 179)) for n in range(5_000)]
    crowd += [Span(3, 3, Where("", 89.0, 1.0)), Span(4, 4, Where("", 89.0, 1.01))]

    found = set(close_pairs(crowd, 3600, 1.0))

    assert (5_000, 5_001) in found
    assert len(found) < 5_001
