"""What clocks show at zero hour, and when targets are in one place: against counting minutes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.plan.zero_hour import LocalTime, Overlap, Stay, local_times, overlap_hours
from linkgraph.values.countries import country_codes

ZERO = datetime(2026, 12, 4, 21, tzinfo=UTC)
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
STEP = timedelta(minutes=20)
# Without clocks of their own in the table of zones: nobody lives there.
NO_CLOCKS = {"BV", "HM"}
quick = settings(max_examples=60, deadline=None)


@st.composite
def stays(draw):
    begins = MONDAY + draw(st.integers(0, 300)) * STEP
    return Stay(
        draw(st.sampled_from("abc")),
        draw(st.sampled_from(["flat", "shop"])),
        begins,
        begins + draw(st.integers(0, 150)) * STEP,
    )


def by_minutes(listed, clock):
    """Return who was where at once in each hour of the week, looking every five minutes."""
    met = {}
    for i in range(2000):
        moment = MONDAY + i * STEP / 4
        local = moment.astimezone(clock)
        for place in {stay.place for stay in listed}:
            there = {s.id for s in listed if s.place == place and s.begins <= moment < s.ends}
            if len(there) > 1:
                ids, days, most = met.setdefault(
                    (place, local.weekday(), local.hour), (set(), set(), [])
                )
                ids |= there
                days.add(local.date())
                most.append(len(there))
    return {
        Overlap(*slot, tuple(sorted(ids)), max(most), len(days))
        for slot, (ids, days, most) in met.items()
    }


@given(st.lists(stays(), max_size=8), st.sampled_from(["UTC", "Asia/Jakarta", "Asia/Kathmandu"]))
@quick
def test_overlaps_are_what_looking_at_the_clock_gives(listed, zone):
    found = overlap_hours(listed, zone)

    assert set(found) == by_minutes(listed, ZoneInfo(zone))
    assert list(found) == sorted(
        found, key=lambda o: (-o.most, -o.times, o.place, o.weekday, o.hour)
    )


@given(st.lists(stays(), max_size=8), st.randoms(use_true_random=False))
@quick
def test_the_order_of_stays_changes_nothing(listed, random):
    mixed = list(listed)
    random.shuffle(mixed)

    assert overlap_hours(mixed) == overlap_hours(listed)


@given(st.lists(stays(), min_size=1, max_size=8))
@quick
def test_one_more_stay_never_takes_an_hour_away(listed):
    fewer = {(o.place, o.weekday, o.hour) for o in overlap_hours(listed[1:])}

    assert fewer <= {(o.place, o.weekday, o.hour) for o in overlap_hours(listed)}


def at(hours, one="a", place="flat", for_hours=1.0):
    begins = MONDAY + timedelta(hours=hours)
    return Stay(one, place, begins, begins + timedelta(hours=for_hours))


def test_those_who_meet_each_week_meet_on_several_days():
    weekly = [at(week * 168 + 20, one) for week in range(3) for one in "ab"]

    assert overlap_hours(weekly) == (Overlap("flat", 0, 20, ("a", "b"), 2, 3),)


def test_hours_are_those_of_the_zone_asked_for():
    (hour,) = overlap_hours([at(20, "a"), at(20, "b")], "Pacific/Auckland")

    assert (hour.weekday, hour.hour) == (1, 9)


def test_who_leaves_as_the_other_comes_does_not_meet_them():
    assert overlap_hours([at(20, "a"), at(21, "b")]) == ()


def test_one_who_is_on_record_twice_meets_nobody():
    assert overlap_hours([at(20, "a"), at(20.5, "a")]) == ()


def test_two_in_different_places_do_not_meet():
    assert overlap_hours([at(20, "a"), at(20, "b", "shop")]) == ()


def test_most_at_one_time_come_first():
    two, three = [at(5, one) for one in "ab"], [at(9, one) for one in "abc"]

    assert [hour.most for hour in overlap_hours([*two, *three])] == [3, 2]


def test_no_stays_give_no_hours():
    assert overlap_hours([]) == ()


def test_each_country_has_its_own_clocks():
    found = local_times(ZERO, ["NZ", "MY", "NZ"])

    assert [(one.country, one.local.isoformat()) for one in found] == [
        ("MY", "2026-12-05T05:00:00+08:00"),
        ("NZ", "2026-12-05T10:00:00+13:00"),
        ("NZ", "2026-12-05T10:45:00+13:45"),
    ]
    assert found[0].zones == ("Asia/Kuala_Lumpur", "Asia/Kuching")


def test_a_country_of_several_zones_gives_each_time_once():
    found = local_times(ZERO, ["ID"])

    assert [one.local.hour for one in found] == [4, 5, 6]
    assert found[0] == LocalTime("ID", ZERO, ("Asia/Jakarta", "Asia/Pontianak"))


def test_clocks_follow_the_season():
    july = datetime(2026, 7, 4, 21, tzinfo=UTC)

    assert local_times(july, ["NZ"])[0].local.isoformat() == "2026-07-05T09:00:00+12:00"


def test_the_moment_can_be_given_by_any_clock():
    by_theirs = ZERO.astimezone(ZoneInfo("Asia/Jakarta"))

    assert local_times(by_theirs, ["NZ"]) == local_times(ZERO, ["NZ"])


def test_no_country_gives_no_time():
    assert local_times(ZERO, []) == ()


@pytest.mark.parametrize("country", sorted(set(country_codes()) - NO_CLOCKS))
def test_every_country_has_a_clock_that_shows_the_same_moment(country):
    for shown in local_times(ZERO, [country]):
        assert shown.local == ZERO
        assert shown.zones


NAIVE = datetime(2026, 12, 4, 21)  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: local_times(ZERO, ["XX"]), "no time zone on record"),
        (lambda: local_times(NAIVE, ["MY"]), "a moment has no time zone"),
        (lambda: overlap_hours([Stay("a", "x", NAIVE, ZERO)]), "moment has no time zone"),
        (lambda: overlap_hours([Stay("a", "x", ZERO, MONDAY)]), "ends before it begins"),
        (lambda: overlap_hours([], "Mars/Olympus"), "no such time zone"),
        (lambda: overlap_hours([], "../secrets"), "time zone"),
    ],
    ids=["no country", "zoneless", "a zoneless stay", "backwards", "no zone", "no path"],
)
def test_what_cannot_be_meant_is_refused(ask, message):
    with pytest.raises(InputError, match=message):
        ask()
