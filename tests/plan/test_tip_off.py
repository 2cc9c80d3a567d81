"""Who is warned before being acted on: against following every chain by hand."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.analysis.warning import KINDS, PACE, Kind, delays, earliest
from linkgraph.errors import InputError
from linkgraph.plan import Target, critical_nodes
from linkgraph.plan.tip_off import (
    Contact,
    Pace,
    Together,
    simultaneous_set,
    staggered,
    tip_off,
)

ZERO = datetime(2026, 12, 4, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAILY = 30.4375
quick = settings(max_examples=150, deadline=None)

PEOPLE = tuple("abcdefg")
COUNTRIES = ("ID", "MY", "NZ")
people = st.sampled_from(PEOPLE)
kinds = st.frozensets(st.sampled_from([*KINDS, "letter"]), max_size=2)
lasts = st.none() | st.integers(0, 2000).map(lambda days: ZERO - timedelta(days=days))
contact = st.builds(Contact, people, people, st.floats(0, 90), lasts, kinds)
contacts = st.lists(contact, max_size=10)
gaps = st.integers(0, 400).map(lambda hours: hours * HOUR)
moments = st.fixed_dictionaries({c: gaps.map(lambda gap: ZERO + gap) for c in COUNTRIES})


@st.composite
def targets(draw):
    chosen = draw(st.lists(people, unique=True, min_size=1, max_size=5))
    return [Target(one, draw(st.sampled_from(COUNTRIES))) for one in chosen]


def calls(one, other, per_month=DAILY, days=0, kind="call"):
    return Contact(one, other, per_month, ZERO - timedelta(days=days), frozenset({kind}))


def hours_of(one):
    return delays([one], ZERO)[one.one][one.other] / HOUR


def warned_ids(found):
    return {one.target.id for one in found.warned}


def chains(network, start):
    """Yield every way that a warning can go without coming back, and how long it takes."""
    waiting = [((start,), timedelta(0))]
    while waiting:
        way, took = waiting.pop()
        yield way, took
        for other, delay in network.get(way[-1], {}).items():
            if other not in way:
                waiting.append(((*way, other), took + delay))


def warned_by_hand(chosen, network, schedule):
    """Return who is warned, and when: the soonest of all chains from all who are acted on."""
    acted = {target.id: schedule[target.country] for target in chosen}
    soonest = {}
    for one, moment in acted.items():
        for way, took in chains(network, one):
            at = moment + took
            if way[-1] in acted and len(way) > 1 and at < acted[way[-1]]:
                soonest[way[-1]] = min(soonest.get(way[-1], at), at)
    return soonest


@given(targets(), contacts, moments)
@quick
def test_who_is_warned_and_when_is_what_every_chain_gives(chosen, between, schedule):
    network = delays(between, min(schedule[target.country] for target in chosen))

    found = tip_off(chosen, between, schedule)

    assert {one.target.id: one.warned_at for one in found.warned} == warned_by_hand(
        chosen, network, schedule
    )
    assert [one.warned_at for one in found.warned] == sorted(w.warned_at for w in found.warned)
    for one in found.warned:
        assert one.warned_at < one.acted_at == schedule[one.target.country]


@given(targets(), contacts, gaps)
@quick
def test_acting_at_one_moment_warns_nobody(chosen, between, gap):
    found = tip_off(chosen, between, dict.fromkeys(COUNTRIES, ZERO + gap))

    assert found.warned == ()


@given(targets(), contacts, moments, st.data())
@quick
def test_taking_away_a_contact_never_warns_more(chosen, between, schedule, data):
    fewer = data.draw(st.lists(st.sampled_from(between), unique_by=id)) if between else []

    less, more = tip_off(chosen, fewer, schedule), tip_off(chosen, between, schedule)

    assert warned_ids(less) <= warned_ids(more)


@given(targets(), contacts, moments, st.randoms(use_true_random=False))
@quick
def test_the_order_of_what_is_given_changes_nothing(chosen, between, schedule, random):
    mixed = [
        one if random.random() < 0.5 else Contact(one.other, one.one, *fields_of(one))
        for one in between
    ]
    random.shuffle(mixed)

    assert tip_off(chosen[::-1], mixed, schedule) == tip_off(chosen, between, schedule)
    assert simultaneous_set(chosen[::-1], mixed, 48 * HOUR, as_of=ZERO) == simultaneous_set(
        chosen, between, 48 * HOUR, as_of=ZERO
    )


def fields_of(one):
    return one.per_month, one.last, one.kinds


@given(targets(), contacts, moments, st.permutations(PEOPLE))
@quick
def test_other_names_change_nothing_but_names(chosen, between, schedule, order):
    names = dict(zip(PEOPLE, order, strict=True))
    others = [Target(names[one.id], one.country) for one in chosen]
    theirs = [Contact(names[one.one], names[one.other], *fields_of(one)) for one in between]

    found, other = tip_off(chosen, between, schedule), tip_off(others, theirs, schedule)

    assert {(names[w.target.id], w.warned_at) for w in found.warned} == {
        (w.target.id, w.warned_at) for w in other.warned
    }


@given(targets(), contacts, st.integers(1, 300))
@quick
def test_who_need_not_act_together_warns_nobody_within_the_time(chosen, between, hours):
    within = hours * HOUR
    groups = simultaneous_set(chosen, between, within, as_of=ZERO)
    grouped = {one for group in groups for one in group.ids}
    free = [target for target in chosen if target.id not in grouped]

    for order in permutations(COUNTRIES):
        schedule = staggered(order, ZERO, within / 2)
        assert tip_off(free, between, schedule).warned == ()


@given(targets(), contacts, st.integers(0, 300))
@quick
def test_groups_are_what_the_quickest_chains_hold_together(chosen, between, hours):
    network = delays(between, ZERO)
    close = nx.Graph()
    for target in chosen:
        for way, took in chains(network, target.id):
            if len(way) > 1 and way[-1] in {t.id for t in chosen} and took <= hours * HOUR:
                close.add_edge(way[0], way[-1])

    groups = simultaneous_set(chosen, between, hours * HOUR, as_of=ZERO)

    assert {group.ids for group in groups} == {
        tuple(sorted(part)) for part in nx.connected_components(close)
    }
    for group in groups:
        assert timedelta(0) < group.quickest <= group.slowest <= hours * HOUR
        assert sorted(one for each in group.countries.values() for one in each) == list(group.ids)


@given(targets(), contacts, st.integers(0, 200), st.integers(0, 200))
@quick
def test_more_time_never_splits_a_group(chosen, between, hours, more):
    short, long = (
        simultaneous_set(chosen, between, each * HOUR, as_of=ZERO) for each in (hours, hours + more)
    )

    for group in short:
        assert any(set(group.ids) <= set(other.ids) for other in long)


@given(contact, st.floats(0.1, 60), st.integers(0, 900), st.sampled_from(sorted(KINDS)))
@quick
def test_more_often_more_recent_and_more_kinds_are_never_slower(one, more, days, kind):
    last = one.last or ZERO
    slower = Contact("a", "b", one.per_month, last - timedelta(days=days), one.kinds)
    faster = Contact("a", "b", one.per_month + more, last, one.kinds | {kind})
    unknown = Contact("a", "b", one.per_month + more, None, one.kinds | {kind})

    took = [delays([each], ZERO).get("a", {}).get("b") for each in (unknown, faster, slower)]

    told = [one.total_seconds() if one else float("inf") for one in took]
    assert told == sorted(told)


@given(contacts)
@quick
def test_every_warning_takes_some_time_and_goes_both_ways(between):
    network = delays(between, ZERO)

    for one, others in network.items():
        for other, delay in others.items():
            assert delay >= timedelta(hours=PACE.quickest_h)
            assert network[other][one] == delay


def test_who_talks_daily_is_warned_within_hours_and_who_pays_monthly_within_days():
    assert hours_of(calls("a", "b")) == pytest.approx(0.25 + 730.5 / (DAILY * 10))
    assert hours_of(calls("a", "b", per_month=1, kind="money")) == pytest.approx(0.25 + 730.5 / 3)
    assert hours_of(calls("a", "b", days=90)) == pytest.approx(0.25 + 2 * 730.5 / (DAILY * 10))


def test_a_family_is_in_touch_where_no_file_sees_it():
    assert hours_of(calls("a", "b", per_month=0, kind="family")) < 24
    assert hours_of(calls("a", "b", 0, days=5000, kind="family")) == hours_of(
        calls("a", "b", 0, kind="family")
    )
    assert delays([calls("a", "b", per_month=0)], ZERO) == {}


def test_contacts_of_one_pair_add_up():
    half = calls("a", "b", DAILY / 2)

    assert delays([half, calls("b", "a", DAILY / 2)], ZERO) == delays([calls("a", "b")], ZERO)


def test_a_contact_after_the_moment_counts_as_just_then():
    assert hours_of(calls("a", "b", days=-5)) == hours_of(calls("a", "b"))


def test_other_assumptions_can_be_handed_over():
    pace = Pace(kinds={"call": Kind(1.0)}, other=Kind(0.0), quickest_h=1.0)

    assert delays([calls("a", "b")], ZERO, pace)["a"]["b"] / HOUR == pytest.approx(25)
    assert delays([calls("a", "b", kind="money")], ZERO, pace) == {}


def test_a_warning_that_takes_ten_years_is_none():
    assert delays([calls("a", "b", days=3000)], ZERO) == {}


def test_a_warning_can_go_through_somebody_who_is_no_target():
    found = tip_off(
        [Target("a", "MY"), Target("c", "NZ")],
        [calls("a", "b"), calls("b", "c")],
        {"MY": ZERO, "NZ": ZERO + 12 * HOUR},
    )

    (one,) = found.warned
    assert (one.target.id, one.began_with, one.by) == ("c", "a", "a")
    assert one.through_others
    assert one.warned_at == ZERO + 2 * delays([calls("a", "b")], ZERO)["a"]["b"]


def test_who_was_arrested_unwarned_tells_of_nothing_but_the_arrest():
    # The warning would reach b after two and a half hours, but b is arrested after one.
    found = tip_off(
        [Target("a", "MY"), Target("b", "ID"), Target("c", "NZ")],
        [calls("a", "b"), calls("b", "c")],
        {"MY": ZERO, "ID": ZERO + HOUR, "NZ": ZERO + 4 * HOUR},
    )

    (one,) = found.warned
    assert (one.target.id, one.began_with) == ("c", "b")
    assert one.warned_at == ZERO + HOUR + delays([calls("b", "c")], ZERO)["b"]["c"]


def test_a_target_who_was_warned_goes_on_warning():
    found = tip_off(
        [Target("a", "MY"), Target("b", "ID"), Target("c", "NZ")],
        [calls("a", "b"), calls("b", "c")],
        {"MY": ZERO, "ID": ZERO + 24 * HOUR, "NZ": ZERO + 6 * HOUR},
    )

    assert [(one.target.id, one.began_with, one.by) for one in found.warned] == [
        ("b", "a", "a"),
        ("c", "a", "b"),
    ]
    assert not found.warned[1].through_others


def test_what_is_lost_is_what_the_warned_would_have_taken_with_them():
    problem = critical_nodes([("a", "x"), ("a", "y"), ("b", "x"), ("b", "z")], 2)
    schedule = {"MY": ZERO, "NZ": ZERO + 10 * HOUR}
    both = [Target("a", "MY"), Target("b", "NZ")]

    found = tip_off(both, [calls("a", "b")], schedule, problem=problem)

    assert (found.planned.value, found.escaped.value, found.loses) == (0, 3, 3)
    assert tip_off(both, [], schedule, problem=problem).loses == 0
    assert tip_off(both, [calls("a", "b")], schedule).loses is None


def test_no_targets_warn_nobody():
    assert tip_off([], [calls("a", "b")], {}).warned == ()
    assert simultaneous_set([], [calls("a", "b")], HOUR, as_of=ZERO) == ()


def test_a_group_is_split_by_country():
    chosen = [Target("a", "MY"), Target("b", "NZ"), Target("c", "MY"), Target("d", "ID")]
    between = [calls("a", "b"), calls("b", "c", DAILY / 2)]
    network = delays(between, ZERO)

    groups = simultaneous_set(chosen, between, 24 * HOUR, as_of=ZERO)

    assert groups == (
        Together(
            ids=("a", "b", "c"),
            countries={"MY": ("a", "c"), "NZ": ("b",)},
            quickest=network["a"]["b"],
            slowest=network["b"]["c"],
        ),
    )


def test_countries_act_one_after_another():
    assert staggered(["NZ", "MY", "ID"], ZERO, 6 * HOUR) == {
        "NZ": ZERO,
        "MY": ZERO + 6 * HOUR,
        "ID": ZERO + 12 * HOUR,
    }


def test_news_begins_nowhere_if_nobody_is_acted_on():
    assert earliest(delays([calls("a", "b")], ZERO), {}) == {}


NAIVE = datetime(2026, 12, 4, 21)  # noqa: DTZ001 - what is refused
ONE = [Target("a", "MY")]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: tip_off([*ONE, *ONE], [], {"MY": ZERO}), "given twice"),
        (lambda: tip_off(ONE, [], {"NZ": ZERO}), "no moment to act is given for MY"),
        (lambda: tip_off(ONE, [], {"MY": NAIVE}), "no time zone"),
        (lambda: delays([], NAIVE), "no time zone"),
        (lambda: delays([Contact("a", "b", 1.0, NAIVE)], ZERO), "no time zone"),
        (lambda: delays([Contact("a", "b", -1.0)], ZERO), "how often"),
        (lambda: delays([Contact("a", "b", float("nan"))], ZERO), "how often"),
        (lambda: delays([], ZERO, Pace(quickest_h=0.0)), "above 0"),
        (lambda: delays([], ZERO, Pace(half_life_days=0.0)), "above 0"),
        (lambda: delays([], ZERO, Pace(other=Kind(-1.0))), "how ready"),
        (lambda: simultaneous_set(ONE, [], -HOUR, as_of=ZERO), "below 0"),
        (lambda: staggered(["NZ", "NZ"], ZERO, HOUR), "twice"),
        (lambda: staggered(["NZ", "MY"], ZERO, -HOUR), "below 0"),
    ],
    ids=[
        "a target twice",
        "no moment",
        "a zoneless schedule",
        "a zoneless day",
        "a zoneless contact",
        "less than never",
        "no number",
        "no delay",
        "no half-life",
        "unready",
        "no time",
        "a country twice",
        "backwards",
    ],
)
def test_what_cannot_be_meant_is_refused(ask, message):
    with pytest.raises(InputError, match=message):
        ask()
