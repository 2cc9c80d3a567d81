"""What a plan leaves of the means, and swaps within them."""

from dataclasses import replace
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from linkgraph.plan import Settings, Target, solve
from linkgraph.plan.effect import gauge_of
from linkgraph.plan.means_left import means_left
from linkgraph.plan.swaps import swapped
from tests.plan.oracle import (
    STAR,
    best_value,
    examples,
    figures,
    graph_of,
    in_reach,
    keeps,
    problems,
    total_of,
    with_all_that_goes,
)

QUICK = Settings(seconds=20, steps=300, stale=1, prove=False)
slow = examples(40)


def after_swaps(problem, plan, worth, how=QUICK):
    return swapped(problem, plan, worth, gauge_of(problem), how)[0]


def leads_of(targets):
    return {target.id: target.country for target in targets}


@given(problems())
@slow
def test_what_is_used_and_what_is_left_are_all_there_is(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)

    room = means_left(problem, plan.targets)

    told = {(one.country, one.resource): one.most - one.used for one in plan.used}
    assert dict(zip(room.prepared.pools, room.spare.tolist(), strict=True)) == told
    assert room.targets() == plan.targets
    assert sorted(t for unit in room.units() for t in unit) == list(plan.targets)


@given(problems(), st.data())
@slow
def test_who_fits_is_who_the_means_allow(problem, data):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    room = means_left(problem, plan.targets)
    units = room.units()
    freed = data.draw(st.sampled_from(units)) if units else ()
    rest = leads_of(t for t in plan.targets if t not in freed)
    by_id = {c.id: c for c in problem.candidates}

    found = {frozenset(t.id for t in unit) for unit in room.fitting(freed)}

    for unit in room.of(()).fitting():
        ids = sorted(t.id for t in unit)
        if set(ids) & {t.id for t in plan.targets}:
            assert frozenset(ids) not in found
            continue
        ways = product(*([(one, a.country) for a in by_id[one].actions] for one in ids))
        assert (frozenset(ids) in found) == any(keeps(problem, rest | dict(w)) for w in ways)


@given(problems())
@slow
def test_whoever_fits_is_led_by_a_country_that_can(problem):
    assume(in_reach(problem))
    plan = solve(problem, QUICK)
    room = means_left(problem, plan.targets)

    for unit in room.fitting():
        assert keeps(problem, leads_of(plan.targets) | leads_of(unit))


def pairs_left(problem):
    return lambda ids: figures(problem, set(ids))["pairwise"]


@given(problems(most_nodes=6))
@slow
def test_swaps_never_make_a_plan_worse_nor_break_a_limit(problem):
    assume(in_reach(problem))

    found = after_swaps(problem, (), pairs_left(problem), QUICK)

    value = pairs_left(problem)(t.id for t in found)
    assert best_value(problem, total_of(problem)) <= value <= pairs_left(problem)([])
    assert keeps(problem, leads_of(found))


@given(problems(most_nodes=6), st.integers(1, 30))
@slow
def test_no_more_plans_are_measured_than_asked_for(problem, steps):
    assume(in_reach(problem))
    measured = []

    def worth(ids):
        measured.append(ids)
        return pairs_left(problem)(ids)

    after_swaps(problem, (), worth, replace(QUICK, steps=steps))

    assert len(measured) <= steps
    assert len(set(measured)) == len(measured)


def test_a_measure_that_nothing_changes_changes_nothing():
    plan = (Target("a", ""),)

    assert after_swaps(STAR, plan, lambda _: 1.0, QUICK) == plan


def test_a_target_that_does_harm_is_dropped():
    plan = (Target("a", ""),)

    assert after_swaps(STAR, plan, len, QUICK) == ()
    must = replace(STAR, must=frozenset("a"))
    assert after_swaps(must, plan, len, QUICK) == plan


def test_a_target_makes_room_for_a_better_one():
    assert after_swaps(STAR, (Target("a", ""),), pairs_left(STAR), QUICK) == (Target("hub", ""),)


def test_without_time_a_plan_stays_as_it_is_and_says_so():
    plan, hurry = (Target("a", ""),), replace(QUICK, seconds=1e-9)

    assert swapped(STAR, plan, pairs_left(STAR), gauge_of(STAR), hurry) == (plan, False)
    assert swapped(STAR, plan, pairs_left(STAR), gauge_of(STAR), QUICK)[1]


@given(problems(), st.integers(1, 4), st.data())
@slow
def test_of_many_those_are_kept_that_most_survivors_are_tied_to(problem, most, data):
    assume(in_reach(problem))
    gauge = gauge_of(problem)
    units = list(means_left(problem, ()).fitting())
    ids = sorted(c.id for c in in_reach(problem))
    acted = set(data.draw(st.lists(st.sampled_from(ids), unique=True)))
    graph = graph_of(replace(problem, ties=tuple(tied(problem, gauge))))

    kept = gauge.most_tied(acted, units, most)

    def brings(unit):
        gone = with_all_that_goes(problem, acted)
        return sum(len(set(graph[target.id]) - gone) for target in unit)

    assert kept == [unit for unit in units if unit in kept]
    assert len(kept) == min(most, len(units))
    out = [brings(unit) for unit in units if unit not in kept]
    assert max(out, default=0) <= min(map(brings, kept), default=0)


def tied(problem, gauge):
    """Return ties, those that are no candidates without an id, as the planner has them."""
    for tie in problem.ties:
        yield tie if tie.id in gauge.place else tie._replace(id="")
